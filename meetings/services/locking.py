"""One writer per meeting: the lock that every service takes first."""

from meetings.errors import not_found
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors import actor_for, may_see


def lock_meeting(meeting: Meeting | int, actor: Actor) -> tuple[Meeting, Actor]:
    """Lock the meeting's row until the transaction ends, and read it and the actor's rights anew.

    On SQLite the IMMEDIATE transaction is the lock. Raises `not_found` when the meeting is gone or hidden.
    """
    pk = meeting if isinstance(meeting, int) else meeting.pk
    locked = Meeting.objects.select_for_update().filter(pk=pk).first()
    if locked is None:
        raise not_found()
    fresh = actor_for(actor.user, body_id=locked.body_id, meeting=locked)
    if not may_see(fresh, locked):
        raise not_found()
    return locked, fresh
