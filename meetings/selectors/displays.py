"""Hall displays: what their links and codes open, which are set up, and which of them are connected.

A display's link is signed and holds until it is renewed. A device that came in by the short code, or by the link, has a
key of its own in it, so that each can be told apart and disconnected.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from meetings import events
from meetings.errors import DomainError, not_found
from meetings.models import Display, DisplayCode, Meeting

LINK_SALT, CODE_SALT, DIGEST_SALT = "meetings.display", "meetings.display.code", "meetings.display.digest"
DIGITS = 9
SILENT_AFTER = timedelta(seconds=12)
"""Two heartbeats and two seconds more: which display has not been heard for so long is not connected."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a display's link opens: the meeting, and the key of the device when the link is its own."""

    meeting: Meeting
    key: UUID | None


def display_token(meeting: Meeting, key: UUID | None = None) -> str:
    """The signed part of the hall display's link, for everybody who has it or for one device; holds until renewed."""
    own = [] if key is None else [key.hex]
    return signing.Signer(salt=LINK_SALT).sign_object([meeting.pk, _renewals(meeting), *own])


def _renewals(meeting: Meeting) -> int:
    return meeting.events.filter(name=events.DISPLAY_LINK_RENEWED.name).count()


def opened_by(pk: int, token: str) -> Opened:
    """What a display's link opens; 404 for a bad or renewed link, and while the meeting is a draft.

    410 `display.disconnected` for a device's own link when the desk has disconnected it or has renewed the link.
    """
    read = _read(pk, token)
    meeting = Meeting.objects.select_related("body__institution").filter(pk=pk).first()
    if read is None or meeting is None or not meeting.is_published:
        raise not_found()
    renewals, key = read
    if key is None and renewals != _renewals(meeting):
        raise not_found()
    if key is not None and (renewals != _renewals(meeting) or not _is_set_up(meeting, key)):
        raise disconnected()
    return Opened(meeting, key)


def _is_set_up(meeting: Meeting, key: UUID) -> bool:
    return meeting.displays.filter(key=key, ended_at=None).exists()


def disconnected() -> DomainError:
    """What a device is told that was disconnected."""
    return DomainError("display.disconnected", _("This display was disconnected from the meeting."), status=410)


def key_in(pk: int, token: str) -> UUID | None:
    """The key of the device to which a link of this meeting belongs, None for any other text; asks no database."""
    read = _read(pk, token)
    return read[1] if read else None


def _read(pk: int, token: str) -> tuple[int, UUID | None] | None:
    """How often the link had been renewed and whose it is, where it was signed here for this meeting."""
    try:
        found: Any = signing.Signer(salt=LINK_SALT).unsign_object(token)
        meeting, renewals, *own = found
        return (renewals, UUID(own[0]) if own else None) if meeting == pk else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def is_current(meeting: Meeting, token: str) -> bool:
    """Whether a device's own link was made since the link was renewed last."""
    read = _read(meeting.pk, token)
    return read is not None and read[0] == _renewals(meeting)


def ended_displays(meeting: Meeting, keys: Collection[UUID]) -> set[UUID]:
    """Which of these devices were disconnected. One query, none where there are none."""
    return (
        set(meeting.displays.filter(key__in=keys, ended_at__isnull=False).values_list("key", flat=True))
        if keys
        else set()
    )


def code_of_seed(seed: UUID) -> str:
    """The digits that a seed and the program's secret key give."""
    return f"{int(salted_hmac(CODE_SALT, seed.hex, algorithm='sha256').hexdigest(), 16) % 10**DIGITS:0{DIGITS}}"


def digest_of(code: str) -> str:
    """What is kept of a code: whoever has the database alone finds no code by trying them all."""
    return salted_hmac(DIGEST_SALT, code, algorithm="sha256").hexdigest()


def digits_of(typed: str) -> str:
    """The code as it is meant: without the spaces, dashes and dots that people type or paste with it."""
    return "".join(sign for sign in typed if sign in "0123456789")


def display_code_of(meeting: Meeting) -> tuple[str, datetime] | None:
    """The code that opens the meeting's hall display now, and until when; None where there is none."""
    row = DisplayCode.objects.filter(meeting=meeting, expires_at__gt=timezone.now()).first()
    if row is None or not meeting.is_live:
        return None
    code = code_of_seed(row.seed)
    return (code, row.expires_at) if constant_time_compare(digest_of(code), row.digest) else None


def meeting_by_code(typed: str) -> int | None:
    """The number of the meeting that a typed code opens now; None alike for whatever is wrong with it."""
    code = digits_of(typed)
    digest = digest_of(code)
    row = DisplayCode.objects.select_related("meeting").filter(digest=digest, expires_at__gt=timezone.now()).first()
    is_right = constant_time_compare(row.digest if row else digest_of(""), digest) and len(code) == DIGITS
    return row.meeting_id if row is not None and is_right and row.meeting.is_live else None


def displays_of(meeting: Meeting) -> list[Display]:
    """The displays that are set up, by number, those that are not connected any more among them; one query."""
    return list(meeting.displays.filter(ended_at=None))


def is_connected(display: Display, now: datetime | None = None) -> bool:
    """Whether the display has been heard of within the last heartbeats."""
    moment = now or timezone.now()
    return display.connected_at is not None and display.seen_at is not None and moment - display.seen_at <= SILENT_AFTER


def display_in(meeting: Meeting, pk: int) -> Display:
    """One of the displays that are set up for a meeting; 404 for any other number."""
    found = meeting.displays.filter(pk=pk, ended_at=None).first()
    if found is None:
        raise not_found()
    return found
