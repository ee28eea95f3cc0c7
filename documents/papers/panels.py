"""Papers at the items of agendas, and what the start page shows of them."""

from __future__ import annotations

from agenda.registry import RowPart, stand_at_items, tell_row_parts
from documents.papers.selectors.items import papers_by_item
from meetings.enums import Audience
from meetings.models import Meeting

stand_at_items("papers", papers_by_item, "documents/papers/_at_item.html")


@tell_row_parts
def papers_of_rows(meeting: Meeting, audience: Audience) -> dict[int, RowPart]:
    """The papers of each item; two queries."""
    return {
        item: RowPart("documents/papers/_row_line.html", "documents/papers/_row.html", {"papers": papers})
        for item, papers in papers_by_item(meeting, audience).items()
    }
