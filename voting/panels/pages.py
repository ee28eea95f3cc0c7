"""What the voting room says of an item in the agenda of a page, and what it brings to the start page."""

from __future__ import annotations

from typing import Any

from agenda.registry import RowPart, tell_row_parts
from meetings import registry
from meetings.enums import Audience
from meetings.models import Meeting
from meetings.registry import PagePart, Visitor
from voting import selectors
from voting.selectors import Record


@tell_row_parts
def results_of_rows(meeting: Meeting, audience: Audience) -> dict[int, RowPart]:
    """What was declared on each item, the last result in its row; four queries."""
    found = selectors.results_by_item(meeting, audience)
    return {item: _part(records) for item, records in found.items()}


def _part(records: list[Record]) -> RowPart:
    shown, words = {"records": _shown(records), "last": records[-1]}, tuple(record.question for record in records)
    return RowPart("voting/_row_line.html", "voting/_row_result.html", shown, is_result=True, words=words)


def _shown(records: list[Record]) -> list[dict[str, Any]]:
    return [
        {
            "record": record,
            "verdict": record.sentence.partition(":")[0],
            "factions": [_faction(*group) for group in record.factions],
        }
        for record in records
    ]


def _faction(name: str, counts: dict[str, int]) -> dict[str, Any]:
    """The numbers of a faction and where the three pieces of its bar begin."""
    yes, no, abstain = (counts.get(answer, 0) for answer in ("yes", "no", "abstain"))
    return {
        "name": name,
        "yes": yes,
        "no": no,
        "abstain": abstain,
        "before_abstain": yes + no,
        "all": yes + no + abstain,
    }


@registry.tell_start_parts
def decisions(visitor: Visitor) -> list[PagePart]:
    """The last public decisions with their sentences, for everybody but the clerk, whose page is a list of work."""
    if visitor.is_clerk:
        return []
    rows = [{"poll": poll, "sentence": selectors.sentence_for(poll)} for poll in selectors.latest_decisions()]
    return [PagePart("voting/start_decisions.html", {"rows": rows}, rank=10)]
