"""What the hub reads from the database: rendered panels, with the rights of those who get them. Runs in the database
thread.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max
from django.utils import translation

from meetings import selectors
from meetings.enums import Audience
from meetings.live.database import in_database_thread, one_moment
from meetings.live.panels import beside_of, personal_panels, render_personal, render_shared, shared_panels
from meetings.live.rights import Grant, Grounds, Visitor, grants_in, grounds_of
from meetings.memo import read_once
from meetings.models import Meeting


def sees(meeting: Meeting, audience: Audience) -> int:
    """The number of the last event this audience may know of; others get no count of the non-public ones."""
    if selectors.sees_non_public(audience):
        return meeting.last_seq
    newest = meeting.events.filter(audience=Audience.PUBLIC).aggregate(newest=Max("seq"))["newest"]
    return newest or 0


@dataclass(slots=True)
class Order:
    """What to render: for each audience and language these shared panels, and personal ones for these people.

    Read with it, at the same moment: the grant of `unsure` visitors, or, unless the grounds of all rights still are
    those `known`, of everybody `here`.
    """

    shared: dict[tuple[Audience, str], set[str]]
    personal: dict[str, dict[str, set[int]]]
    unsure: Collection[Visitor] = ()
    here: Collection[Visitor] = ()
    known: Grounds | None = None


@dataclass(slots=True)
class Picture:
    """What was rendered: seq per audience, HTML per audience and language, HTML per language and person.

    `grants` is what was asked of rights at the moment of the picture, `grounds` what they rested on. `beside` says,
    where somebody `unsure` has come, that there is something that no number of an event tells (`Panel.beside`).
    """

    last_seq: int
    seqs: dict[Audience, int]
    shared: dict[tuple[Audience, str], dict[str, str]]
    personal: dict[tuple[str, int], dict[str, str]]
    grants: dict[Visitor, Grant] = field(default_factory=dict)
    grounds: Grounds | None = None
    beside: bool = False


@in_database_thread
def draw(meeting_id: int, order: Order) -> Picture:
    """Render what is ordered from the meeting as it stands; each shared panel once per audience and language.

    Rights and content are of one moment: whoever gets the picture may see it at the moment it shows.
    """
    with one_moment():
        meeting = Meeting.objects.select_related("body__institution").get(pk=meeting_id)
        read_once(meeting)
        grounds = grounds_of(meeting)
        found = grants_in(meeting, order.unsure if grounds == order.known else order.here)
        return _draw(meeting, order, found, grounds)


def _draw(meeting: Meeting, order: Order, found: dict[Visitor, Grant], grounds: Grounds) -> Picture:
    audiences = {audience for audience, _ in order.shared} | {Audience.PARTICIPANT}
    seqs = {audience: sees(meeting, audience) for audience in audiences}
    shared = {key: _draw_shared(meeting, *key, names) for key, names in order.shared.items()}
    personal: dict[tuple[str, int], dict[str, str]] = {}
    for language, people in order.personal.items():
        _draw_personal(meeting, language, people, personal)
    beside = bool(order.unsure) and bool(beside_of(meeting))
    return Picture(meeting.last_seq, seqs, shared, personal, found, grounds, beside)


def _draw_shared(meeting: Meeting, audience: Audience, language: str, names: set[str]) -> dict[str, str]:
    with translation.override(language):
        wanted = [panel for panel in shared_panels() if panel.name in names and audience in panel.audiences]
        return {panel.name: render_shared(panel, meeting, audience) for panel in wanted}


def _draw_personal(
    meeting: Meeting, language: str, people: dict[str, set[int]], into: dict[Any, dict[str, str]]
) -> None:
    with translation.override(language):
        for panel in personal_panels():
            if person_ids := people.get(panel.name):
                for person_id, html in render_personal(panel, meeting, person_ids).items():
                    into.setdefault((language, person_id), {})[panel.name] = html


def picture_for(meeting: Meeting, audience: Audience, person_id: int | None) -> dict[str, Any]:
    """The whole picture as one frame for the polling fallback, in the active language."""
    read_once(meeting)
    seq = sees(meeting, audience)
    panels = {
        panel.name: render_shared(panel, meeting, audience) for panel in shared_panels() if audience in panel.audiences
    }
    for panel in personal_panels() if person_id is not None else ():
        if audience in panel.audiences and person_id is not None:
            panels[panel.name] = render_personal(panel, meeting, [person_id])[person_id]
    return {"type": "panels", "seq": seq, "audience": str(audience), "panels": panels}
