"""Papers are begun, changed, discarded; who reads what is not public goes on record."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.papers import events
from documents.papers.enums import Origin, PaperState
from documents.papers.models import Paper, PaperType, PaperVersion
from documents.papers.models.papers import WRITTEN
from documents.papers.selectors.access import Access
from documents.papers.selectors.motions import factions_for
from documents.papers.services.base import lock_paper
from meetings.enums import Way
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.models import Body, Faction
from meetings.permissions import Actor, require
from meetings.services import record_reading
from meetings.services.kept import lock_body


class PaperData(TypedDict, total=False):
    """What can be said about a paper."""

    subject: str
    lead_office: str
    office_sign: str
    other_offices: str
    file_reference: str
    facts: str
    draft_resolution: str
    financial_effect: str
    public_facts: str
    public_draft_resolution: str
    is_public: bool
    faction: Faction | None


@transaction.atomic
def add_paper(*, body: Body, type: int, parent: Paper | None = None, actor: Actor, **data: Unpack[PaperData]) -> Paper:
    """Begin a paper that the office of this body keeps (Vorlage anlegen).

    400 `data.invalid`, `paper.faction_unknown`, `paper.parent_missing` where the kind belongs to another paper; 404 for
    an unknown kind.
    """
    body, actor = lock_body(body, actor)
    kind = PaperType.objects.filter(pk=type, institution=body.institution_id, is_used=True).first()
    if kind is None:
        raise not_found()
    require(actor, "documents.add_paper", kind)
    if kind.depends and parent is None:
        says = _("Say to which paper this one belongs.")
        raise DomainError("paper.parent_missing", says, status=400)
    paper = Paper(institution=body.institution, body=body, type=kind, author=actor.user, **data)
    paper.parent = parent if kind.depends else None
    _clean(paper)
    _check_faction(paper, actor)
    paper.save(force_insert=True)
    record(paper, events.PAPER_ADDED, actor=actor, secrets={"subject": paper.subject})
    return paper


@transaction.atomic
def edit_paper(*, paper: Paper, version: int, actor: Actor, **data: Unpack[PaperData]) -> Paper:
    """Change what is being written (Vorlage bearbeiten); readers get it with the next release.

    `version` is the one the person saw: 409 `paper.changed_meanwhile` when somebody was faster. 400 `data.invalid`.
    The class (`is_public`) of a released paper changes by its release only, the faction of a draft alone.
    """
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.edit_paper", paper)
    if paper.version != version:
        says = _("Somebody else has changed this paper meanwhile. Nothing was saved; what you typed stands below.")
        raise DomainError("paper.changed_meanwhile", says)
    if paper.state == PaperState.RELEASED:
        data.pop("is_public", None)
    if paper.state != PaperState.DRAFT:
        data.pop("faction", None)
    new = paper.tidied(data)
    changed = [name for name, value in new.items() if getattr(paper, name) != value]
    for name in changed:
        setattr(paper, name, new[name])
    if changed:
        _clean(paper)
        if "faction" in changed:
            _check_faction(paper, actor)
        paper.version += 1
        paper.save(update_fields=[*changed, "version"])
        record(paper, events.PAPER_EDITED, actor=actor, fields=sorted(changed))
    return paper


@transaction.atomic
def discard_paper(*, paper: Paper, actor: Actor) -> Body:
    """Throw a draft away that has no number yet (Entwurf verwerfen); its journal stays."""
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.discard_paper", paper)
    paper.annexes.all().delete()
    paper.consultations.all().delete()
    paper.supporters.all().delete()
    body = paper.body
    paper.delete()
    return body


def note_paper(*, paper: Paper, version: PaperVersion | None, access: Access, reader: Actor) -> None:
    """Who reads of a paper what the public does not get goes on record before they have it: the words that are left
    out for it, a version that nobody has looked through, one of the non-public class. 503 `reading.not_recorded`.
    """
    is_everybodys = version is not None and version.is_everybodys
    if paper.state != PaperState.DRAFT and access != Access.PUBLIC and not is_everybodys:
        record_reading(
            reader=reader, meeting=paper.body, what="documents.paper", key=paper.pk, title=str(paper), way=Way.PAGE
        )


def _check_faction(paper: Paper, actor: Actor) -> None:
    """Motions and inquiries alone are written for a faction, by its own people and the clerk."""
    if paper.faction is None:
        return
    if paper.type.origin != Origin.MEMBERS or paper.faction not in factions_for(actor, paper.body):
        says = _("You cannot write this on behalf of that faction.")
        raise DomainError("paper.faction_unknown", says, status=400)


def _clean(paper: Paper) -> None:
    try:
        paper.clean_fields(exclude=[field.name for field in Paper._meta.fields if field.name not in CHECKED])
        for name in WRITTEN:
            _check_length(paper, name)
    except ValidationError as error:
        raise DomainError("data.invalid", error.messages[0], status=400) from None


CHECKED = {*WRITTEN, "office_sign"}


def _check_length(paper: Paper, name: str) -> None:
    """Django leaves the length of long texts to its forms."""
    field: Any = Paper._meta.get_field(name)
    if len(getattr(paper, name)) > (field.max_length or 0):
        says = _("“{field}” is too long: at most {number} characters.")
        raise DomainError("data.invalid", says.format(field=field.verbose_name, number=field.max_length), status=400)
