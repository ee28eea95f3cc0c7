"""Meetings brought quickly to the moment that a browser test looks at: the same posts as the pages' forms, without a
page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, Page

ENTRIES = [
    "Begrüßung und Feststellung der Beschlussfähigkeit",
    "Sachstandsberichte",
    "Bericht zu den elektronischen Bezahlmöglichkeiten",
    "Verschiedenes",
]
TOKENS: WeakKeyDictionary[BrowserContext, str] = WeakKeyDictionary()
QUESTION = "Der Ausschuss nimmt den Bericht zur Kenntnis."


@dataclass
class Scene:
    """A running meeting: its number, its items and, when a vote is open, the poll's number."""

    meeting: int
    items: list[int]
    poll: int | None = None

    def url(self, face: str = "") -> str:
        return f"/meetings/{self.meeting}/{face}/" if face else f"/meetings/{self.meeting}/"


def act(page: Page, url: str, **fields: Any) -> str:
    """Post what a form of that address would post; returns the address one lands at."""
    if page.context not in TOKENS:
        TOKENS[page.context] = re.search(r'name="csrf-token" content="(\w+)"', page.request.get("/bodies/").text())[1]
    form = {name: str(value) for name, value in fields.items()}
    answer = page.request.post(url, form=form, headers={"X-CSRFToken": TOKENS[page.context]})
    assert answer.ok, f"{url}: {answer.status} {answer.text()[:500]}"
    return answer.url


def show_all_tools(page: Page) -> None:
    """Unfold what the desk keeps folded while it is not in use."""
    page.locator("#desk-more").check()


def reach_out(member: Page) -> None:
    """On a phone what one may ask for lies on a sheet behind the bar below; elsewhere it stands there."""
    tab = member.locator(".roombar__do")
    if tab.is_visible():
        tab.click()


def plan(clerk: Page, title: str, entries: list[str] = ENTRIES) -> Scene:
    """A draft of the clerk's with its agenda."""
    body = int(re.search(r"/bodies/(\d+)/", clerk.request.get("/bodies/").text())[1])
    when = {"starts_at": "2027-03-01T16:00", "ends_at": "2027-03-01T17:30"}
    landed = act(clerk, f"/bodies/{body}/meetings/new/", version=1, title=title, format="digital", **when)
    meeting = int(re.search(r"/meetings/(\d+)/", landed)[1])
    for entry in entries:
        act(clerk, f"/meetings/{meeting}/agenda/add/", part="public", title=entry)
    page = clerk.request.get(f"/meetings/{meeting}/agenda/").text()
    return Scene(meeting, [int(found) for found in re.findall(r'id="item-(\d+)"', page)])


def run(clerk: Page, members: list[Page], title: str, item: int = 2) -> Scene:
    """The meeting is open, the members take part, one item is being dealt with."""
    scene = plan(clerk, title)
    act(clerk, scene.url("convene"))
    act(clerk, scene.url("open"))
    for member in members:
        act(member, scene.url("join"), mode="remote")
    act(clerk, f"/items/{scene.items[item]}/open/")
    return scene


def put_to_vote(clerk: Page, scene: Scene, item: int = 2, question: str = QUESTION) -> Scene:
    """Open a vote on the item that is being dealt with; that devices are used in a digital meeting is recorded
    before.
    """
    act(clerk, f"/meetings/{scene.meeting}/approval/", reason="Probe")
    act(clerk, f"/items/{scene.items[item]}/polls/", question=question, open=1)
    desk = clerk.request.get(scene.url("desk")).text()
    scene.poll = int(re.search(r"/polls/(\d+)/close/", desk)[1])
    return scene


def read_it(page: Page) -> None:
    """Somebody reads what a button says now before they press it: two presses of a key on it at once are one wish
    (config/forms.js).
    """
    page.wait_for_timeout(600)
