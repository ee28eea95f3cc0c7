"""Papers at the items of agendas, and what the start page shows of them."""

from __future__ import annotations

from agenda.models import AgendaItem
from agenda.registry import RowPart, Source, follow_part_change, name_source, stand_at_items, tell_row_parts
from documents.papers.selectors.items import followed_by, papers_by_item
from documents.papers.services.agenda import follow_part
from meetings.enums import Audience
from meetings.models import Meeting

follow_part_change(follow_part)
stand_at_items("papers", papers_by_item, "documents/papers/_at_item.html")


@tell_row_parts
def papers_of_rows(meeting: Meeting, audience: Audience) -> dict[int, RowPart]:
    """The papers of each item; two queries."""
    return {
        item: RowPart("documents/papers/_row_line.html", "documents/papers/_row.html", {"papers": papers})
        for item, papers in papers_by_item(meeting, audience).items()
    }


@name_source
def source_of_item(item: AgendaItem) -> Source | None:
    """The paper that an item follows until it is called; one query."""
    paper = followed_by(item)
    return Source(f"{paper.type} {paper.number}", paper.get_absolute_url()) if paper else None
