"""Live panels of the files, their tab, and what the agenda and the start page show of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from agenda.registry import RowPart, stand_at_items, tell_row_parts, templates_at_items
from documents.files import kinds
from documents.files.selectors import files_by_item, folders_for, folders_with_papers, new_files_for
from meetings import registry
from meetings.enums import Audience, MeetingState
from meetings.live.panels import EVERYBODY, Panel, register_panel
from meetings.models import Meeting
from meetings.permissions import Actor, can
from meetings.registry import PagePart, Visitor

PIECES_ABOVE, PIECE = 10 * 1024**2, 4 * 1024**2
TOUCHED_BY = ("documents.file.", "documents.paper.", "agenda.item.", "agenda.recusal.", "meetings.meeting.")


def _files(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    folders = folders_with_papers(meeting, audience)
    return {"folders": sorted(folders, key=lambda folder: not folder.is_current), "fragments": templates_at_items()}


def _all_files(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    return {
        "folders": folders_for(meeting, audience, empty_too=True),
        "may_change": meeting.state != MeetingState.CANCELLED,
        **terms_of_uploads(),
    }


def terms_of_uploads() -> dict[str, Any]:
    """What `documents/_upload.html` says of what is taken."""
    return {
        "endings": ",".join(f".{ending}" for ending in kinds.ENDINGS),
        "limit": settings.FILE_SIZE_LIMIT,
        "pieces_above": PIECES_ABOVE,
        "piece": PIECE,
    }


def _shows_files(actor: Actor, meeting: Meeting) -> bool:
    return can(actor, "documents.see_files", meeting)


register_panel(
    Panel(
        "papers",
        TOUCHED_BY,
        "documents/desk/papers.html",
        _files,
        EVERYBODY - {Audience.SCREEN},
        room="documents/room/papers.html",
    )
)
stand_at_items("files", files_by_item, "documents/_paper.html")
register_panel(
    Panel("all_papers", TOUCHED_BY, "documents/panels/all_papers.html", _all_files, frozenset({Audience.DESK}))
)
registry.add_tab(37, registry.Tab(_("Files"), "documents:files", _shows_files))


@tell_row_parts
def papers_of_rows(meeting: Meeting, audience: Audience) -> dict[int, RowPart]:
    """The papers of each item; one query."""
    return {
        item: RowPart("documents/_row_line.html", "documents/_row_papers.html", {"files": files})
        for item, files in files_by_item(meeting, audience).items()
    }


@registry.tell_start_parts
def new_papers(visitor: Visitor) -> list[PagePart]:
    """For members what was put on the coming meetings in the last two weeks; the clerk has put it there."""
    if not visitor.bodies or visitor.is_clerk:
        return []
    return [PagePart("documents/start_papers.html", {"files": new_files_for(visitor)})]
