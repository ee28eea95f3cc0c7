"""Whatever has a journal: a row that no room has, and the meetings of an installation of before."""

import json

import pytest
from django.db import DatabaseError, connection, models, transaction

from meetings import services
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import announce, chain, record, sign_head
from meetings.journal.export import export_lines
from meetings.journal.heads import exported_heads
from meetings.journal.kinds import EventKind, declare
from meetings.models import Journaled, Meeting

NOTED = declare(EventKind("tests.folder.noted", "{text}", ("number",), ("text",)))
HIDDEN = declare(EventKind("tests.folder.hidden", "{text}", ("number",), ("text",), audience=Audience.DESK))


class Folder(Journaled):
    """Something else with a journal."""

    title = models.CharField(max_length=20)

    class Meta:
        app_label = "tests"
        managed = False
        db_table = "tests_folder"


@pytest.fixture
def folder(db):
    number = "integer PRIMARY KEY AUTOINCREMENT" if connection.vendor == "sqlite" else "bigserial PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE tests_folder (id {number}, title varchar(20), journal_id bigint NOT NULL UNIQUE)")
    return Folder.objects.create(title="Bauamt")


def note(folder, actor, *kinds):
    with transaction.atomic():
        locked, actor = services.lock(folder, actor)
        for number, kind in enumerate(kinds):
            record(locked, kind, actor=actor, number=number, secrets={"text": "CANARY"})
        sign_head(locked)
    return locked


def test_whatever_has_a_journal_gets_gapless_numbers_a_chain_and_signed_heads(folder, clerk):
    note(folder, clerk, NOTED, NOTED)
    locked = note(folder, clerk, NOTED)

    rows = list(locked.events.order_by("seq"))
    assert [(row.seq, row.previous_hash) for row in rows] == [(1, chain.GENESIS), (2, rows[0].hash), (3, rows[1].hash)]
    assert (locked.last_seq, locked.head) == (3, rows[2].hash)
    assert [(row.seq, row.head) for row in locked.signed_heads.order_by("seq")] == [
        (2, rows[1].hash),
        (3, rows[2].hash),
    ]
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM meetings_meetingevent")


def test_what_has_not_happened_leaves_the_journal_where_it_was(folder, clerk):
    with transaction.atomic():
        note(folder, clerk, NOTED)
        transaction.set_rollback(True)

    assert note(folder, clerk, NOTED).last_seq == 1


def test_an_export_names_what_it_is_about_and_cannot_pass_for_another(folder, clerk):
    locked = note(folder, clerk, NOTED, HIDDEN, NOTED)
    whole, public = list(export_lines(locked)), list(export_lines(locked, public_only=True))

    assert (chain.count(whole), chain.count(public)) == ((3, 0), (3, 1))
    assert f'"folder":{locked.pk}' in whole[0]
    assert ("CANARY" in whole[2], "CANARY" in public[2]) == (True, False)
    header = json.loads(whole[0])
    del header["folder"]
    for other in ({"folder": locked.pk + 1}, {"meeting": locked.pk}, {"folder": locked.pk, "meeting": 1}, {}):
        with pytest.raises(chain.BadLine, match="line 2: its content does not fit its hash"):
            chain.verify([chain.canonical({**header, **other}).decode(), *whole[1:]])
    assert [head["seq"] for head in exported_heads(locked)] == [3]


def test_journals_of_one_number_do_not_meet(folder, running, clerk, monkeypatch, django_capture_on_commit_callbacks):
    """What is heard of meetings is not of the folder that has the same number."""
    heard = []
    monkeypatch.setattr(announce, "_listeners", {})
    announce.listen("meeting", lambda *said: heard.append(said))
    Folder.objects.filter(pk=folder.pk).update(id=running.pk)
    with django_capture_on_commit_callbacks(execute=True):
        locked = note(Folder.objects.get(pk=running.pk), clerk, NOTED)
        services.close_meeting(meeting=running, actor=clerk)

    assert (locked.pk, locked.last_seq, {said[:2] for said in heard}) == (running.pk, 1, {(running.pk, 4)})
    assert Meeting.objects.get(pk=running.pk).events.count() == 4


def test_what_is_gone_cannot_be_locked(folder, clerk):
    gone = Folder(pk=folder.pk + 1, title="Nirgends")

    with pytest.raises(DomainError) as refusal, transaction.atomic():
        services.lock(gone, clerk)

    assert refusal.value.status == 404


def test_a_meeting_is_read_and_locked_together_with_its_journal(running, clerk, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Meeting.objects.get(pk=running.pk).last_seq == 3
    with transaction.atomic(), django_assert_num_queries(1):
        locked = Meeting.objects.select_for_update().get(pk=running.pk)
        assert (locked.last_seq, locked.head) == (3, running.head)
