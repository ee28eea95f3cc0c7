from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from agenda.services import add_item
from meetings.services import cancel_meeting, convene_meeting, create_meeting, edit_meeting, open_meeting
from tests.conftest import BERLIN

pytestmark = pytest.mark.any_database

STRANGE = [
    'Sitzung "mit; Zeichen", \\n und <b>Auszeichnung</b>',
    "جلسة اللجنة الرقمية שלום",
    "Ä" * 500,
    "Zeile 🏛️ " * 60,
]


def entry(client, meeting):
    response = client.get(reverse("documents:calendar", args=[meeting.pk]))
    assert response.status_code == 200
    calendar = Calendar.from_ical(response.content)
    return calendar.walk("VEVENT")[0]


def test_calendar_says_what_when_and_where(convened, item, client):
    response = client.get(reverse("documents:calendar", args=[convened.pk]))

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert {name: str(found[name]) for name in ("SUMMARY", "LOCATION", "STATUS", "URL")} == {
        "SUMMARY": "1. Sitzung",
        "LOCATION": "Saal 1",
        "STATUS": "CONFIRMED",
        "URL": f"http://testserver/meetings/{convened.pk}/",
    }
    assert found["DTSTART"].dt == convened.starts_at
    assert found["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert "Ö 1 ePayment" in str(found["DESCRIPTION"])


def test_calendar_is_the_same_bytes_while_nothing_changes(convened, client):
    path = reverse("documents:calendar", args=[convened.pk])

    assert client.get(path).content == client.get(path).content


def test_calendar_is_not_touched_by_the_course_of_the_meeting(convened, client, clerk):
    before = client.get(reverse("documents:calendar", args=[convened.pk])).content

    open_meeting(meeting=convened, actor=clerk)

    assert client.get(reverse("documents:calendar", args=[convened.pk])).content == before


def test_calendar_keeps_its_identity_through_changes_and_cancellation(meeting, clerk, client, signed_in):
    draft = entry(signed_in(clerk.user), meeting)
    convene_meeting(meeting=meeting, actor=clerk)
    moved = edit_meeting(meeting=meeting, actor=clerk, version=1, starts_at=meeting.starts_at + timedelta(days=1))
    changed = entry(client, moved)
    cancel_meeting(meeting=moved, actor=clerk)
    cancelled = entry(client, moved)

    assert [str(found["STATUS"]) for found in (draft, changed, cancelled)] == ["TENTATIVE", "CONFIRMED", "CANCELLED"]
    assert [int(found["SEQUENCE"]) for found in (draft, changed, cancelled)] == [1, 2, 3]
    assert len({str(found["UID"]) for found in (draft, changed, cancelled)}) == 1
    assert changed["DTSTART"].dt == meeting.starts_at + timedelta(days=1)


def test_calendar_entries_of_two_meetings_are_two(body, clerk, client):
    start = datetime.now(BERLIN) + timedelta(days=3)
    both = [create_meeting(body=body, actor=clerk, title="Gleich", starts_at=start) for _ in range(2)]

    uids = {str(entry(client, convene_meeting(meeting=meeting, actor=clerk))["UID"]) for meeting in both}

    assert len(uids) == 2


@pytest.mark.parametrize("title", [text[:500] for text in STRANGE], ids=["signs", "right-to-left", "long", "emoji"])
def test_calendar_carries_any_title_to_the_letter(body, clerk, client, title):
    start = datetime.now(BERLIN) + timedelta(days=3)
    meeting = create_meeting(body=body, actor=clerk, title=title, hall=title, format="hybrid", starts_at=start)
    convene_meeting(meeting=meeting, actor=clerk)

    found = entry(client, meeting)

    assert (str(found["SUMMARY"]), str(found["LOCATION"])) == (title, title)
    raw = client.get(reverse("documents:calendar", args=[meeting.pk])).content
    assert max(map(len, raw.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("month", [3, 7, 10, 12])
def test_calendar_means_the_same_moment_all_year(body, clerk, client, month):
    start = datetime(2027, month, 28, 1, 30, tzinfo=BERLIN)
    meeting = create_meeting(
        body=body, actor=clerk, title="Nachts", starts_at=start, ends_at=start + timedelta(hours=8)
    )
    convene_meeting(meeting=meeting, actor=clerk)

    found = entry(client, meeting)

    assert [found[name].dt.astimezone(ZoneInfo("UTC")) for name in ("DTSTART", "DTEND")] == [
        start,
        start + timedelta(hours=8),
    ]


@pytest.mark.parametrize("role", ["public", "member", "clerk"])
def test_calendar_holds_no_video_link_and_nothing_non_public_for_anybody(
    meeting, secret_item, clerk, signed_in, actor, role
):
    add_item(meeting=meeting, actor=clerk, part="non_public", title="Noch eine Geheimsache")
    link = "https://video.example.org/secret-room"
    edit_meeting(meeting=meeting, actor=clerk, version=1, video_link=link)
    convene_meeting(meeting=meeting, actor=clerk)

    raw = (
        signed_in(actor(role).user)
        .get(reverse("documents:calendar", args=[meeting.pk]))
        .content.replace(b"\r\n ", b"")
        .decode()
    )

    assert [word in raw for word in ("secret-room", "Geheimsache")] == [False, False]
    assert "N 1 Vergabe" in raw


def test_calendar_of_a_draft_is_hidden(meeting, client):
    assert client.get(reverse("documents:calendar", args=[meeting.pk])).status_code == 404
