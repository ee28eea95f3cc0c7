"""The list of speakers on all screens, one's own place in it, and what it adds to the desk's next steps."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda import selectors
from agenda.enums import RequestKind, RequestState
from agenda.models import AgendaItem, Presenter, SpeakingRequest
from agenda.registry import check_before_leaving
from agenda.services.speeches import check_nobody_speaks, pause_everybody, stop_who_left, withdraw_from_floor
from meetings import registry
from meetings.enums import AttendanceMode, Audience, MeetingState
from meetings.journal.sentences import spoken
from meetings.live.panels import Panel, PersonalPanel, register_panel
from meetings.models import Meeting
from meetings.names import by_name
from meetings.registry import Step
from meetings.selectors import is_shut_out, present_people

TOUCHED_BY = (
    "agenda.item.",
    "agenda.matter.",
    "agenda.presenter.",
    "agenda.list.",
    "agenda.debate.",
    "agenda.floor.",
    "agenda.speech.",
    "agenda.speaking_time.",
    "meetings.attendance.",
    "meetings.meeting.",
    "meetings.public.",
    "meetings.measure.",
    "agenda.recusal.",
)
MEMBERS_ASK = (
    RequestKind.CONTRIBUTION,
    RequestKind.QUESTION,
    RequestKind.REPLY,
    RequestKind.POINT_OF_ORDER,
    RequestKind.STATEMENT,
)


def item_for(meeting: Meeting, audience: Audience) -> AgendaItem | None:
    """The open item, unless this audience may not know of it."""
    item = selectors.open_item(meeting)
    hidden = item is not None and not item.is_public and audience in {Audience.PUBLIC, Audience.SCREEN}
    return None if item is None or hidden or is_shut_out(meeting, audience) else item


def _speakers(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    item = item_for(meeting, audience)
    if item is None:
        return {"item": None}
    rows = selectors.seen_by(selectors.requests_of(meeting, item), audience)
    speaking, parties, here = selectors.speaker_of(rows), selectors.factions(meeting), present_people(meeting)
    for row in rows:
        row.item = item
    due = [_line(row, parties, here) for row in selectors.waiting(rows)]
    listed, times = selectors.list_of(item), selectors.times_on(item)
    return {
        "item": item,
        "list": listed,
        "speaker": _line(speaking, parties, here) if speaking else None,
        "waiting": due,
        "names_shown": audience in {Audience.PARTICIPANT, Audience.DESK},
        "times": times,
        "minutes": times.seconds // 60,
        "faction_minutes": times.faction_seconds // 60,
        "budgets": selectors.budgets_of(item) if audience == Audience.DESK else [],
        "kinds": MEMBERS_ASK,
        "people": people_here(here) if audience == Audience.DESK else [],
        **(_guests(item, rows) if audience == Audience.DESK else {}),
    }


def _guests(item: AgendaItem, rows: list[SpeakingRequest]) -> dict[str, list[Presenter]]:
    """The item's presenters; `guests` are those who can be put on the list with one press: neither on it nor
    through.
    """
    presenters = list(item.presenters.all())
    taken = {row.presenter_id for row in rows if row.state not in {RequestState.WITHDRAWN, RequestState.STRUCK}}
    return {"presenters": presenters, "guests": [row for row in presenters if row.pk not in taken]}


def _line(row: SpeakingRequest, parties: dict[int, Any], here: dict[int, Any]) -> dict[str, Any]:
    return {
        "request": row,
        "faction": parties.get(row.person_id) if row.person_id else None,
        "absent": row.person_id is not None and row.person_id not in here,
        "unseen": row.mode == AttendanceMode.REMOTE and row.media_confirmed_at is None,
        "left_ms": selectors.left_ms(row),
        "spent_ms": selectors.spent_ms(row),
        "withheld": selectors.is_withheld(row, row.item),
    }


def people_here(here: dict[int, Any]) -> list[Any]:
    """Those present, by name."""
    return sorted((row.person for row in here.values()), key=by_name)


def _my_floor(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    item = selectors.open_item(meeting)
    if item is None or meeting.state != MeetingState.RUNNING:
        return {person_id: {"item": None} for person_id in person_ids}
    rows, here = selectors.requests_of(meeting, item), present_people(meeting)
    listed, due = selectors.list_of(item), selectors.waiting(rows)
    places = {row.pk: place for place, row in enumerate(due, 1)}
    return {person_id: _part(item, person_id, rows, places, listed, here) for person_id in person_ids}


def _part(
    item: AgendaItem, person_id: int, rows: list[SpeakingRequest], places: dict[int, int], listed: Any, here: Any
) -> dict[str, Any]:
    own = [
        row for row in rows if row.person_id == person_id and row.state in {RequestState.WAITING, RequestState.SPEAKING}
    ]
    asked = {row.kind for row in own}
    is_open = listed is not None and listed.is_open
    offered = [kind for kind in MEMBERS_ASK if kind not in asked and (is_open or kind == RequestKind.POINT_OF_ORDER)]
    return {
        "item": item if person_id in here else None,
        "own": [
            {"request": row, "place": places.get(row.pk), "must_confirm": _must_confirm(row, places)} for row in own
        ],
        "kinds": offered,
        "is_open": is_open,
    }


def _my_place(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """One's own place alone, for where one looks; what one can ask for is a press away on a phone."""
    return {
        person_id: {"own": part.get("own", []) if part["item"] else []}
        for person_id, part in _my_floor(meeting, person_ids).items()
    }


def _must_confirm(row: SpeakingRequest, places: dict[int, int]) -> bool:
    """Asked of those who come soon, so that nobody waits for them."""
    return row.mode == AttendanceMode.REMOTE and row.media_confirmed_at is None and places.get(row.pk, 99) <= 2


def speaker_step(meeting: Meeting) -> Step | None:
    """The contribution is ended, or the next gets the floor; the chair may press something else at any time."""
    item = selectors.open_item(meeting) if meeting.state == MeetingState.RUNNING else None
    if item is None:
        return None
    rows = selectors.requests_of(meeting, item)
    if speaking := selectors.speaker_of(rows):
        words = spoken(_("Thank you, {name}."), name=speaking.name)
        label = _("End the contribution of {name}").format(name=speaking.name)
        return Step(label, reverse("agenda:end_speech", args=[speaking.pk]), words=words)
    due = selectors.next_due(meeting, rows)
    return _call_step(due) if due else None


def presenter_step(meeting: Meeting) -> Step | None:
    """Who presents the item is heard before anything is put to the vote on it.

    Striking them from the list passes over them.
    """
    item = selectors.open_item(meeting) if meeting.state == MeetingState.RUNNING else None
    listed = selectors.list_of(item) if item is not None else None
    if item is None or (listed is not None and listed.debate_closed_at):
        return None
    rows = selectors.requests_of(meeting, item)
    struck = {row.presenter_id for row in rows if row.state == RequestState.STRUCK}
    guests = [
        one for one in _guests(item, rows)["guests"] if one.pk not in struck and not selectors.is_withheld(one, item)
    ]
    return _present_step(item, guests[0]) if guests else None


def _present_step(item: AgendaItem, guest: Presenter) -> Step:
    fields = (("presenter", str(guest.pk)), ("kind", str(RequestKind.PRESENTATION)))
    label = _("Put {name} on the list").format(name=guest.name)
    words = spoken(_("{name} will present this item to us."), name=guest.name)
    return Step(label, reverse("agenda:enter_request", args=[item.pk]), fields=fields, words=words)


def _call_step(due: SpeakingRequest) -> Step:
    unseen = due.mode == AttendanceMode.REMOTE and due.media_confirmed_at is None
    fields = (("without_media", "yes"),) if unseen else ()
    confirm = _("Camera and sound are not confirmed. Press again to give the floor all the same") if unseen else ""
    label = _("Give the floor to {name}").format(name=due.name)
    words = spoken(_("{name} has the floor."), name=due.name)
    return Step(label, reverse("agenda:call_speaker", args=[due.pk]), fields=fields, confirm=confirm, words=words)


register_panel(
    Panel(
        "speakers",
        TOUCHED_BY,
        "agenda/desk/speakers.html",
        _speakers,
        interval=0.25,
        ticks=True,
        hall="agenda/hall/speakers.html",
        room="agenda/room/speakers.html",
    )
)
register_panel(PersonalPanel("my_floor", TOUCHED_BY, "agenda/panels/my_floor.html", _my_floor))
register_panel(
    PersonalPanel("my_place", TOUCHED_BY, "agenda/room/my_place.html", _my_place, frozenset({Audience.PARTICIPANT}))
)
registry.follow_interruption(pause_everybody)
registry.follow_departure(stop_who_left)
registry.follow_withdrawal(withdraw_from_floor)
check_before_leaving(check_nobody_speaks)
