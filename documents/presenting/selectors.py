"""What is being presented, what can be, and where somebody stopped reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from agenda.models import Presenter
from agenda.selectors import open_item, presenter_by_token
from documents.files.models import File
from documents.files.selectors import files_for
from documents.presenting.models import OwnSlides, PagePicture, PageText, Presentation, ReadingPlace
from documents.storage import PDF
from meetings.enums import Audience
from meetings.errors import not_found
from meetings.memo import remembered, remembers
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors import is_shut_out, sees_non_public


@dataclass(slots=True)
class Page:
    """A page's picture, as it is sent: with the rights of its file, and a tag that never means another picture."""

    stored: Any
    size: int
    sha256: str
    is_public: bool
    media_type: str = "image/png"


def page_of(picture: PagePicture, file: File) -> Page:
    """The picture of a page of this very file."""
    tag = f"{file.sha256}-{picture.page}-{picture.width}"
    return Page(picture.stored, picture.size, tag, file.is_public)


def place_of(actor: Actor, file: File) -> int:
    """The page at which this account stopped reading; the first for all others."""
    if actor.user is None:
        return 1
    rows = ReadingPlace.objects.filter(user=actor.user, file=file)
    return rows.values_list("page", flat=True).first() or 1


@remembered
def presentation_of(meeting: Meeting) -> Presentation | None:
    """What is being presented, whoever may see it. One query; a page asks only while an item is being dealt with, for
    it ends with its item.
    """
    if remembers(meeting) and open_item(meeting) is None:
        return None
    rows = Presentation.objects.filter(meeting=meeting).select_related("file__item", "presenter")
    found = rows.first()
    if found is not None:
        found.meeting = found.file.item.meeting = meeting
    return found


def presented_to(meeting: Meeting, audience: Audience) -> Presentation | None:
    """What this audience sees of it: nothing of a file that is not for everybody, unless it may see such; nothing while
    the public is out.
    """
    found = presentation_of(meeting)
    if found is None or is_shut_out(meeting, audience) or found.file.removed_at is not None:
        return None
    return found if found.file.is_public or sees_non_public(audience) else None


def turned_to(meeting: Meeting) -> tuple[int, int] | None:
    """What changes without an event: which file is presented, at which page. One query."""
    return Presentation.objects.filter(meeting=meeting).values_list("file", "page").first()


def words_on(presentation: Presentation) -> str:
    """The text of the page that is presented, as far as it was read. One query."""
    rows = PageText.objects.filter(content__sha256=presentation.file.sha256, page=presentation.page)
    return rows.values_list("words", flat=True).first() or ""


def to_present(meeting: Meeting, audience: Audience) -> list[File]:
    """The PDF files of the open item that this audience may have, presenters' own slides first. Two queries."""
    item = open_item(meeting)
    if item is None:
        return []
    files = files_for(meeting, audience).filter(item=item, media_type=PDF).select_related("own_slides")
    found = sorted(files, key=lambda file: not hasattr(file, "own_slides"))
    for file in found:
        item.meeting = meeting
        file.item = item
    return found


def slides_of(presenter: Presenter) -> OwnSlides | None:
    """The slides that this presenter has handed in, unless they were removed."""
    rows = OwnSlides.objects.filter(presenter=presenter, file__removed_at__isnull=True).select_related("file")
    found = rows.order_by("-pk").first()
    if found is not None:
        found.file.item = presenter.item
    return found


def files_of_presenter(presenter: Presenter) -> list[File]:
    """What a presenter may present: the own slides, and what is public of the own item, as PDF. One query."""
    own = Q(own_slides__presenter=presenter)
    public = Q(confidential=False) if presenter.item.is_public else Q(pk=None)
    rows = File.objects.kept().filter(own | public, item=presenter.item, media_type=PDF)
    files = list(rows.select_related("own_slides").order_by("uploaded_at", "pk"))
    for file in files:
        file.item = presenter.item
    return sorted(files, key=lambda file: not hasattr(file, "own_slides"))


def presenter_file_or_404(token: str, pk: int) -> tuple[Presenter, File]:
    """A file that whoever has this personal link may present; 404 alike for every other one."""
    presenter = presenter_by_token(token)
    file = next((file for file in files_of_presenter(presenter) if file.pk == pk), None)
    if file is None:
        raise not_found()
    return presenter, file


def picture_address(file: File, page: int, width: int, token: str = "") -> str:
    """Where the picture of a page is: for everybody who may have the file, or by a presenter's personal link."""
    if token:
        return reverse("documents:presenter_page", args=[token, file.pk, page, width])
    return reverse("documents:page_picture", args=[file.pk, page, width])
