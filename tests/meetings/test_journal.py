import pytest
from django.db import DatabaseError, connection, transaction

from meetings import chain, events, journal, services
from meetings.enums import Audience
from meetings.event_kinds import EventKind, declare
from meetings.models import EventSecret, MeetingEvent


def test_record_chains_and_numbers_without_gaps(running, clerk):
    rows = list(running.events.order_by("seq"))

    assert [row.seq for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == [chain.GENESIS, rows[0].hash, rows[1].hash]
    assert (running.last_seq, running.head) == (3, rows[-1].hash)


@pytest.mark.parametrize("statement", ["UPDATE meetings_meetingevent SET name = 'x'", "DELETE FROM meetings_meetingevent"])
def test_the_database_refuses_to_change_the_journal(running, statement):
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert MeetingEvent.objects.count() == 3


def test_an_export_verifies_and_holds_a_name_only_as_a_commitment(running, clerk, seat):
    mira = seat("member").person
    services.record_arrival(meeting=running, person=mira, mode="hall", actor=clerk)

    lines = list(journal.export_lines(running))

    assert chain.verify(lines) == 4
    event = MeetingEvent.objects.get(name="meetings.attendance.arrived")
    assert mira.family_name not in str(event.data)


def test_an_erased_name_leaves_the_chain_whole(running, clerk, seat):
    services.record_arrival(meeting=running, person=seat("member").person, mode="hall", actor=clerk)
    EventSecret.objects.all().delete()

    lines = list(journal.export_lines(running))

    assert chain.verify(lines) == 4
    assert journal.sentence_of(MeetingEvent.objects.get(seq=4)) == "... ist anwesend (im Saal)."


def test_a_public_export_opens_nothing_non_public(running, clerk):
    kind = declare(EventKind("tests.secret.told", "{text}", secrets=("text",), audience=Audience.PARTICIPANT))
    with transaction.atomic():
        meeting, actor = services.lock_meeting(running, clerk)
        journal.record(meeting, kind, actor=actor, secrets={"text": "CANARY"})

    lines = list(journal.export_lines(meeting, public_only=True))

    assert "CANARY" not in "\n".join(lines)
    assert chain.verify(lines) == 4


def test_record_refuses_keys_the_kind_does_not_declare(running, clerk):
    with pytest.raises(ValueError, match="takes the keys"), transaction.atomic():
        journal.record(running, events.MEETING_OPENED, actor=clerk, surprise=1)

    assert running.events.count() == 3


def test_an_event_of_an_earlier_version_still_has_a_sentence(running, clerk):
    """Its kind has got a key since; what is not there reads as three dots."""
    event = running.events.order_by("seq").last()
    event.name, event.data = "meetings.attendance.arrived", {"person": 1}

    assert journal.sentence_of(event) == "... ist anwesend (...)."
