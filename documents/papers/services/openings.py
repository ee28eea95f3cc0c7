"""Who opens a version that stands on a coming agenda, and when that is forgotten."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from documents.papers.models import Consultation, PaperOpening, PaperVersion
from documents.papers.selectors.access import Access
from documents.papers.selectors.outcomes import MEETING_OVER
from meetings.live.announce import redraw
from meetings.models import Meeting
from meetings.permissions import Actor

PANELS = ("openings",)


def note_opening(*, version: PaperVersion | None, access: Access, reader: Actor) -> None:
    """Remember that a member has opened this version (Fassung geöffnet), while it stands on an agenda of one of their
    bodies; the desks that show it are drawn anew.
    """
    if version is None or access < Access.FULL or reader.person_id is None:
        return
    ahead = _ahead().filter(paper=version.paper_id, item__meeting__body__in=reader.bodies)
    meetings = list(ahead.values_list("item__meeting", flat=True).distinct())
    if not meetings:
        return
    at = {"at": timezone.now()}
    _row, is_new = PaperOpening.objects.get_or_create(version=version, person_id=reader.person_id, defaults=at)
    for meeting in meetings if is_new else ():
        transaction.on_commit(partial(redraw, meeting, PANELS), robust=True)


def over_openings(**papers: Any) -> QuerySet[PaperOpening]:
    """Those of papers that stand on no coming agenda any more."""
    kept = Exists(_ahead().filter(paper=OuterRef("version__paper")))
    return PaperOpening.objects.filter(~kept, **papers)


def forget_openings(meeting: Meeting, actor: Actor) -> None:
    """Delete what nobody needs any more now that this meeting is closed."""
    over_openings(version__paper__consultations__item__meeting=meeting).delete()


def _ahead() -> QuerySet[Consultation]:
    return Consultation.objects.filter(item__isnull=False).exclude(item__meeting__state__in=MEETING_OVER)
