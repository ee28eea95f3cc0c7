"""A meeting copied with its agenda: what comes along, what stays, who may, and what the journal says."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agenda import services
from agenda.models import AgendaItem
from agenda.selectors import agenda_of
from agenda.services.copying import counted_up
from meetings.enums import Audience, MeetingState
from meetings.errors import DomainError
from meetings.models import Meeting
from meetings.services import create_meeting
from tests.conftest import BERLIN


@pytest.fixture
def source(meeting, clerk):
    first = services.add_item(
        meeting=meeting, actor=clerk, part="public", title="Haushalt", treatment="decision", draft_resolution="So."
    )
    services.add_item(
        meeting=meeting, actor=clerk, part="public", title="Einzelplan 1", parent=first, planned_minutes=25
    )
    services.add_item(meeting=meeting, actor=clerk, part="non_public", title="Vergabe", public_title="Eine Vergabe")
    Meeting.objects.filter(pk=meeting.pk).update(title="11. Sitzung des Ausschusses")
    meeting.refresh_from_db()
    return meeting


def test_the_copy_is_a_draft_with_the_same_agenda_and_the_next_number(source, clerk):
    again = services.copy_meeting(meeting=source, actor=clerk)

    assert (again.title, again.state, again.format) == (
        "12. Sitzung des Ausschusses",
        MeetingState.DRAFT,
        source.format,
    )
    rows = [(row.number, row.title, row.item.planned_minutes) for row in agenda_of(again, Audience.DESK)]
    assert rows == [("Ö 1", "Haushalt", 10), ("Ö 1.1", "Einzelplan 1", 25), ("N 1", "Vergabe", 10)]
    assert AgendaItem.objects.get(meeting=again, title="Vergabe").public_title == "Eine Vergabe"
    assert not AgendaItem.objects.filter(meeting=again).exclude(draft_resolution="").exists()


def test_the_copy_lies_ahead_at_the_same_hour_of_the_same_day_of_the_week(source, clerk):
    Meeting.objects.filter(pk=source.pk).update(starts_at=source.starts_at - timedelta(days=700))
    source.refresh_from_db()

    again = services.copy_meeting(meeting=source, actor=clerk)

    before, after = timezone.localtime(source.starts_at), timezone.localtime(again.starts_at)
    assert (before.weekday(), before.time()) == (after.weekday(), after.time())
    assert after.date() > timezone.localdate() + timedelta(days=7)


def test_the_copy_takes_as_long_where_the_clocks_are_changed(body, clerk):
    """At 2:30 of the 29th of March 2099 there is no time; it is 3:30 then."""
    begin = datetime(2099, 3, 1, 2, 30, tzinfo=BERLIN)
    night = create_meeting(
        body=body, actor=clerk, title="Nachts", starts_at=begin, ends_at=begin + timedelta(minutes=45)
    )

    again = services.copy_meeting(meeting=night, actor=clerk)

    assert timezone.localtime(again.starts_at) == datetime(2099, 3, 29, 3, 30, tzinfo=BERLIN)
    assert again.ends_at - again.starts_at == timedelta(minutes=45)


def test_what_was_withdrawn_stays_with_what_hangs_below_it(source, clerk):
    AgendaItem.objects.filter(meeting=source, title="Haushalt").update(state="withdrawn")

    again = services.copy_meeting(meeting=source, actor=clerk)

    assert [row.title for row in agenda_of(again, Audience.DESK)] == ["Vergabe"]


def test_the_journal_of_the_copy_names_its_source_and_the_first_meeting_is_as_it_was(source, clerk):
    before = source.last_seq

    again = services.copy_meeting(meeting=source, actor=clerk)

    assert again.events.get(name="agenda.meeting.copied").data["source"] == source.pk
    source.refresh_from_db()
    source.journal.refresh_from_db()
    assert source.last_seq == before


@pytest.mark.parametrize("role", ["member", "substitute", "administrator", "public"])
def test_copying_is_for_the_desk(source, actor, role):
    Meeting.objects.filter(pk=source.pk).update(state="convened", convened_at=timezone.now())
    source.refresh_from_db()

    with pytest.raises(DomainError) as refused:
        services.copy_meeting(meeting=source, actor=actor(role))

    assert refused.value.status == 403
    assert Meeting.objects.count() == 1


def test_the_page_offers_it_and_leads_to_the_form_of_the_copy(source, clerk, signed_in):
    client = signed_in(clerk.user)
    address = reverse("agenda:copy_meeting", args=[source.pk])
    assert address in client.get(source.get_absolute_url()).content.decode()

    answer = client.post(address)

    again = Meeting.objects.exclude(pk=source.pk).get()
    assert answer.headers["Location"] == reverse("meetings:edit_meeting", args=[again.pk])


@pytest.mark.parametrize(
    ("title", "counted"),
    [
        ("11. Sitzung", "12. Sitzung"),
        ("Die 9. Sitzung am 3. Mai", "Die 10. Sitzung am 3. Mai"),
        ("Klausur 2026", "Klausur 2026"),
    ],
)
def test_the_first_ordinal_of_a_title_counts_up(title, counted):
    assert counted_up(title) == counted
