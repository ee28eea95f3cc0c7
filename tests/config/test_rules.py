"""The rules of all rooms: whose hold on a day, that a page asks for each once, and the profile that is delivered."""

from datetime import date

import pytest
from django.db.models import CharField
from django.urls import reverse

from agenda.models import AgendaRules
from agenda.selectors import rules_of as agenda_rules
from config.demo.people import found_committee
from config.profiles import NRW
from documents.minutes.models import DocumentRules
from documents.minutes.selectors import rules_of as document_rules
from meetings.memo import read_once
from meetings.models import Body, Institution, Meeting, RulesOfProcedure, kinds_of_rules
from meetings.selectors import rules_of
from tests.conftest import make_user
from voting.models import VotingRules
from voting.selectors import rules_of as voting_rules

pytestmark = pytest.mark.django_db
SELECTORS = {
    RulesOfProcedure: rules_of,
    AgendaRules: agenda_rules,
    VotingRules: voting_rules,
    DocumentRules: document_rules,
}
HEAD = {"id", "institution", "body", "valid_from", "source"}
EARLY, LATER, DAY, AFTER = date(2019, 1, 1), date(2020, 1, 1), date(2020, 6, 1), date(2020, 6, 2)


def values_of(row):
    return {field.name: getattr(row, field.name) for field in row._meta.fields if field.name not in HEAD}


@pytest.fixture
def then(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=f"{DAY}T12:00Z")
    return Meeting.objects.get(pk=meeting.pk)


def test_every_room_is_asked():
    assert set(kinds_of_rules()) == set(SELECTORS) == set(NRW)


@pytest.mark.parametrize("kind", SELECTORS)
def test_whose_rules_hold(kind, then, body):
    def add(whose, day):
        return kind.objects.create(institution=body.institution, body=whose, valid_from=day, source=f"{whose} {day}")

    elsewhere = Institution.objects.create(name="Kreis Kleve")
    kind.objects.create(institution=elsewhere, valid_from=LATER)
    kind.objects.create(
        institution=body.institution,
        body=Body.objects.create(institution=body.institution, name="Rat"),
        valid_from=LATER,
    )
    add(None, AFTER)
    add(body, AFTER)
    found = [SELECTORS[kind](then)]
    for whose, day in ((None, EARLY), (None, LATER), (body, EARLY), (None, DAY), (body, DAY)):
        row = add(whose, day)
        found.append((SELECTORS[kind](then) == row, SELECTORS[kind](then).source))

    assert (found[0].pk, found[0].body_id, found[0].valid_from) == (None, body.pk, DAY)
    assert found[1:] == [
        (True, f"None {EARLY}"),
        (True, f"None {LATER}"),
        (True, f"{body} {EARLY}"),
        (False, f"{body} {EARLY}"),
        (True, f"{body} {DAY}"),
    ]


@pytest.mark.parametrize("kind", SELECTORS)
def test_a_body_with_rules_of_its_own_in_one_room_follows_the_institution_in_the_others(kind, then, body):
    usual = {other: kind_row(other, body.institution, None) for other in SELECTORS}
    own = kind_row(kind, body.institution, body)

    assert {other: SELECTORS[other](then) for other in SELECTORS} == usual | {kind: own}


def kind_row(kind, institution, body):
    return kind.objects.create(institution=institution, body=body, valid_from=LATER)


def test_what_is_stored_is_read(then, body):
    words = {
        "source": "Geschäftsordnung \"neu\" \\ 'x' {1}\u2028ß",
        "valid_from": LATER,
        "institution": body.institution,
    }
    RulesOfProcedure.objects.create(
        **words, formalities=[], non_public_categories=['Ehrungen, "Preise"', "Straßen"], deemed_quorate=False
    )
    VotingRules.objects.create(**words, casting_vote=True, approval_number="gpa 1")

    for kind in (RulesOfProcedure, VotingRules):
        found, stored = SELECTORS[kind](then), kind.objects.get()
        assert {field.name: getattr(found, field.name) for field in kind._meta.fields} == {
            field.name: getattr(stored, field.name) for field in kind._meta.fields
        }
        assert {type(value) for value in values_of(found).values()} == {
            type(value) for value in values_of(stored).values()
        }


def test_a_page_asks_for_the_rules_of_each_room_once(then, django_assert_num_queries):
    read_once(then)
    assert then.body.pk
    with django_assert_num_queries(len(SELECTORS)):
        rows = [ask(then) for ask in [*SELECTORS.values(), *SELECTORS.values()]][: len(SELECTORS)]

    assert [type(row) for row in rows] == list(SELECTORS)


@pytest.mark.parametrize("kind", SELECTORS)
def test_the_profile_names_every_rule_and_is_what_holds_without_a_row(kind):
    row = kind()

    assert values_of(row) == NRW[kind]
    row.clean_fields(exclude=["institution", "body", "valid_from"])
    assert {
        field.name
        for field in kind._meta.fields
        if isinstance(field, CharField) and len(getattr(row, field.name)) > field.max_length
    } == set()


def test_the_demonstration_adopts_the_profile():
    body = found_committee()

    for kind, values in NRW.items():
        row = kind.objects.get()
        assert (row.institution, row.body, values_of(row)) == (body.institution, None, values)


def test_the_administration_shows_the_rules_of_all_rooms_beside_a_body(body, signed_in):
    browser = signed_in(make_user("admin@example.org", is_superuser=True, is_staff=True))
    for kind in SELECTORS:
        kind.objects.create(institution=body.institution, valid_from=EARLY, source="Stadt")
        kind.objects.create(institution=body.institution, body=body, valid_from=LATER, source="Rat")
    pages = {
        whose: browser.get(reverse(f"admin:meetings_{whose._meta.model_name}_change", args=[whose.pk])).content.decode()
        for whose in (body, body.institution)
    }

    for kind in SELECTORS:
        name = f"{kind._meta.app_label}_{kind._meta.model_name}"
        own, usual = kind.objects.get(body=body), kind.objects.get(body=None)
        links = {row: reverse(f"admin:{name}_change", args=[row.pk]) for row in (own, usual)}
        add = reverse(f"admin:{name}_add")
        assert (links[own] in pages[body], links[usual] in pages[body]) == (True, False)
        assert (links[own] in pages[body.institution], links[usual] in pages[body.institution]) == (False, True)
        assert f"{add}?institution={body.institution_id}&amp;body={body.pk}" in pages[body]
        assert browser.get(links[own]).status_code == 200
        field = browser.get(add, {"institution": body.institution_id, "body": body.pk}).context["adminform"].form
        assert (field["institution"].value(), field["body"].value()) == (str(body.institution_id), str(body.pk))
        new = {"institution": body.institution_id, "body": body.pk, "valid_from": "2027-01-01", "source": "Neu"}
        sent = {name: field[name].value() for name in field.fields if name not in new}
        sent = {name: value for name, value in sent.items() if value is not None and value is not False}
        assert browser.post(add, sent | new).status_code == 302
        assert kind.objects.filter(body=body, valid_from="2027-01-01", source="Neu").count() == 1


@pytest.mark.parametrize("kind", SELECTORS)
def test_an_address_that_proposes_nonsense_opens_the_form_of_rules_all_the_same(kind, signed_in):
    browser = signed_in(make_user("admin@example.org", is_superuser=True, is_staff=True))
    place = reverse(f"admin:{kind._meta.app_label}_{kind._meta.model_name}_add")

    assert browser.get(place, {"institution": "x", "body": "\x00", "valid_from": "99"}).status_code == 200
