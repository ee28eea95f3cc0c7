"""Names for files, of which every wing makes its own: "2021-06-11-Digitalisierungsausschuss"."""

import re
import unicodedata
from datetime import date

from django.utils import timezone

from meetings.models import Meeting

LONGEST_PART = 60
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"})


def stem_of_meeting(meeting: Meeting) -> str:
    """What the files of a meeting begin with; its day is the day in the house's time zone."""
    return meeting_stem(timezone.localdate(meeting.starts_at), meeting.body.name, meeting.title)


def meeting_stem(day: date, body: str, title: str) -> str:
    """What files of a meeting begin with: day, body and title, for a body may meet twice a day.

    A title that names the body stands alone.
    """
    whose, what = _cut(plain(body)), _cut(plain(title))
    return "-".join([f"{day:%Y-%m-%d}", *(part for part in ("" if whose in what else whose, what) if part)])


def _cut(words: str) -> str:
    """At most so much of a name, whole words where there are several."""
    return words if len(words) <= LONGEST_PART else words[: LONGEST_PART + 1].rpartition("-")[0] or words[:LONGEST_PART]


def plain(text: str) -> str:
    """ASCII letters and digits with single hyphens; umlauts written out, accents dropped."""
    composed = unicodedata.normalize("NFC", text).translate(_GERMAN)
    ascii_only = unicodedata.normalize("NFKD", composed).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-")
