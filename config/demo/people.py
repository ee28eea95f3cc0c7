"""The committee and its people: all invented, and marked so. Nobody's real name is an account here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from config.profiles import NRW, adopt
from meetings.enums import VOTING_ROLES, Role
from meetings.models import Body, Faction, Institution, Membership, Person, Term, User
from meetings.permissions import Actor
from meetings.selectors import actor_for

PASSWORD = os.environ.get("DEMO_PASSWORD", "ratssaal-demo")
SINCE = date(2020, 11, 1)
INSTITUTION, BODY = "Stadt Duisburg", "Digitalisierungsausschuss"
FACTIONS = {letter: (f"Fraktion {letter} (Demo)", f"{letter} (Demo)") for letter in "ABCD"}


@dataclass(frozen=True, slots=True)
class Seat:
    """One place in the committee: the beginning of the address, the role, the faction's letter, the person."""

    address: str
    role: Role
    faction: str
    given_name: str
    family_name: str


GIVEN_NAMES = (
    "Alex", "Bente", "Chris", "Dominique", "Eike", "Finn", "Gerrit", "Helge", "Ilke", "Jona", "Kim", "Luca", "Mika",
    "Nika",
    "Ole", "Pat", "Quinn", "Robin", "Sascha", "Toni", "Uli", "Vanja", "Willi", "Xuan", "Yuki", "Zoe", "Andrea", "Bo",
    "Conny",
    "Deniz", "Elia", "Friedel",
)  # fmt: skip
FAMILY_NAMES = (
    "Ahornfeld", "Buchenried", "Cederborn", "Dornsteg", "Eibenthal", "Farnbach", "Ginsterau", "Haselgrund", "Immensand",
    "Jasminhof", "Kastanek", "Lindenquell", "Mohnacker", "Nelkenstieg", "Ohlenwiese", "Pappelrain", "Quittenberg",
    "Rosmarein",
    "Schlehenfurt", "Tannenmoor", "Ulmenkamp", "Veilchenau", "Weidenbruch", "Xanderried", "Ysopgarten", "Zedernhain",
    "Anemonta", "Bärlauken", "Crocusfeld", "Dahlienort", "Erlenspring", "Fliederau",
)  # fmt: skip
# 17 council members, chair and deputies among them; 8 expert citizens; without a vote: advisers, substitutes, the
# clerk.
PLACES = (
    ("chair", Role.CHAIR, "A"),
    ("deputy1", Role.DEPUTY_CHAIR, "B"),
    ("deputy2", Role.DEPUTY_CHAIR, "C"),
    *((f"member{number:02}", Role.MEMBER, letter) for number, letter in enumerate("AAAAAABBBBCCDD", 1)),
    *((f"expert{number}", Role.EXPERT_CITIZEN, letter) for number, letter in enumerate("AAABBBCD", 1)),
    ("advisory1", Role.ADVISORY_MEMBER, ""),
    ("advisory2", Role.ADVISORY_MEMBER, ""),
    *((f"substitute{number}", Role.SUBSTITUTE, letter) for number, letter in enumerate("ABCD", 1)),
    ("clerk", Role.CLERK, ""),
)


def seats() -> Iterator[Seat]:
    """Everybody of the committee with their invented names."""
    for place, given, family in zip(PLACES, GIVEN_NAMES, FAMILY_NAMES, strict=True):
        yield Seat(*place, given, family)


def found_committee() -> Body:
    """The city, its committee with 25 voting seats, and everybody in it, and an administrator."""
    institution = Institution.objects.create(name=INSTITUTION, contact_email="sitzungsdienst@example.org")
    adopt(NRW, institution, valid_from=SINCE, source="GO NRW; DigiSiVO (Vorführdaten)")
    body = Body.objects.create(institution=institution, name=BODY, statutory_seats=25)
    factions = _factions(institution)
    encoded = make_password(PASSWORD)  # once: forty different hashes of one printed password would protect nothing
    for seat in seats():
        _sit(seat, body, factions.get(seat.faction), _account(seat.address, encoded))
    _administrator(encoded)
    return body


def _factions(institution: Institution) -> dict[str, Faction]:
    term = Term.objects.create(institution=institution, name="Wahlperiode ab 2020 (Demo)", starts_on=SINCE)
    return {
        letter: Faction.objects.create(term=term, name=name, short_name=short, is_demo=True)
        for letter, (name, short) in FACTIONS.items()
    }


def _account(address: str, encoded: str, **fields: bool) -> User:
    return User.objects.create(email=f"{address}@example.org", password=encoded, **fields)


def _sit(seat: Seat, body: Body, faction: Faction | None, user: User) -> None:
    person = Person.objects.create(user=user, given_name=seat.given_name, family_name=seat.family_name, is_demo=True)
    Membership.objects.create(
        person=person,
        body=body,
        role=seat.role,
        faction=faction,
        voting_right=seat.role in VOTING_ROLES,
        rank=int(seat.address[-1]) if seat.role == Role.SUBSTITUTE else None,
        starts_on=SINCE,
    )


def _administrator(encoded: str) -> None:
    user = _account("admin", encoded, is_staff=True, is_superuser=True)
    Person.objects.create(user=user, family_name="Technische Administration", is_demo=True)


def let_be_known(body: Body) -> None:
    """Nobody is written to about the demonstration's own people."""
    body.records.filter(told_at=None).update(told_at=timezone.now())


def clerk_of(body: Body) -> Actor:
    """The clerk of the demo committee, ready to act."""
    membership = Membership.objects.select_related("person__user").get(body=body, role=Role.CLERK)
    return actor_for(membership.person.user, body_id=body.pk)
