"""What must hold, recomputed from the journal alone, without any code of the program but the order of its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

ARRIVALS = {"meetings.attendance.arrived", "meetings.attendance.healed", "meetings.attendance.imported"}
DEPARTURES = {"meetings.attendance.left", "meetings.attendance.lost"}
ITEM_STATES = {
    "agenda.item.opened": "open",
    "agenda.item.closed": "closed",
    "agenda.item.taken_back": "pending",
    "agenda.item.postponed": "postponed",
    "agenda.item.withdrawn": "withdrawn",
}
PUBLICITY = {
    "meetings.public.excluded": "closing",
    "meetings.public.gone": "non_public",
    "meetings.public.readmitted": "public",
    "meetings.meeting.closed": "public",
}
COURSE = {
    "meetings.meeting.opened": "running",
    "meetings.meeting.interrupted": "interrupted",
    "meetings.meeting.resumed": "running",
    "meetings.meeting.closed": "closed",
    "meetings.meeting.reopened": "running",
}


@dataclass
class Told:
    """The meeting as its journal tells it. `seats` maps a seat to its member, `council` says who is a member of the
    council.
    """

    seats: Mapping[int, int]
    council: Mapping[int, bool]
    state: str = "convened"
    publicity: str = "public"
    present: set[int] = field(default_factory=set)
    holders: dict[int, int] = field(default_factory=dict)
    items: dict[int, str] = field(default_factory=dict)

    def hear(self, name: str, data: Mapping[str, Any]) -> None:
        """One event more."""
        self.state = COURSE.get(name, self.state)
        self.publicity = PUBLICITY.get(name, self.publicity)
        if name in ARRIVALS:
            self._come(data["person"])
        elif name in DEPARTURES:
            self._go(data["person"])
        elif name in {"meetings.attendance.corrected", "meetings.attendance.struck"}:
            self._correct(data)
        elif name.startswith("meetings.seat."):
            self._seat(name.rpartition(".")[2], data)
        elif name in ITEM_STATES:
            self.items[data["item"]] = ITEM_STATES[name]
        elif name == "agenda.item.reopened":
            self.items[data["item"]] = "open" if self.items[data["item"]] == "closed" else "pending"

    def _come(self, person: int) -> None:
        self.present.add(person)
        own = next((seat for seat, member in self.seats.items() if member == person), None)
        if own is not None and own not in self.holders:
            self.holders[own] = person

    def _go(self, person: int) -> None:
        self.present.discard(person)
        self.holders = {seat: holder for seat, holder in self.holders.items() if holder != person}

    def _correct(self, data: Mapping[str, Any]) -> None:
        """Only an open interval that is ended, or an ended one that goes on, changes who is there now."""
        if not data["was_until"] and data.get("until", "struck"):
            self._go(data["person"])
        elif data["was_until"] and data.get("until", "struck") == "":
            self._come(data["person"])

    def _seat(self, word: str, data: Mapping[str, Any]) -> None:
        if word == "taken":
            self.holders[data["seat"]] = data["person"]
        elif word == "released":
            self.holders.pop(data["seat"], None)
        elif word in {"handed_back", "resumed"}:
            self.holders[data["seat"]] = self.seats[data["seat"]]

    def quorum(self, members: int) -> str:
        """GO NRW sections 49(1) and 58(3), written down once more: more than half, and more council members than
        experts.
        """
        on_council = sum(self.council[person] for person in self.holders.values())
        experts = len(self.holders) - on_council
        few, many = 2 * len(self.holders) <= members, experts > 0 and on_council <= experts
        return {(False, False): "quorate", (True, False): "too_few_seats", (False, True): "too_many_experts"}.get(
            (few, many), "too_few_and_too_many_experts"
        )


def tell(events: Iterable[Any], seats: Mapping[int, int], council: Mapping[int, bool]) -> Told:
    """Let the journal tell the meeting from its beginning."""
    told = Told(seats, council)
    for event in events:
        told.hear(event.name, event.data)
    return told
