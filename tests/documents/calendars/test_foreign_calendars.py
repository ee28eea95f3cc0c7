"""The calendar file in three readers that are not ours: ical.js (Thunderbird), vobject, icalendar. The right
instant, the whole truth.
"""

from datetime import UTC, datetime, timedelta

import pytest
import vobject
from django.urls import reverse
from icalendar import Calendar

from agenda.services import add_item, edit_item
from meetings.services import cancel_meeting, convene_meeting, create_meeting, edit_meeting, open_meeting
from tests.conftest import BERLIN
from tests.foreign import ask

pytestmark = pytest.mark.any_database

SUMMER, WINTER = datetime(2027, 7, 1, 17, 0, tzinfo=BERLIN), datetime(2027, 12, 2, 17, 0, tzinfo=BERLIN)
BEFORE_THE_TURN, AFTER_THE_TURN = (
    datetime(2027, 3, 27, 23, 30, tzinfo=BERLIN),
    datetime(2027, 10, 31, 1, 30, tzinfo=BERLIN),
)
MOMENTS = [SUMMER, WINTER, BEFORE_THE_TURN, AFTER_THE_TURN, datetime(2029, 8, 9, 18, 0, tzinfo=BERLIN)]


@pytest.fixture
def plan(body, clerk):
    def make(**given):
        data = {"title": "1. Sitzung", "starts_at": SUMMER, "format": "in_person", "hall": "Saal 1", **given}
        meeting = create_meeting(body=body, actor=clerk, **data)
        return convene_meeting(meeting=meeting, actor=clerk)

    return make


@pytest.fixture
def fetch(client):
    def get(meeting, **headers):
        return client.get(reverse("documents:calendar", args=[meeting.pk]), headers=headers)

    return get


def instants(raw):
    """Begin and end as each reader understands them."""
    thunderbird = ask("calendar", raw)["entries"][0]
    other = vobject.readOne(raw.decode()).vevent
    third = Calendar.from_ical(raw).walk("VEVENT")[0]
    yield tuple(datetime.fromisoformat(thunderbird[name].replace("Z", "+00:00")) for name in ("starts", "ends"))
    yield other.dtstart.value.astimezone(UTC), other.dtend.value.astimezone(UTC)
    yield third["DTSTART"].dt.astimezone(UTC), third["DTEND"].dt.astimezone(UTC)


@pytest.mark.parametrize("start", MOMENTS, ids=str)
def test_every_reader_finds_the_right_instant(plan, fetch, start):
    end = start.astimezone(UTC) + timedelta(hours=3)
    meeting = plan(starts_at=start, ends_at=end)

    assert list(instants(fetch(meeting).content)) == [(start, end)] * 3


def test_a_meeting_that_moves_from_winter_into_summer_moves_everywhere(plan, fetch, clerk):
    meeting = plan(starts_at=WINTER)
    before = ask("calendar", fetch(meeting).content)["entries"][0]
    moved = edit_meeting(meeting=meeting, actor=clerk, version=meeting.version, starts_at=SUMMER)
    after = ask("calendar", fetch(moved).content)["entries"][0]

    assert (before["starts"], after["starts"]) == ("2027-12-02T16:00:00.000Z", "2027-07-01T15:00:00.000Z")
    assert after["sequence"] > before["sequence"]


def test_a_meeting_without_an_end_has_a_length(plan, fetch):
    assert list(instants(fetch(plan()).content)) == [(SUMMER, SUMMER + timedelta(hours=2))] * 3


def test_a_cancelled_meeting_says_so_wherever_a_reader_looks(plan, fetch, clerk):
    meeting = plan()
    cancel_meeting(meeting=meeting, actor=clerk)
    found = ask("calendar", fetch(meeting).content)["entries"][0]

    assert (found["status"], found["summary"], found["alarms"]) == ("CANCELLED", "Abgesagt: 1. Sitzung", [])
    assert found["description"].startswith("Diese Sitzung ist abgesagt.")


def test_the_link_stands_in_the_description_too(plan, fetch):
    meeting = plan()
    found = ask("calendar", fetch(meeting).content)["entries"][0]

    assert found["description"].endswith(f"http://testserver/meetings/{meeting.pk}/")


def test_a_digital_meeting_has_a_place_and_who_publishes_is_named(plan, fetch, settings):
    settings.DEFAULT_FROM_EMAIL = "Ratsbüro <ratsbuero@stadt.example>"
    meeting = plan(format="digital", hall="", video_link="https://video.example/geheim")
    found = ask("calendar", fetch(meeting).content)
    entry = found["entries"][0]

    assert (entry["location"], entry["organizer"], found["method"]) == (
        "Digital (Videokonferenz)",
        "mailto:ratsbuero@stadt.example",
        "PUBLISH",
    )
    assert entry["alarms"] == ["-PT1H"]


def test_nothing_english_stands_in_a_german_file(plan, fetch):
    raw = fetch(plan()).content.decode()

    assert "COMMENT" not in raw
    assert [line for line in raw.split("\r\n") if line.startswith("TZNAME")] == ["TZNAME:MESZ", "TZNAME:MEZ"]


def stamps(raw):
    entry = Calendar.from_ical(raw).walk("VEVENT")[0]
    return int(entry["SEQUENCE"]), entry["DTSTAMP"].dt, entry["LAST-MODIFIED"].dt


def test_whatever_changes_the_content_moves_the_stamps_and_nothing_else_does(plan, fetch, clerk, settings):
    meeting = plan()
    item = None

    def add():
        nonlocal item
        item = add_item(meeting=meeting, actor=clerk, part="public", title="Nachtrag")

    def add_secret():
        add_item(meeting=meeting, actor=clerk, part="non_public", title="Geheim", public_title="Vergabe")

    def rename():
        item.refresh_from_db()
        edit_item(item=item, actor=clerk, version=item.version, title="Nachtrag zum Haushalt")

    moved = []
    for change in (add, add_secret, rename):
        before = stamps(fetch(meeting).content)
        change()
        after = stamps(fetch(meeting).content)
        moved.append([later > earlier for earlier, later in zip(before, after, strict=True)])
    before = stamps(fetch(meeting).content)
    add_item(meeting=meeting, actor=clerk, part="public", title="Danach")
    open_meeting(meeting=meeting, actor=clerk)
    once = stamps(fetch(meeting).content)

    assert moved == [[True, True, True]] * 3
    assert once[0] == before[0] + 1
    assert stamps(fetch(meeting).content) == once


def test_a_secret_change_moves_nothing(plan, fetch, clerk):
    """Else the number itself would tell how busy the non-public part is."""
    meeting = plan()
    item = add_item(meeting=meeting, actor=clerk, part="non_public", title="Geheim", public_title="Vergabe")
    before = fetch(meeting).content
    edit_item(item=item, actor=clerk, version=item.version, title="Noch geheimer")

    assert fetch(meeting).content == before


def test_a_reader_that_has_the_file_is_told_so(plan, fetch, clerk):
    meeting = plan()
    first = fetch(meeting)
    known = {"if-none-match": first.headers["ETag"]}
    again = fetch(meeting, **known)
    add_item(meeting=meeting, actor=clerk, part="public", title="Nachtrag")

    assert (again.status_code, again.content) == (304, b"")
    assert fetch(meeting, **known).status_code == 200


def test_the_file_of_a_meeting_after_midnight_bears_the_local_date(plan, fetch):
    answer = fetch(plan(starts_at=datetime(2027, 7, 2, 0, 30, tzinfo=BERLIN)))

    assert "2027-07-02" in answer.headers["Content-Disposition"]
