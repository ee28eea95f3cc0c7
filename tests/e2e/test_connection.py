"""Lost connections, impatient fingers, several tabs: nothing is lost, nothing happens twice, and the page says how
it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import scenes

pytestmark = pytest.mark.any_database

BANNER = "#connection"
OUTLINE = "(style => [style.outlineStyle, parseFloat(style.outlineWidth)])(getComputedStyle(document.activeElement))"
NO_SOCKETS = (
    """window.WebSocket = class { constructor() { setTimeout(() => this.onclose?.({code: 1006}), 10); } close() {} };"""
)


def voting(visit: Callable[..., Page], title: str) -> tuple[Page, Page, scenes.Scene]:
    clerk, member = visit("clerk"), visit("member", size=(390, 844))
    scene = scenes.put_to_vote(clerk, scenes.run(clerk, [member], title))
    return clerk, member, scene


def enter(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("body[data-connection=open]")).to_be_attached()
    return page


def cast(member: Page, choice: str) -> None:
    member.locator(".vote-sheet__choice", has_text=choice).click()
    member.locator(".vote-sheet__confirm").click()


def push(clerk: Page, scene: scenes.Scene) -> None:
    """Something happens that redraws status, attendance, agenda and polls on every screen."""
    scenes.act(clerk, scene.url("interrupt"))
    scenes.act(clerk, scene.url("resume"))


def test_a_ballot_cast_offline_is_stored_once_after_a_reload(visit: Callable[..., Page]):
    clerk, member, scene = voting(visit, "Verbindung weg während der Abstimmung")
    enter(member, scene.url("room"))
    member.context.set_offline(True)
    expect(member.locator(BANNER)).to_contain_text("Verbindung unterbrochen")
    cast(member, "Ja")
    expect(member.locator("[data-ballot-status]")).to_contain_text("Noch nicht gespeichert: Ja")
    member.context.set_offline(False)
    member.reload()
    expect(member.locator("[data-ballot-status]")).to_contain_text("Gespeichert: Ja")
    expect(member.locator(BANNER)).to_be_hidden()
    enter(clerk, scene.url("desk"))
    expect(clerk.locator(".poll__turnout")).to_contain_text("1 von 1")
    assert member.evaluate("Object.keys(localStorage).filter(key => key.startsWith('ratssaal.ballot.')).length") == 0


def test_a_ballot_cast_offline_goes_out_by_itself(visit: Callable[..., Page]):
    _, member, scene = voting(visit, "Verbindung kommt wieder")
    enter(member, scene.url("room"))
    member.context.set_offline(True)
    cast(member, "Nein")
    expect(member.locator("[data-ballot-status]")).to_contain_text("Noch nicht gespeichert: Nein")
    member.context.set_offline(False)
    expect(member.locator("[data-ballot-status]")).to_contain_text("Gespeichert: Nein")
    expect(member.locator("body[data-connection=open]")).to_be_attached()
    expect(member.locator(BANNER)).to_be_hidden()


def test_what_is_being_typed_survives_pushes(visit: Callable[..., Page]):
    clerk, other = visit("clerk"), visit("chair")
    scene = scenes.run(clerk, [other], "Tippen während es weitergeht")
    enter(clerk, scene.url("desk"))
    for field, words in (
        (".note__text", "Frau Beispiel berichtet"),
        ("textarea[name=question]", "Der Ausschuss bittet"),
    ):
        if "question" in field:
            clerk.locator(".poll__create summary").click()
        clerk.locator(field).fill(words)
        clerk.locator(field).evaluate("field => { field.focus(); field.setSelectionRange(5, 5); }")
        push(other, scene)
        expect(clerk.locator("#panel-status")).to_contain_text("Läuft")
        scenes.act(other, scene.url("leave"))
        expect(clerk.locator("#panel-status")).to_contain_text("0 von 25")
        clerk.keyboard.type("X")
        expect(clerk.locator(field)).to_have_value(words[:5] + "X" + words[5:])
        scenes.act(other, scene.url("join"), mode="remote")
        expect(clerk.locator("#panel-status")).to_contain_text("1 von 25")
    expect(clerk.locator(".note__text")).to_have_value("Frau XBeispiel berichtet")


def test_a_half_made_choice_survives_pushes(visit: Callable[..., Page]):
    clerk, member, scene = voting(visit, "Halb gewählt")
    other = visit("chair")
    enter(member, scene.url("room"))
    member.locator(".vote-sheet__choice", has_text="Enthaltung").click()
    scenes.act(other, scene.url("join"), mode="remote")
    expect(member.locator("#panel-status")).to_contain_text("2 von 25")
    push(clerk, scene)
    expect(member.locator("#panel-status")).to_contain_text("Läuft")
    expect(member.locator(".vote-sheet__choice[aria-pressed=true]")).to_have_text("Enthaltung")
    expect(member.locator(".vote-sheet__choice", has_text="Enthaltung")).to_be_focused()
    member.locator(".vote-sheet__confirm").click()
    expect(member.locator("[data-ballot-status]")).to_contain_text("Gespeichert: Enthaltung")


def test_without_sockets_the_page_asks_by_itself(visit: Callable[..., Page]):
    clerk, citizen = visit("clerk"), visit()
    scene = scenes.run(clerk, [], "Ohne Dauerverbindung")
    citizen.add_init_script(NO_SOCKETS)
    citizen.goto(scene.url("public"))
    expect(citizen.locator(BANNER)).to_contain_text("alle paar Sekunden")
    scenes.act(clerk, f"/items/{scene.items[2]}/close/")
    scenes.act(clerk, f"/items/{scene.items[3]}/open/")
    expect(citizen.locator("#panel-current_item")).to_contain_text(scenes.ENTRIES[3])


def double_click(page: Page, selector: str, pause: int) -> None:
    """Two presses at the same place, as a hand makes them: the page may have changed in between."""
    box = page.locator(selector).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for count in (1, 2):
        page.mouse.down(click_count=count)
        page.mouse.up(click_count=count)
        page.wait_for_timeout(pause)


@pytest.mark.parametrize("pause", [20, 350])
def test_a_double_click_on_the_next_step_acts_once(visit: Callable[..., Page], pause: int):
    clerk = visit("clerk")
    scene = scenes.run(clerk, [], f"Doppelklick {pause}")
    enter(clerk, scene.url("desk"))
    expect(clerk.locator(".next-step__button")).to_have_text("Ö 3 schließen")
    double_click(clerk, ".next-step__button", pause)
    expect(clerk.locator(".next-step__button")).to_have_text("Ö 1 aufrufen")
    clerk.wait_for_timeout(500)
    expect(clerk.locator(".next-step__button")).to_have_text("Ö 1 aufrufen")
    expect(clerk.locator("#messages .toast")).to_have_count(0)


def test_a_double_click_does_not_confirm_by_accident(visit: Callable[..., Page]):
    clerk, _, scene = voting(visit, "Doppelklick auf das Schließen")
    enter(clerk, scene.url("desk"))
    double_click(clerk, ".next-step__button", 150)
    expect(clerk.locator(".next-step__button[data-armed]")).to_be_visible()
    clerk.locator(".next-step__button[data-armed]").click()
    expect(clerk.locator(".poll__sentence")).to_be_visible()


def test_two_desks_pressing_at_once_act_once(visit: Callable[..., Page]):
    clerk, chair = visit("clerk"), visit("chair")
    scene = scenes.run(clerk, [], "Zwei Tische")
    for desk in (clerk, chair):
        enter(desk, scene.url("desk"))
    for desk in (clerk, chair):
        desk.locator(".next-step__button").evaluate("button => { setTimeout(() => button.click(), 100); }")
    for desk in (clerk, chair):
        expect(desk.locator(".next-step__button")).to_have_text("Ö 1 aufrufen")
        expect(desk.locator(f"#agenda-item-{scene.items[2]}")).to_contain_text("erledigt")
        expect(desk.locator(".agenda-list [aria-current=step]")).to_have_count(0)


def test_the_back_button_leads_to_the_present(visit: Callable[..., Page]):
    clerk, member, scene = voting(visit, "Zurück")
    enter(member, scene.url("room"))
    member.goto(scene.url())
    scenes.act(clerk, f"/polls/{scene.poll}/close/")
    member.go_back()
    expect(member.locator("#panel-poll .poll__sentence")).to_be_visible()
    expect(member.locator(".vote-sheet__choice")).to_have_count(0)


def test_signing_out_in_another_tab_ends_the_room(visit: Callable[..., Page]):
    clerk, member = visit("clerk"), visit("member", 2, typed=True)
    scene = scenes.run(clerk, [member], "Abmelden nebenan")
    enter(member, scene.url("room"))
    other = member.context.new_page()
    other.goto("/bodies/")
    other.locator(".site-head__account .who").click()
    other.locator(".site-head__account form button", has_text="Abmelden").click()
    other.wait_for_load_state()
    expect(member.locator("#panel-my_part")).to_have_count(0)
    expect(member).to_have_url(re.compile("/accounts/login/|/room/"))


def focus_on(page: Page, selector: str, presses: int = 60) -> None:
    """Press Tab until the element has the focus, and see that the focus shows."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            break
    else:
        raise AssertionError(f"{selector} cannot be reached with Tab on {page.url}")
    outline = page.evaluate(OUTLINE)
    assert outline[0] != "none", selector
    assert outline[1] >= 2, selector


def test_the_keyboard_alone_joins_votes_and_leads(visit: Callable[..., Page]):
    clerk, member = visit("clerk"), visit("member", 5)
    scene = scenes.plan(clerk, "Nur mit der Tastatur")
    scenes.act(clerk, scene.url("convene"))
    enter(clerk, scene.url("desk"))
    focus_on(clerk, ".next-step__button")
    clerk.keyboard.press("Enter")
    expect(clerk.locator(".next-step__button")).to_have_text("Festhalten: ordnungsgemäß eingeladen")
    scenes.act(clerk, f"/items/{scene.items[0]}/open/")
    for now in ("Ö 1 schließen", "Ö 2 aufrufen"):
        expect(clerk.locator(".next-step__button")).to_have_text(now)
        expect(clerk.locator(".next-step__button")).to_be_focused()
        scenes.read_it(clerk)
        clerk.keyboard.press("Enter")
    expect(clerk.locator("#panel-current_item")).to_contain_text(scenes.ENTRIES[1])
    enter(member, scene.url("room"))
    focus_on(member, "button[name=mode][value=remote]")
    member.keyboard.press("Enter")
    expect(member.locator("#panel-my_part")).to_contain_text("Sie nehmen teil")
    scenes.put_to_vote(clerk, scene, item=1)
    expect(member.locator(".vote-sheet")).to_be_visible()
    member.evaluate("document.activeElement.blur()")
    focus_on(member, ".vote-sheet__choice--yes")
    member.keyboard.press("Enter")
    focus_on(member, "[data-ballot-confirm]")
    member.keyboard.press("Enter")
    expect(member.locator("[data-ballot-status]")).to_contain_text("Gespeichert: Ja")
    expect(member.locator(".vote-sheet__choice--yes")).to_be_focused()
    expect(clerk.locator(".next-step__button")).to_be_focused()
