"""The room's tables, as Django looks for them: they lie in the wings, under the room's label and with its
migrations.
"""

from documents.calendars.models import CalendarStamp
from documents.files.models import File
from documents.minutes.models import DocumentRules, MinutesCopy, MinutesRelease
from documents.presenting.models import OwnSlides, PagePicture, PageText, PdfContent, Presentation, ReadingPlace

__all__ = [
    "CalendarStamp",
    "DocumentRules",
    "File",
    "MinutesCopy",
    "MinutesRelease",
    "OwnSlides",
    "PagePicture",
    "PageText",
    "PdfContent",
    "Presentation",
    "ReadingPlace",
]
