"""The room on a phone: one part at a time, sheets that have the page for themselves, a result that stays, errors
that go.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import scenes

pytestmark = [pytest.mark.long, pytest.mark.any_database]

PHONE = (390, 844)
INERT = """() => [...document.querySelectorAll('.roomhead, .roombar, #panel-current_item, #floor')]
  .filter(node => !node.closest('[inert]')).length"""
FOCUSED_IN = "selector => Boolean(document.activeElement?.closest(selector))"


def enter(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("body[data-connection=open]")).to_be_attached()
    return page


def test_a_phone_shows_one_part_at_a_time_below_one_head(visit: Callable[..., Page]):
    clerk, member = visit("clerk"), visit("member", size=PHONE)
    enter(member, scenes.run(clerk, [member], "Eins nach dem anderen").url("room"))
    bar = member.locator(".roombar")

    head = member.locator(".roomhead").bounding_box()
    assert 52 <= head["height"] <= 56
    expect(member.locator("#panel-current_item")).to_be_in_viewport()
    expect(member.locator("#agenda")).to_be_hidden()
    bar.get_by_role("link", name="Tagesordnung").click()
    expect(member.locator("#panel-agenda")).to_be_in_viewport()
    expect(member.locator("#panel-current_item")).to_be_hidden()
    assert member.url.endswith("#agenda")
    member.go_back()
    expect(member.locator("#panel-current_item")).to_be_in_viewport()


def test_asking_for_the_floor_is_a_sheet_that_gives_the_focus_back(visit: Callable[..., Page]):
    clerk, member = visit("clerk"), visit("member", size=PHONE)
    scene = scenes.run(clerk, [member], "Melden mit dem Daumen")
    scenes.act(clerk, f"/items/{scene.items[2]}/list/open/")
    enter(member, scene.url("room"))
    tab = member.locator(".roombar__do")

    tab.focus()
    member.keyboard.press("Enter")
    expect(member.get_by_role("dialog", name="Wozu melden Sie sich?")).to_be_visible()
    assert (member.evaluate(FOCUSED_IN, "#raise"), member.evaluate(INERT)) == (True, 0)
    member.keyboard.press("Escape")
    expect(member.get_by_role("dialog")).to_have_count(0)
    expect(tab).to_be_focused()
    assert member.evaluate(INERT) == 4

    tab.click()
    member.get_by_role("dialog").get_by_role("button", name="Wortbeitrag").click()
    expect(member.get_by_role("dialog")).to_have_count(0)
    expect(tab).to_have_text("Platz 1")
    expect(tab).to_have_class(re.compile("is-raised"))
    expect(tab).to_be_focused()
    expect(member.locator("#panel-my_place")).to_contain_text("Sie stehen an Stelle 1")


def test_a_vote_has_the_page_for_itself_and_its_result_stays(visit: Callable[..., Page]):
    clerk, member = visit("clerk"), visit("member", size=PHONE)
    scene = scenes.run(clerk, [member], "Abstimmen mit dem Daumen")
    enter(member, scene.url("room"))
    tab = member.locator(".roombar a").last
    tab.focus()

    scenes.put_to_vote(clerk, scene)
    sheet = member.get_by_role("dialog", name="Ö 3 Abstimmung")
    expect(sheet).to_contain_text(scenes.QUESTION)
    expect(member.locator(".poll__turnout")).to_contain_text("0 von 1")
    assert (member.evaluate(FOCUSED_IN, "#vote"), member.evaluate(INERT)) == (True, 0)
    sheet.locator(".vote-sheet__choice", has_text="Nein").click()
    expect(sheet.locator(".vote-sheet__confirm")).to_have_text(re.compile("Nein"))
    sheet.locator(".vote-sheet__confirm").click()
    expect(sheet.locator("[data-ballot-status]")).to_contain_text(re.compile(r"Gespeichert: Nein, \d\d:\d\d:\d\d"))

    sheet.get_by_role("button", name="Abstimmung ausblenden").click()
    expect(member.get_by_role("dialog")).to_have_count(0)
    member.get_by_role("button", name="Zurück zur Abstimmung").click()
    expect(sheet).to_be_visible()
    scenes.act(clerk, f"/polls/{scene.poll}/close/")
    expect(member.get_by_role("dialog")).to_have_count(0)
    assert member.evaluate(INERT) == 4
    scenes.act(clerk, f"/polls/{scene.poll}/declare/")
    expect(member.locator(".poll__verdict")).to_be_visible()
    expect(member.locator("#panel-my_vote")).to_contain_text("Ihre Stimme: Nein")

    scenes.act(clerk, f"/items/{scene.items[2]}/close/")
    scenes.act(clerk, f"/items/{scene.items[3]}/open/")
    expect(member.locator("#panel-current_item")).to_contain_text("Ö 4")
    expect(member.locator(".poll__verdict")).to_be_visible()
    member.get_by_role("button", name="Ergebnis ausblenden").click()
    expect(member.locator(".poll__verdict")).to_be_hidden()
    expect(member.locator("#current-item-heading")).to_be_focused()
    member.reload()
    expect(member.locator("#panel-current_item")).to_contain_text("Ö 4")
    expect(member.locator(".poll__verdict")).to_be_hidden()


def test_a_wrong_code_leaves_nothing_behind_after_the_right_way(visit: Callable[..., Page]):
    """The refusal of the hall's code stood there for minutes after the member had come in."""
    clerk, member = visit("clerk"), visit("member", size=PHONE)
    body = int(re.search(r"/bodies/(\d+)/", clerk.request.get("/bodies/").text())[1])
    when = {"starts_at": "2027-03-02T16:00", "ends_at": "2027-03-02T17:30", "hall": "Ratssaal"}
    fields = {"version": 1, "title": "Falscher Code", "format": "hybrid", "legal_basis": "DigiSiVO", **when}
    meeting = int(re.search(r"/meetings/(\d+)/", scenes.act(clerk, f"/bodies/{body}/meetings/new/", **fields))[1])
    scene = scenes.Scene(meeting, [])
    scenes.act(clerk, f"/meetings/{meeting}/agenda/add/", part="public", title="Begrüßung")
    for step in ("convene", "open"):
        scenes.act(clerk, scene.url(step))
    enter(member, scene.url("room"))

    member.locator("#hall-code").fill("000000")
    member.get_by_role("button", name="Ich nehme im Saal teil").click()
    expect(member.locator("#hall-code-refusal")).not_to_be_empty()
    member.get_by_role("button", name="Ich nehme zugeschaltet teil").click()

    expect(member.locator("#panel-my_part")).to_contain_text("Sie nehmen teil")
    expect(member.locator("#panel-my_part > section > .join-form")).to_have_count(0)
    assert not member.locator("#panel-my_part").inner_text().count("000000")
    expect(member.locator("[data-refusal]:not(:empty)")).to_have_count(0)


def test_without_scripts_everything_stands_one_below_the_other(visit: Callable[..., Page]):
    clerk, member = visit("clerk"), visit("member")
    scene = scenes.put_to_vote(clerk, scenes.run(clerk, [member], "Ohne Skripte"))
    plain = visit("member", size=PHONE, java_script_enabled=False)
    plain.goto(scene.url("room"))

    for part in (
        "#vote",
        "#panel-current_item",
        "#panel-papers",
        "#panel-agenda",
        "#raise",
        ".vote-sheet__choice >> nth=2",
    ):
        expect(plain.locator(part)).to_be_visible()
    plain.locator(".vote-sheet__choice").first.click()
    assert "1 von 1" in clerk.request.get(scene.url("public")).text().replace("<strong>1</strong>", "1")
