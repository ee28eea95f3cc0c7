"""A vote goes over the page's open socket; when that fails, as a request, with the same id, and is stored once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e import scenes
from tests.e2e.test_connection import cast, enter, voting

STATUS = "[data-ballot-status]"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('ratssaal.ballot.')).length"
CUT = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  if (!data.includes('"ballot"')) return send.call(this, data);
  window.cut = (window.cut ?? 0) + 1;
  if ("%s" === "answer lost") send.call(this, data);
  if ("%s" !== "silent") this.close();
};
"""
IN_ROOM = """
from voting.models import Ballot
print([(b.choice, b.version, b.superseded) for b in Ballot.objects.filter(elector__poll__meeting=%d).order_by("seq")])
"""


def posts(page: Page) -> list[str]:
    """The ballots that this page sends as requests, from now on."""
    found: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and "/ballot/" in request.url:
            found.append(request.post_data or "")

    page.on("request", note)
    return found


def stored(manage: Callable[..., str], scene: scenes.Scene) -> str:
    return manage("shell", "-v", "0", "-c", IN_ROOM % int(scene.meeting)).strip().splitlines()[-1]


def test_a_ballot_goes_over_the_open_socket(visit: Callable[..., Page], manage: Callable[..., str]):
    clerk, member, scene = voting(visit, "Über die offene Verbindung")
    enter(member, scene.url("room"))
    sent = posts(member)
    cast(member, "Ja")
    expect(member.locator(STATUS)).to_contain_text("Gespeichert: Ja")
    cast(member, "Nein")
    expect(member.locator(STATUS)).to_contain_text("Gespeichert: Nein")
    assert sent == []
    assert stored(manage, scene) == "[('yes', 1, True), ('no', 2, False)]"
    assert member.evaluate(KEPT) == 0
    enter(clerk, scene.url("desk"))
    expect(clerk.locator(".poll__turnout")).to_contain_text("1 von 1")


@pytest.mark.parametrize("way", ["frame lost", "answer lost", "silent"])
def test_a_ballot_whose_socket_fails_goes_as_a_request_and_is_stored_once(visit: Callable[..., Page], manage: Callable[..., str], way: str):
    """The connection breaks before the frame or before its answer, or swallows the frame without a word."""
    _, member, scene = voting(visit, f"Verbindung bricht mitten in der Stimme: {way}")
    member.add_init_script(CUT % (way, way))
    enter(member, scene.url("room"))
    sent = posts(member)
    cast(member, "Enthaltung")
    expect(member.locator(STATUS)).to_contain_text("Gespeichert: Enthaltung", timeout=10_000)
    assert member.evaluate("window.cut") >= 1
    assert len(sent) >= 1
    assert len(set(sent)) == 1
    assert stored(manage, scene) == "[('abstain', 1, False)]"
    assert member.evaluate(KEPT) == 0
