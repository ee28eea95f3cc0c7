"""What a clerk does between meetings: persons are kept, and rows of the agenda save themselves."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import scenes

pytestmark = pytest.mark.any_database

ENTRIES = ["Eröffnung", "Haushalt", "Verschiedenes"]


def test_a_person_is_entered_found_invited_and_ends(visit: Callable[..., Page]):
    clerk = visit("clerk")
    clerk.goto("/people/")
    clerk.get_by_role("link", name=re.compile("Person anlegen")).first.click()
    clerk.get_by_label("Vorname").fill("Ayşe")
    clerk.get_by_label("Nachname").fill("Nebel-Süß")
    clerk.get_by_role("button", name="Hinzufügen").dblclick()
    expect(clerk.get_by_role("heading", level=1)).to_have_text("Ayşe Nebel-Süß")

    clerk.goto("/people/?q=nebel-suess")
    expect(clerk.locator(".people__row")).to_have_count(1)
    clerk.get_by_role("link", name="Ayşe Nebel-Süß").click()
    clerk.get_by_label("E-Mail-Adresse").first.fill("ayse@example.org")
    clerk.get_by_role("button", name="Einladen").click()
    expect(clerk.get_by_text("Eingeladen unter ayse@example.org")).to_be_visible()

    clerk.locator("summary", has_text="Beenden oder ändern").click()
    end = clerk.get_by_role("button", name="Beenden", exact=True)
    end.click()
    clerk.get_by_role("button", name="Zum Beenden noch einmal drücken").click()
    expect(clerk.locator("#messages")).to_contain_text("Der letzte Tag ist eingetragen.")


def minutes(page: Page, item: int):
    return page.locator(f"#minutes-{item}")


def test_rows_save_themselves_and_lose_nothing(visit: Callable[..., Page]):
    clerk, other = visit("clerk"), visit("clerk")
    scene = scenes.plan(clerk, "Zeilen", ENTRIES)
    first, second, third = scene.items[:3]
    for page in (clerk, other):
        page.goto(scene.url("agenda"))

    minutes(clerk, first).fill("45")
    form = clerk.locator(f"#row-item-{first}")
    expect(form.locator("[data-status]")).to_have_text(re.compile(r"^gespeichert \d\d:\d\d Uhr$"))

    other.context.set_offline(True)
    minutes(other, second).fill("33")
    unsaved = other.locator(f"#row-item-{second} [data-status]")
    expect(unsaved).to_contain_text("Nicht gespeichert")
    expect(minutes(other, second)).to_have_value("33")
    other.context.set_offline(False)
    expect(unsaved).to_have_text(re.compile(r"^gespeichert"))

    minutes(other, first).fill("20")
    conflict = other.locator(f"#row-item-{first} [data-status]")
    expect(conflict).to_contain_text("45")
    expect(minutes(other, first)).to_have_value("20")
    conflict.get_by_role("button", name="Meine Angaben speichern").click()
    expect(conflict).to_have_text(re.compile(r"^gespeichert"))

    clerk.locator(f"#guest-{third}").fill("Frau Bläker")
    clerk.locator(f"#guest-{third}").press("Enter")
    clerk.locator(f"#guest-{third}").press("Enter")
    expect(clerk.locator(f"#row-guest-{third} + *, #item-{third} [id^=presenter-]")).to_have_value("Frau Bläker")
    clerk.locator(f"#place-{third}").fill("1")
    clerk.locator(f"#place-{third}").press("Enter")
    expect(clerk.locator("[data-region=public] .agenda-list__title").first).to_have_text("Verschiedenes")
    clerk.reload()
    expect(minutes(clerk, first)).to_have_value("20")
    expect(clerk.locator(f"#item-{third} [id^=presenter-]")).to_have_count(1)


def test_leaving_with_something_unsaved_asks_first(visit: Callable[..., Page]):
    clerk = visit("clerk")
    scene = scenes.plan(clerk, "Verlassen", ENTRIES)
    clerk.goto(scene.url("agenda"))
    asked: list[str] = []
    clerk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    clerk.route("**/edit/", lambda route: route.fulfill(status=409, json={"message": "Später."}))

    minutes(clerk, scene.items[0]).fill("99")
    expect(clerk.locator(f"#row-item-{scene.items[0]} [data-status]")).to_contain_text("Nicht gespeichert")
    clerk.goto("/")

    assert asked == ["beforeunload"]
