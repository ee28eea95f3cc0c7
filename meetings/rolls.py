"""Reading a roll from a CSV file (Anwesenheitsliste): who, present or not, in which way, from when.

Pure; nothing in a cell is ever executed. A column that is not understood is named (`Roll.unread`) and decides nothing.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError
from meetings.fields import is_whole
from meetings.names import spelt
from meetings.roll_words import NAMING, NOT, column_of, is_known, mode_of, presence_of

LARGEST, LONGEST = 200 * 1024, 500
SEPARATORS = ";\t,|"
OF_EIGHT_BITS = ("cp1252", "mac_roman", "cp850")
"""What spreadsheets on Windows, on a Mac and under DOS write, the likeliest first."""
IN_NAMES = frozenset("äöüßÄÖÜéèêëáàâåãçñóòôõøíìîïúùûæœšžýÿÉÈÊÁÀÂÅÃÇÑÓÒÔÕØÍÎÏÚÛÆŒŠŽÝ–’„“”")
LOOKED_AT = 20
"""So many lines are looked at for the separator and the heading: a title may stand above it."""
Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number, the name or address, the way ("" when none is given), the time as typed.

    `is_present` is what the list says of it: None when a column for it has nothing that can be read. `typed` is the
    line itself.
    """

    number: int
    who: str
    mode: str
    arrived: str
    is_present: bool | None = True
    mail: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """A file that was read: its lines, and the columns in which something stands that nobody has read."""

    lines: tuple[Line, ...]
    unread: tuple[str, ...]


def decode(content: bytes) -> str:
    """The file's text: UTF-8 or UTF-16, with or without BOM, else one of `OF_EIGHT_BITS`; letters composed.

    400 `roll.too_large`, `roll.unreadable`.
    """
    if len(content) > LARGEST:
        raise DomainError("roll.too_large", _("The file is larger than 200 KB."), status=400)
    return unicodedata.normalize("NFC", _decoded(content))


def _decoded(content: bytes) -> str:
    try:
        if (wide := _wide(content)) is not None:
            return content.decode(wide)
    except UnicodeDecodeError:
        raise _unreadable() from None
    if b"\0" in content:
        raise _unreadable()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return min((content.decode(charset, errors="replace") for charset in OF_EIGHT_BITS), key=_strangeness)


def _strangeness(text: str) -> int:
    """How much in a text no name or heading has: the sign that it was read by the wrong table of characters."""
    return sum(not char.isascii() and char not in IN_NAMES for char in text)


def _wide(content: bytes) -> str | None:
    """The kind of UTF-16, when it is one: by its mark, or because every other byte of Latin letters is zero."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    half = len(content) // 2
    if half < 4 or len(content) % 2:
        return None
    zeros = {"utf-16-be": content[::2].count(0), "utf-16-le": content[1::2].count(0)}
    return next((kind for kind, number in zeros.items() if number > half * 0.8 and sum(zeros.values()) == number), None)


def _unreadable() -> DomainError:
    return DomainError("roll.unreadable", _("This is not a CSV file."), status=400)


def read(text: str) -> Roll:
    """The lines of the file, without what stands above its heading, the heading and empty lines.

    400 `roll.too_large`, `roll.unreadable`, `roll.heading_unknown`.
    """
    rows = rows_of(text)
    columns, rows, heading = _columns(rows)
    if len(rows) > LONGEST:
        raise DomainError("roll.too_large", _("The file has more than 500 lines."), status=400)
    return Roll(tuple(_line(number, cells, columns) for number, cells in rows), unread_of(columns, rows, heading))


def rows_of(text: str) -> list[Row]:
    """Every line that is not empty, as its cells, whatever separates them. 400 `roll.too_large`, `roll.unreadable`."""
    if len(text) > LARGEST:
        raise DomainError("roll.too_large", _("The file is larger than 200 KB."), status=400)
    try:
        rows = list(_rows(unicodedata.normalize("NFC", text).replace("\0", "").removeprefix("\ufeff")))
    except csv.Error:
        raise _unreadable() from None
    if len(rows) > LONGEST + LOOKED_AT:
        raise DomainError("roll.too_large", _("The file has more than 500 lines."), status=400)
    return rows


def _rows(text: str) -> Iterator[Row]:
    skipped, separator, text = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num + skipped, [" ".join(cell.split()) for cell in cells]


def _separator(text: str) -> tuple[int, str, str]:
    """How many lines went before, what stands between the cells, and the text: a first line `sep=;` says it itself."""
    first, _end, rest = text.partition("\n")
    said = first.strip().strip('"')
    if said.casefold().startswith("sep=") and len(said) <= 5:
        return 1, said[4:] or "\t", rest
    lines = [line for line in text.splitlines() if line.strip()][:LOOKED_AT]
    return 0, max(SEPARATORS, key=lambda sign: (sum(sign in line for line in lines), -SEPARATORS.index(sign))), text


def _columns(rows: list[Row]) -> tuple[dict[int, str], list[Row], list[str]]:
    """What each column holds, the rows below the heading, and the heading; without one: who, way or presence, time."""
    headings = [_heading(cells) for _number, cells in rows[:LOOKED_AT]]
    place = max(
        (place for place, found in enumerate(headings) if found), key=lambda place: len(headings[place]), default=None
    )
    if place is not None:
        return headings[place], rows[place + 1 :], rows[place][1]
    _check_no_heading(rows[:1])
    return _without_heading([cells for _number, cells in rows]), rows, []


def _heading(cells: list[str]) -> dict[int, str]:
    """The columns that this line names; none when no column of names is among them."""
    found = {place: column for place, cell in enumerate(cells) if (column := column_of(cell))}
    if "given" in found.values() and "family" not in found.values():
        found = {place: "family" if column == "who" else column for place, column in found.items()}
    return found if set(found.values()) & {"who", "mail", "family"} else {}


def _check_no_heading(first: list[Row]) -> None:
    """A first line that names columns, but none for the names, is a heading that was not understood."""
    for _number, cells in first:
        if any(
            column_of(cell) in {"mode", "arrived", "given", "title", "status"} and not is_known(cell) for cell in cells
        ):
            says = _(
                "No column of the heading is known to hold the names: {heading}. Call it “Name”, or “Nachname” and "
                "“Vorname”."
            )
            raise DomainError("roll.heading_unknown", says.format(heading=", ".join(filter(None, cells))), status=400)


def _without_heading(rows: list[list[str]]) -> dict[int, str]:
    second = [cells[1] for cells in rows if len(cells) > 1 and cells[1]]
    if second and not any(is_known(word) or _is_time(word) for word in second):
        return {0: "family", 1: "given", 2: "mode", 3: "arrived"}
    return {0: "who", 1: "mode", 2: "arrived"}


def _is_time(word: str) -> bool:
    try:
        return time_of(word) is not None
    except ValueError:
        return False


def unread_of(columns: dict[int, str], rows: list[Row], heading: list[str]) -> tuple[str, ...]:
    """The columns that are filled and not read, by their headings."""
    filled = sorted(
        {place for _number, cells in rows for place, cell in enumerate(cells) if cell and place not in columns}
    )
    return tuple(heading[place] if place < len(heading) and heading[place] else f"#{place + 1}" for place in filled)


def _line(number: int, cells: list[str], columns: dict[int, str]) -> Line:
    given = {name: _cell(cells, columns, name) for name in (*NAMING, "mode", "status", "arrived")}
    who = given["who"] or " ".join(filter(None, (given["title"], given["given"], given["family"])))
    mode, is_present = _part(cells, columns)
    return Line(
        number, who or given["mail"], mode, given["arrived"], is_present, given["mail"], "; ".join(filter(None, cells))
    )


def _cell(cells: list[str], columns: dict[int, str], name: str) -> str:
    return next(
        (cells[place] for place, column in columns.items() if column == name and place < len(cells) and cells[place]),
        "",
    )


def _part(cells: list[str], columns: dict[int, str]) -> tuple[str, bool | None]:
    """In which way, and whether at all: either may stand in the column of the other."""
    way, status = _cell(cells, columns, "mode"), _cell(cells, columns, "status")
    modes = {mode: word for word in (way, status) if (mode := mode_of(word))}
    unknown = way if way and not is_known(way) else ""
    said = [presence_of(word) for word in (way, status) if word and word != unknown and not mode_of(word)]
    return unknown or " ".join(modes.values()), _presence([*said, *_ticks(cells, columns)], bool(modes), columns)


def _presence(said: list[bool | None], has_mode: bool, columns: dict[int, str]) -> bool | None:
    """Absent as soon as one cell says so; where the list has a column for it, nobody is present who is not said to
    be.
    """
    if False in said:
        return False
    if None in said:
        return None
    asked = {"status", "present", "absent"} & set(columns.values())
    return True if said or has_mode or not asked else None


def _ticks(cells: list[str], columns: dict[int, str]) -> Iterator[bool | None]:
    """What stands below "anwesend" and "entschuldigt": a mark, yes or no. Nothing below "anwesend" says that nobody
    came.
    """
    for place, column in columns.items():
        word = cells[place] if place < len(cells) else ""
        if column == "present":
            yield (True if mode_of(word) else presence_of(word)) if word else False
        elif column == "absent" and word and spelt(word) not in NOT:
            yield False


def time_of(word: str) -> time | None:
    """A time of day as people write it (17:05, 17.05 Uhr, 17:05:30); ValueError for anything else, None for nothing."""
    plain = word.casefold().removesuffix("uhr").strip().replace(".", ":")
    if not plain:
        return None
    parts = plain.split(":")
    if len(parts) not in {2, 3} or not all(is_whole(part, 2) for part in parts):
        raise ValueError(word)
    hour, minute, second = (int(part) for part in [*parts, "0"][:3])
    return time(hour, minute, second)
