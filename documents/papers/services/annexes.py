"""Annexes of papers: added, put in order, removed."""

from __future__ import annotations

from django.core.files.base import File as Content
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.files.names import another, speaking_name, title_from
from documents.files.services import HOLDERS, Parcel, keep, received
from documents.papers import events
from documents.papers.models import Paper, PaperFile
from documents.papers.selectors.access import Access
from documents.papers.services.base import lock_paper
from meetings.enums import Way
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.permissions import Actor, require
from meetings.services import record_reading
from meetings.typed import one_line

HOLDERS.append(PaperFile)
TITLE_LENGTH = PaperFile._meta.get_field("title").max_length or 0


def attach_annex(
    *,
    paper: Paper,
    upload: Content,
    title: str = "",
    confidential: bool = False,
    stands_for: int = 0,
    actor: Actor,
) -> PaperFile:
    """Add an annex to a paper (Anlage anfügen), at the end; `stands_for` is the annex whose redacted form it is.

    Looked at and stored before the paper is locked; refused, nothing of it stays behind. Errors of
    `documents.files.services.received`; 409 `annex.already_attached`; 404 for an annex of another paper.
    """
    require(actor, "documents.attach_annex", paper)
    words = one_line(title)[:TITLE_LENGTH] or title_from(upload.name or "")[:TITLE_LENGTH] or str(_("Annex"))
    with received(upload) as parcel:
        return _attach(paper, parcel, words, confidential, stands_for, actor)


@transaction.atomic
def _attach(paper: Paper, parcel: Parcel, title: str, confidential: bool, stands_for: int, actor: Actor) -> PaperFile:
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.attach_annex", paper)
    kept = PaperFile.objects.kept().filter(paper=paper)
    if kept.filter(sha256=parcel.sha256).exists():
        raise DomainError("annex.already_attached", _("This very file is among the annexes already."))
    if stands_for and not kept.filter(pk=stands_for, stands_for=None).exists():
        raise not_found()
    last = kept.aggregate(last=Max("position"))["last"]
    annex = PaperFile.objects.create(
        paper=paper,
        stands_for_id=stands_for or None,
        position=0 if last is None else last + 1,
        title=title,
        stored=keep(parcel),
        name=another(
            speaking_name("", title, parcel.kind.ending, parcel.original), set(kept.values_list("name", flat=True))
        ),
        media_type=parcel.kind.media_type,
        size=parcel.size,
        sha256=parcel.sha256,
        confidential=confidential and not stands_for,
        uploaded_by=actor.user,
        uploaded_at=timezone.now(),
    )
    if stands_for:
        kept.filter(pk=stands_for).update(confidential=True)
    secrets = {"title": annex.title, "sha256": annex.sha256}
    record(paper, events.ANNEX_ADDED, actor=actor, secrets=secrets, annex=annex.pk)
    return annex


@transaction.atomic
def remove_annex(*, annex: PaperFile, actor: Actor) -> PaperFile:
    """Take an annex off (Anlage entfernen); versions that went out keep it. 409 `annex.gone` when it is off already."""
    paper, actor = lock_paper(annex.paper_id, actor)
    require(actor, "documents.remove_annex", paper)
    fresh = _kept(paper, annex.pk)
    fresh.removed_at = timezone.now()
    fresh.save(update_fields=["removed_at"])
    secrets = {"title": fresh.title, "sha256": fresh.sha256}
    record(paper, events.ANNEX_REMOVED, actor=actor, secrets=secrets, annex=fresh.pk)
    return fresh


@transaction.atomic
def move_annex(*, annex: PaperFile, up: bool, actor: Actor) -> PaperFile:
    """Put an annex one place up or down (Anlagen ordnen); at the end of the list nothing happens."""
    paper, actor = lock_paper(annex.paper_id, actor)
    require(actor, "documents.move_annex", paper)
    _kept(paper, annex.pk)
    order = list(PaperFile.objects.kept().filter(paper=paper).order_by("position", "pk"))
    here = next(place for place, row in enumerate(order) if row.pk == annex.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
        for place, row in enumerate(order):
            row.position = place
        PaperFile.objects.bulk_update(order, ["position"])
        record(paper, events.ANNEXES_MOVED, actor=actor, annexes=[row.pk for row in order])
    return next(row for row in order if row.pk == annex.pk)


def note_annex(*, annex: PaperFile, access: Access, reader: Actor) -> None:
    """An annex that not everybody may have goes on record before it is sent; 503 `reading.not_recorded`."""
    if access != Access.PUBLIC and not annex.is_public:
        record_reading(
            reader=reader,
            meeting=annex.paper.body,
            what="documents.annex",
            key=annex.pk,
            title=annex.title,
            way=Way.DOWNLOAD,
        )


def _kept(paper: Paper, pk: int) -> PaperFile:
    found = PaperFile.objects.kept().filter(paper=paper, pk=pk).first()
    if found is None:
        raise DomainError("annex.gone", _("This annex has been removed meanwhile."))
    found.paper = paper
    return found
