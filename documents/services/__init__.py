"""Every change of state in the documents room goes through one of these."""

from documents.services.calendar import stamp_calendar
from documents.services.files import attach_file, remove_file
from documents.services.minutes import release_minutes, take_back_minutes
from documents.services.readings import note_file, note_minutes, note_package

__all__ = [
    "attach_file",
    "note_file",
    "note_minutes",
    "note_package",
    "release_minutes",
    "remove_file",
    "stamp_calendar",
    "take_back_minutes",
]
