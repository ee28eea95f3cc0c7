"""What stands on the start page and in the list of all meetings, for whoever opens them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from meetings.enums import MeetingState, Role
from meetings.models import AccountInvitation, Meeting, Membership, Outgoing, RulesOfProcedure
from meetings.profiles import NRW
from meetings.registry import Visitor
from meetings.selectors.core import PLANNERS, visible_meetings
from meetings.selectors.mails import WORRIES

ON_START, ON_A_PAGE = 8, 25
OPEN = (MeetingState.RUNNING, MeetingState.INTERRUPTED)


def visitor_of(user: Any) -> Visitor:
    """Who opens the start page, with what they are in which body today. One query for somebody signed in."""
    today, roles = timezone.localdate(), defaultdict(set)
    if not user.is_authenticated:
        return Visitor(user, None, {}, frozenset(), today)
    rows = list(Membership.objects.on(today).filter(person__user=user).select_related("person"))
    for row in rows:
        roles[row.body_id].add(Role(row.role))
        user.person = row.person  # the page's head asks for it again
    held = {body: frozenset(found) for body, found in roles.items()}
    return Visitor(user, rows[0].person_id if rows else None, held, _desks(held), today)


def _desks(roles: dict[int, frozenset[Role]]) -> frozenset[int]:
    return frozenset(body for body, held in roles.items() if held & PLANNERS)


def coming_for(visitor: Visitor) -> list[Meeting]:
    """What runs, then what is convened from today on: of one's own bodies first. A day that has passed is nobody's
    next meeting.
    """
    is_open, own = Q(state__in=OPEN), Q(body__in=visitor.bodies)
    rank = Case(
        When(is_open & own, then=Value(0)), When(is_open, then=Value(1)), When(own, then=Value(2)), default=Value(3)
    )
    rows = visible_meetings(visitor.user).filter(
        is_open | Q(state=MeetingState.CONVENED, starts_at__gte=_morning(visitor.day))
    )
    return list(rows.order_by(rank, "starts_at", "pk")[:ON_START])


def drafts_for(visitor: Visitor) -> list[Meeting]:
    """The drafts of the bodies for which this person plans, the nearest first."""
    if not visitor.desks:
        return []
    rows = Meeting.objects.filter(state=MeetingState.DRAFT, body__in=visitor.desks).select_related("body__institution")
    return list(rows.order_by("starts_at", "pk")[:ON_START])


def not_begun_for(visitor: Visitor) -> list[Meeting]:
    """Convened meetings of one's desks whose hour has passed."""
    rows = Meeting.objects.filter(state=MeetingState.CONVENED, body__in=visitor.desks, starts_at__lt=timezone.now())
    return list(rows.order_by("-starts_at", "pk")[:ON_START]) if visitor.desks else []


def last_days_to_convene(meetings: Collection[Meeting]) -> dict[int, date]:
    """The day on which the invitation has to be there, by the meeting's id: before so many clear days. One query."""
    bodies = {meeting.body_id: meeting.body for meeting in meetings}
    of_them = Q(body__in=bodies) | Q(body=None, institution__in={body.institution_id for body in bodies.values()})
    rows = (
        list(RulesOfProcedure.objects.filter(of_them).order_by(F("body").asc(nulls_last=True), "-valid_from"))
        if bodies
        else []
    )
    return {meeting.pk: _day_of(meeting) - timedelta(days=_notice(rows, meeting) + 1) for meeting in meetings}


def _notice(rows: Iterable[RulesOfProcedure], meeting: Meeting) -> int:
    day = _day_of(meeting)
    fits = (row for row in rows if row.valid_from <= day and row.body_id in {None, meeting.body_id})
    own = (row.notice_days for row in fits if row.institution_id == meeting.body.institution_id)
    return next(own, NRW["notice_days"])


def _day_of(meeting: Meeting) -> date:
    return timezone.localtime(meeting.starts_at).date()


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def clerked(visitor: Visitor) -> list[int]:
    """The bodies whose clerk this person is."""
    return [body for body, held in visitor.roles.items() if Role.CLERK in held]


def troubled_by_body(visitor: Visitor) -> list[tuple[int, str, int]]:
    """Mails that were not taken or possibly sent: body, its name, how many; for its clerk."""
    rows = Outgoing.objects.filter(WORRIES, settled_at=None, body__in=clerked(visitor)).values_list(
        "body", "body__name"
    )
    return list(rows.annotate(number=Count("pk")).order_by("body"))


def uninvited_by_body(visitor: Visitor) -> list[tuple[int, str, int]]:
    """Who belongs to a body without an account and without an invitation that holds: body, its name, how many; for
    its clerk.
    """
    asked = AccountInvitation.objects.filter(accepted_at=None, expires_at__gt=timezone.now()).values("person")
    rows = Membership.objects.on(visitor.day).filter(
        body__in=clerked(visitor), body__rehearsal_of=None, person__user=None
    )
    counted = rows.exclude(person__in=asked).values_list("body", "body__name")
    return list(counted.annotate(number=Count("person", distinct=True)).order_by("body"))


def meetings_sought(user: Any, *, body: int | None, year: int | None, page: Any) -> Page[Meeting]:
    """One page of all meetings that this user may know of, newest first; of one body, of one year."""
    rows = visible_meetings(user)
    rows = rows.filter(body=body) if body else rows
    return Paginator(rows.filter(starts_at__year=year) if year else rows, ON_A_PAGE).get_page(page)


def years_of_meetings(user: Any) -> list[int]:
    """The years in which there are meetings that this user may know of, the newest first."""
    rows: QuerySet[Meeting] = visible_meetings(user).select_related(None).order_by()
    return [moment.year for moment in rows.datetimes("starts_at", "year", order="DESC")]
