"""One writer per meeting: the lock that every service takes first."""

from collections.abc import Collection
from typing import Any, TypeVar

from meetings.errors import not_found
from meetings.models import Journaled, Meeting
from meetings.permissions import Actor
from meetings.selectors import actor_for, actors_for, may_see

Subject = TypeVar("Subject", bound=Journaled)


def lock_meeting(meeting: Meeting | int, actor: Actor) -> tuple[Meeting, Actor]:
    """Lock the meeting's row until the transaction ends, and read it and the actor's rights anew.

    On SQLite the IMMEDIATE transaction is the lock. Raises `not_found` when the meeting is gone or hidden.
    """
    locked = _locked(Meeting, meeting if isinstance(meeting, int) else meeting.pk)
    fresh = actor_for(actor.user, body_id=locked.body_id, meeting=locked)
    if not may_see(fresh, locked):
        raise not_found()
    return locked, fresh


def lock_meeting_for(pk: int, users: Collection[Any]) -> tuple[Meeting, dict[int, Actor]]:
    """Lock a meeting for several people at once; the rights of each who may know of it, read anew, by the user's id."""
    locked = _locked(Meeting, pk)
    actors = actors_for(users, locked)
    return locked, {user_id: actor for user_id, actor in actors.items() if may_see(actor, locked)}


def lock(subject: Subject, actor: Actor) -> tuple[Subject, Actor]:
    """Lock whatever has a journal, and read it and the actor's rights in its body anew; of a meeting `lock_meeting`
    says more.

    Raises `not_found` when it is gone. Who may know of it is a matter of its own room.
    """
    locked = _locked(type(subject), subject.pk)
    return locked, actor_for(actor.user, body_id=getattr(locked, "body_id", None))


def _locked(model: type[Subject], pk: int) -> Subject:
    """The row and its journal, both locked: on PostgreSQL only what is locked is read anew after waiting."""
    locked: Subject | None = model.objects.select_for_update().filter(pk=pk).first()
    if locked is None:
        raise not_found()
    return locked
