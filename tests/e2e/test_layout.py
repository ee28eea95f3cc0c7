"""Nothing sticks out at any width, the desk fits a laptop, fingers hit what they aim at, long titles break nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e import scenes
from tests.e2e.pages import addresses

pytestmark = [pytest.mark.long, pytest.mark.any_database]

WIDTHS = ((320, 700), (390, 844), (820, 1180), (1440, 900))
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft und Haushaltssatzung " * 5
FINGERS = ".site-head a, .site-head button, .bar a, .bar button, .tabs a, .vote-sheet button, .next-step button"
FINGERS += ", .my-part button, .button-row .kern-btn"

TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter(node => {
  const box = node.getBoundingClientRect();
  return box.width > 0 && box.right > innerWidth + 1 && getComputedStyle(node).position !== 'absolute';
}).slice(0, 3).map(node => node.outerHTML.slice(0, 120))"""
SMALL = """nodes => nodes
  .filter(node => node.checkVisibility({visibilityProperty: true})).map(node => [node, node.getBoundingClientRect()])
  .filter(([node, box]) => box.height < 43.5 || box.width < 43.5).map(([node, box]) =>
    `${Math.round(box.width)}x${Math.round(box.height)} ${node.outerHTML.slice(0, 120)}`)"""


def sticking_out(page: Page) -> dict[int, Any]:
    """The widths at which the page would scroll sideways, with what is to blame."""
    found = {}
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            found[width] = page.evaluate(TOO_WIDE)
    return found


def voting_scene(visit: Callable[..., Page], title: str, **look: Any) -> tuple[dict[str | None, Page], scenes.Scene]:
    visitors = {role: visit(role, **look) for role in ("clerk", "chair", "member", "administrator", None)}
    scene = scenes.run(visitors["clerk"], [visitors["chair"], visitors["member"]], title)
    return visitors, scenes.put_to_vote(
        visitors["clerk"], scene, question=LONG if title == LONG[:500] else scenes.QUESTION
    )


def test_no_page_scrolls_sideways_even_with_titles_of_500_characters(visit: Callable[..., Page], house: Any):
    visitors, scene = voting_scene(visit, LONG[:500])
    scenes.act(
        visitors["clerk"],
        scene.url("agenda/add"),
        part="public",
        title=LONG[:500],
        ground=LONG[:400],
        resolution=LONG[:400],
    )
    wide = {}
    for name, role, address in addresses(scene, house, visitors["clerk"]):
        visitors[role].goto(address)
        if found := sticking_out(visitors[role]):
            wide[name] = found
    assert wide == {}
    for face in ("desk", "screen"):
        page = visitors["clerk"]
        page.goto(scene.url(face))
        assert page.evaluate("document.scrollingElement.scrollHeight <= innerHeight"), face
        expect_in_view(page, ".next-step__button" if face == "desk" else ".poll__turnout")


def expect_in_view(page: Page, selector: str) -> None:
    box = page.locator(selector).bounding_box()
    size = page.viewport_size
    assert box, f"{selector} of {page.url} is not shown"
    assert size
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= size["height"], f"{selector} of {page.url} lies below the edge: {box}"


def test_the_desk_on_a_laptop_needs_no_scrolling(visit: Callable[..., Page]):
    visitors, scene = voting_scene(visit, "Sitzungsleitung auf einem Bildschirm")
    desk = visitors["clerk"]
    desk.goto(scene.url("desk"))
    assert desk.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
    for part in (".next-step__button", ".note__text", ".poll__turnout", ".route [aria-current=step]", ".status__line"):
        expect_in_view(desk, part)


def test_the_first_thing_on_a_phone_is_what_one_has_to_do(visit: Callable[..., Page]):
    visitors, scene = voting_scene(visit, "Das Wichtige zuerst", size=(390, 844))
    visitors["chair"].goto(scene.url("desk"))
    visitors["member"].goto(scene.url("room"))
    expect_in_view(visitors["chair"], ".next-step__button")
    expect_in_view(visitors["member"], ".vote-sheet__choice >> nth=2")


def test_targets_are_large_enough_for_fingers(visit: Callable[..., Page], house: Any):
    visitors, scene = voting_scene(visit, "Finger", size=(390, 844), has_touch=True, is_mobile=True)
    small = {}
    for name, role, address in addresses(scene, house, visitors["clerk"]):
        page = visitors[role]
        page.goto(address)
        if found := page.locator(f"{FINGERS}, .mini-btn").evaluate_all(SMALL):
            small[name] = found[:3]
    assert small == {}
