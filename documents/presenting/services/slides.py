"""A presenter's own slides: handed in and exchanged on the personal page until the item is called."""

from __future__ import annotations

from django.core.files.base import File as Content
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem, Presenter
from documents.files.models import File
from documents.files.services import Parcel, put_on, received, take_off, title_of
from documents.presenting.models import OwnSlides
from documents.presenting.selectors import slides_of
from documents.presenting.services.pages import check_pages
from documents.presenting.services.presenters import lock_for
from documents.storage import PDF
from meetings.errors import DomainError, not_found
from meetings.models import Meeting
from meetings.permissions import Actor, require


def put_slides(*, presenter: Presenter, upload: Content, actor: Actor) -> File:
    """Hand in one's slides (Folien einreichen), instead of those of before; looked at like any file.

    Held back from the public until they are shown. 415 `slides.not_pdf`, 422 `pages.unreadable`, and what `attach_file`
    refuses of a file. What was there stays when the new ones are refused.
    """
    require(actor, "documents.put_slides", presenter)
    with received(upload) as parcel:
        if parcel.kind.media_type != PDF:
            raise DomainError("slides.not_pdf", _("Slides are taken as PDF. Save them as PDF first."), status=415)
        check_pages(upload)
        return _put(presenter, parcel, title_of(upload), actor)


@transaction.atomic
def _put(presenter: Presenter, parcel: Parcel, title: str, actor: Actor) -> File:
    meeting, actor = lock_for(presenter.item.meeting_id, actor)
    presenter = _presenter_in(meeting, presenter.pk)
    require(actor, "documents.put_slides", presenter)
    if (before := slides_of(presenter)) and before.file.sha256 == parcel.sha256:
        raise DomainError("file.already_attached", _("These very slides are there already."))
    if before is not None:
        take_off(before.file, actor)
    file = put_on(presenter.item, parcel, title, True, actor)
    OwnSlides.objects.create(file=file, presenter=presenter, name=presenter.name)
    return file


@transaction.atomic
def take_slides_off(*, presenter: Presenter, actor: Actor) -> AgendaItem:
    """Take one's slides back (Folien zurückziehen); 404 when there are none."""
    meeting, actor = lock_for(presenter.item.meeting_id, actor)
    slides = slides_of(_presenter_in(meeting, presenter.pk))
    if slides is None:
        raise not_found()
    require(actor, "documents.take_slides_off", slides)
    take_off(slides.file, actor)
    return slides.file.item


def _presenter_in(meeting: Meeting, pk: int) -> Presenter:
    presenter = Presenter.objects.select_related("item").filter(pk=pk, item__meeting=meeting).first()
    if presenter is None:
        raise not_found()
    presenter.item.meeting = meeting
    return presenter
