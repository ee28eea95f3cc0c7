"""Reading a roll from a CSV file (Anwesenheitsliste): who, in which way, from when. Pure; nothing in a cell is ever executed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError

LARGEST, LONGEST = 200 * 1024, 500
HEADINGS = {
    "who": {"name", "e-mail", "email", "mail", "person", "mitglied"},
    "mode": {"mode", "art", "teilnahme", "art der teilnahme", "way"},
    "arrived": {"arrived", "ankunft", "uhrzeit", "zeit", "time", "anwesend seit"},
}
MODES = {
    "hall": {"hall", "saal", "im saal", "vor ort", "präsenz", "in person", "in the hall"},
    "remote": {"remote", "online", "digital", "zugeschaltet", "video", "per video"},
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number, the name or address, the way ("" when none is given), the time as typed."""

    number: int
    who: str
    mode: str
    arrived: str


def decode(content: bytes) -> str:
    """The file's text: UTF-8 with or without BOM, else what spreadsheets on Windows write. 400 `roll.too_large`, `roll.unreadable`."""
    if len(content) > LARGEST:
        raise DomainError("roll.too_large", _("The file is larger than 200 KB."), status=400)
    if b"\0" in content:
        raise DomainError("roll.unreadable", _("This is not a CSV file."), status=400)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(text: str) -> list[Line]:
    """The lines of the file, without its heading and empty ones. 400 `roll.too_large`, `roll.unreadable`."""
    if len(text) > LARGEST:
        raise DomainError("roll.too_large", _("The file is larger than 200 KB."), status=400)
    text = text.replace("\0", "").removeprefix("\ufeff")
    try:
        rows = list(_rows(text))
    except csv.Error:
        raise DomainError("roll.unreadable", _("This is not a CSV file."), status=400) from None
    if len(rows) > LONGEST + 1:
        raise DomainError("roll.too_large", _("The file has more than 500 lines."), status=400)
    places, rows = _places(rows)
    return [Line(number, *(_cell(cells, places.get(name)) for name in ("who", "mode", "arrived"))) for number, cells in rows]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = ";" if ";" in first else ("\t" if "\t" in first else ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [" ".join(cell.split()) for cell in cells]


def _places(rows: list[tuple[int, list[str]]]) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """Where each column stands, by the heading; without one: who, way, time."""
    words = [cell.casefold() for cell in rows[0][1]] if rows else []
    found = {name: place for name, known in HEADINGS.items() for place, word in enumerate(words) if word in known}
    return (found, rows[1:]) if "who" in found else ({"who": 0, "mode": 1, "arrived": 2}, rows)


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def mode_of(word: str) -> str | None:
    """The way of taking part behind a word; "" for none, None for a word that says nothing."""
    if not word:
        return ""
    return next((mode for mode, known in MODES.items() if word.casefold() in known), None)


def time_of(word: str) -> time | None:
    """A time of day as people write it (17:05, 17.05 Uhr, 17:05:30); ValueError for anything else, None for nothing."""
    plain = word.casefold().removesuffix("uhr").strip().replace(".", ":")
    if not plain:
        return None
    parts = plain.split(":")
    if len(parts) not in {2, 3} or not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        raise ValueError(word)
    hour, minute, second = (int(part) for part in [*parts, "0"][:3])
    return time(hour, minute, second)


def spellings(given: str, family: str, full: str, address: str) -> set[str]:
    """How a person may stand in a list."""
    names = {f"{given} {family}", f"{family}, {given}", f"{family} {given}", full, address}
    return {" ".join(name.split()).casefold() for name in names if name.strip(" ,")}
