"""The code that the hall display shows, as members type it."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors import is_hall_code

GUESSES_PER_MINUTE = 10


def check_code(meeting: Meeting, code: str, actor: Actor) -> None:
    """Refuse a code that the display does not show: 400 `attendance.code_wrong`, 429 `attendance.too_many_codes`.

    At most ten tries a minute and account: with two of a million codes valid at a time, nobody finds one in a meeting.
    """
    key = f"meetings.hall_code:{actor.user.pk if actor.user else 0}"
    cache.add(key, 0, timeout=60)
    if _count(key) > GUESSES_PER_MINUTE:
        message = _("Too many attempts. Wait a minute, or ask the desk to enter you.")
        raise DomainError("attendance.too_many_codes", message, status=429)
    if not is_hall_code(meeting, code):
        message = _(
            "That is not the code on the display in the hall. It changes every 30 seconds; the desk can also enter you."
        )
        raise DomainError("attendance.code_wrong", message, status=400)


def _count(key: str) -> int:
    try:
        return int(cache.incr(key))
    except ValueError:  # it has run out in this very moment
        cache.set(key, 1, timeout=60)
        return 1
