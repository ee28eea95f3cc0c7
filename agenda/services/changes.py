"""Changes of the agenda once the meeting has begun (Änderung der Tagesordnung): each by resolution, with both orders
(REQ-16 to 18).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda import events, selectors
from agenda.enums import ChangeKind, Part
from agenda.models import AgendaChange, AgendaItem
from agenda.services.base import clean
from meetings.enums import Audience, MeetingState
from meetings.errors import DomainError
from meetings.journal import record
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.registry import is_public_now
from meetings.selectors import rules_of

BEGUN = frozenset({MeetingState.RUNNING, MeetingState.INTERRUPTED})


@dataclass(frozen=True, slots=True)
class Resolution:
    """By what the agenda is changed: the ground, how it was resolved, and the category of what becomes non-public."""

    ground: str = ""
    words: str = ""
    category: str = ""


CUSTOMARY = Resolution()
"""Resolved without objection, as it is customary where nothing else is said."""


def has_begun(meeting: Meeting) -> bool:
    """Whether the agenda is fixed, so that every change is one by resolution."""
    return meeting.state in BEGUN


def check_extension(meeting: Meeting, resolution: Resolution) -> None:
    """Refuse an extension without resolution and ground: 409 `agenda.extension_unresolved` (GO NRW section 48(1)
    sentence 5).
    """
    if has_begun(meeting) and not (resolution.ground.strip() and resolution.words.strip()):
        says = _(
            "The meeting has begun: an item is added only by resolution, because it cannot wait or is extremely "
            "urgent. Enter both."
        )
        raise DomainError("agenda.extension_unresolved", says)


def check_category(item: AgendaItem, part: str, resolution: Resolution) -> None:
    """Refuse to make an item non-public without a known category: 409 `agenda.category_missing` (REQ-18)."""
    closes = item.is_public and part == Part.NON_PUBLIC and has_begun(item.meeting)
    if closes and resolution.category not in rules_of(item.meeting).non_public_categories:
        raise DomainError("agenda.category_missing", _("Choose the ground on which this item is not public."))


def note_change(
    item: AgendaItem, kind: ChangeKind, before: dict[int, str], resolution: Resolution, actor: Actor
) -> None:
    """Keep a change with its resolution and both orders, once the meeting has begun; the meeting is locked."""
    if not has_begun(item.meeting):
        return
    said = _in_full(resolution)
    row = AgendaChange(
        meeting=item.meeting, item=item, kind=kind, ground=said.ground, resolution=said.words, at=timezone.now()
    )
    row.before, row.after = _by_text(before), _by_text(selectors.numbers_of(item.meeting))
    clean(row, exclude=["meeting", "item", "before", "after"])
    row.save(force_insert=True)
    audience = Audience.PUBLIC if item.is_public and is_public_now(item.meeting) else Audience.PARTICIPANT
    secrets = {"ground": said.ground, "resolution": said.words}
    record(
        item.meeting,
        events.AGENDA_CHANGED,
        actor=actor,
        audience=audience,
        secrets=secrets,
        item=item.pk,
        purpose=str(kind),
    )


def _in_full(resolution: Resolution) -> Resolution:
    with translation.override(settings.LANGUAGE_CODE):
        ground = resolution.ground or resolution.category or gettext("on the proposal of the chair")
        return replace(
            resolution, ground=ground.strip(), words=(resolution.words or gettext("without objection")).strip()
        )


def _by_text(numbers: dict[int, str]) -> dict[str, str]:
    return {str(key): number for key, number in numbers.items()}
