"""What the agenda brings into the desk's inbox: motions, conflicts of interest in dispute, points of order."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from agenda import selectors
from agenda.enums import RequestKind
from agenda.models import AgendaItem, ProceduralMotion, Recusal, SpeakingRequest
from agenda.selectors import MotionLine
from meetings import registry
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.registry import News, Step
from meetings.selectors import roll


@registry.tell_speaker
def speaking_person(meeting: Meeting) -> int | None:
    """Whoever of the body has the floor on the open item."""
    item = selectors.open_item(meeting)
    speaking = selectors.speaker_of(selectors.requests_of(meeting, item)) if item is not None else None
    return speaking.person_id if speaking is not None else None


@registry.tell_news
def news(meeting: Meeting) -> list[News]:
    """What was moved, declared and asked for on the item that is being dealt with and waits for the desk."""
    item = selectors.open_item(meeting) if meeting.state == MeetingState.RUNNING else None
    if item is None:
        return _declared(meeting, None)
    procedural = selectors.pending_procedural(meeting)
    moved = [
        _moved(item, line)
        for line in selectors.motion_lines(meeting, item)
        if line.is_undecided and not line.at_the_vote
    ]
    return [
        *_declared(meeting, item),
        *moved,
        *([_procedural(procedural)] if procedural else []),
        *_points_of_order(meeting, item),
    ]


def _declared(meeting: Meeting, item: AgendaItem | None) -> list[News]:
    """A conflict of interest in the item that comes next or is open, of somebody who is still in their place."""
    following = selectors.next_pending(meeting) if meeting.state == MeetingState.RUNNING else None
    here = item.pk if item else following[0].pk if following else 0
    people = {row.person_id for row in roll(meeting)}
    rows = [row for row in selectors.recusals_of(meeting) if row.item_id == here and row.person_id in people]
    numbers = selectors.numbers_of(meeting)
    return [_recused(row, numbers[row.item_id]) for row in rows]


def _recused(row: Recusal, number: str) -> News:
    title = _("Conflict of interest in {number}: {name}").format(number=number, name=row.person.name)
    return News(
        f"recusal-{row.pk}", row.declared_at, "scale", title, str(row.get_state_display()), _show("panel-recusals")
    )


def _moved(item: AgendaItem, line: MotionLine) -> News:
    words = _("Amendment to {number}: {name}") if line.motion.is_amendment else _("Motion on {number}: {name}")
    title = words.format(number=selectors.number_of(item), name=line.mover)
    return News(
        f"motion-{line.motion.pk}", line.motion.moved_at, "diff", title, line.motion.text, _show("panel-motions")
    )


def _procedural(row: ProceduralMotion) -> News:
    title = _("Motion on procedure: {kind}").format(kind=row.get_kind_display())
    return News(f"procedure-{row.pk}", row.moved_at, "speech", title, row.mover.name, _show("panel-procedure"))


def _points_of_order(meeting: Meeting, item: AgendaItem) -> list[News]:
    rows = selectors.requests_of(meeting, item)
    is_free = selectors.speaker_of(rows) is None
    return [
        _point_of_order(row, is_free=is_free)
        for row in selectors.waiting(rows)
        if row.kind == RequestKind.POINT_OF_ORDER
    ]


def _point_of_order(row: SpeakingRequest, *, is_free: bool) -> News:
    call = Step(_("Give the floor"), reverse("agenda:call_speaker", args=[row.pk]))
    step = call if is_free and row.media_confirmed_at is not None else _show("panel-speakers")
    title = _("Point of order: {name}").format(name=row.name)
    return News(f"request-{row.pk}", row.asked_at, "hand", title, str(row.get_mode_display()), step)


def _show(anchor: str) -> Step:
    return Step(_("Show"), f"#{anchor}", method="get")
