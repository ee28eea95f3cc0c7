"""Reads of several meetings at once, for start pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Count, Sum

from agenda.enums import ItemState, Part
from agenda.models import AgendaItem
from agenda.numbering import Node, number_items
from meetings.enums import Publicity
from meetings.models import Meeting
from meetings.registry import RunningWords


def numbers_in(meetings: Collection[int]) -> dict[int, str]:
    """The numbers of all items of these meetings, by the item's id. One query."""
    nodes: dict[int, list[Node]] = defaultdict(list)
    rows = AgendaItem.objects.filter(meeting__in=meetings).values_list("meeting", "pk", "parent", "part", "position")
    for meeting, pk, parent, part, position in rows:
        nodes[meeting].append(Node(pk, parent, part, position))
    return {line.key: line.number for rows in nodes.values() for line in number_items(rows)}


def running_in(meetings: Collection[Meeting]) -> dict[int, RunningWords]:
    """What is being dealt with in these meetings as everybody may know it, by the meeting's id. Two queries."""
    open_to_all = [meeting.pk for meeting in meetings if meeting.publicity == Publicity.PUBLIC]
    items = AgendaItem.objects.filter(meeting__in=open_to_all, state=ItemState.OPEN, part=Part.PUBLIC)
    rows = list(items.values_list("meeting", "pk", "title"))
    numbers = numbers_in(open_to_all)
    return {meeting: RunningWords(numbers[pk], title) for meeting, pk, title in rows}


def without_items(meetings: Collection[Meeting]) -> list[Meeting]:
    """Those whose agenda is empty. One query."""
    begun = set(AgendaItem.objects.filter(meeting__in=meetings).values_list("meeting", flat=True))
    return [meeting for meeting in meetings if meeting.pk not in begun]


def size_of(meeting: Meeting) -> tuple[int, int]:
    """How many items a meeting has, and how many minutes are planned for them. One query."""
    items = AgendaItem.objects.filter(meeting=meeting).exclude(state=ItemState.WITHDRAWN)
    found = items.aggregate(number=Count("pk"), minutes=Sum("planned_minutes"))
    return found["number"], found["minutes"] or 0
