"""A presenter's own page in a browser: it moves by itself, asks in, and counts the time down."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import scenes
from tests.e2e.test_layout import sticking_out

pytestmark = pytest.mark.any_database

WITHIN = 8000


def test_a_presenter_is_asked_in_and_sees_the_own_countdown(visit: Callable[..., Page], house: Any):
    clerk, guest = visit("clerk"), visit(None, size=(390, 844))
    scene = scenes.plan(clerk, "Sitzung mit Vortrag")
    item = scene.items[2]
    scenes.act(clerk, f"/items/{item}/edit/", title="Vortrag", treatment="presentation", planned_minutes=7, version=1)
    scenes.act(clerk, f"/items/{item}/presenters/add/", name="Frau Beispiel")
    link = re.search(r"/p/[^/\"]+/", clerk.request.get(f"/items/{item}/").text())[0]
    scenes.act(clerk, scene.url("convene"))
    guest.goto(link)
    expect(guest.locator(".presenter-card__when")).to_contain_text("Voraussichtlich")

    scenes.act(clerk, scene.url("open"))
    scenes.act(clerk, f"/items/{item}/open/")
    expect(guest.locator(".presenter-card__call")).to_have_text(
        "Ihr Tagesordnungspunkt wurde aufgerufen. Bitte kommen Sie jetzt herein.", timeout=WITHIN
    )

    desk = clerk.request.get(scene.url("desk")).text()
    scenes.act(clerk, re.search(r"/requests/\d+/call/", desk)[0])
    expect(guest.locator(".presenter-card__call")).to_have_text("Sie haben das Wort.", timeout=WITHIN)
    expect(guest.locator(".presenter-card__clock")).to_contain_text(re.compile(r"6:\d\d"))
    first = guest.locator(".presenter-card__clock").text_content()
    expect(guest.locator(".presenter-card__clock")).not_to_have_text(first)
    assert sticking_out(guest) == {}


def test_a_citizen_asks_for_a_notice_without_script(visit: Callable[..., Page]):
    clerk, citizen = visit("clerk"), visit(None, size=(390, 844), java_script_enabled=False)
    scene = scenes.run(clerk, [], "Sitzung mit Benachrichtigung", item=0)
    citizen.goto(scene.url("public"))
    citizen.locator(f"#agenda-item-{scene.items[3]} .agenda-list__notice").click()
    citizen.fill("#notice-email", "buerger@example.org")
    citizen.select_option("#notice-minutes", "5")
    citizen.click("main form.form button")

    expect(citizen.locator("main [role=status].kern-alert")).to_contain_text("Bitte sehen Sie in Ihr E-Mail-Postfach")
