"""The room's tables, as Django looks for them: they lie in the wings, under the room's label and with its
migrations.
"""

from documents.calendars.models import CalendarStamp
from documents.files.models import File, FileContent, FileCopy, FileText, Upload
from documents.minutes.models import DocumentRules, MinutesCopy, MinutesRelease
from documents.packs.models import Pack, PackFetch, PackPiece
from documents.papers.models import (
    Consultation,
    Paper,
    PaperFile,
    PaperSeries,
    PaperSheet,
    PaperType,
    PaperVersion,
    Proposer,
    SignOff,
    Supporter,
)
from documents.presenting.models import OwnSlides, PagePicture, PageText, PdfContent, Presentation, ReadingPlace

__all__ = [
    "CalendarStamp",
    "Consultation",
    "DocumentRules",
    "File",
    "FileContent",
    "FileCopy",
    "FileText",
    "MinutesCopy",
    "MinutesRelease",
    "OwnSlides",
    "Pack",
    "PackFetch",
    "PackPiece",
    "PagePicture",
    "PageText",
    "Paper",
    "PaperFile",
    "PaperSeries",
    "PaperSheet",
    "PaperType",
    "PaperVersion",
    "PdfContent",
    "Presentation",
    "Proposer",
    "ReadingPlace",
    "SignOff",
    "Supporter",
    "Upload",
]
