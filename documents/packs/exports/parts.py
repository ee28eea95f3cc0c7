"""What the wings have for packs: papers with their annexes, then the files that hang on items.

Another kind comes in by one more function under `@tell_parts`; those above stand before those below at their item.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from agenda.selectors import Row, agenda_of
from documents.files.selectors import folders_for
from documents.names import plain
from documents.packs.registry import Part, tell_parts
from documents.papers.exports.sheets import sheet_of
from documents.papers.selectors.items import PaperAtItem, papers_by_item
from documents.papers.selectors.pages import annexes_in
from documents.storage import PDF
from meetings.enums import Audience
from meetings.models import Meeting
from meetings.selectors import sees_non_public


@tell_parts
def papers_of_items(meeting: Meeting, audience: Audience) -> list[Part]:
    """The papers at items, each followed by its annexes."""
    at_items = papers_by_item(meeting, audience)
    rows = (row for row in agenda_of(meeting, audience) if row.item is not None and row.item.pk in at_items)
    public = not sees_non_public(audience)
    return [
        part
        for row in rows
        for paper in at_items[row.item.pk if row.item else 0]
        for part in _of_paper(row, paper, public=public)
    ]


def _of_paper(row: Row, at_item: PaperAtItem, *, public: bool) -> Iterator[Part]:
    paper, version = at_item.paper, at_item.version
    everybodys = public or (row.item is not None and row.item.is_public and version.is_everybodys)
    sheet = sheet_of(version, public=everybodys)
    yield Part(
        row,
        at_item.subject,
        f"{plain(paper.number)}.pdf",
        str(sheet.stored.name),
        PDF,
        sheet.size,
        sheet.sha256,
        everybodys,
        f"{paper.type} {paper.number}",
        paper.get_absolute_url(),
        "documents.paper",
        paper.pk,
        version.released_at,
    )
    for number, annex in enumerate(annexes_in(version, public=public), 1):
        yield Part(
            row,
            annex.title,
            annex.name,
            str(annex.stored.name),
            annex.media_type,
            annex.size,
            annex.sha256,
            everybodys or (annex.is_public and row.item is not None and row.item.is_public),
            _("{number}, annex {annex}").format(number=paper.number, annex=number),
            annex.get_absolute_url(),
            "documents.annex",
            annex.pk,
            version.released_at,
        )


@tell_parts
def files_of_items(meeting: Meeting, audience: Audience) -> list[Part]:
    """The files that hang on items."""
    return [
        Part(
            folder.row,
            file.title,
            file.name,
            str(file.stored.name),
            file.media_type,
            file.size,
            file.sha256,
            file.is_public,
            _("Annex {number}").format(number=number),
            file.get_absolute_url(),
            "documents.file",
            file.pk,
            file.uploaded_at,
        )
        for folder in folders_for(meeting, audience)
        for number, file in enumerate(folder.files, 1)
    ]
