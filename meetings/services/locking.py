"""One writer per meeting: the lock that every service takes first."""

from collections.abc import Collection
from typing import Any

from meetings.errors import not_found
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors import actor_for, actors_for, may_see


def lock_meeting(meeting: Meeting | int, actor: Actor) -> tuple[Meeting, Actor]:
    """Lock the meeting's row until the transaction ends, and read it and the actor's rights anew.

    On SQLite the IMMEDIATE transaction is the lock. Raises `not_found` when the meeting is gone or hidden.
    """
    locked = _locked(meeting if isinstance(meeting, int) else meeting.pk)
    fresh = actor_for(actor.user, body_id=locked.body_id, meeting=locked)
    if not may_see(fresh, locked):
        raise not_found()
    return locked, fresh


def lock_meeting_for(pk: int, users: Collection[Any]) -> tuple[Meeting, dict[int, Actor]]:
    """Lock a meeting for several people at once; the rights of each who may know of it, read anew, by the user's id."""
    locked = _locked(pk)
    actors = actors_for(users, locked)
    return locked, {user_id: actor for user_id, actor in actors.items() if may_see(actor, locked)}


def _locked(pk: int) -> Meeting:
    locked = Meeting.objects.select_for_update().filter(pk=pk).first()
    if locked is None:
        raise not_found()
    return locked
