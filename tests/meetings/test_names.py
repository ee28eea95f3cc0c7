"""The order of names and when two spellings are one: DIN 5007-2, the same on every database."""

import pytest

from agenda.panels.floor import people_here
from meetings import names, selectors, services
from meetings.models import Meeting, Membership
from tests.council80 import names as invented
from voting.models import Poll
from voting.panels.motions import _movers
from voting.services.electorate import electorate_of

pytestmark = pytest.mark.any_database

ORDER = [
    "Ärmel",
    "Afram",
    "Çelik",
    "De Luca",
    "van Eck",
    "Graf",
    "von der Heyden",
    "d'Hone",
    "İnci",
    "Łukasz",
    "Mueller",
    "Müller",
    "Müller-Lüdenscheid",
    "Muller",
    "Özturk",
    "Ofner",
    "Straße",
    "Strassenmeier",
    "vom Bruch",
    "Freiherr von Zitzewitz",
    "Žukov",
    "Zuse",
]


def filed(name):
    return (*names.filed(name), name)


def test_family_names_are_filed_as_din_5007_2_says():
    assert sorted(sorted(ORDER), key=filed) == ORDER


@pytest.mark.parametrize(
    ("name", "key", "before"),
    [
        ("von der Heyden", "heyden", "von der"),
        ("d’Hone", "hone", "d"),
        ("al-Hakim", "hakim", "al"),
        ("Graf", "graf", ""),
        ("Graf von Berg", "berg", "graf von"),
        ("Von Berg", "von berg", ""),
        ("zur Linde", "zur linde", ""),
        ("von", "von", ""),
        ("", "", ""),
    ],
)
def test_particles_do_not_decide_the_place_and_capital_ones_do(name, key, before):
    assert names.filed(name) == (key, before)


@pytest.mark.parametrize(
    "written",
    [
        "Müller, Dr. Jörg",
        "Dr. Müller, Jörg",
        "Prof. Dr.-Ing. Jörg Müller",
        "Jörg Müller (SPD)",
        "Mu\u0308ller, Jo\u0308rg",
        "JÖRG  MÜLLER",
    ],
)
def test_one_name_however_it_is_written(written):
    assert names.alike(written)[0] == "jörg müller"


def test_initials_are_no_titles():
    assert names.alike("H. C. Andersen")[0] == "h. c. andersen" or names.alike("H. Müller")[0] == "h. müller"
    assert names.alike("C. Müller")[0] == "c. müller"


def test_every_list_of_persons_has_one_order(running, clerk, council80):
    """The roll of 80, the list of those present, the choice of speakers and the electorate."""
    for person in council80[:30]:
        services.record_arrival(meeting=running, person=person, mode="hall", actor=clerk)
    fresh = Meeting.objects.get(pk=running.pk)
    here = people_here(selectors.present_people(fresh))
    listed = {
        "roll": [row.person for row in selectors.roll(fresh) if row.role == "member"],
        "speakers": here,
        "stays": [row.person for row in selectors.stays_of_all(fresh)],
        "measures": [row.person for row in selectors.people_to_call(fresh)],
        "movers": _movers(fresh),
        "electors": [elector.person for elector in electorate_of(Poll(meeting=fresh, method="show_of_hands"))],
    }

    assert len(listed["roll"]) == 80
    assert [people for people in listed.values() if people != sorted(people, key=names.by_name)] == []
    assert [person.family_name for person in here[:5]] == ["Ärmel", "Ağca", "Aydın", "Çelik", "Ćwikła"]
    assert [person.family_name for person in here[-4:]] == ["Wójcik", "Yıldız", "Zander", "Żuławski"]


def test_nobody_of_the_council_stands_behind_z(council80):
    ordered = sorted(council80, key=names.by_name)

    assert ordered[-1].family_name == "Żuławski"
    assert len({names.by_name(person) for person in council80}) == len(invented()) == 80
    assert Membership.objects.filter(person__in=council80).count() == 80
