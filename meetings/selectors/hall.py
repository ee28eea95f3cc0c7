"""The hall's rotating code.

The code is made from the program's key, the meeting and the time: nothing is stored, every process shows the same one.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from meetings.enums import MeetingFormat
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors.rules import is_checking_in

STEP = 30
"""Seconds for which a code is shown; the one before it is still accepted."""
CODE_SALT = "meetings.hall_code"


def hall_code(meeting: Meeting, moment: datetime | None = None) -> str:
    """The six digits that the hall display shows at a moment (Anwesenheitscode)."""
    return _code(meeting, _step(moment or timezone.now()))


def seconds_left(moment: datetime | None = None) -> int:
    """How long the code of that moment is still shown."""
    return STEP - int((moment or timezone.now()).timestamp()) % STEP


def is_hall_code(meeting: Meeting, code: str) -> bool:
    """Whether that is the code shown now or the one before it."""
    now, typed = _step(timezone.now()), "".join(code.split())
    return any(constant_time_compare(_code(meeting, step), typed) for step in (now, now - 1))


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP


def _code(meeting: Meeting, step: int) -> str:
    secret = salted_hmac(CODE_SALT, str(meeting.pk), algorithm="sha256").hexdigest()
    digest = salted_hmac(secret, str(step), algorithm="sha256").hexdigest()
    return f"{int(digest, 16) % 10**6:06}"


def shows_code(meeting: Meeting) -> bool:
    """Whether there is a hall in which somebody may sign in now."""
    return meeting.format != MeetingFormat.DIGITAL and is_checking_in(meeting)


def public_actor(meeting: Meeting) -> Actor:
    """Whoever stands before the display: the public."""
    return Actor(body_id=meeting.body_id)
