"""That somebody gets something confidential is on record before they have it."""

from __future__ import annotations

import getpass
import os
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import Way
from meetings.errors import DomainError
from meetings.models import Body, Meeting, Reading
from meetings.permissions import Actor

ONE_READING = timedelta(minutes=1)
"""Ranges and reloads of the same thing within this time are one row with a count."""


def record_reading(
    *, reader: Actor, meeting: Meeting | Body, what: str, key: int, title: str, way: Way, acted_as: str = ""
) -> None:
    """Record that this person gets something of a meeting that is not public (Zugriffsprotokoll); called before it is
    sent. Of what belongs to no meeting the `meeting` is its body.

    `what` is the kind of thing, room first ("documents.file"), `key` its number, `title` how people know it. `acted_as`
    says who it is where there is no account: a presenter, a command. Who follows: every room that hands out what is
    confidential calls this. 503 `reading.not_recorded`: then nothing may be sent.
    """
    place = {"body": meeting} if isinstance(meeting, Body) else {"meeting": meeting}
    same = {"reader": reader.user, "acted_as": acted_as[:100], **place, "what": what, "key": key, "way": way}
    try:
        with transaction.atomic():
            if not _counted_up(same):
                now = timezone.now()
                Reading.objects.create(**same, title=title[:500], at=now, last_at=now)
    except DatabaseError:
        says = _("This could not be put on record, so it is not handed out. Please try again.")
        raise DomainError("reading.not_recorded", says, status=503) from None


def record_command(*, meeting: Meeting, what: str, title: str) -> None:
    """The same for a command on the server, under the name of whoever runs it there."""
    acted_as = _("Command on the server, as {name}").format(name=_user_of_the_server())
    record_reading(
        reader=Actor(), meeting=meeting, what=what, key=meeting.pk, title=title, way=Way.COMMAND, acted_as=acted_as
    )


def _user_of_the_server() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container the user may have no name
        return str(os.getuid())


def _counted_up(same: dict[str, object]) -> bool:
    now = timezone.now()
    rows = Reading.objects.filter(**same, at__gt=now - ONE_READING, last_at__lte=now).order_by("pk")
    last = rows.values_list("pk", flat=True).last()
    return (
        last is not None
        and Reading.objects.filter(pk=last, last_at__lte=now).update(count=F("count") + 1, last_at=now) == 1
    )
