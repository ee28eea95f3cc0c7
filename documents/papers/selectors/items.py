"""The papers at the items of a meeting, as an audience may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agenda.enums import ItemState, Part
from agenda.models import AgendaItem
from documents.papers.enums import PaperState
from documents.papers.models import Consultation, Paper, PaperVersion
from documents.papers.selectors.access import GONE_OUT, papers_of_public
from meetings.enums import Audience
from meetings.memo import remembered
from meetings.models import Meeting
from meetings.selectors import sees_non_public


@dataclass(frozen=True, slots=True)
class PaperAtItem:
    """A paper at an item: which version stands there, and since when where it came late."""

    paper: Paper
    version: PaperVersion
    subject: str
    annexes: int
    late_at: datetime | None = None

    @property
    def is_withdrawn(self) -> bool:
        """Whether nothing is to be decided about it any more."""
        return self.paper.state == PaperState.WITHDRAWN


@remembered
def papers_by_item(meeting: Meeting, audience: Audience) -> dict[int, list[PaperAtItem]]:
    """The papers by the item's id: for the public the versions it has, for others the last ones; three queries."""
    rows = Consultation.objects.filter(item__meeting=meeting, paper__state__in=GONE_OUT).select_related("paper__type")
    public = not sees_non_public(audience)
    if public:
        rows = rows.filter(item__part=Part.PUBLIC, paper__in=papers_of_public().values("pk"))
    stations = list(rows.order_by("paper__number", "pk"))
    versions: dict[int, PaperVersion] = {}
    for version in PaperVersion.objects.filter(paper__in=[row.paper_id for row in stations]).order_by("seq"):
        if not public or version.seq == _seq_of(stations, version.paper_id):
            versions[version.paper_id] = version
    found: dict[int, list[PaperAtItem]] = {}
    for row in stations:
        if row.paper_id in versions and row.item_id is not None:
            found.setdefault(row.item_id, []).append(_at_item(row, versions[row.paper_id], meeting, public=public))
    return found


def _seq_of(stations: list[Consultation], paper: int) -> int | None:
    return next(row.paper.public_seq for row in stations if row.paper_id == paper)


def _at_item(row: Consultation, version: PaperVersion, meeting: Meeting, *, public: bool) -> PaperAtItem:
    late = meeting.convened_at is not None and version.released_at > meeting.convened_at
    return PaperAtItem(
        row.paper,
        version,
        version.words("subject"),
        sum(1 for held in version.files if not (public and held["confidential"])),
        version.released_at if late else None,
    )


def followed_by(item: AgendaItem) -> Paper | None:
    """The paper whose words a waiting item follows."""
    if item.state != ItemState.PENDING:
        return None
    rows = Consultation.objects.filter(item=item, is_followed_by_item=True).select_related("paper__type")
    station = rows.first()
    return station.paper if station else None
