"""Presenting in step: a file of the open item, page by page, on every screen."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem
from agenda.registry import follow_leaving
from agenda.selectors import number_of, open_item
from documents.files.events import audience_of
from documents.files.models import File
from documents.files.registry import follow_removal
from documents.presenting import events
from documents.presenting.enums import Width
from documents.presenting.models import OwnSlides, Presentation
from documents.presenting.selectors import presentation_of
from documents.presenting.services.pages import content_of, picture_of, text_of
from documents.presenting.services.presenters import lock_for
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.live.announce import redraw
from meetings.models import Meeting
from meetings.permissions import Actor, require

PANELS = ("slides",)


def present_file(*, file: File, page: int = 1, actor: Actor) -> File:
    """Show a file of the open item on all screens that may have it (Präsentieren), from this page on.

    Its picture is made before the meeting is locked. What was presented before ends; a presenter's own slides, held
    back until now, are from now on for everybody who may see their item. 415 `pages.not_pdf`; 422 `pages.unreadable`,
    `page.unreadable`; 404 for a page that is not there.
    """
    require(actor, "documents.present_file", file)
    _prepare(file, page)
    return _present(file, page, content_of(file).pages or 0, actor)


@transaction.atomic
def _present(file: File, page: int, pages: int, actor: Actor) -> File:
    meeting, actor = lock_for(file.item.meeting_id, actor)
    file = _file_in(meeting, file.pk, actor)
    require(actor, "documents.present_file", file)
    running = presentation_of(meeting)
    if running is not None and running.file_id == file.pk:
        return _turn(running, page).file
    if running is not None:
        _end(running, actor)
    _release(file, actor)
    guest = actor.guest.presenter if actor.guest else None
    shown: dict[str, Any] = {"page": page, "pages": pages, "begun_at": timezone.now()}
    Presentation.objects.create(meeting=meeting, file=file, begun_by=actor.user, presenter_id=guest, **shown)
    _tell(file, events.PRESENTATION_BEGUN, actor)
    return file


def turn_page(*, meeting: Meeting, page: int, actor: Actor) -> Meeting:
    """Go to a page of what is presented (Blättern): all screens follow, the record does not grow.

    409 `presentation.over` when nothing is presented any more, or something else; 404 for a page that is not there.
    """
    found = _running(meeting, "documents.turn_page", actor)
    _prepare(found.file, page)
    return _turn_to(meeting, found.file_id, page, actor)


@transaction.atomic
def _turn_to(meeting: Meeting, file: int, page: int, actor: Actor) -> Meeting:
    meeting, actor = lock_for(meeting.pk, actor)
    found = _running(meeting, "documents.turn_page", actor)
    if found.file_id != file:
        raise _over()
    _turn(found, page)
    return meeting


@transaction.atomic
def stop_presenting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """End what is presented (Präsentation beenden): every screen shows the item again; 409 `presentation.over`."""
    meeting, actor = lock_for(meeting.pk, actor)
    found = _running(meeting, "documents.stop_presenting", actor)
    _end(found, actor)
    return meeting


def _prepare(file: File, page: int) -> None:
    """What the screens will ask for all at once is there before they know of it."""
    picture_of(file, page, Width.SLIDE)
    text_of(file, page)


def _file_in(meeting: Meeting, pk: int, actor: Actor) -> File:
    """The file, read anew; of a presenter only what is public or their own."""
    file = File.objects.select_related("item").filter(pk=pk, item__meeting=meeting).first()
    if file is None:
        raise not_found()
    file.item.meeting = meeting
    if actor.guest and not (file.is_public or OwnSlides.objects.filter(file=file, presenter=actor.guest.presenter)):
        raise not_found()
    return file


def _running(meeting: Meeting, action: str, actor: Actor) -> Presentation:
    """What is being presented, for whoever may do this with it; others learn not even whether there is anything."""
    found = presentation_of(meeting)
    require(actor, action, found or open_item(meeting) or meeting)
    if found is None:
        raise _over()
    return found


def _over() -> DomainError:
    return DomainError("presentation.over", _("Nothing is being presented now."))


def _release(file: File, actor: Actor) -> None:
    held = OwnSlides.objects.filter(file=file, held_back=True)
    if held.update(held_back=False) and file.item.is_public:
        file.confidential = False
        file.save(update_fields=["confidential"])
        _tell(file, events.SLIDES_RELEASED, actor)


def _turn(found: Presentation, page: int) -> Presentation:
    if found.page != page:
        found.page = page
        found.save(update_fields=["page"])
        transaction.on_commit(partial(redraw, found.meeting.pk, PANELS), robust=True)
    return found


def _end(found: Presentation, actor: Actor) -> None:
    _tell(found.file, events.PRESENTATION_ENDED, actor)
    found.delete()


def _tell(file: File, kind: EventKind, actor: Actor) -> None:
    keys: dict[str, Any] = {"file": file.pk, "item": file.item_id, "number": number_of(file.item)}
    secrets = {"title": file.title}
    record(file.item.meeting, kind, actor=actor, audience=audience_of(file), secrets=secrets, **keys)


@follow_leaving
def _end_with_the_item(item: AgendaItem, actor: Actor) -> None:
    """What is presented ends with its item."""
    found = presentation_of(item.meeting)
    if found is not None and found.file.item_id == item.pk:
        _end(found, actor)


@follow_removal
def _end_with_the_file(file: File, actor: Actor) -> None:
    """What is removed is not shown any longer."""
    found = presentation_of(file.item.meeting)
    if found is not None and found.file_id == file.pk:
        _end(found, actor)
