"""What arose in the non-public part of an item and stays there until it is released, and what a move makes public."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agenda.enums import MatterKind, Part
from agenda.models import AgendaItem, Motion, Presenter, ProceduralMotion, note_of
from agenda.registry import matters_named
from agenda.selectors.items import subtree_of
from agenda.selectors.motions import motions_of, mover_of
from agenda.selectors.parts import is_withheld


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing of the non-public part: what it is, whose, and its words; `waits_for` names what has to be released
    before it.

    What cannot be released at all says in `stays` why, and what to do instead.
    """

    kind: str
    key: int
    label: str
    who: str = ""
    words: tuple[str, ...] = ()
    waits_for: str = ""
    stays: str = ""

    @property
    def content(self) -> str:
        """All of it in one text, as the record says it when it is released."""
        return "\n".join(part for part in (self.label, self.who, *self.words) if part)

    @property
    def stamp(self) -> str:
        """What changes with every word of it: nobody releases what they have not seen."""
        return digest(self.kind, self.key, self.content)


def digest(*parts: object) -> str:
    """A short name of exactly these values."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]


def matters_of(item: AgendaItem) -> list[Matter]:
    """Everything of an item that is non-public in itself, in the order of its kinds; at the desk alone."""
    return [
        *_motions(item),
        *_procedural(item),
        *_floor(item),
        *_recusals(item),
        *_presenters(item),
        *_note(item),
        *matters_named(item),
    ]


def _hidden(part: str) -> bool:
    return part != Part.PUBLIC


def _motions(item: AgendaItem) -> Iterator[Matter]:
    for row in motions_of(item.meeting, item):
        if _hidden(row.part):
            waits = mover_of(row.amends) if row.amends and _hidden(row.amends.part) else ""
            kind = MatterKind.AMENDMENT if row.is_amendment else MatterKind.MOTION
            yield Matter(kind, row.pk, str(kind.label), mover_of(row), _words(row), waits_for=waits)


def _words(row: Motion) -> tuple[str, ...]:
    return (row.text, row.reasons, str(row.get_state_display()))


def _procedural(item: AgendaItem) -> Iterator[Matter]:
    for row in ProceduralMotion.objects.filter(item=item).exclude(part=Part.PUBLIC).select_related("mover"):
        words = (row.detail, str(row.get_state_display()))
        yield Matter(MatterKind.PROCEDURE, row.pk, str(row.get_kind_display()), row.mover.name, words)


def _floor(item: AgendaItem) -> Iterator[Matter]:
    for row in (
        item.speaking_requests.exclude(part=Part.PUBLIC)
        .select_related("person", "presenter")
        .order_by("position", "pk")
    ):
        waits = row.presenter.name if row.presenter and _hidden(row.presenter.part) else ""
        words = (str(row.get_kind_display()), str(row.get_state_display()))
        yield Matter(MatterKind.REQUEST, row.pk, str(MatterKind.REQUEST.label), row.name, words, waits_for=waits)


def _recusals(item: AgendaItem) -> Iterator[Matter]:
    for row in item.recusals.filter(ended_at__isnull=True).exclude(part=Part.PUBLIC).select_related("person"):
        yield Matter(
            MatterKind.RECUSAL, row.pk, str(MatterKind.RECUSAL.label), row.person.name, (str(row.get_state_display()),)
        )


def _presenters(item: AgendaItem) -> Iterator[Matter]:
    for row in Presenter.objects.filter(item=item).exclude(part=Part.PUBLIC):
        yield Matter(MatterKind.PRESENTER, row.pk, str(MatterKind.PRESENTER.label), row.name, (row.organisation,))


def _note(item: AgendaItem) -> Iterator[Matter]:
    if text := note_of(item, Part.NON_PUBLIC):
        yield Matter(MatterKind.NOTE, item.pk, str(MatterKind.NOTE.label), words=(text,))


def withheld_motion(item: AgendaItem, rows: Sequence[Motion], words: str) -> bool:
    """Whether these are the words of a motion that is not released, on an item that is dealt with in public now."""
    return any(is_withheld(row, item) and row.text.split() == words.split() for row in rows)


def revealed_by(item: AgendaItem) -> list[AgendaItem]:
    """The items whose own words everybody reads when this one comes into the public part: itself, and all below it."""
    return subtree_of(item)


def reveal_stamp(items: Sequence[AgendaItem]) -> str:
    """What changes with every word that becomes public."""
    return digest(*((row.pk, row.title, row.subtitle, row.draft_resolution, row.treatment) for row in items))
