"""The rules of procedure were one row for all rooms: an installation of then comes through the upgrade with every
value, and back.
"""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from agenda.models import AgendaRules
from agenda.selectors import rules_of as agenda_rules
from documents.minutes.models import DocumentRules
from documents.minutes.selectors import rules_of as document_rules
from meetings.models import Body, Institution, Meeting, RulesOfProcedure, kinds_of_rules
from meetings.selectors import rules_of
from voting.models import VotingRules
from voting.selectors import rules_of as voting_rules

BEFORE = [
    ("meetings", "0017_outbox"),
    ("agenda", "0004_part_of_origin"),
    ("voting", "0006_ways_of_voting"),
    ("documents", "0003_released_minutes"),
]
FIRST, SECOND, BETWEEN = date(2024, 2, 29), date(2026, 5, 1), date(2025, 1, 1)
HEAD = {"id", "institution", "body", "valid_from", "source"}
OTHERS = {
    "formalities": ["minutes"],
    "non_public_categories": ["Ehrungen", "Grundstücke (Kauf, Verkauf)"],
    "roll_call_fraction": "1/3",
}
SELECTORS = {
    RulesOfProcedure: rules_of,
    AgendaRules: agenda_rules,
    VotingRules: voting_rules,
    DocumentRules: document_rules,
}

LATER = {"check_in_minutes", "hands_order"}
"""Rules that have come since; a row of before gets their usual value."""


def others_than_usual(fields, number):
    """For each field a value that is neither the usual one nor that of another row."""
    found = {}
    for field in fields:
        usual = field.get_default()
        if field.name in OTHERS:
            found[field.name] = [*OTHERS[field.name], str(number)] if isinstance(usual, list) else f"{number}/7"
        elif field.choices:
            found[field.name] = [value for value, _ in field.choices if value != usual][
                number % (len(field.choices) - 1)
            ]
        elif isinstance(usual, bool):
            found[field.name] = not usual
        elif isinstance(usual, int):
            found[field.name] = usual + 10 + number
        else:
            found[field.name] = f"{field.name} {number}"[:10]
    return found


def to(targets):
    """The models of the database as they are at these migrations."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


def newest():
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def rows_of(kind):
    """Every row by whom and from when it holds, with all of its values."""
    return {(row.institution_id, row.body_id, row.valid_from): row for row in kind.objects.all()}


def values_of(row):
    return {field.name: getattr(row, field.name) for field in row._meta.fields if field.name not in HEAD}


@pytest.fixture
def two_bodies(body):
    other = Institution.objects.create(name="Kreis Kleve")
    return body, Body.objects.create(institution=other, name="Kreistag")


@pytest.mark.django_db(transaction=True)
def test_every_value_arrives_and_comes_back(two_bodies, meeting):
    body, foreign = two_bodies
    keys = [
        (body.institution_id, None, FIRST),
        (body.institution_id, None, SECOND),
        (body.institution_id, body.pk, FIRST),
        (body.institution_id, body.pk, SECOND),
        (foreign.institution_id, None, FIRST),
        (foreign.institution_id, None, SECOND),
        (foreign.institution_id, foreign.pk, FIRST),
    ]
    try:
        old = to(BEFORE).get_model("meetings", "RulesOfProcedure")
        fields = [field for field in old._meta.fields if field.name not in HEAD]
        stored = {key: others_than_usual(fields, number) for number, key in enumerate(keys)}
        for (institution, whose, day), values in stored.items():
            source = f"Quelle {institution} {whose} {day}"
            old.objects.create(institution_id=institution, body_id=whose, valid_from=day, source=source, **values)
    finally:
        to(newest())

    assert len(fields) == 33
    kept = {field.name for field in fields}
    assert {name for kind in kinds_of_rules() for name in values_of(kind())} - kept == LATER
    for kind in kinds_of_rules():
        rows = rows_of(kind)
        assert rows.keys() == stored.keys()
        for key, row in rows.items():
            assert {name: value for name, value in values_of(row).items() if name in kept} == {
                name: stored[key][name] for name in values_of(row) if name in kept
            }
            assert row.source == f"Quelle {key[0]} {key[1]} {key[2]}"
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=f"{BETWEEN}T12:00Z")
        assert SELECTORS[kind](Meeting.objects.get(pk=meeting.pk)) == rows[body.institution_id, body.pk, FIRST]

    try:
        again = to(BEFORE).get_model("meetings", "RulesOfProcedure")
        back = {key: values_of(row) for key, row in rows_of(again).items()}
    finally:
        to(newest())
    assert back == stored


@pytest.mark.django_db(transaction=True)
def test_on_the_way_back_each_day_has_what_is_in_force_then(two_bodies):
    """Rooms' rules have days of their own meanwhile: one row for all of them says what held on each."""
    body, _ = two_bodies
    whole = {"institution": body.institution}
    RulesOfProcedure.objects.create(**whole, valid_from=FIRST, notice_days=9, source="Kreis")
    AgendaRules.objects.create(**whole, body=body, valid_from=BETWEEN, speaking_seconds=60, source="Rat")
    VotingRules.objects.create(**whole, valid_from=SECOND, majority_rule="members")

    try:
        old = to(BEFORE).get_model("meetings", "RulesOfProcedure")
        columns = (
            "body",
            "valid_from",
            "notice_days",
            "speaking_seconds",
            "majority_rule",
            "members_see_draft_minutes",
            "source",
        )
        found = set(old.objects.values_list(*columns))
    finally:
        to(newest())

    assert found == {
        (None, FIRST, 9, 300, "simple", False, "Kreis"),
        (None, SECOND, 9, 300, "members", False, "GO NRW; DigiSiVO"),
        (body.pk, BETWEEN, 9, 60, "simple", False, "Rat"),
        (body.pk, SECOND, 9, 60, "members", False, "GO NRW; DigiSiVO"),
    }
