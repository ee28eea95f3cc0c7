"""Who somebody is, which meetings they may know of, who belongs to a body and is present."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone

from meetings.enums import Audience, Role
from meetings.errors import not_found
from meetings.memo import remembered
from meetings.models import Attendance, Body, Meeting, Membership, Person, SeatHolding
from meetings.names import by_name, key_of
from meetings.permissions import Actor
from meetings.selectors.actors import actor_for

PLANNERS = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR, Role.CLERK})
MEETINGS_OF_A_BODY = 50
LEVELS = (Audience.PUBLIC, Audience.PARTICIPANT, Audience.DESK)


def is_present(meeting: Meeting, person_id: int) -> bool:
    """Whether that person is on the list of those present right now."""
    return Attendance.objects.filter(meeting=meeting, person_id=person_id, left_at__isnull=True).exists()


def holds_seat(meeting: Meeting, person_id: int) -> bool:
    """Whether this person holds a voting seat right now."""
    return SeatHolding.objects.filter(meeting=meeting, person_id=person_id, until__isnull=True).exists()


def meeting_or_404(user: Any, pk: int) -> tuple[Actor, Meeting]:
    """The meeting and what this user is in it; 404 alike for what is hidden and what does not exist."""
    meeting = Meeting.objects.select_related("body__institution").filter(pk=pk).first()
    if meeting is None:
        raise not_found()
    actor = actor_for(user, body_id=meeting.body_id, meeting=meeting)
    if not may_see(actor, meeting):
        raise not_found()
    return actor, meeting


def may_see(actor: Actor, meeting: Meeting) -> bool:
    """What was never convened is for the chair, the clerk and the administrator; everything later is for everybody.

    A rehearsal is for those of its body and the administrator.
    """
    if meeting.rehearsal_of_id is not None:
        return actor.administrator or bool(actor.roles)
    return meeting.is_published or actor.administrator or bool(actor.roles & PLANNERS)


def audience_of(actor: Actor) -> Audience:
    """The widest audience whose content this person may see now."""
    if actor.roles & PLANNERS:
        return Audience.DESK
    return Audience.PARTICIPANT if actor.roles else Audience.PUBLIC


def sees_non_public(audience: Audience) -> bool:
    """Whether the non-public part may reach this audience; the hall display never is one."""
    return audience in {Audience.PARTICIPANT, Audience.DESK}


def granted(actor: Actor, wanted: Audience) -> Audience:
    """The audience a view gets: what it asks for, never more than the person may see."""
    if wanted == Audience.SCREEN:
        return Audience.SCREEN
    return min(wanted, audience_of(actor), key=LEVELS.index)


def visible_meetings(user: Any) -> QuerySet[Meeting]:
    """All meetings this user may know of, newest first."""
    meetings = Meeting.objects.select_related("body__institution")
    if user.is_authenticated and user.is_superuser:
        return meetings
    own = _planned_bodies(user) if user.is_authenticated else []
    return meetings.filter(Q(convened_at__isnull=False, rehearsal_of=None) | Q(body__in=own))


def _planned_bodies(user: Any) -> QuerySet[Body]:
    held = Membership.objects.on(timezone.localdate()).filter(person__user=user, role__in=PLANNERS)
    return Body.objects.filter(memberships__in=held)


def meetings_of(user: Any, body: Body, page: str | None) -> Page[Meeting]:
    """One page of the meetings of a body that this user may know of, newest first."""
    return Paginator(visible_meetings(user).filter(body=body), MEETINGS_OF_A_BODY).get_page(page)


def all_bodies() -> list[Body]:
    """Every body, with its institution, by name; none that is only rehearsed with."""
    rows = Body.objects.filter(rehearsal_of=None).select_related("institution")
    return sorted(rows, key=lambda body: (key_of(body.name), key_of(body.institution.name), body.pk))


def current_memberships(body: Body) -> list[Membership]:
    """Who belongs to a body today, every role of everybody, in the order of the roll."""
    rows = Membership.objects.on(timezone.localdate()).filter(body=body)
    return sorted(rows.select_related("person__user", "faction"), key=_roll_order)


def may_copy(user: Any, source: Meeting) -> bool:
    """Whether this user may begin a new meeting from that one's data (they hold its video link)."""
    return bodies_to_plan_for(user).filter(pk=source.body_id).exists()


def bodies_to_plan_for(user: Any) -> QuerySet[Body]:
    """The bodies for which this user may plan a meeting."""
    return _planned_bodies(user).distinct() if user.is_authenticated else Body.objects.none()


def body_or_404(user: Any, pk: int) -> tuple[Actor, Body]:
    """A body and what this user is in it; bodies are public, except those that are only rehearsed with."""
    body = Body.objects.select_related("institution").filter(pk=pk).first()
    if body is None:
        raise not_found()
    actor = actor_for(user, body_id=body.pk)
    if body.rehearsal_of_id is not None and not (actor.roles or actor.administrator):
        raise not_found()
    return actor, body


def member_or_404(body: Body, pk: int) -> Person:
    """Somebody who belongs to the body today; 404 alike for people of other bodies and for nobody."""
    held = Membership.objects.on(timezone.localdate()).filter(body=body, person=pk).select_related("person").first()
    if held is None:
        raise not_found()
    return held.person


@remembered
def memberships_of(meeting: Meeting) -> list[Membership]:
    """Every membership in the meeting's body on its day, several of one person among them."""
    day = timezone.localtime(meeting.starts_at).date()
    return list(Membership.objects.on(day).filter(body_id=meeting.body_id).select_related("person", "faction"))


@remembered
def roll(meeting: Meeting) -> list[Membership]:
    """Everybody who belongs to the body on the meeting's day, once each: voting seats first, then by name."""
    by_person: dict[int, Membership] = {}
    for row in sorted(memberships_of(meeting), key=_roll_order):
        by_person.setdefault(row.person_id, row)
    return list(by_person.values())


def _roll_order(row: Membership) -> tuple[Any, ...]:
    order = list(Role).index(Role(row.role))
    return (not row.voting_right, order, row.rank or 0, *by_name(row.person), row.pk)


@remembered
def present_people(meeting: Meeting) -> dict[int, Attendance]:
    """Who is present right now, by the person's id."""
    rows = meeting.attendances.filter(left_at__isnull=True).select_related("person")
    return {row.person_id: row for row in rows}


def present_among(meeting: Meeting, people: Collection[int]) -> set[int]:
    """Who of these people is present right now: their ids, and nothing else is read. One query."""
    return set(
        Attendance.objects.filter(meeting=meeting, person__in=people, left_at__isnull=True).values_list(
            "person", flat=True
        )
    )


def people_to_admit(meeting: Meeting) -> QuerySet[Person]:
    """Those who may be marked as present: the members of the body on the meeting's day."""
    day = timezone.localtime(meeting.starts_at).date()
    return Person.objects.filter(memberships__in=Membership.objects.on(day).filter(body_id=meeting.body_id)).distinct()


def person_to_admit(meeting: Meeting, pk: int) -> Person:
    """One of those who may be marked as present; 404 alike for others and for nobody."""
    person = people_to_admit(meeting).filter(pk=pk).first()
    if person is None:
        raise not_found()
    return person


def somebody_here(meeting: Meeting, pk: int) -> Person:
    """A person of this meeting by their number: of the body on its day, or present in it; 404 alike for others and
    for nobody.
    """
    person = people_to_admit(meeting).filter(pk=pk).first()
    if person is None:
        there = meeting.attendances.filter(person=pk).select_related("person").first()
        if there is None:
            raise not_found()
        person = there.person
    return person
