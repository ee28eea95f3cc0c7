"""What a screen reader is told of: texts that come into live regions which were there before, read from Chromium's
accessibility tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import scenes

pytestmark = pytest.mark.any_database

PATIENCE = 15_000


class Listener:
    """The live regions of a page, as they were when it had been loaded; what comes into them later is heard."""

    def __init__(self, page: Page) -> None:
        expect(page.locator("body[data-connection=open]")).to_be_attached(timeout=PATIENCE)
        self.page = page
        self.tools = page.context.new_cdp_session(page)
        self.regions = {key: how for key, (how, _) in self.tree().items()}

    def tree(self) -> dict[int, tuple[str, str]]:
        """Every live region by the element behind it: how urgent it is, and all text in it."""
        nodes = {node["nodeId"]: node for node in self.tools.send("Accessibility.getFullAXTree")["nodes"]}
        return {
            node["backendDOMNodeId"]: (live, _text(node, nodes))
            for node in nodes.values()
            if (live := _property(node, "live")) and "backendDOMNodeId" in node
        }

    def hears(self, words: str, how: str) -> None:
        """Wait until the words stand in a region of that urgency which was there from the start."""
        for _ in range(PATIENCE // 100):
            found = self.tree()
            if any(self.regions.get(key) == how == live and words in text for key, (live, text) in found.items()):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{words!r} was not said ({how}); the regions hold {found}")


def _property(node: dict[str, Any], name: str) -> str:
    values = [entry["value"].get("value", "") for entry in node.get("properties", []) if entry["name"] == name]
    return str(values[0]) if values and values[0] != "off" else ""


def _text(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> str:
    own = node.get("name", {}).get("value", "") if node.get("role", {}).get("value") == "StaticText" else ""
    return " ".join(
        part for part in (own, *(_text(nodes[key], nodes) for key in node.get("childIds", []) if key in nodes)) if part
    )


def test_a_vote_is_said_and_leads_the_title(visit: Callable[..., Page]):
    clerk, member = visit("clerk"), visit("member")
    scene = scenes.run(clerk, [member], "Vorlesen der Abstimmung")
    member.goto(scene.url("room"))
    listener = Listener(member)
    expect(member).to_have_title("Läuft – Sitzungsraum – Vorlesen der Abstimmung – Ratssaal")

    scenes.put_to_vote(clerk, scene)
    listener.hears("Die Abstimmung zu Ö 3 ist eröffnet.", "assertive")
    expect(member).to_have_title("Abstimmung läuft – Sitzungsraum – Vorlesen der Abstimmung – Ratssaal")
    scenes.act(clerk, f"/polls/{scene.poll}/close/")
    listener.hears("Die Abstimmung zu Ö 3 ist geschlossen.", "polite")
    expect(member).to_have_title("Läuft – Sitzungsraum – Vorlesen der Abstimmung – Ratssaal")
    scenes.act(clerk, f"/polls/{scene.poll}/declare/")
    listener.hears("Das Ergebnis zu Ö 3 ist festgestellt:", "polite")


def test_a_vote_that_runs_already_leads_the_title_from_the_start(visit: Callable[..., Page]):
    clerk, member = visit("clerk"), visit("member")
    scene = scenes.put_to_vote(clerk, scenes.run(clerk, [member], "Läuft schon"))
    for face, name in (("room", "Sitzungsraum"), ("public", "Öffentliche Ansicht")):
        member.goto(scene.url(face))
        expect(member).to_have_title(f"Abstimmung läuft – {name} – Läuft schon – Ratssaal")
        assert "eröffnet" not in (member.locator("#say-now").text_content() or "")


def test_who_speaks_and_which_item_is_called_is_said(visit: Callable[..., Page], house: Any):
    clerk, member, citizen = visit("clerk"), visit("member"), visit()
    scene = scenes.run(clerk, [member], "Vorlesen der Wortmeldung")
    scenes.act(clerk, f"/items/{scene.items[2]}/list/open/")
    member.goto(scene.url("room"))
    citizen.goto(scene.url("public"))
    listeners = Listener(member), Listener(citizen)

    scenes.act(member, f"/items/{scene.items[2]}/ask/", kind="contribution")
    listeners[0].hears("Sie stehen an Stelle 1 der Redeliste.", "polite")
    scenes.act(
        clerk, re.search(r"/requests/\d+/call/", clerk.request.get(scene.url("desk")).text())[0], without_media="yes"
    )
    listeners[0].hears("Sie haben das Wort.", "assertive")
    listeners[1].hears("hat das Wort.", "polite")

    scenes.act(clerk, re.search(r"/requests/\d+/end/", clerk.request.get(scene.url("desk")).text())[0])
    scenes.act(clerk, f"/items/{scene.items[2]}/close/")
    scenes.act(clerk, f"/items/{scene.items[3]}/open/")
    for listener in listeners:
        listener.hears("Ö 4: Verschiedenes", "polite")


def test_a_lost_connection_is_said_and_that_it_is_back(visit: Callable[..., Page]):
    clerk, citizen = visit("clerk"), visit()
    scene = scenes.run(clerk, [], "Vorlesen der Verbindung")
    citizen.goto(scene.url("public"))
    listener = Listener(citizen)

    citizen.context.set_offline(True)
    listener.hears("Verbindung unterbrochen", "assertive")
    citizen.context.set_offline(False)
    listener.hears("Die Verbindung ist wieder da.", "polite")


def test_an_interruption_and_the_end_are_said(visit: Callable[..., Page]):
    clerk, citizen = visit("clerk"), visit()
    scene = scenes.run(clerk, [], "Vorlesen des Endes")
    citizen.goto(scene.url("public"))
    listener = Listener(citizen)

    scenes.act(clerk, scene.url("interrupt"))
    listener.hears("Die Sitzung: Unterbrochen", "polite")
    expect(citizen).to_have_title(re.compile("^Unterbrochen – Öffentliche Ansicht – "))
    scenes.act(clerk, scene.url("resume"))
    listener.hears("Die Sitzung: Läuft", "polite")


def test_the_public_hears_that_it_is_excluded_and_readmitted(visit: Callable[..., Page]):
    clerk, citizen = visit("clerk"), visit()
    scene = scenes.run(clerk, [], "Vorlesen des Ausschlusses")
    scenes.act(clerk, f"/items/{scene.items[2]}/close/")
    citizen.goto(scene.url("public"))
    listener = Listener(citizen)

    scenes.act(clerk, scene.url("public/exclude"), category="", motion="Es geht um eine Person.")
    listener.hears("Die Öffentlichkeit ist ausgeschlossen.", "assertive")
    scenes.act(clerk, scene.url("public/readmit"))
    listener.hears("Die Sitzung ist öffentlich.", "assertive")


def test_a_presenter_hears_that_they_are_asked_in(visit: Callable[..., Page]):
    clerk, guest = visit("clerk"), visit()
    scene = scenes.plan(clerk, "Vorlesen des Aufrufs")
    scenes.act(clerk, f"/items/{scene.items[0]}/presenters/add/", name="Frau Beispiel")
    link = re.search(r"/p/[^/\"]+/", clerk.request.get(f"/items/{scene.items[0]}/").text())[0]
    scenes.act(clerk, scene.url("convene"))
    guest.goto(link)
    guest.evaluate("document.body.dataset.connection = 'open'")
    listener = Listener(guest)

    scenes.act(clerk, scene.url("open"))
    scenes.act(clerk, f"/items/{scene.items[0]}/open/")
    listener.hears("Ihr Tagesordnungspunkt wurde aufgerufen.", "assertive")


def test_the_same_words_are_said_a_second_time(visit: Callable[..., Page]):
    """github.com/discourse/discourse/pull/42120: a region that gets the text it has already says nothing."""
    clerk, citizen = visit("clerk"), visit()
    scene = scenes.run(clerk, [], "Zweimal dasselbe")
    citizen.goto(scene.url("public"))
    Listener(citizen)

    for times in (1, 2):
        for way, words in (("interrupt", "Unterbrochen"), ("resume", "Läuft")):
            scenes.act(clerk, scene.url(way))
            expect(citizen.locator("#say p", has_text=f"Die Sitzung: {words}")).to_have_count(times)
