"""Reading a list of persons from a CSV file (Personenliste): who, in which role and faction, from when to when.

Pure; the table is read as a roll is (`rolls`). What cannot be understood is said of its line; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.enums import VOTING_ROLES, Role
from meetings.errors import DomainError
from meetings.fields import is_whole
from meetings.names import spelt
from meetings.roll_words import NOT, PRESENT, column_of
from meetings.rolls import LONGEST, LOOKED_AT, Row, rows_of, unread_of


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


HEADINGS = {
    "function": _words("beruf|amt|amt oder beruf|beruf oder amt|function"),
    "role": _words("rolle|funktion|funktion im gremium|role|mitgliedsart|art der mitgliedschaft"),
    "faction": _words("fraktion|faction|gruppe|partei"),
    "votes": _words("stimmrecht|stimmberechtigt|voting right|sitz"),
    "rank": _words("rang|vertretungsrang|reihenfolge|rank|rank as a substitute|vertretungsfolge"),
    "council": _words("ratsmitglied?|als vertretung: ratsmitglied|council member"),
    "starts_on": _words("von|ab|seit|from|beginn|mitglied seit"),
    "ends_on": _words("bis|to|until|ende"),
    "phone": _words("telefon|tel.|tel|telephone|phone|mobil|handy"),
    "address": _words("anschrift|adresse|postanschrift|postal address|address"),
    "body": _words("gremium|body"),
    "account": _words("zugang|konto|account"),
}
ROLES = {
    Role.CHAIR: _words("vorsitz|vorsitzende|vorsitzender|vorsitzende/r|chair|vors."),
    Role.DEPUTY_CHAIR: _words(
        "stellv. vorsitz|stellvertretender vorsitz|stellvertretende vorsitzende|stellvertretender vorsitzender"
        "|stellv. vorsitzende|stellv. vorsitzender|stellvertretung des vorsitzes|deputy chair"
    ),
    Role.MEMBER: _words("mitglied|ordentliches mitglied|ratsmitglied|member"),
    Role.EXPERT_CITIZEN: _words("sachkundige bürgerin|sachkundiger bürger|sachkundige/r bürger/in|skb|expert citizen"),
    Role.ADVISORY_MEMBER: _words("beratendes mitglied|beratend|sachkundige einwohnerin|sachkundiger einwohner"),
    Role.SUBSTITUTE: _words("vertretung|stellvertretung|stellvertreter|stellvertreterin|ersatzmitglied|substitute"),
    Role.CLERK: _words("schriftführung|schriftführer|schriftführerin|sitzungsdienst|clerk"),
}
FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y")
FORMULA = ("'=", "'+", "'-", "'@")


@dataclass(slots=True)
class PersonLine:
    """One line of the file. `faults` are what cannot be read in it; `typed` is the line itself."""

    number: int
    typed: str
    honorific: str = ""
    given_name: str = ""
    family_name: str = ""
    function: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    role: str = Role.MEMBER
    faction: str = ""
    votes: bool = False
    rank: int | None = None
    council: bool = True
    starts_on: date | None = None
    ends_on: date | None = None
    faults: list[str | Promise] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A file that was read: its lines, and the columns in which something stands that nobody has read."""

    lines: tuple[PersonLine, ...]
    unread: tuple[str, ...]


def heading_of(cell: str) -> str:
    """What a column holds by its heading; "" for one that nobody reads."""
    word = spelt(cell).strip(" :*")
    own = next((column for column, words in HEADINGS.items() if word in words), "")
    return own or {"who": "", "mail": "email"}.get(found := column_of(cell), found)


def role_of(word: str) -> Role | None:
    """The role behind a word, in either language of the program or as houses write it."""
    said = spelt(word)
    if not said:
        return Role.MEMBER
    return next((role for role in Role if said in {spelt(str(role.label)), role.value, *ROLES[role]}), None)


def day_of(word: str) -> date | None:
    """A day as people write it (1.11.2025, 2025-11-01); ValueError for anything else, None for nothing."""
    if not word:
        return None
    for pattern in FORMATS:
        try:
            return datetime.strptime(word, pattern).date()  # noqa: DTZ007  (a day has no time zone)
        except ValueError:
            continue
    raise ValueError(word)


def read(text: str) -> PeopleFile:
    """The lines below the heading. 400 `people.heading_unknown`, and what `rolls.rows_of` refuses."""
    rows = rows_of(text)
    place = next((place for place, (_n, cells) in enumerate(rows[:LOOKED_AT]) if "family" in _named(cells)), None)
    if place is None:
        says = _("The heading names no column “Nachname”. The table that the program writes can be taken as a pattern.")
        raise DomainError("people.heading_unknown", says, status=400)
    heading, rows = rows[place][1], rows[place + 1 :]
    if len(rows) > LONGEST:
        raise DomainError("roll.too_large", _("The file has more than 500 lines."), status=400)
    columns = {place: column for place, cell in enumerate(heading) if (column := heading_of(cell))}
    return PeopleFile(tuple(_line(row, columns) for row in rows), unread_of(columns, rows, heading))


def _named(cells: Iterable[str]) -> set[str]:
    return {heading_of(cell) for cell in cells}


def _line(row: Row, columns: dict[int, str]) -> PersonLine:
    number, cells = row
    given = {column: _cell(cells, place) for place, column in columns.items()}
    line = PersonLine(number, "; ".join(filter(None, cells)))
    line.honorific, line.given_name, line.family_name = (given.get(name, "") for name in ("title", "given", "family"))
    for name in ("function", "email", "phone", "address", "faction"):
        setattr(line, name, given.get(name, ""))
    _read_role(line, given)
    _read_days(line, given)
    if not line.family_name:
        line.faults.append(_("The family name is missing."))
    return line


def _cell(cells: list[str], place: int) -> str:
    """The cell without the mark that keeps a spreadsheet from taking it for a formula."""
    text = cells[place] if place < len(cells) else ""
    return text[1:] if text.startswith(FORMULA) else text


def _read_role(line: PersonLine, given: dict[str, str]) -> None:
    role, votes, rank = role_of(given.get("role", "")), given.get("votes", ""), given.get("rank", "")
    if role is None:
        line.faults.append(_("The role “{word}” is not known.").format(word=given["role"]))
        return
    line.role, line.votes = role, role in VOTING_ROLES
    if votes:
        line.votes = _is_yes(line, votes)
    if given.get("council"):
        line.council = _is_yes(line, given["council"])
    if rank and not is_whole(rank, 4):
        line.faults.append(_("The rank “{word}” is no number.").format(word=rank))
    elif rank:
        line.rank = int(rank)


def _is_yes(line: PersonLine, word: str) -> bool:
    said = spelt(word)
    if said not in PRESENT | NOT:
        line.faults.append(_("“{word}” is neither yes nor no.").format(word=word))
    return said in PRESENT


def _read_days(line: PersonLine, given: dict[str, str]) -> None:
    for name in ("starts_on", "ends_on"):
        try:
            setattr(line, name, day_of(given.get(name, "")))
        except ValueError:
            line.faults.append(_("The day “{word}” cannot be read; write it as 01.11.2025.").format(word=given[name]))
