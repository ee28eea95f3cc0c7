"""Who was there, who led, and who wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from agenda.selectors import Row
from documents.minutes.content.shapes import Attendee, Group
from meetings.enums import Audience, GapReason, Role
from meetings.models import Attendance, Meeting, Membership, Person, SeatHolding
from meetings.names import key_of
from meetings.selectors import part_unseen, sees_non_public

LEADERS = (Role.CHAIR, Role.DEPUTY_CHAIR)
Stays = dict[int, tuple[Attendance, ...]]


def stays_in(meeting: Meeting, audience: Audience) -> Stays:
    """The intervals of presence by the person's id, as this audience may know them: without those that were struck or
    over before the opening.
    """
    found: dict[int, list[Attendance]] = defaultdict(list)
    for attendance in meeting.attendances.exclude(end_reason=GapReason.CORRECTED).order_by("arrived_at", "pk"):
        if not _is_over_before(meeting, attendance):
            found[attendance.person_id].append(attendance)
    if not sees_non_public(audience):
        _close_gaps_unseen(meeting, found)
    return {person: tuple(rows) for person, rows in found.items()}


def _is_over_before(meeting: Meeting, attendance: Attendance) -> bool:
    left, opened = attendance.left_at, meeting.opened_at
    return left is not None and opened is not None and attendance.arrived_at < opened and left <= opened


def _close_gaps_unseen(meeting: Meeting, stays: dict[int, list[Attendance]]) -> None:
    """For the public whoever had to go within the non-public part was there until its end, or until they came back;
    nothing is stored.
    """
    parts = meeting.non_public_parts.all()  # asked only where somebody had to go
    for person, rows in stays.items():
        for row in rows:
            if (part := part_unseen(row, parts)) is not None:
                row.left_at = None if meeting.closed_at == part.readmitted_at else part.readmitted_at
        stays[person] = _joined(rows)


def _joined(rows: list[Attendance]) -> list[Attendance]:
    """The same stays without overlaps; those of one kind that follow each other at once are one."""
    found: list[Attendance] = []
    for row in rows:
        before = found[-1] if found else None
        if before is not None and (before.left_at is None or before.left_at >= row.arrived_at):
            before.left_at = row.arrived_at
            if before.mode == row.mode:
                row.arrived_at = found.pop().arrived_at
        found.append(row)
    return found


def presiding_in(members: list[Membership], stays: Stays) -> Person | None:
    """Who led the meeting as a whole: the chair, and in their absence a deputy who was present."""
    return _first_present(members, stays, LEADERS)


def clerk_in(meeting: Meeting, members: list[Membership], stays: Stays) -> Person | None:
    """Who kept the minutes: a clerk who was entered as present, else one who was at work at the desk, else whoever
    holds the office.
    """
    clerks = [row.person for row in members if row.role == Role.CLERK]
    if any(person.pk in stays for person in clerks) or not clerks:
        return _first_present(members, stays, (Role.CLERK,))
    accounts = {f"user:{person.user_id}": person for person in clerks if person.user_id}
    acted = meeting.events.filter(actor__in=accounts, at__gte=meeting.opened_at or meeting.starts_at)
    found = list(acted.order_by("actor").values_list("actor", flat=True).distinct())
    return next((person for reference, person in accounts.items() if reference in found), clerks[0])


def _first_present(members: list[Membership], stays: Stays, roles: Iterable[Role]) -> Person | None:
    """Who leads or writes: the first present of the first role that somebody present holds, in the order of the
    roles.
    """
    holders = [row for role in roles for row in members if row.role == role]
    present = [row for row in holders if row.person_id in stays]
    return next((row.person for row in present or holders), None)


def seats_present(members: list[Membership], stays: Stays, swaps: list[SeatHolding]) -> set[int]:
    """The voting seats on which somebody sat at any time, the member or a substitute."""
    own = {row.pk for row in members if row.voting_right and row.person_id in stays}
    return own | {swap.seat_id for swap in swaps}


def groups_of(
    members: list[Membership], stays: Stays, swaps: list[SeatHolding], rows: list[Row], clerk: Person | None
) -> Iterator[Group]:
    """The list of those present and absent: the factions, those without a vote, those who report."""
    seats = sorted((row for row in members if row.voting_right), key=lambda row: (key_of(_faction(row)), _faction(row)))
    for name, held in groupby(seats, key=_faction):
        yield Group(name or _("Voting members without a faction"), tuple(_attendee(row, stays, swaps) for row in held))
    others = {
        Role.ADVISORY_MEMBER: _("Advisory members"),
        Role.SUBSTITUTE: _("Substitutes present"),
        Role.CLERK: _("Clerk"),
    }
    for role, title in others.items():
        rest = (row for row in members if row.role == role and not row.voting_right)
        people = tuple(
            _attendee(row, stays, swaps, clerk) for row in rest if role != Role.SUBSTITUTE or row.person_id in stays
        )
        if people:
            yield Group(title, people)
    guests = tuple(_guests(rows))
    if guests:
        yield Group(_("Presenting"), guests)


def _faction(row: Membership) -> str:
    return row.faction.name if row.faction else ""


def _attendee(row: Membership, stays: Stays, swaps: list[SeatHolding], clerk: Person | None = None) -> Attendee:
    role = "" if row.role == Role.MEMBER else str(row.get_role_display())
    function = ", ".join(part for part in (role, row.person.function) if part)
    stood_in = tuple(swap for swap in swaps if swap.person_id == row.person_id)
    replaced = tuple(swap for swap in swaps if swap.seat_id == row.pk)
    return Attendee(
        row.person.name,
        function,
        row.person.is_demo,
        stays.get(row.person_id, ()),
        stood_in,
        replaced,
        row.person == clerk,
    )


def _guests(rows: list[Row]) -> Iterator[Attendee]:
    for row in rows:
        for presenter in row.presenters:
            words = ", ".join(
                part for part in (presenter.organisation, _("item {number}").format(number=row.number)) if part
            )
            yield Attendee(presenter.name, words, presenter.is_demo)
