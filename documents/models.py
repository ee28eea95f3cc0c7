"""The room's tables, as Django looks for them: they lie in the wings, under the room's label and with its
migrations.
"""

from documents.calendars.models import CalendarStamp
from documents.files.models import File, FileContent, FileCopy, FileText, Upload
from documents.minutes.models import DocumentRules, MinutesCopy, MinutesRelease

__all__ = [
    "CalendarStamp",
    "DocumentRules",
    "File",
    "FileContent",
    "FileCopy",
    "FileText",
    "MinutesCopy",
    "MinutesRelease",
    "Upload",
]
