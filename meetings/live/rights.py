"""What each socket of a meeting may see at this moment, and what that rests on. Runs in the database thread."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.utils import timezone

from meetings import selectors
from meetings.enums import Audience
from meetings.live.database import in_database_thread, one_moment
from meetings.models import Meeting, RightsClock, User
from meetings.permissions import Actor

Grounds = tuple[Any, ...]
"""What all rights in a meeting rest on: as long as it is the same, nothing but the passing of time has changed
anybody's.
"""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sits at a socket: identity only, never rights. `display` is the key of a hall display that was set up."""

    user_id: int | None
    session_key: str | None
    session_hash: str | None
    wanted: Audience
    display: UUID | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """What that visitor may see now; `ended` says that the sign-in behind the socket is over."""

    audience: Audience | None
    person_id: int | None = None
    ended: bool = False


@in_database_thread
def grants(meeting_id: int, visitors: Collection[Visitor]) -> tuple[int, dict[Visitor, Grant]]:
    """The meeting's last seq and each visitor's grant now: at most six queries, whatever their number."""
    with one_moment():
        meeting = Meeting.objects.filter(pk=meeting_id).first()
        if meeting is None:
            return 0, {visitor: Grant(None) for visitor in visitors}
        return meeting.last_seq, grants_in(meeting, visitors)


def grants_in(meeting: Meeting, visitors: Collection[Visitor]) -> dict[Visitor, Grant]:
    """Each visitor's grant in a meeting that was read at this very moment."""
    signed_in = [visitor for visitor in visitors if visitor.user_id is not None]
    actors = _actors(meeting, {visitor.user_id for visitor in signed_in if visitor.user_id is not None})
    alive = _live_sessions(visitor.session_key for visitor in signed_in)
    ended = selectors.ended_displays(meeting, {visitor.display for visitor in visitors if visitor.display is not None})
    return {
        visitor: Grant(None) if visitor.display in ended else _grant(meeting, visitor, actors, alive)
        for visitor in visitors
    }


def grounds_of(meeting: Meeting) -> Grounds:
    """What everybody's grant in the meeting rests on at this moment; two or three queries."""
    clock = RightsClock.objects.values_list("number", flat=True).first()
    shut_out = frozenset(selectors.excluded_people(meeting)), selectors.outside_now(meeting)
    return meeting.state, meeting.convened_at, meeting.publicity, shut_out, clock


def signed_in(visitors: Collection[Visitor]) -> dict[Visitor, User]:
    """Whose sign-in still holds: the session is there, the account is active, the password is the same. Two queries."""
    alive = _live_sessions(visitor.session_key for visitor in visitors)
    users = User.objects.in_bulk(
        {visitor.user_id for visitor in visitors if visitor.user_id is not None and visitor.session_key in alive}
    )
    hashes = {user.pk: user.get_session_auth_hash() for user in users.values() if user.is_active}
    return {
        visitor: users[visitor.user_id]
        for visitor in visitors
        if visitor.user_id in hashes
        and visitor.session_key in alive
        and visitor.session_hash == hashes[visitor.user_id]
    }


def _grant(meeting: Meeting, visitor: Visitor, actors: dict[int, Actor], alive: set[str]) -> Grant:
    actor = Actor()
    if visitor.user_id is not None:
        actor = actors.get(visitor.user_id, actor)
        if visitor.session_key not in alive or not _same_password(actor, visitor):
            return Grant(None, ended=True)
    if not selectors.may_see(actor, meeting):
        return Grant(None)
    return Grant(selectors.granted(actor, visitor.wanted), actor.person_id)


def _same_password(actor: Actor, visitor: Visitor) -> bool:
    return actor.user is not None and actor.user.get_session_auth_hash() == visitor.session_hash


def _actors(meeting: Meeting, user_ids: Collection[int]) -> dict[int, Actor]:
    if not user_ids:
        return {}
    users = User.objects.filter(pk__in=user_ids, is_active=True).select_related("person")
    return selectors.viewers_for(users, meeting)


def _live_sessions(keys: Iterable[str | None]) -> set[str]:
    wanted = {key for key in keys if key}
    if not wanted:
        return set()
    sessions = Session.objects.filter(session_key__in=wanted, expire_date__gt=timezone.now())
    return set(sessions.values_list("session_key", flat=True))
