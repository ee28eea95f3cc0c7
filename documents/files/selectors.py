"""The files of a meeting, by item and by person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from agenda.enums import ItemState, Part
from agenda.models import AgendaItem
from agenda.registry import told_at_items
from agenda.selectors import RECUSED, Row, agenda_of, closed_to_people, is_closed_to, item_or_404, numbers_in
from documents.files.models import File, Upload
from meetings.enums import Audience, MeetingState
from meetings.errors import not_found
from meetings.memo import remembered
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.registry import Visitor
from meetings.selectors import audience_of, meeting_or_404, sees_non_public, shut_out_of

NEW_FOR = timedelta(days=14)
ON_START = 8


@dataclass(slots=True)
class Folder:
    """The files of one item, with the item's number and title, and the papers that a wing above has there."""

    row: Row
    files: list[File] = field(default_factory=list)
    papers: list[Any] = field(default_factory=list)

    @property
    def item(self) -> AgendaItem:
        """The item; a folder exists only for those who may see it."""
        assert self.row.item is not None
        return self.row.item

    @property
    def lines(self) -> list[Line]:
        """The files with their moves, for the desk."""
        return lines_of(self.files)

    @property
    def is_current(self) -> bool:
        """Whether the item is being dealt with right now."""
        return self.item.state == ItemState.OPEN


def files_for(meeting: Meeting, audience: Audience) -> QuerySet[File]:
    """The files of a meeting that this audience may have, grouped by item in the order in which they were put."""
    files = File.objects.kept().filter(item__meeting=meeting).in_order()
    return files if sees_non_public(audience) else files.filter(item__part=Part.PUBLIC, confidential=False)


def folders_for(meeting: Meeting, audience: Audience, *, empty_too: bool = False) -> list[Folder]:
    """The files by item in the order of the agenda; three queries. `empty_too` keeps items that have none."""
    by_item = files_by_item(meeting, audience)
    folders = [
        Folder(row, by_item.get(row.item.pk, [])) for row in agenda_of(meeting, audience) if row.item is not None
    ]
    for folder in folders:
        for file in folder.files:
            file.item = folder.item
    return [folder for folder in folders if folder.files or empty_too]


def folders_with_papers(meeting: Meeting, audience: Audience) -> list[Folder]:
    """The same with the papers at the items; those of what is closed to somebody for a conflict of interest are left
    out for all until it is called.
    """
    papers, folders = told_at_items("papers", meeting, audience), folders_for(meeting, audience, empty_too=True)
    closed = frozenset[int]().union(*closed_to_people(meeting).values()) if papers else frozenset()
    for folder in folders:
        if folder.is_current or folder.item.pk not in closed:
            folder.papers = papers.get(folder.item.pk, [])
    return [folder for folder in folders if folder.files or folder.papers]


@remembered
def files_by_item(meeting: Meeting, audience: Audience) -> dict[int, list[File]]:
    """The files that this audience may have, by the item's id; one query."""
    return {item: list(files) for item, files in groupby(files_for(meeting, audience), key=lambda file: file.item_id)}


def file_or_404(user: Any, pk: int) -> tuple[Actor, File]:
    """A file and what this user is in its meeting; 404 alike for hidden, removed and absent."""
    file = (
        File.objects.kept()
        .select_related("item__meeting__body__institution", "item__meeting__journal")
        .filter(pk=pk)
        .first()
    )
    if file is None:
        raise not_found()
    actor, _meeting = meeting_or_404(user, file.item.meeting_id)
    if not file.is_public and not sees_non_public(audience_of(actor)):
        raise not_found()
    if is_closed_to(file.item, actor):
        raise not_found()
    return actor, file


def upload_or_404(user: Any, key: str) -> tuple[Actor, Upload]:
    """An upload and what its sender is in the meeting; 404 for everybody else."""
    upload = Upload.objects.select_related("item").filter(key=key, owner=user.pk).first()
    if upload is None:
        raise not_found()
    actor, upload.item = item_or_404(user, upload.item_id)
    return actor, upload


def broken_uploads(before: datetime) -> QuerySet[Upload]:
    """Those that nobody has gone on with since then, and those that are over."""
    return Upload.objects.filter(last_at__lt=before)


@dataclass(frozen=True, slots=True)
class Line:
    """A file at the desk with where it goes: before which file (0 for the end) when it is moved up or down, None where
    it cannot; and who may not have it although they should.
    """

    file: File
    up: int | None
    down: int | None


def lines_of(files: list[File]) -> list[Line]:
    """The files of one item with their moves."""
    keys = [file.pk for file in files]
    after = [*keys[2:], 0] if len(keys) > 1 else []
    return [
        Line(file, keys[place - 1] if place else None, after[place] if place < len(keys) - 1 else None)
        for place, file in enumerate(files)
    ]


def new_files_for(visitor: Visitor) -> list[dict[str, Any]]:
    """What was put on the coming meetings of one's bodies in the last two weeks, the newest first, with the item's
    number. Three queries.

    Nothing that is closed to this person for a conflict of interest; only what is public of a meeting from which they
    are barred, and of a running one, for who is outside is known to the meeting alone.
    """
    open_to_all, barred = (
        Q(item__part=Part.PUBLIC, confidential=False),
        Q(item__meeting__in=shut_out_of(visitor.person_id)),
    )
    ahead = Q(item__meeting__state=MeetingState.CONVENED, item__meeting__starts_at__date__gte=visitor.day)
    runs = Q(item__meeting__state__in=[MeetingState.RUNNING, MeetingState.INTERRUPTED])
    fresh = File.objects.kept().filter(
        (ahead & ~barred) | ((ahead | runs) & open_to_all),
        item__meeting__body__in=visitor.bodies,
        uploaded_at__gte=timezone.now() - NEW_FOR,
    )
    held = AgendaItem.objects.filter(
        part=Part.NON_PUBLIC, recusals__person=visitor.person_id, recusals__ended_at__isnull=True
    )
    mine = fresh.exclude(item__in=held.filter(recusals__state__in=RECUSED))
    files = list(mine.select_related("item__meeting").order_by("-uploaded_at", "-pk")[:ON_START])
    numbers = numbers_in({file.item.meeting_id for file in files})
    return [{"file": file, "number": numbers[file.item_id]} for file in files]
