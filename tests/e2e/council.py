"""The full meeting's set-up and the eyes of its test: who sits where, who looks at which screen, how the pages are
checked.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.test_accessibility import complaints

SECRET_TITLE = "Vergabe an die Kanarienwerke"
SECRET_NOTE = "Der Kanarienpreis beträgt 4711 Euro."
SECRET_GROUND = "Liegenschaftssachen"
CANARIES = ("Kanarien", "4711", SECRET_GROUND)
ALIKE = ".attendance__list > li:nth-child(n + 8):nth-last-child(n + 4)"
"""The middle of a long list of names, which is built like its ends: axe need not look at each."""
STICKING_OUT = """() => [
  ...(document.scrollingElement.scrollWidth > innerWidth + 1 ? ['the page scrolls sideways'] : []),
  ...[...document.querySelectorAll('button, .kern-btn, .kern-badge')]
    .filter(node => node.checkVisibility() && node.scrollWidth > node.clientWidth + 1)
    .map(node => `words stick out: ${node.textContent.trim()}`)]"""
FOLLOWS = 4000
"""Milliseconds that seven browsers on two cores get to draw what the server has sent them."""

PLAN = """
import json
from datetime import date
from config.demo.meetings import HALL, HYBRID, berlin, write_agenda
from config.demo.people import clerk_of
from meetings.models import Body, RulesOfProcedure
from meetings.selectors import roll
from meetings.services import create_meeting
body = Body.objects.get(name="Digitalisierungsausschuss")
day = date(2027, 5, 4)
RulesOfProcedure.objects.get_or_create(
    institution=body.institution, body=body, valid_from=day,
    defaults={"source": "GO NRW; DigiSiVO; Geschäftsordnung (Demo)", "grace_seconds": 2,
              "report_path": "Telefon 0203 0000 (Demo)"})
clerk = clerk_of(body)
meeting = create_meeting(body=body, actor=clerk, title="13. Sitzung des Digitalisierungsausschusses (Demo)",
    format="hybrid",
    legal_basis=HYBRID, hall=HALL, starts_at=berlin(day, 16), ends_at=berlin(day, 18))
from tests.approved import approve
approve(meeting)
resolve = "Der Ausschuss beschließt, %s zu erproben."
items = write_agenda(meeting, clerk, "public", [
    {"title": "Eröffnung und Feststellung der Beschlussfähigkeit", "treatment": "opening"},
    {"title": "Digitaler Mängelmelder", "treatment": "decision", "draft_resolution": resolve % "einen Mängelmelder"},
    {"title": "Bericht zur Terminvergabe", "treatment": "report"},
    {"title": "Informationsbildschirme", "treatment": "decision", "draft_resolution": resolve % "zwei Bildschirme"},
    {"title": "Anfragen und Mitteilungen", "treatment": "enquiry"},
])
items += write_agenda(meeting, clerk, "non_public", [
    {"title": "%(title)s", "public_title": "Vergabeangelegenheit", "treatment": "information"},
])
people = [row.person for row in roll(meeting) if row.person.user]
rows = [(person.user.email.split("@")[0], person.pk, person.name) for person in people]
rows += [(row.person.user.email.split("@")[0], row.person_id, row.person.name)
         for row in body.memberships.filter(role="substitute").select_related("person__user")]
print("planned", json.dumps({"meeting": meeting.pk, "items": [item.pk for item in items], "people": rows}))
"""
CAST = """
from uuid import uuid4
from meetings.selectors import actor_for
from voting.models import Poll
from voting.services import cast_ballot
poll = Poll.objects.get(pk=%(poll)d)
for elector in poll.electors.select_related("person__user").filter(person__user__email__in=%(addresses)r):
    actor = actor_for(elector.person.user, body_id=poll.item.meeting.body_id)
    choice = "no" if elector.person.user.email.startswith("expert") else "yes"
    cast_ballot(poll=poll, choice=choice, ballot_id=uuid4(), actor=actor)
"""
READ = """
import json
from django.utils import translation
from meetings.journal import sentence_of
from meetings.models import MeetingEvent
told = {}
for language in ("de", "en"):
    with translation.override(language):
        events = MeetingEvent.objects.filter(journal__meeting=%(meeting)d).order_by("seq").prefetch_related("secrets")
        told[language] = [f"{event.audience}: {sentence_of(event)}" for event in events]
print("journal", json.dumps(told))
"""


@dataclass
class Council:
    """One meeting with everybody's screens; `pages` by who looks at them."""

    manage: Callable[..., str]
    meeting: int
    items: list[int]
    people: dict[str, int]
    names: dict[str, str]
    pages: dict[str, Page] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def __getitem__(self, who: str) -> Page:
        return self.pages[who]

    def url(self, face: str) -> str:
        return f"/meetings/{self.meeting}/{face}/"

    def all_see(self, panel: str, words: str | re.Pattern[str], *who: str) -> None:
        """These people (by default everybody) see the words in the panel."""
        for name in who or tuple(self.pages):
            own = "roll" if panel == "attendance" and name in {"clerk", "chair"} else panel
            expect(self[name].locator(f"#panel-{own}"), f"{name} looks at {panel}").to_contain_text(
                words, timeout=FOLLOWS
            )

    def row(self, who: str, name: str) -> Any:
        """The line of somebody in the attendance that this person sees."""
        title = self[who].locator("span:first-child", has_text=re.compile(rf"^\s*{self.names[name]}"))
        return self[who].locator(".attendance__list > li", has=title)

    def look(self, station: str, *who: str, also: tuple[str, ...] = ()) -> None:
        """Hold these screens to axe, and keep a picture of them, and of others, where SCREENSHOTS names a folder."""
        if folder := os.environ.get("SCREENSHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            for name in (*who, *also):
                self[name].screenshot(
                    path=f"{folder}/{station}-{name}.png", full_page=name in {"hall", "remote", "substitute", "citizen"}
                )
        for name in who:
            if found := [*complaints(self[name], ALIKE), *self[name].evaluate(STICKING_OUT)]:
                self.faults[f"{station}, {name}"] = found

    def read_journal(self) -> dict[str, list[str]]:
        """Every sentence of the journal in both languages, with who may see it before."""
        return json.loads(found_line(self.manage("shell", "-c", READ % {"meeting": self.meeting}), "journal"))

    def cast_for_others(self, poll: int, addresses: list[str]) -> None:
        """Those who have no screen in this test vote through the service: expert citizens no, everybody else yes."""
        self.manage(
            "shell", "-c", CAST % {"poll": poll, "addresses": [f"{address}@example.org" for address in addresses]}
        )


def found_line(printed: str, word: str) -> str:
    found = re.search(rf"^{word} (.+)$", printed, re.MULTILINE)
    assert found, printed
    return found[1]


def plan(manage: Callable[..., str]) -> Council:
    """The 13th meeting of the demo committee as a draft, with rules that make a lost connection an absence after 2
    s.
    """
    script = PLAN.replace("%(title)s", SECRET_TITLE)
    found = json.loads(found_line(manage("shell", "-c", script), "planned"))
    people = {address: key for address, key, _ in found["people"]}
    names = {address: name for address, _, name in found["people"]}
    return Council(manage, found["meeting"], found["items"], people, names)
