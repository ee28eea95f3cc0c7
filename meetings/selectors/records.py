"""The history of a body in words: who came to belong to it, by whom, and who acts for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.enums import Change, Role
from meetings.models import Body, BodyRecord, Faction, Person, User

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    row: BodyRecord
    by: str
    person: str
    change: str
    before: str
    after: str


def history_of(body: Body) -> list[Line]:
    """The newest entries of a body's history; for chair, clerk and administrator."""
    return in_words(body.records.select_related("person")[:SHOWN])


def in_words(rows: Iterable[BodyRecord]) -> list[Line]:
    """These entries with the names that their numbers stand for today; four queries."""
    rows = list(rows)
    names = _Names(rows)
    return [_line(row, names) for row in rows]


def _line(row: BodyRecord, names: _Names) -> Line:
    change, before, after = str(Change(row.change).label), names.state(row, row.before), names.state(row, row.after)
    return Line(row, names.actor(row.actor), row.person.name, change, before, after)


class _Names:
    """The people, accounts and factions that some entries name by number; 0 is nobody's, so that the queries are
    always as many.
    """

    def __init__(self, rows: list[BodyRecord]) -> None:
        states = [state for row in rows for state in (row.before, row.after) if state]
        acted = {int(row.actor[5:]) for row in rows if row.actor.startswith("user:")}
        users = acted | {state["user"] for state in states if state.get("user")}
        self.accounts: dict[int, str] = dict(User.objects.filter(pk__in={0, *users}).values_list("pk", "email"))
        people = {state["person"] for state in states if state.get("person")}
        self.people = {person.pk: person.name for person in Person.objects.filter(pk__in={0, *people})}
        factions = {state["faction"] for state in states if state.get("faction")}
        self.factions: dict[int, str] = dict(
            Faction.objects.filter(pk__in={0, *factions}).values_list("pk", "short_name")
        )
        self.owners = {person.user_id: person.name for person in Person.objects.filter(user__in={0, *users})}

    def actor(self, reference: str) -> str:
        """Who did it: name and address, or the program itself."""
        if not reference.startswith("user:"):
            return str(_("nobody signed in (an accepted invitation, a command, another program)"))
        return self.account(int(reference[5:]))

    def account(self, pk: int | None) -> str:
        """An account by its owner and address."""
        if pk is None:
            return str(_("no account"))
        address = self.accounts.get(pk) or _("account {number}, deleted").format(number=pk)
        return f"{self.owners[pk]} ({address})" if pk in self.owners else str(address)

    def state(self, row: BodyRecord, state: Mapping[str, Any] | None) -> str:
        """What was or is now; empty for nothing."""
        if state is None:
            return ""
        if row.change == Change.ACCOUNT:
            return self.account(state["user"])
        return ", ".join(part for part in (*self._role(row, state), _period(state)) if part)

    def _role(self, row: BodyRecord, state: Mapping[str, Any]) -> list[str]:
        parts = [] if state.get("person") == row.person_id else [self.people.get(state.get("person", 0), "")]
        if "role" in state:
            parts += [str(Role(state["role"]).label), self.factions.get(state["faction"] or 0, "")]
            parts += [str(_("voting seat"))] if state["voting_right"] else []
            parts += [_("votes: {number}").format(number=state["vote_weight"])] if state["vote_weight"] != 1 else []
            parts += [_("rank {number}").format(number=state["rank"])] if state["rank"] is not None else []
        return parts


def _period(state: Mapping[str, Any]) -> str:
    found = (state.get("starts_on"), state.get("ends_on"))
    days = [date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT") if day else "" for day in found]
    return (
        _("{start} to {end}").format(start=days[0], end=days[1]) if days[1] else _("from {start}").format(start=days[0])
    )
