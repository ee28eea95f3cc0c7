"""The desk: hands in the order of the rules, what waits, where the focus goes, and that nothing scrolls."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import scenes

pytestmark = pytest.mark.any_database

SIZES = ((1440, 900), (1280, 720))
FIRST_OF_2028 = """
from voting.models import VotingRules
VotingRules.objects.get_or_create(institution_id=1, body_id=1, valid_from="2028-01-01", hands_order="rest_is_for")
"""
IS_PANEL = "node => node.matches('[data-panel]')"


def meet(clerk: Page, title: str, day: str = "2027-04-01", present: int = 4) -> scenes.Scene:
    """A hybrid meeting of that day with so many in the hall, its third item open and ready to be voted on."""
    when = {"starts_at": f"{day}T16:00", "ends_at": f"{day}T17:30", "hall": "Ratssaal"}
    fields = {"version": 1, "title": title, "format": "hybrid", "legal_basis": "DigiSiVO", **when}
    meeting = int(re.search(r"/meetings/(\d+)/", scenes.act(clerk, "/bodies/1/meetings/new/", **fields))[1])
    for entry in scenes.ENTRIES:
        scenes.act(clerk, f"/meetings/{meeting}/agenda/add/", part="public", title=entry)
    page = clerk.request.get(f"/meetings/{meeting}/agenda/").text()
    scene = scenes.Scene(meeting, [int(found) for found in re.findall(r'id="item-(\d+)"', page)])
    for step in ("convene", "open"):
        scenes.act(clerk, scene.url(step))
    roster = clerk.request.get(scene.url("desk")).text()
    people = list(dict.fromkeys(re.findall(r'name="person" value="(\d+)"', roster)))
    for person in people[:present]:
        scenes.act(clerk, scene.url("arrival"), person=person, mode="hall")
    scenes.act(clerk, f"/items/{scene.items[2]}/open/")
    return scene


def prepare(clerk: Page, scene: scenes.Scene, method: str = "hands") -> None:
    """A vote that waits for the desk's next step."""
    scenes.act(clerk, f"/items/{scene.items[2]}/polls/", question=scenes.QUESTION, method=method)


def at_desk(page: Page, scene: scenes.Scene) -> Page:
    page.goto(scene.url("desk"))
    expect(page.locator("body[data-connection=open]")).to_be_attached(timeout=15_000)
    return page


def press(page: Page, words: str) -> None:
    """The next step, by keyboard."""
    button = page.locator(".next-step__button")
    expect(button).to_contain_text(words)
    button.press("Enter")


def disturb(clerk: Page, scene: scenes.Scene, number: int) -> None:
    people = list(
        dict.fromkeys(re.findall(r'name="person" value="(\d+)"', clerk.request.get(scene.url("desk")).text()))
    )
    for person in people[:number]:
        scenes.act(clerk, scene.url("disruptions/record"), person=person, trouble="no_sound")


def test_the_rest_is_for_and_who_opened_the_vote_counts_next(visit: Callable[..., Page], house: Any):
    house.manage("shell", "-c", FIRST_OF_2028)
    clerk, chair = visit("clerk"), visit("chair")
    scene = meet(clerk, "Der Rest ist dafür", "2028-03-01")
    prepare(clerk, scene)
    at_desk(clerk, scene), at_desk(chair, scene)

    press(clerk, "öffnen")
    expect(clerk.locator("#hands-no")).to_be_focused()
    expect(chair.locator("#hands-no")).to_be_visible()
    expect(chair.locator("#hands-no")).not_to_be_focused()
    assert clerk.locator(".poll__count input").evaluate_all("found => found.map(one => one.name)") == [
        "no",
        "abstain",
        "yes",
    ]
    rest = clerk.locator("[data-rest-words]")
    total = int(clerk.locator("[data-rest]").get_attribute("data-rest") or 0)
    assert total >= 2
    expect(rest).to_have_text(f"{total} von {total} noch nicht gezählt")
    clerk.keyboard.type("1")
    expect(rest).to_have_text(f"Rest: {total - 1} Ja")
    clerk.locator("#hands-yes").fill("0")
    close = clerk.get_by_role("button", name="Speichern und Abstimmung schließen")
    close.click()
    expect(clerk.locator("button[data-armed]")).to_contain_text("nicht gezählt")
    clerk.locator("#hands-yes").fill("")
    expect(rest).to_have_text(f"Rest: {total - 1} Ja")
    clerk.locator("#hands-no").press("Enter")
    expect(clerk.locator("#panel-poll")).to_contain_text(f"{total - 1} Ja, 1 Nein")


def test_enter_pressed_twice_calls_an_item_and_does_not_close_it(visit: Callable[..., Page]):
    clerk = visit("clerk")
    scene = scenes.plan(clerk, "Zweimal Eingabe")
    for step in ("convene", "open"):
        scenes.act(clerk, scene.url(step))
    at_desk(clerk, scene)
    scenes.show_all_tools(clerk)
    agenda = clerk.locator("#panel-agenda")
    agenda.locator(f"form[action='/items/{scene.items[0]}/open/'] button").press("Enter")
    expect(agenda.locator(f"form[action='/items/{scene.items[0]}/close/'] button")).to_be_visible()
    expect(agenda).to_be_focused()
    clerk.keyboard.press("Enter")
    clerk.keyboard.press("Enter")
    scenes.act(clerk, scene.url("formality"), formality="agenda")  # what came of it would have come before this
    expect(clerk.locator("#formalities")).to_be_attached()
    expect(clerk.locator(".route [aria-current=step]")).to_contain_text("Ö 1")


PRESSES = """async button => {
  let sent = 0;
  const count = event => { sent += 1; event.preventDefault(); event.stopImmediatePropagation(); };
  document.addEventListener("submit", count, true);
  button.focus();
  button.click();
  button.click();
  await new Promise(done => setTimeout(done, 700));
  button.click();
  document.removeEventListener("submit", count, true);
  return sent;
}"""


def test_a_key_pressed_twice_at_once_on_one_button_is_one_wish(visit: Callable[..., Page]):
    """What the button says may have become another by then: in a roll call it would answer for the next one."""
    clerk = visit("clerk")
    scene = scenes.plan(clerk, "Ein Wunsch")
    for step in ("convene", "open"):
        scenes.act(clerk, scene.url(step))
    at_desk(clerk, scene)
    assert clerk.locator(".next-step__button").evaluate(PRESSES) == 2


def test_enter_pressed_twice_asks_for_the_floor_once(visit: Callable[..., Page]):
    clerk, member = visit("clerk"), visit("member")
    scene = scenes.run(clerk, [member], "Einmal gemeldet")
    scenes.act(clerk, f"/items/{scene.items[2]}/list/open/")
    member.goto(scene.url("room"))
    expect(member.locator("body[data-connection=open]")).to_be_attached(timeout=15_000)
    form = member.locator(f"#panel-my_floor form[action='/items/{scene.items[2]}/ask/']")
    form.locator("button").first.press("Enter")
    expect(member.locator("#panel-my_floor")).to_contain_text("Stelle 1")
    focused = member.locator(":focus")
    assert focused.count() == 0 or focused.evaluate(IS_PANEL), focused.evaluate("node => node.outerHTML")
    member.keyboard.press("Enter")
    scenes.act(clerk, scene.url("formality"), formality="agenda")  # what came of it would have come before this
    at_desk(clerk, scene)
    expect(clerk.locator("#panel-speakers")).to_contain_text("1 wartet")


def test_later_puts_a_card_into_the_list_of_every_desk(visit: Callable[..., Page]):
    clerk, chair = visit("clerk"), visit("chair")
    scene = meet(clerk, "Auf später")
    at_desk(clerk, scene), at_desk(chair, scene)
    expect(clerk.locator(".inbox > .record b")).to_contain_text("Ö 3")
    height = clerk.locator(".inbox").bounding_box()
    assert height
    assert height["height"] >= 28
    disturb(clerk, scene, 3)
    for page in (clerk, chair):
        expect(page.locator(".inbox > .news")).to_have_count(2)
        expect(page.locator("#inbox-more > summary")).to_contain_text("+1")
    first = clerk.locator(".inbox > .news b").first.inner_text()
    clerk.get_by_role("button", name=f"Später: {first}").press("Enter")
    for page in (clerk, chair):
        expect(page.locator(".inbox > .news b", has_text=first)).to_have_count(0)
        expect(page.locator("#inbox-more > summary")).to_contain_text("+1")
    focused = clerk.locator(":focus")
    assert focused.count() == 0 or focused.evaluate(IS_PANEL), "not on another card's button"
    chair.locator("#inbox-more > summary").click()
    line = chair.locator("#inbox-more li", has_text=first)
    expect(line).to_contain_text("auf später gelegt")
    line.get_by_role("link").click()
    expect(chair.locator("#panel-disruptions")).to_be_visible()


@pytest.mark.parametrize("method", ["hands", "roll_call"])
def test_no_state_of_the_desk_scrolls_the_page(visit: Callable[..., Page], method: str):
    clerk = visit("clerk")
    scene = meet(clerk, f"Ohne Rollen {method}", present=8)
    at_desk(clerk, scene)
    found = {"record": scrolled(clerk)}
    newest, line = clerk.locator(".record b").bounding_box(), clerk.locator(".record").bounding_box()
    assert newest
    assert line
    assert newest["width"] > 200, "the newest line is shown before the older ones"
    assert newest["x"] + newest["width"] <= line["x"] + line["width"]
    prepare(clerk, scene, method)
    press(clerk, "öffnen")
    expect(clerk.locator(".poll--open")).to_be_visible()
    found["vote"] = scrolled(clerk)
    disturb(clerk, scene, 3)
    expect(clerk.locator(".inbox > .news")).to_have_count(2)
    found["cards"] = scrolled(clerk)
    assert found == {"record": [], "vote": [], "cards": []}


def scrolled(page: Page) -> list[tuple[int, int]]:
    """The sizes at which the page itself could be scrolled, or the next step is not whole."""
    bad = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        box = page.locator(".next-step__button").bounding_box()
        is_whole = box and box["y"] >= 0 and box["y"] + box["height"] <= height
        if not is_whole or page.evaluate("document.scrollingElement.scrollHeight > innerHeight"):
            bad.append((width, height))
    return bad


def test_who_is_missing_is_filtered_by_a_key_that_the_list_names(visit: Callable[..., Page]):
    clerk = visit("clerk")
    scene = meet(clerk, "Fehlt noch")
    at_desk(clerk, scene)
    present = clerk.locator(".roster .attendance__row--present")
    expect(present.first).to_be_visible()
    clerk.keyboard.press("f")
    expect(present.first).to_be_hidden()
    expect(clerk.locator(".roster .seatrow--away").first).to_be_visible()
    clerk.keyboard.press("?")
    expect(clerk.locator(".keys__list")).to_contain_text("Nur zeigen, wer fehlt")


def test_entering_somebody_by_keyboard_leaves_the_focus_in_their_row(visit: Callable[..., Page]):
    clerk = visit("clerk")
    scene = meet(clerk, "Fokus in der Zeile", present=2)
    at_desk(clerk, scene)
    button = clerk.locator(".roster .seatrow--away .three__hall").first
    name = button.get_attribute("aria-label")
    button.press("Enter")
    own = clerk.get_by_role("button", name=name, exact=True)
    expect(own).to_have_attribute("aria-pressed", "true")
    expect(own).to_be_focused()


def test_a_refusal_in_the_corner_goes_with_the_next_success(visit: Callable[..., Page]):
    clerk = visit("clerk")
    scene = scenes.plan(clerk, "Zu früh")
    scenes.act(clerk, scene.url("convene"))
    at_desk(clerk, scene)
    button = clerk.locator(".three__remote").first
    name = button.get_attribute("aria-label") or ""
    button.click()
    refusal = clerk.locator("#messages .toast--danger")
    expect(refusal).to_contain_text("Anwesenheit kann ab 01.03.2027, 15:30 Uhr erfasst werden.")
    scenes.act(clerk, scene.url("open"))
    expect(clerk.locator(".state-badge--running")).to_be_visible()
    own = clerk.get_by_role("button", name=name, exact=True)
    own.click()
    expect(own).to_have_attribute("aria-pressed", "true")
    expect(refusal).to_have_count(0, timeout=2_000)
