"""Minutes are a draft until somebody releases them; what was released stays the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from agenda.selectors import closed_to_people
from documents.minutes import events
from documents.minutes.content import Minutes, minutes_of
from documents.minutes.enums import Edition
from documents.minutes.models import MinutesCopy, MinutesRelease
from documents.minutes.selectors import sheets_of
from documents.readings import note_whole
from documents.storage import random_place
from meetings.enums import Audience, Way
from meetings.errors import DomainError
from meetings.journal import record
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.selectors import sees_non_public
from meetings.services import lock_meeting
from meetings.typed import one_line

Draw = Callable[[Minutes, str], bytes]
FULL_MINUTES = _("Minutes, with the non-public part")
GROUND_LENGTH = MinutesRelease._meta.get_field("ground").max_length or 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One edition, drawn and stored, on its way into a release."""

    edition: Edition
    place: str
    size: int
    sha256: str
    person: int | None = None


def release_minutes(*, meeting: Meeting, draw: Draw, actor: Actor) -> MinutesRelease:
    """Give the minutes out (Niederschrift freigeben): from now on everybody has the public ones, the members the full
    ones.

    `draw` makes a file of minutes. All editions are drawn and stored before the meeting is locked, for that takes its
    time; when something was recorded meanwhile nothing is released: 409 `minutes.changed_meanwhile`. Whoever has a
    conflict of interest in a non-public item gets a copy without it (GO NRW section 31). 503 `pdf.fonts_missing`.
    """
    meeting = Meeting.objects.select_related("body__institution").get(pk=meeting.pk)
    require(actor, "documents.release_minutes", sheets_of(meeting))
    drawn_from, moment, sheets = meeting.last_seq, timezone.now(), list[Sheet]()
    try:
        sheets += _drawn(meeting, draw, moment)
        return _release(meeting, sheets, drawn_from, moment, actor)
    except BaseException:
        for sheet in sheets:
            default_storage.delete(sheet.place)
        raise


@transaction.atomic
def _release(meeting: Meeting, sheets: list[Sheet], drawn_from: int, moment: datetime, actor: Actor) -> MinutesRelease:
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "documents.release_minutes", sheets_of(meeting))
    if meeting.last_seq != drawn_from:
        raise DomainError(
            "minutes.changed_meanwhile", _("Something was changed meanwhile. Nothing was released; look again.")
        )
    release = MinutesRelease.objects.create(
        meeting=meeting, seq=meeting.last_seq, head=meeting.head, released_at=moment, released_by=actor.user
    )
    for sheet in sheets:
        MinutesCopy.objects.create(
            release=release,
            version=sheet.edition,
            person_id=sheet.person,
            stored=sheet.place,
            size=sheet.size,
            sha256=sheet.sha256,
        )
    _tell(release, {sheet.edition: sheet.sha256 for sheet in sheets}, actor)
    return release


def _tell(release: MinutesRelease, digests: dict[Edition, str], actor: Actor) -> None:
    meeting, full = release.meeting, {"sha256": digests[Edition.FULL]}
    record(meeting, events.MINUTES_RELEASED, actor=actor, release=release.pk, sha256=digests[Edition.PUBLIC])
    record(meeting, events.FULL_MINUTES_RELEASED, actor=actor, secrets=full, release=release.pk)


@transaction.atomic
def take_back_minutes(*, meeting: Meeting, ground: str, actor: Actor) -> MinutesRelease:
    """Make released minutes a draft again (Freigabe zurücknehmen), with a ground that everybody reads; the files stay
    stored.

    400 `minutes.ground_missing`, `data.invalid`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    sheets = sheets_of(meeting)
    require(actor, "documents.take_back_minutes", sheets)
    assert sheets.release is not None
    release, words = sheets.release, _checked(ground)
    release.taken_back_at, release.taken_back_by, release.ground = timezone.now(), actor.user, words
    release.save(update_fields=["taken_back_at", "taken_back_by", "ground"])
    record(meeting, events.MINUTES_TAKEN_BACK, actor=actor, secrets={"ground": words}, release=release.pk)
    return release


def note_minutes(*, meeting: Meeting, audience: Audience, reader: Actor) -> None:
    """The minutes with the non-public part go on record, those for everybody do not."""
    if sees_non_public(audience):
        note_whole(meeting, "documents.minutes", FULL_MINUTES, Way.MINUTES, reader)


def _checked(ground: str) -> str:
    words = one_line(ground)
    if not words:
        raise DomainError(
            "minutes.ground_missing", _("Say why the minutes are taken back; everybody reads it."), status=400
        )
    if len(words) > GROUND_LENGTH:
        raise DomainError("data.invalid", _("The ground is too long."), status=400)
    return words


def _drawn(meeting: Meeting, draw: Draw, moment: datetime) -> Iterator[Sheet]:
    """Every edition, in the language of the institution; those with a conflict of interest in the same items get the
    same one.
    """
    with translation.override(settings.LANGUAGE_CODE):
        for edition, audience in ((Edition.PUBLIC, Audience.PUBLIC), (Edition.FULL, Audience.PARTICIPANT)):
            yield _stored(edition, draw(minutes_of(meeting, audience, released_at=moment), settings.LANGUAGE_CODE))
        for person, closed in sorted(closed_to_people(meeting).items()):
            yield _stored(Edition.ABRIDGED, _abridged(meeting, draw, moment, closed), person)


def _abridged(meeting: Meeting, draw: Draw, moment: datetime, closed: Collection[int]) -> bytes:
    return draw(minutes_of(meeting, Audience.PARTICIPANT, closed, released_at=moment), settings.LANGUAGE_CODE)


def _stored(edition: Edition, content: bytes, person: int | None = None) -> Sheet:
    place = default_storage.save(random_place(None, ""), ContentFile(content))
    return Sheet(edition, place, len(content), hashlib.sha256(content).hexdigest(), person)
