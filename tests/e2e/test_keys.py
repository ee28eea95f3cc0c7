"""Single keys at the desk: the next step, the note, the list of keys; nothing while typing, and they can be switched
off.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import scenes
from tests.e2e.test_accessibility import complaints

pytestmark = pytest.mark.any_database


def test_a_clerk_gets_on_with_the_keyboard_alone(visit: Callable[..., Page]):
    clerk = visit("clerk")
    scene = scenes.run(clerk, [], "Tasten", item=0)
    clerk.goto(scene.url("desk"))
    close = clerk.get_by_role("button", name="Ö 1 schließen")
    expect(close.first).to_be_visible()

    clerk.keyboard.press("m")
    expect(clerk.locator(".note__text")).to_be_focused()
    clerk.keyboard.type("nun ? nn")
    expect(clerk.locator(".note__text")).to_have_value("nun ? nn")
    clerk.keyboard.press("Escape")
    clerk.keyboard.press("n")
    expect(clerk.locator(".next-step__button")).to_contain_text("Ö 2 aufrufen")


def test_the_list_names_the_keys_and_switches_them_off(visit: Callable[..., Page]):
    clerk = visit("clerk")
    scene = scenes.run(clerk, [], "Tastenliste")
    clerk.goto(scene.url("desk"))
    step = clerk.locator(".next-step__button")
    words = step.inner_text()

    clerk.keyboard.press("?")
    rows = clerk.locator(".keys__list")
    expect(rows).to_contain_text(words)
    expect(rows).to_contain_text("Notiz für die Niederschrift")
    assert complaints(clerk) == []
    clerk.get_by_label("Einzelne Tasten sind eingeschaltet").uncheck()
    clerk.keyboard.press("Escape")
    clerk.keyboard.press("n")
    clerk.keyboard.press("m")
    expect(clerk.locator(".note__text")).not_to_be_focused()
    expect(step).to_have_text(words)


def test_the_reading_form_goes_with_the_desk(visit: Callable[..., Page]):
    clerk, chair = visit("clerk"), visit("chair", size=(820, 1180))
    scene = scenes.run(clerk, [], "Leseansicht", item=0)
    chair.goto(scene.url("reading"))
    expect(chair.locator(".next-step__words")).to_contain_text("Dann schließe ich den Tagesordnungspunkt Ö 1")

    chair.locator(".next-step__button").click()

    expect(chair.locator(".next-step__words")).to_contain_text("Ich rufe Tagesordnungspunkt Ö 2 auf")
    assert chair.evaluate("document.documentElement.scrollWidth") <= 820
