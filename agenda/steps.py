"""What the agenda hangs into the ground floor: the item that is being dealt with, and what was done or waits."""

from __future__ import annotations

from datetime import datetime

from agenda.selectors import closed_since, numbers_of, open_item, recused_people
from agenda.services.course import postpone_rest
from agenda.services.notes import turn_open_note
from meetings import registry
from meetings.models import Meeting
from meetings.registry import CurrentItem, StepDone


@registry.tell_current_item
def _current(meeting: Meeting) -> CurrentItem | None:
    item = open_item(meeting)
    return CurrentItem(item.pk, numbers_of(meeting)[item.pk], item.is_public) if item else None


@registry.name_steps
def _items_dealt_with(meeting: Meeting, moment: datetime) -> list[StepDone]:
    numbers = numbers_of(meeting)
    return [
        StepDone("agenda.item", item.pk, f"{numbers[item.pk]} {item.title}", item.is_public)
        for item in closed_since(meeting, moment)
    ]


registry.postpone_rest(postpone_rest)
registry.follow_publicity(turn_open_note)
registry.tell_recused(recused_people)
