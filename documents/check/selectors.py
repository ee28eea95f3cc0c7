"""Whose check package opens what."""

from __future__ import annotations

from agenda.selectors import closed_to
from meetings.enums import Audience
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.selectors import audience_of


def opens_all(actor: Actor, meeting: Meeting) -> bool:
    """Whether this person's check package opens what is not public; 409 while there is none for them.

    It does for chair and clerk from the beginning of the meeting, unless they have a conflict of interest in a
    non-public item. Everybody else gets the public form after the close: earlier it would tell how busy the non-public
    part is.
    """
    if audience_of(actor) == Audience.DESK and not closed_to(meeting, actor):
        require(actor, "documents.see_full_check_package", meeting)
        return True
    require(actor, "documents.see_check_package", meeting)
    return False
