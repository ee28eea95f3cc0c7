"""A vote goes over the page's open socket; when that fails, as a request, with the same id, and is stored once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e import scenes
from tests.e2e.test_connection import cast, enter, voting

pytestmark = pytest.mark.any_database


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
DEAF = """
window.WebSocket = class extends window.WebSocket {
  set onmessage(taker) {
    super.onmessage = (event) => window.deaf && JSON.parse(event.data).type === %s ? undefined : taker(event);
  }
};
"""
DOWN = """
window.sockets = [];
window.WebSocket = class extends window.WebSocket {
  constructor(address) {
    const dead = { close() {} };
    if (window.down) {
      setTimeout(() => dead.onclose?.({ code: 1006 }), 10);
      return dead;
    }
    super(address);
    window.sockets.push(this);
  }
};
"""
QUEUED = """
JSON.parse(Object.entries(localStorage).find(([key]) => key.startsWith("ratssaal.ballot."))[1]).queue[0].ballot_id
"""
IN_ROOM = """
from voting.models import Ballot
print([%s for b in Ballot.objects.filter(elector__poll__meeting=%d).order_by("seq")])
"""


def posts(page: Page) -> list[str]:
    """The ballots that this page sends as requests, from now on."""
    found: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and "/ballot/" in request.url:
            found.append(request.post_data or "")

    page.on("request", note)
    return found


def stored(manage: Callable[..., str], scene: scenes.Scene, what: str = "(b.choice, b.version, b.superseded)") -> str:
    return manage("shell", "-v", "0", "-c", IN_ROOM % (what, scene.meeting)).strip().splitlines()[-1]


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
def test_a_ballot_whose_socket_fails_goes_as_a_request_and_is_stored_once(
    visit: Callable[..., Page], manage: Callable[..., str], way: str
):
    """The connection breaks before the frame or before its answer, or swallows the frame without a word."""
    _, member, scene = voting(visit, f"Verbindung bricht mitten in der Stimme: {way}")
    member.add_init_script(CUT % (way, way))
    enter(member, scene.url("room"))
    sent = posts(member)
    cast(member, "Enthaltung")
    expect(member.locator(STATUS)).to_contain_text("Gespeichert: Enthaltung")
    assert member.evaluate("window.cut") >= 1
    assert len(sent) >= 1
    assert len(set(sent)) == 1
    assert stored(manage, scene) == "[('abstain', 1, False)]"
    assert member.evaluate(KEPT) == 0


def test_a_ballot_whose_answer_never_comes_is_asked_for_by_request(
    visit: Callable[..., Page], manage: Callable[..., str]
):
    """It is stored, the socket stays open, and only its answer is lost."""
    _, member, scene = voting(visit, "Antwort verschluckt")
    member.add_init_script(DEAF % '"ballot"')
    enter(member, scene.url("room"))
    member.evaluate("window.deaf = true")
    sent = posts(member)
    cast(member, "Ja")
    expect(member.locator(STATUS)).to_contain_text("Gespeichert: Ja")
    assert len(sent) == 1
    assert stored(manage, scene) == "[('yes', 1, False)]"


def test_a_ballot_refused_over_the_socket_says_why_and_is_not_sent_again(
    visit: Callable[..., Page], manage: Callable[..., str]
):
    """The sheet still stands there because the push that takes it away has not come."""
    clerk, member, scene = voting(visit, "Zu spät")
    member.add_init_script(DEAF % '"panels"')
    enter(member, scene.url("room"))
    member.evaluate("window.deaf = true")
    sent = posts(member)
    scenes.act(clerk, f"/polls/{scene.poll}/close/")
    cast(member, "Ja")
    expect(member.locator(STATUS)).to_contain_text("Nicht gespeichert: Ja")
    member.wait_for_timeout(2000)  # longer than the page waits for an answer
    assert (sent, stored(manage, scene), member.evaluate(KEPT)) == ([], "[]", 0)


def test_a_ballot_cast_offline_keeps_its_id_over_a_reload(visit: Callable[..., Page], manage: Callable[..., str]):
    _, member, scene = voting(visit, "Offline und neu geladen")
    enter(member, scene.url("room"))
    member.context.set_offline(True)
    cast(member, "Ja")
    expect(member.locator(STATUS)).to_contain_text("Noch nicht gespeichert: Ja")
    ballot_id = member.evaluate(QUEUED)
    member.context.set_offline(False)
    member.reload()
    expect(member.locator(STATUS)).to_contain_text("Gespeichert: Ja")
    assert stored(manage, scene, "str(b.ballot_id)") == f"['{ballot_id}']"
    assert member.evaluate(KEPT) == 0


def test_a_ballot_that_waits_goes_out_as_soon_as_the_socket_is_back(
    visit: Callable[..., Page], manage: Callable[..., str]
):
    """Not only when its own pause, which grows with every failure, is over."""
    _, member, scene = voting(visit, "Verbindung wieder da")
    member.route("**/ballot/", lambda route: route.abort("internetdisconnected"))
    member.add_init_script(DOWN)
    enter(member, scene.url("room"))
    member.evaluate("window.down = true; window.sockets.forEach((socket) => socket.close())")
    cast(member, "Nein")
    member.wait_for_timeout(12_000)
    expect(member.locator(STATUS)).to_contain_text("Noch nicht gespeichert: Nein")
    member.evaluate("window.down = false")
    expect(member.locator("body[data-connection=open]")).to_be_attached()
    expect(member.locator(STATUS)).to_contain_text("Gespeichert: Nein", timeout=1000)
    assert stored(manage, scene) == "[('no', 1, False)]"
