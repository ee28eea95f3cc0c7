"""Live panels of the files, and their tab."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from documents.files import kinds
from documents.files.selectors import folders_for
from meetings import registry
from meetings.enums import Audience, MeetingState
from meetings.live.panels import Panel, register_panel
from meetings.models import Meeting
from meetings.permissions import Actor, can

TOUCHED_BY = ("documents.file.", "agenda.item.", "meetings.meeting.")


def _files(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    folders = folders_for(meeting, audience)
    return {"folders": sorted(folders, key=lambda folder: not folder.is_current)}


def _all_files(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    return {
        "folders": folders_for(meeting, audience, empty_too=True),
        "may_change": meeting.state != MeetingState.CANCELLED,
        "endings": ",".join(f".{ending}" for ending in kinds.ENDINGS),
        "limit": settings.FILE_SIZE_LIMIT,
    }


def _shows_files(actor: Actor, meeting: Meeting) -> bool:
    return can(actor, "documents.see_files", meeting)


register_panel(Panel("papers", TOUCHED_BY, "documents/panels/papers.html", _files, desk="documents/desk/papers.html"))
register_panel(Panel("all_papers", TOUCHED_BY, "documents/panels/all_papers.html", _all_files, frozenset({Audience.DESK})))
registry.add_tab(37, registry.Tab(_("Files"), "documents:files", _shows_files))
