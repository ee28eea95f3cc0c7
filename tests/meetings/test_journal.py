import pytest
from django.db import DatabaseError, connection, transaction

from meetings import events, journal, services
from meetings.enums import Audience
from meetings.journal import announce, chain
from meetings.journal.export import export_lines
from meetings.journal.kinds import EventKind, all_kinds, declare, signed_kinds
from meetings.live.announce import announce as tell_the_hubs
from meetings.live.panels import panel_named
from meetings.models import EventSecret, MeetingEvent


def test_record_chains_and_numbers_without_gaps(running, clerk):
    rows = list(running.events.order_by("seq"))

    assert [row.seq for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == [chain.GENESIS, rows[0].hash, rows[1].hash]
    assert (running.last_seq, running.head) == (3, rows[-1].hash)


@pytest.mark.parametrize(
    "statement", ["UPDATE meetings_meetingevent SET name = 'x'", "DELETE FROM meetings_meetingevent"]
)
def test_the_database_refuses_to_change_the_journal(running, statement):
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert MeetingEvent.objects.count() == 3


def test_an_export_verifies_and_holds_a_name_only_as_a_commitment(running, clerk, seat):
    mira = seat("member").person
    services.record_arrival(meeting=running, person=mira, mode="hall", actor=clerk)

    lines = list(export_lines(running))

    assert chain.verify(lines) == 4
    event = MeetingEvent.objects.get(name="meetings.attendance.arrived")
    assert mira.family_name not in str(event.data)


def test_an_erased_name_leaves_the_chain_whole(running, clerk, seat):
    services.record_arrival(meeting=running, person=seat("member").person, mode="hall", actor=clerk)
    EventSecret.objects.all().delete()

    lines = list(export_lines(running))

    assert chain.verify(lines) == 4
    assert journal.sentence_of(MeetingEvent.objects.get(seq=4)) == "... ist anwesend (im Saal)."


def test_a_public_export_opens_nothing_non_public(running, clerk):
    kind = declare(EventKind("tests.secret.told", "{text}", secrets=("text",), audience=Audience.PARTICIPANT))
    with transaction.atomic():
        meeting, actor = services.lock_meeting(running, clerk)
        journal.record(meeting, kind, actor=actor, secrets={"text": "CANARY"})

    lines = list(export_lines(meeting, public_only=True))

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


def test_whoever_listens_hears_of_each_kind_after_the_commit_and_not_of_what_was_taken_back(
    running, clerk, seat, monkeypatch, django_capture_on_commit_callbacks
):
    heard = []
    monkeypatch.setattr(announce, "_listeners", {})
    announce.listen("meeting", lambda *said: heard.append(said))
    with django_capture_on_commit_callbacks(execute=True):
        services.record_arrival(meeting=running, person=seat("member").person, mode="hall", actor=clerk)
        before = list(heard)
        with transaction.atomic():
            meeting, actor = services.lock_meeting(running, clerk)
            journal.record(meeting, events.MEETING_ADJOURNED, actor=actor)
            transaction.set_rollback(True)

    assert (before, heard) == ([], [(running.pk, 4, "meetings.attendance.arrived", heard[0][3])])


def test_the_live_path_listens_once_however_often_it_comes():
    announce.listen("meeting", tell_the_hubs)

    assert announce._listeners == {"meeting": [tell_the_hubs]}


def test_kinds_say_themselves_after_which_a_head_is_signed_and_the_panel_of_the_words_follows_them():
    touch = [kind.name for kind in all_kinds() if panel_named("head").is_touched_by(kind.name)]

    assert (
        signed_kinds()
        == touch
        == ["meetings.meeting.closed", "voting.poll.annulled", "voting.poll.declared", "voting.result.recounted"]
    )


def test_whatever_tells_that_people_come_and_go_is_shown_with_patience():
    patient = {kind.name: kind.patience for kind in all_kinds() if kind.patience}

    coming_and_going = [
        kind.name for kind in all_kinds() if kind.name.startswith(("meetings.attendance.", "meetings.connection."))
    ]
    assert patient == dict.fromkeys(coming_and_going, 0.5)


def test_the_package_offers_what_everybody_uses_and_nothing_else():
    assert [getattr(journal, name).__name__ for name in journal.__all__] == journal.__all__
    assert not hasattr(journal, "export_lines")
