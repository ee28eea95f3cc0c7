"""What people type, or paste, before it is stored: one form of the same words, whatever program they come from."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""A date beyond these is a slip of the keyboard: the year 27 for 2027."""
BLANKS = re.compile("[^\\S\n]+")


def one_line(text: str) -> str:
    """These words in one line: composed letters, and whatever is no letter or sign (a tab, a line end, NUL) is one
    space.
    """
    return " ".join(_spaced(LINE_ENDS.sub(" ", text)).split())


def paragraphs(text: str) -> str:
    """These words with their lines: line ends of one kind, composed letters, a space for a tab or another control
    character.

    Spaces stay as they are otherwise, also at the ends: somebody may be typing still.
    """
    return "\n".join(_spaced(line) for line in LINE_ENDS.split(text))


def words_of(text: str) -> str:
    """What counts when texts are compared: the words and where a line ends, not how many spaces stand between and
    behind them.
    """
    return "\n".join(BLANKS.sub(" ", line).strip() for line in paragraphs(text).split("\n")).strip()


def _spaced(line: str) -> str:
    composed = unicodedata.normalize("NFC", UNSEEN.sub("", line))
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in composed)


def check_year(day: date) -> None:
    """Refuse a date (or moment) that nobody can mean, for a form's or a model's field."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        says = _("The year {year} cannot be meant. Write it with four digits, from {first} to {last}.")
        raise ValidationError(says.format(year=day.year, first=FIRST_YEAR, last=LAST_YEAR), code="year")
