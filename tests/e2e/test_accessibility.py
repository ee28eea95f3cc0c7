"""axe-core finds nothing on any page, light in German on a laptop and dark in English on a phone; it is injected
past the CSP.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.e2e import scenes
from tests.e2e.pages import addresses, open_conflict

pytestmark = [pytest.mark.long, pytest.mark.any_database]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "rules": {"label-content-name-mismatch": {"enabled": True}},
}


RUN = """([exclude, rules]) => axe.run(exclude.length ? {exclude} : document, rules)
  .then(({violations, passes}) => ({violations, passes: passes.length}))"""


def complaints(page: Page, *exclude: str) -> list[str]:
    """What axe-core objects to on the page as it stands, one line per rule with the first places."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    report = page.evaluate(RUN, [exclude, RULES])
    assert report["passes"] > 5, f"axe-core looked at nothing on {page.url}"
    return [
        f"{rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]} {rule['nodes'][0]['failureSummary'][:300]}"
        for rule in report["violations"]
    ]


@pytest.mark.parametrize(("scheme", "language", "size"), [("light", "de", (1366, 768)), ("dark", "en", (375, 812))])
def test_every_page_passes_axe_and_says_its_language(
    visit: Callable[..., Page], house: Any, scheme: str, language: str, size: tuple[int, int]
):
    look: dict[str, Any] = {"color_scheme": scheme, "size": size, "locale": {"de": "de-DE", "en": "en-GB"}[language]}
    visitors = {role: visit(role, **look) for role in ("clerk", "chair", "member", "administrator", None)}
    scene = scenes.run(visitors["clerk"], [visitors["chair"], visitors["member"]], f"Barrierefreiheit {scheme}")
    scenes.put_to_vote(visitors["clerk"], scene)
    objections = {}
    for name, role, address in addresses(scene, house, visitors["clerk"]):
        page = visitors[role]
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language, address
        if found := complaints(page):
            objections[name] = found
    open_conflict(visitors["clerk"], scene)
    if found := complaints(visitors["clerk"]):
        objections["error 409"] = found
    assert objections == {}


def test_the_parts_that_open_by_a_press_pass_axe(visit: Callable[..., Page]):
    clerk, member = visit("clerk"), visit("member")
    scene = scenes.put_to_vote(clerk, scenes.run(clerk, [member], "Barrierefreiheit der Teile"))
    clerk.goto(scene.url("desk"))
    scenes.show_all_tools(clerk)
    clerk.locator(".item-more").first.click()
    member.goto(scene.url("room"))
    member.locator(".vote-sheet__choice").first.click()
    assert complaints(clerk) == []
    assert complaints(member) == []
    member.locator(".vote-sheet__confirm").click()
    member.wait_for_selector(".vote-sheet__stored")
    scenes.act(clerk, f"/polls/{scene.poll}/close/")
    scenes.act(clerk, f"/polls/{scene.poll}/declare/")
    clerk.keyboard.press("Escape")
    clerk.wait_for_selector(".poll__sentence")
    clerk.locator(".poll__create summary").click()
    assert complaints(clerk) == []
    assert complaints(member) == []


def test_the_chairs_tools_and_an_open_disturbance_pass_axe(visit: Callable[..., Page]):
    clerk, chair, member = visit("clerk"), visit("chair"), visit("member")
    scene = scenes.run(clerk, [chair, member], "Barrierefreiheit der Ordnung")
    member.goto(scene.url("room"))
    member.locator("#report-disruption > summary").click()
    member.locator("#report-disruption button[value=no_sound]").click()
    member.locator(".my-disruption [data-say=my-disruption]").wait_for()
    clerk.goto(scene.url("desk"))
    scenes.show_all_tools(clerk)
    for summary in ("#interrupt-or-adjourn > summary", "#order-tools > summary"):
        clerk.locator(summary).first.click()
    clerk.locator("#order-whom").select_option(index=1)
    clerk.get_by_role("button", name="Ordnungsruf").first.click()
    clerk.locator(".order__count").first.wait_for()
    clerk.locator("#record-disruption > summary").click()
    assert complaints(clerk) == []
    assert complaints(member) == []
    clerk.locator(".disruptions button").first.click()
    clerk.locator(".disruptions form[action$='/resume/']").wait_for()
    assert complaints(clerk) == []
