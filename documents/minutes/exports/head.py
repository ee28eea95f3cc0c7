"""The first page of the minutes: what they are, the facts of the meeting, who was there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

# isort: skip  (after the layout, which sets the fonts)
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Spacer

from documents.minutes.content import Attendee, Group, Minutes
from documents.minutes.exports.moments import Moments, full
from documents.pdf.layout import ROOM_FOR_TWO, RULE, RULED, WIDTH, cell, grid, hanging, heading, text
from meetings.enums import AttendanceMode, MeetingFormat
from meetings.models import Person, SeatHolding


def head(minutes: Minutes, moments: Moments, name: str) -> Iterator[Flowable]:
    """Whose minutes these are, of which kind and in which state, and the facts of the meeting."""
    meeting = minutes.meeting
    yield text(meeting.body.institution.name, "letterhead")
    yield text(meeting.body.name, "small")
    yield HRFlowable(width="100%", thickness=1, color=RULE, spaceBefore=4, spaceAfter=4)
    yield text(name, "title")
    yield text(f"{meeting.title} ({_parts(minutes)})", "subtitle")
    yield text(_other_document(minutes), "small")
    yield Spacer(1, 6)
    if minutes.is_draft:
        says = _(
            "Draft. These minutes have not been released; they are complete only when chair and clerk have signed."
        )
        yield text(says, "notice")
    yield from (hanging(label, value, "fact") for label, value in _facts(minutes, moments) if value)
    if minutes.has_demo:
        yield text(_("Demonstration data: persons marked with * are invented."), "notice")


def _parts(minutes: Minutes) -> str:
    return _("public and non-public part") if minutes.with_non_public else _("public part")


def _other_document(minutes: Minutes) -> str:
    """Each of the two says the same about the other one."""
    if minutes.with_non_public:
        return _(
            "These are the full minutes, for the members of the body only. Of the public part there are public "
            "minutes for everybody."
        )
    return _(
        "These are the public minutes, for everybody. With the non-public part there are full minutes for the "
        "members of the body only."
    )


def _facts(minutes: Minutes, moments: Moments) -> Iterator[tuple[str, str]]:
    meeting = minutes.meeting
    begin = meeting.opened_at or meeting.starts_at
    yield (
        _("Date"),
        f"{date_format(timezone.localtime(begin), 'l')}, {date_format(timezone.localtime(begin), 'DATE_FORMAT')}",
    )
    yield _("Place"), meeting.hall or (_("by video") if meeting.format == MeetingFormat.DIGITAL else "")
    yield _("Format"), " – ".join(part for part in (str(meeting.get_format_display()), meeting.legal_basis) if part)
    yield _("Begin"), moments.clock(meeting.opened_at)
    yield _("End"), moments.clock(meeting.closed_at)
    yield _("Interruptions"), ", ".join(moments.span(*recess) for recess in minutes.recesses)
    yield _("Chair"), "; ".join(filter(None, [named(minutes.presiding), *_others_leading(minutes)]))
    yield _("Clerk"), named(minutes.clerk)
    yield (
        _("Present"),
        _("{present} of {seats} voting seats").format(present=minutes.seats_present, seats=minutes.seats),
    )
    yield _("Remark"), meeting.remark
    yield _("State"), _state(minutes)


def _others_leading(minutes: Minutes) -> Iterator[str]:
    """Who else led, and in which items; their minutes say so again under each of them."""
    items: dict[Person, list[str]] = {}
    for section in minutes.sections:
        for person in dict.fromkeys(entry.person for entry in section.presided if entry.person != minutes.presiding):
            items.setdefault(person, []).append(section.row.number)
    for person, numbers in items.items():
        yield _("{name} on {numbers}").format(name=named(person), numbers=", ".join(numbers))


def _state(minutes: Minutes) -> str:
    state = minutes.state
    words = [full(state.as_of)]
    if state.changed_at:
        words.append(_("changed after the close of the meeting on {moment}").format(moment=full(state.changed_at)))
    if state.released_at:
        words.append(_("released on {moment}").format(moment=full(state.released_at)))
    return "; ".join(words)


def named(person: Person | None) -> str:
    """A name, with the mark of who is invented; empty without a person."""
    return f"{person.name}{' *' if person.is_demo else ''}" if person else ""


def attendance(minutes: Minutes, moments: Moments) -> Iterator[Flowable]:
    """The list of those present and absent."""
    yield heading(_("Attendance"), 0)
    for group in minutes.groups:
        yield CondPageBreak(ROOM_FOR_TWO)
        yield text(group.title, "group")
        widths = [WIDTH * 0.34, WIDTH * 0.4, WIDTH * 0.26]
        lines = [
            [cell(words, width) for words, width in zip(row, widths, strict=True)]
            for row in _people(minutes, moments, group)
        ]
        yield grid(lines, widths, RULED)


def _people(minutes: Minutes, moments: Moments, group: Group) -> Iterator[tuple[str, str, str]]:
    for person in group.people:
        yield (
            f"{person.name}{' *' if person.is_demo else ''}",
            person.function,
            _presence(minutes, moments, person, group),
        )


def _presence(minutes: Minutes, moments: Moments, person: Attendee, group: Group) -> str:
    if group.title == _("Presenting"):
        return ""
    stays = [
        _stay(minutes, moments, interval.mode, interval.arrived_at, interval.left_at) for interval in person.intervals
    ]
    swaps = [_("for {name}").format(name=swap.seat.person.name) + _times(moments, swap) for swap in person.stood_in]
    swaps += [
        _("represented by {name}").format(name=swap.person.name) + _times(moments, swap) for swap in person.replaced
    ]
    absent = _("kept the minutes") if person.writes else _("not present")
    return "; ".join([*(stays or [absent]), *swaps])


def _times(moments: Moments, swap: SeatHolding) -> str:
    """From when to when somebody sat on another's seat; without an end until the close."""
    end = f" {moments.until(swap.until)}" if swap.until else ""
    return f" {moments.since(swap.since)}{end}"


def _stay(minutes: Minutes, moments: Moments, mode: str, arrived: datetime, left: datetime | None) -> str:
    """Times only where somebody was not there from the first item to the end, as is customary; who was entered before
    the opening has been there from the beginning.
    """
    began = min((section.item.opened_at for section in minutes.sections if section.item.opened_at), default=None)
    words = [str(AttendanceMode(mode).label)]
    if began is not None and arrived > began:
        words.append(moments.since(arrived))
    elif minutes.meeting.opened_at is not None and arrived < minutes.meeting.opened_at:
        words.append(_("from the beginning"))
    if left is not None:
        words.append(moments.until(left))
    return " ".join(words)
