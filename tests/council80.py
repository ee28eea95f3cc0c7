"""A council as large as they come: 80 people with names of eight languages, ten shapes of a roll, 60 items with long
titles.

Invented, every one of them. `council80` (tests/conftest.py) makes it; `ROLLS` writes the same roll as ten houses would.
"""

from __future__ import annotations

import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from agenda.services import add_item
from meetings.enums import Role
from meetings.models import Body, Faction, Institution, Meeting, Membership, Person, Term, User
from meetings.permissions import Actor
from meetings.selectors import actor_for
from meetings.services import convene_meeting, create_meeting, open_meeting
from meetings.services.planning import MeetingData

FAMILIES = (
    "Ärmel Zander Ölmann Übelacker Müller Mueller Muller Groß Weiß Straßberger",  # German
    "Özturk Çelik Şahin Yıldız İnci Güneş Aydın Ünal Ağca Işık",  # Turkish
    "Łukaszewski Żuławski Świątek Dąbrowski Ćwikła Gołąb Szczepański Wójcik Nowak Ostrów",  # Polish
    "Dvořák Černý Šťastný Řehák Žižka Novák Příhoda Čapek Horák Ježek",  # Czech
    "Đorđević Živković Šarić Čović Ćosić Petrović Jovanović Babić Vuković Zorić",  # Serbo-Croatian
    "d'Hone d’Aubigny Lefèvre Élie L'Huillier Çapin Fauré Guérin Noël de Vries",  # French, Dutch
    "Ångström Øster Ærø Åkesson Jönsson Bjørn Sørensen Lindström Öberg Håkan",  # Nordic
    # Spanish, Italian, noble
    "Núñez Ibáñez Peña Ávila García Muñoz De_Luca von_der_Heyden van_den_Berg Freiherr_von_Zitzewitz",
)
GIVEN = ("Jörg", "Ayşe", "Zofia", "Jiří", "Đurđa", "Anne-Sophie", "Åsa", "Íñigo")
TITLES = {0: "Dr.", 4: "Prof. Dr.", 41: "Dr.-Ing."}
LONG = (
    "Beratung und Beschlussfassung über die {number}. Fortschreibung des Nahverkehrsplans mit den "
    "Anregungen aus der Öffentlichkeit"
)
Line = tuple[str, str, str]
"""Given name, family name, title."""


def names() -> list[tuple[str, str, str]]:
    """(title, given name, family name) of all 80, in the order of their languages."""
    families = [family.replace("_", " ") for line in FAMILIES for family in line.split(" ") if family != "de"][:80]
    return [(TITLES.get(place, ""), GIVEN[place // 10], family) for place, family in enumerate(families)]


def seat_council(body: Body) -> list[Person]:
    """80 members of the body in three factions; everybody has a seat."""
    term = Term.objects.create(
        institution=body.institution, name=f"Große Wahlperiode {body.pk}", starts_on=date(2020, 11, 1)
    )
    factions = [
        Faction.objects.create(term=term, name=f"Fraktion {name}", short_name=name)
        for name in ("Öko", "Zentrum", "Ostwind")
    ]
    rows = [Person(honorific=title, given_name=given, family_name=family) for title, given, family in names()]
    people = list(Person.objects.bulk_create(rows))
    seats = [
        Membership(
            person=person,
            body=body,
            role=Role.MEMBER,
            voting_right=True,
            faction=factions[place % 3],
            starts_on=date(2020, 11, 1),
        )
        for place, person in enumerate(people)
    ]
    Membership.objects.bulk_create(seats)
    return people


def plan_long_agenda(meeting: Meeting, actor: Actor, number: int = 60) -> None:
    """So many public items, each with a title of 130 characters."""
    for place in range(1, number + 1):
        add_item(meeting=meeting, part="public", title=LONG.format(number=place)[:130].ljust(130, "."), actor=actor)


def hold(email: str) -> dict[str, Any]:
    """A meeting in the hall of such a council, running, with its long agenda; the account is its clerk.

    For a server of its own: `manage.py shell -c` calls it there, and prints what it answers.
    """
    user = User.objects.get(email=email)
    body = Body.objects.create(institution=Institution.objects.all()[0], name="Rat der Achtzig", statutory_seats=80)
    Membership.objects.create(person=user.person, body=body, role=Role.CLERK, starts_on=date(2020, 11, 1))
    people, clerk = seat_council(body), actor_for(user, body_id=body.pk)
    data: MeetingData = {
        "title": "Sitzung der Achtzig",
        "format": "in_person",
        "hall": "Saal 1",
        "starts_at": timezone.now(),
    }
    meeting = create_meeting(body=body, actor=clerk, **data)
    plan_long_agenda(meeting, clerk)
    open_meeting(meeting=convene_meeting(meeting=meeting, actor=clerk), actor=clerk)
    rolls = {name: b64encode(write(people[:50], people[50:])).decode() for name, write in ROLLS.items()}
    return {"meeting": meeting.pk, "rolls": rolls, "here": [person.family_name for person in people[:50]]}


def _joined(lines: Iterable[Sequence[str]], sign: str = ";") -> str:
    return "\r\n".join(sign.join(f'"{cell}"' if sign in cell else cell for cell in cells) for cells in lines) + "\r\n"


def _whole(person: Person) -> str:
    return person.name


def _turned(person: Person) -> str:
    return ", ".join([person.family_name, " ".join(filter(None, [person.honorific, person.given_name]))])


def _titled(person: Person) -> str:
    return " ".join(filter(None, [person.honorific, f"{person.family_name}, {person.given_name}"]))


def _typographic(person: Person) -> str:
    return person.name.replace("'", "’") if "'" in person.name else person.name.replace("’", "'")


Shape = Callable[[list[Person], list[Person]], bytes]


def _shape(
    heading: list[list[str]], cells: Callable[[Person, bool], list[str]], code: str = "utf-8", sign: str = ";"
) -> Shape:
    def write(here: list[Person], away: list[Person]) -> bytes:
        lines = [*heading, *(cells(person, True) for person in here), *(cells(person, False) for person in away)]
        return _joined(lines, sign).encode(code)

    return write


def _status(here: bool) -> str:
    return "anwesend" if here else "entschuldigt"


def _decomposed(here: list[Person], away: list[Person]) -> bytes:
    lines = [["Name", "Status"], *([_whole(person), _status(person in here)] for person in [*here, *away])]
    return unicodedata.normalize("NFD", _joined(lines)).encode()


ROLLS: dict[str, Shape] = {
    "name and status": _shape([["Name", "Status"]], lambda person, here: [_whole(person), _status(here)]),
    "two columns of names": _shape(
        [["Nachname", "Vorname", "Anwesenheit"]],
        lambda person, here: [person.family_name, person.given_name, "ja" if here else "nein"],
    ),
    "sep line": _shape([["sep=;"], ["Name", "Status"]], lambda person, here: [_whole(person), _status(here)]),
    "title above": _shape(
        [["12. Sitzung des Rates"], ["Stand: heute"], ["Name", "Status"]],
        lambda person, here: [_whole(person), _status(here)],
    ),
    "turned with title": _shape([["Mitglied", "Status"]], lambda person, here: [_turned(person), _status(here)]),
    "title before the family name": _shape(
        [["Name", "Anwesend?"]], lambda person, here: [_titled(person), "x" if here else ""]
    ),
    "decomposed": _decomposed,
    "other apostrophes": _shape(
        [["Name", "Status"]], lambda person, here: [_typographic(person), "anwesend" if here else "fehlt"]
    ),
    "utf-16": _shape([["Name", "Status"]], lambda person, here: [_whole(person), _status(here)], "utf-16", "\t"),
    "a tick in one of two columns": _shape(
        [["Nr.", "Name", "anwesend", "entschuldigt"]],
        lambda person, here: [str(person.pk), _whole(person), "x" if here else "", "" if here else "x"],
    ),
}
