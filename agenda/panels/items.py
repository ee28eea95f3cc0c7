"""Live panels, next steps, the close check and the tab of the agenda room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import selectors
from agenda.enums import ItemState
from agenda.models import Presenter
from agenda.nesting import divide
from agenda.registry import templates_at_items, told_of_items
from meetings import registry
from meetings.enums import Audience, MeetingState
from meetings.errors import DomainError
from meetings.live.panels import EVERYBODY, Panel, register_panel
from meetings.models import Meeting
from meetings.permissions import Actor, can
from meetings.registry import PublicChannel
from meetings.selectors import is_shut_out, recess_of

MOVED_BY = (
    "agenda.floor.asked",
    "agenda.floor.taken_back",
    "agenda.floor.struck",
    "agenda.floor.given",
    "agenda.speech.",
    "agenda.speaking_time.",
)
"""What moves the expected times, but nothing else of the agenda."""
TOUCHED_BY = ("agenda.item.", "agenda.matter.", "agenda.presenter.", "meetings.meeting.", "meetings.public.")
IN_THE_ROOM = frozenset({Audience.PARTICIPANT, Audience.PUBLIC})
STOPS = 11
"""So many items of the line of the meeting can be read from the last row."""
STOPS_AT_DESK = 9
"""So many stand side by side at the desk with their titles."""


def _agenda(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    rows = selectors.agenda_of(meeting, audience)
    return {
        "parts": _with_more(meeting, audience, rows) if audience in IN_THE_ROOM else divide(rows),
        "fragments": templates_at_items(),
        "running": meeting.state == MeetingState.RUNNING,
        "expected": meeting.is_open,
        "notices": selectors.tells_of_items(meeting, timezone.now())
        and audience in {Audience.PUBLIC, Audience.PARTICIPANT},
        "unfinished": meeting.state not in {MeetingState.CLOSED, MeetingState.CANCELLED},
        "one_is_open": any(row.is_open for row in rows),
    }


def _with_more(meeting: Meeting, audience: Audience, rows: Sequence[selectors.Row]) -> list[dict[str, Any]]:
    """The parts with what can be read at each item before it is called and after it is closed.

    What is closed to somebody for a conflict of interest is not there, for all: everybody's agenda is the same.
    """
    closed = frozenset[int]().union(*selectors.closed_to_people(meeting).values())
    told = told_of_items(meeting, audience)

    def more(row: selectors.Row) -> dict[str, Any]:
        if row.item is None or row.item.pk in closed:
            return {}
        return {"draft": row.item.draft_resolution, **{name: found.get(row.item.pk) for name, found in told.items()}}

    return [
        {
            "part": part.part,
            "entries": [
                {"row": one.row, "opens": one.opens, "closing": one.closing, **more(one.row)} for one in part.entries
            ],
        }
        for part in divide(rows)
    ]


def _current_item(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    rows = selectors.agenda_of(meeting, audience)
    shut_out = is_shut_out(meeting, audience)
    row = None if shut_out else next((row for row in rows if row.is_open), None)
    return {
        "row": row,
        "is_non_public_part": shut_out or (row is None and selectors.open_item(meeting) is not None),
        "following": None if _is_over(meeting) else _following(rows),
        **(_stage(meeting, row, shut_out=shut_out) if audience == Audience.SCREEN else {}),
    }


def _following(rows: Sequence[selectors.Row]) -> selectors.Row | None:
    return next((row for row in rows if row.item and row.item.state == ItemState.PENDING), None)


def _is_over(meeting: Meeting) -> bool:
    """Nothing comes in it any more, whatever is left on its agenda."""
    return meeting.state in {MeetingState.CLOSED, MeetingState.CANCELLED}


def _comes_next(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    over = _is_over(meeting) or is_shut_out(meeting, audience)
    return {"following": None if over else _following(selectors.agenda_of(meeting, audience))}


def _stage(meeting: Meeting, row: selectors.Row | None, *, shut_out: bool) -> dict[str, Any]:
    """What the hall looks at while nobody votes; what is closed to the public goes before everything else."""
    between = (
        "between"
        if meeting.is_open
        else "over"
        if meeting.closed_at or meeting.state == MeetingState.CANCELLED
        else "before"
    )
    recess = recess_of(meeting)
    hidden = shut_out or (row is None and selectors.open_item(meeting) is not None)
    stage = "closed_to_public" if hidden else "recess" if recess else "item" if row else between
    return {"stage": stage, "recess": recess}


def _route(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    """The line of the meeting on the hall display and at the desk: at most so many stops around where it stands, and
    what comes next.
    """
    rows = selectors.agenda_of(meeting, audience)
    stops = [{"row": row, "kind": kind} for row, kind in zip(rows, _kinds_of_stops(rows), strict=True)]
    most = STOPS if audience == Audience.SCREEN else STOPS_AT_DESK
    here = next(
        (place for wanted in ("now", "next") for place, stop in enumerate(stops) if stop["kind"] == wanted), len(stops)
    )
    first = max(0, min(here - most // 2, len(stops) - most))
    return {
        "stops": stops[first : first + most],
        "expected": meeting.is_open,
        "following": None
        if _is_over(meeting)
        else next((stop["row"] for stop in stops if stop["kind"] == "next"), None),
    }


def _kinds_of_stops(rows: Sequence[selectors.Row]) -> list[str]:
    """For each line whether it is through, runs, comes next or later; what is closed to the audience says nothing of
    itself.
    """
    states = [row.item.state if row.item else "" for row in rows]
    first = states.index(ItemState.PENDING) if ItemState.PENDING in states else -1
    known = {"": "later", ItemState.PENDING: "later", ItemState.OPEN: "now"}
    return ["next" if place == first else known.get(state, "done") for place, state in enumerate(states)]


def _note(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    item = selectors.item_for_note(meeting)
    return {"item": item, "number": selectors.numbers_of(meeting)[item.pk] if item else ""}


register_panel(
    Panel(
        "agenda",
        (
            *TOUCHED_BY,
            "agenda.recusal.",
            "documents.file.",
            "documents.paper.",
            "voting.poll.declared",
            "voting.poll.annulled",
            "voting.result.",
        ),
        "agenda/panels/agenda.html",
        _agenda,
        EVERYBODY - {Audience.SCREEN},
        drifts_with=MOVED_BY,
        room="agenda/room/agenda.html",
    )
)
register_panel(
    Panel(
        "current_item",
        TOUCHED_BY,
        "agenda/desk/item.html",
        _current_item,
        hall="agenda/hall/stage.html",
        room="agenda/room/current_item.html",
    )
)
register_panel(Panel("comes_next", TOUCHED_BY, "agenda/room/comes_next.html", _comes_next, IN_THE_ROOM))
register_panel(
    Panel(
        "route",
        TOUCHED_BY,
        "agenda/desk/route.html",
        _route,
        frozenset({Audience.SCREEN, Audience.DESK}),
        drifts_with=MOVED_BY,
        hall="agenda/hall/route.html",
    )
)
register_panel(
    Panel("note", (*TOUCHED_BY, "agenda.note."), "agenda/panels/note.html", _note, frozenset({Audience.DESK}))
)


def _no_open_item(meeting: Meeting) -> None:
    item = selectors.open_item(meeting)
    if item is not None:
        number = selectors.numbers_of(meeting)[item.pk]
        raise DomainError("item.still_open", _("Item {number} is still open. Close it first.").format(number=number))


def _nothing_non_public_open(meeting: Meeting) -> None:
    item = selectors.open_item(meeting)
    if item is not None and not item.is_public:
        number = selectors.numbers_of(meeting)[item.pk]
        raise DomainError("item.still_open", _("Item {number} is still open. Close it first.").format(number=number))


def _close_presenter_links(meeting: Meeting) -> str:
    """Look at every personal link of the meeting as its guest would; name those that show a non-public item."""
    shown = [link for link in selectors.presenters_of(meeting) if _shows_non_public(link)]
    return ", ".join(presenter.name for presenter in shown)


def _shows_non_public(presenter: Presenter) -> bool:
    rows = selectors.outlook_for(presenter).rows
    return any(row.item is not None and not row.item.is_public for row in rows if row.item != presenter.item)


def _shows_editor(actor: Actor, meeting: Meeting) -> bool:
    return can(actor, "agenda.add_item", meeting)


registry.check_before_readmitting(_nothing_non_public_open)
registry.add_public_channel(
    "agenda:presenters", PublicChannel(gettext_lazy("Presenters' personal links"), _close_presenter_links)
)
registry.check_before_close(_no_open_item)
registry.add_tab(35, registry.Tab(gettext_lazy("Agenda editor"), "agenda:agenda", _shows_editor))
