"""An installation of before the journal had a row of its own: a played meeting comes through the upgrade, and back,
byte for byte.
"""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from agenda import services
from agenda.models import AgendaItem
from meetings.journal.chain import verify
from meetings.journal.export import export_lines
from meetings.journal.heads import exported_heads
from meetings.models import Journal, Meeting
from voting import services as voting

BEFORE = ("meetings", "0015_legal_pages")


def exports(meeting):
    """The whole journal, the public one and the signed heads, as files have them."""
    return [list(export_lines(meeting, public_only=public)) for public in (False, True)], exported_heads(meeting)


def triggers():
    """Every trigger with its table."""
    of_sqlite = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    of_postgresql = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(of_sqlite if connection.vendor == "sqlite" else of_postgresql)
        return set(cursor.fetchall())


def columns(table):
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


@pytest.mark.django_db(transaction=True)
def test_journals_are_the_same_before_and_after_an_upgrade(running, item, counted, clerk):
    voting.declare_result(poll=counted("yyna"), actor=clerk)
    Journal.objects.create()  # so that journals and meetings have other numbers on the way back
    meeting = Meeting.objects.get(pk=running.pk)
    told, guards, events = exports(meeting), triggers(), meeting.last_seq

    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    try:
        executor.migrate([BEFORE])
        before = columns("meetings_meeting")
    finally:
        MigrationExecutor(connection).migrate(newest)

    assert {"last_seq", "head"} <= before
    assert not {"last_seq", "head"} & columns("meetings_meeting")
    again = Meeting.objects.get(pk=running.pk)
    assert (again.last_seq, exports(again)) == (events, told)
    assert triggers() == guards
    assert verify(export_lines(again)) == events
    assert Journal.objects.count() == Meeting.objects.count()
    services.close_item(item=AgendaItem.objects.get(pk=item.pk), actor=clerk)
    assert Meeting.objects.get(pk=running.pk).last_seq > events
