"""Whoever acts by a presenter's personal link: their rights, and those read anew under the lock."""

from __future__ import annotations

from agenda.models import Presenter
from meetings.errors import not_found
from meetings.models import Meeting
from meetings.permissions import Actor, Guest
from meetings.services import lock_meeting


def guest_of(presenter: Presenter) -> Actor:
    """Who acts by this presenter's link: nobody with an account, and with no other right than the item's slides."""
    guest = Guest(presenter.pk, presenter.link_version, presenter.item_id)
    return Actor(body_id=presenter.item.meeting.body_id, guest=guest)


def lock_for(meeting_id: int, actor: Actor) -> tuple[Meeting, Actor]:
    """Lock the meeting and read the actor's rights anew, also those of a presenter; 404 for a link that was withdrawn
    meanwhile.
    """
    meeting, fresh = lock_meeting(meeting_id, actor)
    if actor.guest is None:
        return meeting, fresh
    presenter = Presenter.objects.filter(pk=actor.guest.presenter, link_version=actor.guest.link_version).first()
    if presenter is None:
        raise not_found()
    presenter.item.meeting = meeting
    return meeting, guest_of(presenter)
