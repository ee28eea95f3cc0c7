"""What goes into packs: each wing that has something for them is one function here.

Another kind of paper comes in by one more function under `@tell_parts`; those above stand before those below at their
item. A function gives an audience what `files_for` would, in three or four queries, and nothing else: what is closed to
a single person is left out afterwards, for all of them alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from agenda.selectors import Row
from documents.files.selectors import folders_for
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


@tell_parts
def files_of_items(meeting: Meeting, audience: Audience) -> list[Part]:
    """The files that hang on items."""
    return [
        Part(
            folder.row,
            file.title,
            file.name,
            str(file.stored.name),
            file.media_type,
            file.size,
            file.sha256,
            file.is_public,
            _("Annex {number}").format(number=number),
            file.get_absolute_url(),
            "documents.file",
            file.pk,
            file.uploaded_at,
        )
        for folder in folders_for(meeting, audience)
        for number, file in enumerate(folder.files, 1)
    ]
