"""The kinds of papers of an institution, as its clerks and administrators keep them: added, changed, ordered,
retired.

What is done stands in the administration's own record, as for bodies (`LogEntry`); papers keep their kind.
"""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from documents.papers.models import PaperType
from documents.papers.selectors.kinds import keeper_of_kinds
from meetings.errors import DomainError, not_found
from meetings.models import Institution
from meetings.permissions import Actor, require
from meetings.services.kept import check_fields


class KindData(TypedDict, total=False):
    """What can be said about a kind of paper."""

    name: str
    kind: str
    pattern: str
    origin: str
    decides: bool
    depends: bool
    needs_sign_off: bool
    hand_in_days: int


@transaction.atomic
def add_paper_kind(*, institution: Institution, actor: Actor, **data: Unpack[KindData]) -> PaperType:
    """Add a kind of paper (Vorlagenart), behind the others. 400 `data.invalid`, also for a pattern that gives no
    number; 409 `paper_kind.name_taken`.
    """
    actor = _locked(institution, actor, "documents.add_paper_kind")
    last = institution.paper_types.aggregate(last=Max("position"))["last"]
    kind = PaperType(institution=institution, position=0 if last is None else last + 1, **data)
    _check(kind)
    kind.save(force_insert=True)
    _note(kind, ADDITION, actor, [{"added": {}}])
    return kind


@transaction.atomic
def edit_paper_kind(*, paper_kind: PaperType, actor: Actor, **data: Unpack[KindData]) -> PaperType:
    """Change a kind of paper, its name and the pattern of its numbers among it; numbers that were given stay.

    400 `data.invalid`, 409 `paper_kind.name_taken`.
    """
    kind, actor = _fresh(paper_kind, actor, "documents.edit_paper_kind")
    new = kind.tidied(data)
    changed = [name for name, value in new.items() if getattr(kind, name) != value]
    for name in changed:
        setattr(kind, name, new[name])
    _check(kind)
    if changed:
        kind.save(update_fields=changed)
        _note(kind, CHANGE, actor, [{"changed": {"fields": sorted(changed)}}])
    return kind


@transaction.atomic
def move_paper_kind(*, paper_kind: PaperType, up: bool, actor: Actor) -> PaperType:
    """Put a kind one place up or down (Reihenfolge ändern); at the end of the list nothing happens."""
    kind, actor = _fresh(paper_kind, actor, "documents.move_paper_kind")
    order = list(kind.institution.paper_types.order_by("position", "name"))
    here = order.index(kind)
    there = here - 1 if up else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
        for place, row in enumerate(order):
            row.position = place
        PaperType.objects.bulk_update(order, ["position"])
        _note(kind, CHANGE, actor, [{"changed": {"fields": ["position"]}}])
    return kind


@transaction.atomic
def retire_paper_kind(*, paper_kind: PaperType, retired: bool, actor: Actor) -> PaperType:
    """Let nobody write this kind any longer, or let them again (stilllegen); papers of it stay as they are."""
    kind, actor = _fresh(paper_kind, actor, "documents.retire_paper_kind")
    if kind.is_used == retired:
        kind.is_used = not retired
        kind.save(update_fields=["is_used"])
        _note(kind, CHANGE, actor, [{"changed": {"fields": ["is_used"]}}])
    return kind


def _locked(institution: Institution, actor: Actor, action: str) -> Actor:
    """One at a time keeps the kinds of an institution."""
    if not Institution.objects.select_for_update(no_key=True).filter(pk=institution.pk).exists():
        raise not_found()
    actor = keeper_of_kinds(actor.user, institution)
    require(actor, action)
    return actor


def _fresh(kind: PaperType, actor: Actor, action: str) -> tuple[PaperType, Actor]:
    actor = _locked(kind.institution, actor, action)
    fresh = PaperType.objects.select_related("institution").filter(pk=kind.pk).first()
    if fresh is None:
        raise not_found()
    return fresh, actor


def _check(kind: PaperType) -> None:
    check_fields(kind, ["institution"])
    if PaperType.objects.filter(institution=kind.institution_id, name=kind.name).exclude(pk=kind.pk).exists():
        raise DomainError("paper_kind.name_taken", _("There is a kind of that name already."))


def _note(kind: PaperType, flag: int, actor: Actor, message: Any) -> None:
    about = ContentType.objects.get_for_model(PaperType)
    said = {"user": actor.user, "content_type": about, "object_id": str(kind.pk), "object_repr": str(kind)[:200]}
    LogEntry.objects.create(**said, action_flag=flag, change_message=message)
