"""Two desks at once: real transactions in threads; the meeting's lock decides."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from agenda import services
from agenda.models import AgendaItem
from meetings import services as meetings_services
from meetings.errors import DomainError


def at_once(*calls):
    """Run the calls in threads that start together; the code of each refusal, or "done"."""
    start, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        start.wait()
        try:
            call()
            outcomes.append("done")
        except DomainError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.fixture
def two(transactional_db, body, clerk):
    start = timezone.now() + timedelta(hours=1)
    draft = meetings_services.create_meeting(
        body=body, actor=clerk, title="S", starts_at=start, format="hybrid", hall="Saal"
    )
    items = [services.add_item(meeting=draft, actor=clerk, part="public", title=title) for title in ("A", "B")]
    meetings_services.convene_meeting(meeting=draft, actor=clerk)
    meetings_services.open_meeting(meeting=draft, actor=clerk)
    return items


@pytest.mark.django_db(transaction=True)
def test_open_item_twice_at_once_opens_one(two, clerk):
    outcomes = at_once(*(lambda item=item: services.open_item(item=item, actor=clerk) for item in two))

    assert outcomes == ["done", "item.another_open"]
    assert AgendaItem.objects.filter(state="open").count() == 1


@pytest.mark.django_db(transaction=True)
def test_write_note_twice_at_once_loses_neither(two, clerk):
    texts = ("one", "two", "three")

    outcomes = at_once(
        *(lambda text=text: services.write_note(item=two[0], text=text, version=1, actor=clerk) for text in texts)
    )

    assert outcomes == ["done", "note.changed_meanwhile", "note.changed_meanwhile"]
    assert AgendaItem.objects.get(pk=two[0].pk).note_version == 2
