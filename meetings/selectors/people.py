"""Persons as a clerk looks after them: those of the clerk's own bodies, whoever is or was in them.

Contacts are read here and nowhere else. What other bodies are concerned with is not shown: of somebody of another body
the clerk learns at most the name, and that only where it stands on that body's public page anyway.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from meetings.enums import Role
from meetings.errors import not_found
from meetings.models import AccountInvitation, Body, Contact, Faction, Institution, Membership, Person
from meetings.names import alike, by_name, key_of, spelt
from meetings.permissions import Actor
from meetings.selectors.actors import actor_for
from meetings.selectors.core import all_bodies, body_or_404

NOW, ENDED, NO_ACCOUNT = "now", "ended", "no_account"
STANDINGS = (NOW, ENDED, NO_ACCOUNT)


@dataclass(frozen=True, slots=True)
class PeopleSought:
    """Whom a list is to show; empty means all."""

    words: str = ""
    body: int | None = None
    role: str = ""
    faction: int | None = None
    standing: str = ""


@dataclass(slots=True)
class Kept:
    """A person with the memberships that whoever asks may see, the newest first."""

    person: Person
    memberships: list[Membership] = field(default_factory=list)
    contact: Contact | None = None
    invitation: AccountInvitation | None = None

    @property
    def now(self) -> list[Membership]:
        """What they are today."""
        return [row for row in self.memberships if is_in_force(row, timezone.localdate())]

    @property
    def coming(self) -> list[Membership]:
        """What they will be."""
        return [row for row in self.memberships if row.starts_on > timezone.localdate()]

    @property
    def body_id(self) -> int:
        """The body on whose page of persons they are found."""
        return (self.now or self.memberships)[0].body_id

    @property
    def email(self) -> str:
        """Where a mail reaches them: the account's address, else the contact's."""
        return self.person.user.email if self.person.user else (self.contact.email if self.contact else "")


def is_in_force(row: Membership, day: date) -> bool:
    """Whether a membership holds on that day; both ends count."""
    return row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)


def bodies_kept_by(user: Any) -> list[Body]:
    """The bodies whose persons this user looks after: those of a clerk, for the administrator all; no rehearsals."""
    if not (user.is_authenticated and user.is_active):
        return []
    if user.is_superuser:
        return all_bodies()
    held = Membership.objects.on(timezone.localdate()).filter(person__user=user, role=Role.CLERK).values("body")
    rows = Body.objects.filter(pk__in=held, rehearsal_of=None).select_related("institution")
    return sorted(rows, key=lambda body: (key_of(body.name), body.pk))


def keeper_of(user: Any) -> tuple[Actor, list[Body]]:
    """Who looks after persons, and of which bodies; the rights are those in the first of them."""
    bodies = bodies_kept_by(user)
    return actor_for(user, body_id=bodies[0].pk if bodies else None), bodies


def people_sought(everybody: Iterable[Kept], sought: PeopleSought) -> list[Kept]:
    """Those of these persons who fit, in the order of names."""
    return sorted((kept for kept in everybody if _fits(kept, sought)), key=lambda kept: by_name(kept.person))


def people_of(bodies: Collection[Body]) -> list[Kept]:
    """Whoever is or was in these bodies, with contact and invitation; three queries, however many they are."""
    rows = Membership.objects.filter(body__in=bodies).select_related(
        "person__user", "body__institution", "faction__term"
    )
    found: dict[int, Kept] = {}
    for row in rows.order_by("-starts_on", "-pk"):
        found.setdefault(row.person_id, Kept(row.person)).memberships.append(row)
    contacts = {row.person_id: row for row in Contact.objects.filter(person__in=found)}
    asked = _invitations(found)
    for pk, kept in found.items():
        kept.contact, kept.invitation = contacts.get(pk), asked.get(pk)
    return list(found.values())


def _invitations(people: Iterable[int]) -> dict[int, AccountInvitation]:
    """The newest invitation of each that was not accepted, also one that has run out."""
    rows = AccountInvitation.objects.filter(person__in=people, accepted_at=None).order_by("created_at", "pk")
    return {row.person_id: row for row in rows}


def _fits(kept: Kept, sought: PeopleSought) -> bool:
    """One membership has to fit in all that is said of it; the words fit the person."""
    rows = [row for row in kept.memberships if _row_fits(row, sought)]
    return bool(rows) and _stands(rows, kept, sought.standing) and _has_words(kept, sought.words)


def _row_fits(row: Membership, sought: PeopleSought) -> bool:
    return (
        sought.body in {None, row.body_id}
        and sought.role in {"", row.role}
        and sought.faction in {None, row.faction_id}
    )


def _stands(rows: list[Membership], kept: Kept, standing: str) -> bool:
    today = timezone.localdate()
    if standing == ENDED:
        return all(row.ends_on is not None and row.ends_on < today for row in rows)
    if standing in {NOW, NO_ACCOUNT}:
        in_force = any(is_in_force(row, today) for row in rows)
        return in_force and (standing == NOW or kept.person.user_id is None)
    return True


def _has_words(kept: Kept, words: str) -> bool:
    """Every word stands somewhere in the name or an address, however its umlauts are written."""
    text = _ways(" ".join((kept.person.name, kept.email, kept.contact.email if kept.contact else "")))
    return all(any(word and word in way for way, word in zip(text, _ways(one), strict=True)) for one in words.split())


def _ways(text: str) -> tuple[str, str, str]:
    """Three ever wider ways of spelling: to the letter, ü as ue, ü as u."""
    return (spelt(text), key_of(text), alike(text)[2])


def person_kept_or_404(user: Any, body_pk: int, pk: int) -> tuple[Actor, Body, Kept]:
    """Somebody who is or was in a body, for whoever looks after it; 404 for all others and all else."""
    actor, body = body_or_404(user, body_pk)
    bodies = bodies_kept_by(user)
    if body.rehearsal_of_id is not None:
        bodies = [body]
    kept = next((kept for kept in people_of(_among(bodies, body)) if kept.person.pk == pk), None)
    if kept is None or not any(row.body_id == body.pk for row in kept.memberships):
        raise not_found()
    kept.memberships.sort(key=lambda row: (key_of(row.body.name), row.body_id != body.pk, -row.starts_on.toordinal()))
    return actor, body, kept


def _among(bodies: list[Body], body: Body) -> list[Body]:
    return bodies if any(one.pk == body.pk for one in bodies) else [body]


def membership_kept_or_404(body: Body, pk: int) -> Membership:
    """A membership of that body, over or not."""
    row = Membership.objects.filter(body=body, pk=pk).select_related("person__user", "body", "faction").first()
    if row is None:
        raise not_found()
    return row


def is_only_of(person: Person, user: Any) -> bool:
    """Whether this user looks after every body to which a person belongs today or will: name and contact are theirs."""
    if user.is_superuser:
        return True
    today = timezone.localdate()
    held = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), person=person)
    others = held.filter(body__rehearsal_of=None).exclude(body__in=bodies_kept_by(user))
    return not others.exists() and not person.data_protection_offices.exists()


def factions_of(institution: Institution) -> QuerySet[Faction]:
    """The factions of an institution, those of the newest term first."""
    rows = Faction.objects.filter(term__institution=institution).select_related("term")
    return rows.order_by("-term__starts_on", "short_name", "pk")


def factions_among(kept: Iterable[Kept]) -> list[Faction]:
    """The factions that stand in a list of persons, by name."""
    found = {row.faction_id: row.faction for one in kept for row in one.memberships if row.faction}
    return sorted(found.values(), key=lambda faction: (key_of(faction.short_name), -faction.term.starts_on.toordinal()))


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a name or an address may mean: the persons of one's own bodies, and who is in another body in public."""

    by_name: Mapping[str, list[Person]]
    by_mail: Mapping[str, list[Person]]
    own: frozenset[int]
    bodies: Mapping[int, list[str]]

    def named(self, name: str) -> list[Person]:
        """Those with the same name, titles and umlauts apart."""
        found = {person.pk: person for key in _keys(name) for person in self.by_name.get(key, [])}
        return list(found.values())

    def addressed(self, email: str) -> list[Person]:
        """Those of one's own bodies who have this address; whose it is elsewhere nobody is told."""
        return self.by_mail.get(email.strip().lower(), []) if email.strip() else []


def known_to(user: Any, body: Body) -> Known:
    """Who could be meant by whoever enters somebody into that body; five queries."""
    own = people_of(_among(bodies_kept_by(user), body))
    rows = Membership.objects.on(timezone.localdate()).filter(
        body__institution=body.institution_id, body__rehearsal_of=None
    )
    elsewhere = {row.person_id: row.person for row in rows.select_related("person")}
    people = {**elsewhere, **{kept.person.pk: kept.person for kept in own}}
    return Known(
        _grouped((key, one) for one in people.values() for key in _keys(f"{one.given_name} {one.family_name}")),
        _grouped((mail, kept.person) for kept in own for mail in _mails(kept)),
        frozenset(kept.person.pk for kept in own),
        _bodies(rows.select_related("body")),
    )


def _keys(name: str) -> set[str]:
    """Under what a name is found: with ü as ue, and with ü as u."""
    return set(alike(name)[1:]) - {""}


def _mails(kept: Kept) -> set[str]:
    found = {kept.email.lower(), kept.contact.email.lower() if kept.contact else ""}
    return found - {""}


def _grouped(pairs: Iterable[tuple[str, Person]]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for key, person in pairs:
        found[key].append(person)
    return found


def _bodies(rows: Iterable[Membership]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if row.body.name not in found[row.person_id]:
            found[row.person_id].append(row.body.name)
    return found


def twins_of(known: Known, name: str, email: str) -> list[Person]:
    """Who is probably meant already: the same name, or the same address in one's own bodies."""
    found = {person.pk: person for person in (*known.named(name), *known.addressed(email))}
    return sorted(found.values(), key=by_name)


def twins_stamp(twins: Iterable[Person]) -> str:
    """Which likely twins somebody has seen."""
    return ",".join(str(person.pk) for person in twins)


def person_to_add_or_404(user: Any, body: Body, pk: int) -> Person:
    """Somebody who is known to whoever enters a membership; 404 for all others."""
    known = known_to(user, body)
    found = next((person for people in known.by_name.values() for person in people if person.pk == pk), None)
    if found is None:
        raise not_found()
    return found


def bodies_to_manage() -> list[Body]:
    """All bodies with those that have ended, for the administrator; no rehearsals."""
    return sorted(all_bodies(), key=lambda body: (body.ended_on is not None, key_of(body.name), body.pk))
