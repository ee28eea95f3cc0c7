"""What the hub reads from the database: rights of its sockets, and rendered panels. Runs in the database thread."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Max
from django.utils import timezone, translation

from meetings import selectors
from meetings.enums import Audience, Role
from meetings.live.database import in_database_thread
from meetings.live.panels import personal_panels, render_personal, render_shared, shared_panels
from meetings.memo import read_once
from meetings.models import Meeting, Membership, User
from meetings.permissions import Actor


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sits at a socket: identity only, never rights."""

    user_id: int | None
    session_key: str | None
    session_hash: str | None
    wanted: Audience


@dataclass(frozen=True, slots=True)
class Standing:
    """What that visitor may see now; `ended` says that the sign-in behind the socket is over."""

    audience: Audience | None
    person_id: int | None = None
    ended: bool = False


def sees(meeting: Meeting, audience: Audience) -> int:
    """The number of the last event this audience may know of; others get no count of the non-public ones."""
    if selectors.sees_non_public(audience):
        return meeting.last_seq
    newest = meeting.events.filter(audience=Audience.PUBLIC).aggregate(newest=Max("seq"))["newest"]
    return newest or 0


@in_database_thread
def standings(meeting_id: int, visitors: Collection[Visitor]) -> tuple[int, dict[Visitor, Standing]]:
    """The meeting's last seq and each visitor's standing now: at most five queries, whatever their number."""
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None:
        return 0, {visitor: Standing(None) for visitor in visitors}
    signed_in = [visitor for visitor in visitors if visitor.user_id is not None]
    actors = _actors(meeting, {visitor.user_id for visitor in signed_in if visitor.user_id is not None})
    alive = _live_sessions(visitor.session_key for visitor in signed_in)
    return meeting.last_seq, {visitor: _standing(meeting, visitor, actors, alive) for visitor in visitors}


def signed_in(visitors: Collection[Visitor]) -> dict[Visitor, User]:
    """Whose sign-in still holds: the session is there, the account is active, the password is the same. Two queries."""
    alive = _live_sessions(visitor.session_key for visitor in visitors)
    users = User.objects.in_bulk({visitor.user_id for visitor in visitors if visitor.user_id is not None and visitor.session_key in alive})
    hashes = {user.pk: user.get_session_auth_hash() for user in users.values() if user.is_active}
    return {
        visitor: users[visitor.user_id]
        for visitor in visitors
        if visitor.user_id in hashes and visitor.session_key in alive and visitor.session_hash == hashes[visitor.user_id]
    }


def _standing(meeting: Meeting, visitor: Visitor, actors: dict[int, Actor], alive: set[str]) -> Standing:
    actor = Actor()
    if visitor.user_id is not None:
        actor = actors.get(visitor.user_id, actor)
        if visitor.session_key not in alive or not _same_password(actor, visitor):
            return Standing(None, ended=True)
    if not selectors.may_see(actor, meeting):
        return Standing(None)
    return Standing(selectors.granted(actor, visitor.wanted), actor.person_id)


def _same_password(actor: Actor, visitor: Visitor) -> bool:
    return actor.user is not None and actor.user.get_session_auth_hash() == visitor.session_hash


def _actors(meeting: Meeting, user_ids: Collection[int]) -> dict[int, Actor]:
    if not user_ids:
        return {}
    users = User.objects.filter(pk__in=user_ids, is_active=True).select_related("person")
    held = Membership.objects.on(timezone.localdate()).filter(person__user__in=user_ids, body_id=meeting.body_id)
    roles: dict[int, set[Role]] = {}
    for user_id, role in held.values_list("person__user_id", "role"):
        roles.setdefault(user_id, set()).add(Role(role))
    shut_out = selectors.excluded_people(meeting).keys() | selectors.outside_now(meeting)
    return {user.pk: _actor(user, frozenset(roles.get(user.pk, ())), shut_out) for user in users}


def _actor(user: User, roles: frozenset[Role], shut_out: Collection[int]) -> Actor:
    person = getattr(user, "person", None)
    if person is not None and person.pk in shut_out:
        return Actor(user=user, person_id=person.pk, administrator=user.is_superuser, excluded=True)
    return Actor(user=user, person_id=person.pk if person else None, roles=roles, administrator=user.is_superuser)


def _live_sessions(keys: Iterable[str | None]) -> set[str]:
    wanted = {key for key in keys if key}
    if not wanted:
        return set()
    sessions = Session.objects.filter(session_key__in=wanted, expire_date__gt=timezone.now())
    return set(sessions.values_list("session_key", flat=True))


@dataclass(slots=True)
class Order:
    """What to render: for each audience and language these shared panels, and personal ones for these people."""

    shared: dict[tuple[Audience, str], set[str]]
    personal: dict[str, dict[str, set[int]]]


@dataclass(slots=True)
class Picture:
    """What was rendered: seq per audience, HTML per audience and language, HTML per language and person."""

    last_seq: int
    seqs: dict[Audience, int]
    shared: dict[tuple[Audience, str], dict[str, str]]
    personal: dict[tuple[str, int], dict[str, str]]


@in_database_thread
def draw(meeting_id: int, order: Order) -> Picture:
    """Render what is ordered from the meeting as it stands; each shared panel once per audience and language."""
    meeting = Meeting.objects.select_related("body__institution").get(pk=meeting_id)
    read_once(meeting)
    audiences = {audience for audience, _ in order.shared} | {Audience.PARTICIPANT}
    seqs = {audience: sees(meeting, audience) for audience in audiences}
    shared = {key: _draw_shared(meeting, *key, names) for key, names in order.shared.items()}
    personal: dict[tuple[str, int], dict[str, str]] = {}
    for language, people in order.personal.items():
        _draw_personal(meeting, language, people, personal)
    return Picture(meeting.last_seq, seqs, shared, personal)


def _draw_shared(meeting: Meeting, audience: Audience, language: str, names: set[str]) -> dict[str, str]:
    with translation.override(language):
        wanted = [panel for panel in shared_panels() if panel.name in names and audience in panel.audiences]
        return {panel.name: render_shared(panel, meeting, audience) for panel in wanted}


def _draw_personal(meeting: Meeting, language: str, people: dict[str, set[int]], into: dict[Any, dict[str, str]]) -> None:
    with translation.override(language):
        for panel in personal_panels():
            if person_ids := people.get(panel.name):
                for person_id, html in render_personal(panel, meeting, person_ids).items():
                    into.setdefault((language, person_id), {})[panel.name] = html


def picture_for(meeting: Meeting, audience: Audience, person_id: int | None) -> dict[str, Any]:
    """The whole picture as one frame for the polling fallback, in the active language."""
    read_once(meeting)
    seq = sees(meeting, audience)
    panels = {panel.name: render_shared(panel, meeting, audience) for panel in shared_panels() if audience in panel.audiences}
    for panel in personal_panels() if person_id is not None else ():
        if audience in panel.audiences and person_id is not None:
            panels[panel.name] = render_personal(panel, meeting, [person_id])[person_id]
    return {"type": "panels", "seq": seq, "audience": str(audience), "panels": panels}
