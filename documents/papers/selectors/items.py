"""The papers at the items of a meeting, as an audience may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agenda.differences import Piece
from agenda.enums import ItemState, Part
from agenda.models import AgendaItem
from documents.papers.enums import PaperState
from documents.papers.models import Consultation, Paper, PaperVersion
from documents.papers.selectors.access import GONE_OUT, papers_of_public
from documents.papers.selectors.pages import Changes, changes_between
from documents.papers.selectors.told import had_papers
from documents.papers.shortening import in_short
from meetings.enums import Audience
from meetings.memo import remembered, remembers
from meetings.models import Meeting
from meetings.selectors import sees_non_public


@dataclass(frozen=True, slots=True)
class PaperAtItem:
    """A paper at an item: which version stands there, since when where it came late, and the one that was read there
    before it.
    """

    paper: Paper
    version: PaperVersion
    subject: str
    annexes: int
    late_at: datetime | None = None
    before: PaperVersion | None = None
    is_for_public: bool = False

    @property
    def changes(self) -> Changes | None:
        """What a late version has changed, as far as whoever reads this had the one before it."""
        if self.before is None or self.late_at is None:
            return None
        return changes_between(self.before, self.version, public=self.is_for_public)

    @property
    def in_short(self) -> list[tuple[Any, tuple[Piece, ...]]]:
        """The words of these changes in a few lines."""
        changes = self.changes
        return [(label, in_short(pieces)) for label, pieces in changes.texts] if changes else []

    @property
    def is_withdrawn(self) -> bool:
        """Whether nothing is to be decided about it any more."""
        return self.paper.state == PaperState.WITHDRAWN


@remembered
def papers_by_item(meeting: Meeting, audience: Audience) -> dict[int, list[PaperAtItem]]:
    """The papers by the item's id: for the public the versions it has, for others the last ones; two queries.

    A page that tells the state, too, asks nothing more for a meeting that never had a paper.
    """
    if remembers(meeting) and not had_papers(meeting):
        return {}
    rows = Consultation.objects.filter(item__meeting=meeting, paper__state__in=GONE_OUT).select_related("paper__type")
    public = not sees_non_public(audience)
    if public:
        rows = rows.filter(item__part=Part.PUBLIC, paper__in=papers_of_public().values("pk"))
    stations = list(rows.order_by("paper__number", "pk"))
    versions: dict[int, dict[int, PaperVersion]] = {}
    for version in PaperVersion.objects.filter(paper__in=[row.paper_id for row in stations]).order_by("seq"):
        versions.setdefault(version.paper_id, {})[version.seq] = version
    found: dict[int, list[PaperAtItem]] = {}
    for row in stations:
        at_item = _at_item(row, versions.get(row.paper_id, {}), meeting, public=public)
        if at_item is not None and row.item_id is not None:
            found.setdefault(row.item_id, []).append(at_item)
    return found


def _at_item(
    row: Consultation, versions: dict[int, PaperVersion], meeting: Meeting, *, public: bool
) -> PaperAtItem | None:
    """The last version, for the public the one that it has."""
    seq = (row.paper.public_seq or 0) if public else max(versions, default=0)
    before = (row.paper.public_before or 0) if public else seq - 1
    version = versions.get(seq)
    if version is None:
        return None
    version.paper = row.paper
    late = meeting.convened_at is not None and version.released_at > meeting.convened_at
    return PaperAtItem(
        row.paper,
        version,
        version.words("subject"),
        sum(1 for held in version.files if not (public and held["confidential"])),
        version.released_at if late else None,
        versions.get(before),
        public,
    )


def followed_by(item: AgendaItem) -> Paper | None:
    """The paper whose words a waiting item follows."""
    if item.state != ItemState.PENDING:
        return None
    rows = Consultation.objects.filter(item=item, is_followed_by_item=True).select_related("paper__type")
    station = rows.first()
    return station.paper if station else None
