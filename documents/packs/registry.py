"""What goes into packs: each wing that has something for them has one function in `documents.packs.exports.parts`.

A function gives an audience what `files_for` would, in three or four queries, and nothing else: what is closed to
a single person is left out afterwards, for all of them alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agenda.selectors import Row
from meetings.enums import Audience
from meetings.models import Meeting
from meetings.registry import Hook


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a pack: the row of the agenda at which it stands, how people call it, and where its content lies.

    `label` says what it is at its item ("Anlage 1"); `url` is where it is fetched alone. `what` and `key` are its name
    in the record of readings.
    """

    row: Row
    title: str
    name: str
    place: str
    media_type: str
    size: int
    sha256: str
    is_public: bool
    label: str
    url: str
    what: str
    key: int
    at: datetime

    @property
    def mark(self) -> str:
        """The same content at the same item: what somebody has had of it once is not new to them."""
        return f"{self.row.item.pk if self.row.item else 0}:{self.sha256}"


tell_parts = Hook[[Meeting, Audience], list[Part]]()
"""Let a wing say what it has for the packs of this audience, by row in the order in which it is to stand there."""
