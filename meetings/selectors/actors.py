"""Who somebody is and what they are in a body and a meeting at this moment: the one place where actors are worked
out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from meetings.enums import Role
from meetings.models import Attendance, Meeting, Membership, Person, SeatHolding
from meetings.permissions import Actor
from meetings.selectors.exclusion import excluded_people, is_excluded, outside_now

Held = Collection[tuple[int, str]]
"""Somebody's memberships today: body and role."""


def actor_for(user: Any, *, body_id: int | None, meeting: Meeting | None = None) -> Actor:
    """The person behind `user` with their rights in one body today, and their presence in one meeting.

    Whoever is excluded from the meeting, or outside for a conflict of interest, has there the rights of the public and
    nothing else.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return Actor(body_id=body_id)
    rows = _memberships_of(user)
    person_id = rows[0].person_id if rows else Person.objects.filter(user=user).values_list("pk", flat=True).first()
    if rows:
        user.person = rows[0].person  # known now: the page's head asks for it again
    present, has_seat = _standing(meeting, person_id)
    excluded = meeting is not None and is_excluded(meeting, person_id)
    return _actor(
        user,
        person_id,
        body_id,
        [(row.body_id, row.role) for row in rows],
        votes=has_seat if meeting is not None else any(row.voting_right for row in rows if row.body_id == body_id),
        present=present,
        excluded=excluded,
        outside=meeting is not None and not excluded and person_id in outside_now(meeting),
    )


def actors_for(users: Collection[Any], meeting: Meeting) -> dict[int, Actor]:
    """What `actor_for` says of each of these users in a meeting, by the user's id; five queries, whatever their
    number.
    """
    people = dict(Person.objects.filter(user__in=users).values_list("user", "pk"))
    return _among(users, people, meeting, _here(meeting, people.values()))


def viewers_for(users: Collection[Any], meeting: Meeting) -> dict[int, Actor]:
    """The same for what they may see, which presence and vote do not change; the users were read together with their
    persons.

    Two queries less.
    """
    people = {user.pk: user.person.pk for user in users if hasattr(user, "person")}
    return _among(users, people, meeting, {})


def _among(
    users: Collection[Any], people: Mapping[int, int], meeting: Meeting, here: Mapping[int, bool]
) -> dict[int, Actor]:
    held: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = Membership.objects.on(timezone.localdate()).filter(person__in=people.values())
    for person_id, body_id, role in rows.values_list("person", "body", "role"):
        held[person_id].append((body_id, role))
    excluded, outside = excluded_people(meeting), outside_now(meeting)
    return {user.pk: _actor_among(user, people.get(user.pk), meeting, held, here, excluded, outside) for user in users}


def _actor_among(
    user: Any,
    person_id: int | None,
    meeting: Meeting,
    held: Mapping[int, Held],
    here: Mapping[int, bool],
    excluded: Collection[int],
    outside: Collection[int],
) -> Actor:
    if not (user.is_authenticated and user.is_active):
        return Actor(body_id=meeting.body_id)
    if person_id is None:
        return _actor(user, None, meeting.body_id, ())
    return _actor(
        user,
        person_id,
        meeting.body_id,
        held.get(person_id, ()),
        votes=here.get(person_id, False),
        present=person_id in here,
        excluded=person_id in excluded,
        outside=person_id not in excluded and person_id in outside,
    )


def _actor(
    user: Any,
    person_id: int | None,
    body_id: int | None,
    held: Held,
    *,
    excluded: bool = False,
    outside: bool = False,
    **rights: Any,
) -> Actor:
    """Whoever is shut out has the rights of the public and nothing else, and does not count as one of this body."""
    if excluded or outside:
        rights, held = {}, [row for row in held if row[0] != body_id]
    return Actor(
        user=user,
        person_id=person_id,
        body_id=body_id,
        roles=frozenset(Role(role) for whose, role in held if whose == body_id),
        bodies=frozenset(whose for whose, _ in held),
        administrator=user.is_superuser,
        excluded=excluded,
        outside=outside,
        **rights,
    )


def _standing(meeting: Meeting | None, person_id: int | None) -> tuple[bool, bool]:
    """Whether that person is present in the meeting, and holds a voting seat there; one query."""
    if meeting is None or person_id is None:
        return False, False
    found = _here(meeting, [person_id])
    return person_id in found, found.get(person_id, False)


def _here(meeting: Meeting, people: Iterable[int]) -> dict[int, bool]:
    """Who of these people is present in the meeting, and whether they hold a voting seat there; one query."""
    seat = SeatHolding.objects.filter(meeting=meeting, person=OuterRef("person"), until__isnull=True)
    rows = Attendance.objects.filter(meeting=meeting, person__in=people, left_at__isnull=True).annotate(
        has_seat=Exists(seat)
    )
    return dict(rows.values_list("person", "has_seat"))


def _memberships_of(user: Any) -> list[Membership]:
    return list(
        Membership.objects.on(timezone.localdate()).filter(person__user=user).select_related("person").order_by("pk")
    )
