"""What an imported list of persons would enter, line by line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings import rolls_of_people
from meetings.enums import VOTING_ROLES, Role
from meetings.models import Body, Contact, Faction, Membership, Person
from meetings.names import alike, by_name, spelt
from meetings.permissions import Actor
from meetings.rolls_of_people import PersonLine
from meetings.selectors.people import Known, factions_of, known_to


@dataclass(slots=True)
class PersonEntry:
    """One line and what will come of it: a new person, a membership for a known one, or what is wrong with it."""

    line: PersonLine
    person: Person | None = None
    faction: Faction | None = None
    elsewhere: str = ""
    faults: list[str | Promise] = field(default_factory=list)

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(Role(self.line.role).label)

    @property
    def name(self) -> str:
        """Whom it is about."""
        line = self.line
        return " ".join(filter(None, (line.honorific, line.given_name, line.family_name)))

    def names(self) -> dict[str, str]:
        """Name and contact for the service."""
        wanted = ("honorific", "given_name", "family_name", "function", "email", "phone", "address")
        return {name: getattr(self.line, name) for name in wanted}

    def membership(self) -> dict[str, Any]:
        """The membership for the service."""
        line = self.line
        given: dict[str, Any] = {"role": line.role, "faction": self.faction, "voting_right": line.votes}
        days = {"starts_on": line.starts_on or timezone.localdate(), "ends_on": line.ends_on}
        return {**given, "rank": line.rank, "council_member": line.council, **days}


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """What a file says: every line with what will come of it, and the columns that were not read."""

    entries: tuple[PersonEntry, ...]
    unread: tuple[str, ...]

    @property
    def good(self) -> list[PersonEntry]:
        """Those without a fault."""
        return [entry for entry in self.entries if not entry.faults]

    @property
    def faulty(self) -> list[PersonEntry]:
        """Those that will not be entered."""
        return [entry for entry in self.entries if entry.faults]

    @property
    def stamp(self) -> str:
        """What somebody sees and agrees to: whom, and what they become."""
        said = (f"{one.person.pk if one.person else one.name}/{sorted(one.membership().items())}" for one in self.good)
        return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()[:16]


def read_people(body: Body, text: str, actor: Actor) -> PeopleRead:
    """Every line of the file, matched with whom the reader may know. What `rolls_of_people.read` refuses."""
    file, known = rolls_of_people.read(text), known_to(actor.user, body)
    factions = {name: one for one in reversed(factions_of(body.institution)) for name in _names_of(one)}
    entries = tuple(_entry(line, known, factions) for line in file.lines)
    held = _memberships(body)
    seen: dict[Any, int] = {}
    for entry in entries:
        _check(entry, body, actor, held, seen)
    return PeopleRead(entries, file.unread)


def _names_of(faction: Faction) -> set[str]:
    return {spelt(faction.short_name), spelt(faction.name)}


def _memberships(body: Body) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {}
    for row in Membership.objects.filter(body=body):
        found.setdefault(row.person_id, []).append(row)
    return found


def _entry(line: PersonLine, known: Known, factions: dict[str, Faction]) -> PersonEntry:
    entry = PersonEntry(line, faults=list(line.faults))
    matches = known.addressed(line.email) or sorted(known.named(f"{line.given_name} {line.family_name}"), key=by_name)
    if len(matches) > 1:
        entry.faults.append(_("Several persons of that name are known; enter this one by hand."))
    elif matches:
        entry.person = matches[0]
        entry.elsewhere = ", ".join(known.bodies.get(matches[0].pk, []))
    if line.faction and (found := factions.get(spelt(line.faction))) is None:
        entry.faults.append(_("There is no faction “{name}”.").format(name=line.faction))
    elif line.faction:
        entry.faction = found
    return entry


def _check(
    entry: PersonEntry, body: Body, actor: Actor, held: dict[int, list[Membership]], seen: dict[Any, int]
) -> None:
    line = entry.line
    key = (entry.person.pk if entry.person else alike(f"{line.given_name} {line.family_name}")[1], line.role)
    earlier = seen.setdefault(key, line.number)
    if earlier != line.number:
        entry.faults.append(_("The same person as in line {number}.").format(number=earlier))
    if line.role == Role.CLERK and not actor.administrator:
        entry.faults.append(_("Clerks are entered, and put out, by the administration."))
    if entry.person and entry.person.pk == actor.person_id:
        entry.faults.append(_("Nobody gives themselves a membership or changes their own; somebody else has to do it."))
    _check_role(line, entry)
    if entry.person and any(_overlaps(row, entry) for row in held.get(entry.person.pk, [])):
        entry.faults.append(_("This person already holds this role in this body at that time."))
    _check_fields(entry, body)


def _check_role(line: PersonLine, entry: PersonEntry) -> None:
    if (line.role == Role.SUBSTITUTE) != (line.rank is not None):
        entry.faults.append(_("A substitute has a rank, and nobody else has one."))
    if line.votes and line.role not in VOTING_ROLES:
        entry.faults.append(_("With this role nobody holds a voting seat."))
    if line.ends_on and line.ends_on < (line.starts_on or timezone.localdate()):
        entry.faults.append(_("The membership would end before it begins."))


def _overlaps(row: Membership, entry: PersonEntry) -> bool:
    said = entry.membership()
    begins_after = row.ends_on is not None and row.ends_on < said["starts_on"]
    ends_before = said["ends_on"] is not None and said["ends_on"] < row.starts_on
    return row.role == said["role"] and not (begins_after or ends_before)


def _check_fields(entry: PersonEntry, body: Body) -> None:
    """What does not fit the fields of the database, each with the name of its field."""
    names = entry.names()
    reached = {name: names.pop(name) for name in ("email", "phone", "address")}
    rows = ((Person(**names), ["user"]), (Contact(**reached), ["person"]))
    membership = Membership(body=body, **entry.membership())
    for row, exclude in (*rows, (membership, ["person", "body", "faction"])):
        try:
            row.clean_fields(exclude=exclude)
        except ValidationError as error:
            entry.faults += _said(row, error)


def _said(row: Any, error: ValidationError) -> Iterable[str]:
    for name, messages in error.message_dict.items():
        if name != "family_name" or row.family_name:
            yield from (f"{row._meta.get_field(name).verbose_name}: {message}" for message in messages)
