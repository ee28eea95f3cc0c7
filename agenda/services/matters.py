"""What arose in the non-public part is released, one by one (Freigabe aus dem nichtöffentlichen Teil)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agenda import events, selectors
from agenda.enums import MatterKind, Part
from agenda.models import AgendaItem, Motion, Presenter, ProceduralMotion, Recusal, SpeakingRequest, note_of
from agenda.selectors import Matter
from agenda.services.base import clean, lock_item
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import record
from meetings.permissions import Actor, require

ROWS: dict[MatterKind, Any] = {
    MatterKind.MOTION: Motion,
    MatterKind.AMENDMENT: Motion,
    MatterKind.PROCEDURE: ProceduralMotion,
    MatterKind.REQUEST: SpeakingRequest,
    MatterKind.RECUSAL: Recusal,
    MatterKind.PRESENTER: Presenter,
}


@transaction.atomic
def release_matter(*, item: AgendaItem, kind: str, key: int, seen: str, actor: Actor) -> AgendaItem:
    """Make one thing of the non-public part of a public item public, with the words that the desk has seen; there is no
    way back.

    `seen` is the stamp of what stood in the list: 409 `matter.changed_meanwhile` when it reads otherwise now or is
    gone. 409 `matter.waits` as long as what it refers to is not released; `matter.stays` for what keeps its part.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.release_matter", item)
    found = next(
        (row for row in selectors.matters_of(item) if (row.kind, row.key, row.stamp) == (kind, key, seen)), None
    )
    if found is None:
        raise DomainError(
            "matter.changed_meanwhile", _("This has been changed or released meanwhile. Look at the list again.")
        )
    _check(found)
    _open(item, found)
    keys: dict[str, Any] = {
        "item": item.pk,
        "number": selectors.number_of(item),
        "purpose": found.kind,
        "matter": found.key,
    }
    record(
        item.meeting,
        events.MATTER_RELEASED,
        actor=actor,
        audience=_audience(item),
        secrets={"content": found.content},
        **keys,
    )
    return item


def _check(matter: Matter) -> None:
    if matter.stays:
        raise DomainError("matter.stays", matter.stays)
    if matter.waits_for:
        says = _("This refers to something of {name} that is not released. Release that first.")
        raise DomainError("matter.waits", says.format(name=matter.waits_for))


def _open(item: AgendaItem, matter: Matter) -> None:
    if matter.kind == MatterKind.NOTE:
        _join_notes(item)
    else:
        ROWS[MatterKind(matter.kind)].objects.filter(pk=matter.key).update(part=Part.PUBLIC)


def _join_notes(item: AgendaItem) -> None:
    """The released note stands behind that of the public part."""
    public = "\n\n".join(filter(None, [note_of(item, Part.PUBLIC), note_of(item, Part.NON_PUBLIC)]))
    here = (item.note_part or item.part) == Part.PUBLIC
    item.note, item.other_note = (public, "") if here else ("", public)
    item.note_part, item.note_version = item.note_part or item.part, item.note_version + 1
    clean(item, exclude=[field.name for field in item._meta.fields if field.name not in {"note", "other_note"}])
    item.save(update_fields=["note", "other_note", "note_part", "note_version"])


def _audience(item: AgendaItem) -> Audience:
    return Audience.PUBLIC if item.meeting.is_published else Audience.DESK
