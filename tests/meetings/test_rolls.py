"""The roll from a CSV file: read, previewed, entered as a whole."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meetings import roll_words, rolls, services
from meetings.errors import DomainError
from meetings.models import Attendance, Meeting, SeatHolding
from meetings.selectors import read_roll, roll_stamp
from tests.conftest import names_of
from tests.council80 import ROLLS

pytestmark = pytest.mark.any_database


@pytest.fixture
def people(running, seat):
    """Mira Member, Mira Member 2 and an adviser; the meeting began two hours ago."""
    Meeting.objects.filter(pk=running.pk).update(opened_at=timezone.now() - timedelta(hours=2))
    running.refresh_from_db()
    return [seat("member").person, seat("member").person, seat("advisory_member").person]


def faults(meeting, text):
    return {entry.line.number: str(entry.fault) for entry in read_roll(meeting, text).entries if entry.fault}


def enter(meeting, clerk, text, seen=None):
    stamp = roll_stamp(read_roll(meeting, text).entries) if seen is None else seen
    return services.import_roll(meeting=meeting, text=text, seen=stamp, actor=clerk)


@pytest.mark.parametrize(
    "content",
    [
        "Name;Art\nMüller;Saal\n".encode(),
        "Name;Art\nMüller;Saal\n".encode("utf-8-sig"),
        "Name;Art\r\nMüller;Saal\r\n".encode("cp1252"),
        "Name,Art\nMüller,Saal\n".encode(),
        "\n\nArt\tName\nSaal\tMüller\n".encode(),
        "Müller;Saal".encode(),
    ],
)
def test_every_usual_spelling_of_a_file_is_read(content):
    (line,) = rolls.read(rolls.decode(content)).lines

    assert (line.who, roll_words.mode_of(line.mode)) == ("Müller", "hall")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"x" * (rolls.LARGEST + 1), "roll.too_large"),
        (b"a\n" * 502, "roll.too_large"),
        (b"PK\x03\x04\0\0", "roll.unreadable"),
        (b"a" * 150_000, "roll.unreadable"),
    ],
)
def test_what_is_no_roll_is_refused(content, code):
    with pytest.raises(DomainError) as error:
        rolls.read(rolls.decode(content))

    assert (error.value.code, error.value.status) == (code, 400)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    lines = []
    with suppress(DomainError):
        lines = rolls.read(rolls.decode(content)).lines

    assert all(line.number >= 1 for line in lines)


@given(st.text(max_size=20))
def test_any_time_is_read_or_refused(word):
    clock = None
    with suppress(ValueError):
        clock = rolls.time_of(word)

    assert clock is None or any(sign.isdigit() for sign in word)


def test_names_and_addresses_are_found_whatever_their_spelling(running, people):
    mira = people[0]
    for text in ("Mira Member", "member, mira", "MEMBER MIRA", mira.user.email.upper()):
        (entry,) = read_roll(running, f'Name;Art\n"{text}";Saal').entries
        assert (entry.person, entry.fault) == (mira, "")


def test_the_preview_names_every_fault_with_its_line(running, people, clerk):
    services.record_arrival(meeting=running, person=people[2], mode="hall", actor=clerk)
    later = f"{timezone.localtime() + timedelta(minutes=5):%H:%M}"
    text = (
        f"Name;Art;Ankunft\nMira Member;Saal;\nmira member;Saal;\nFremd;Saal;\nMira Member 2;Mond;\nAda "
        f"Advisory;Saal;\n=1+1;Saal;{later}\n"
    )

    found = faults(running, text)

    assert set(found) == {3, 4, 5, 6, 7}
    assert "2" in found[3]


def test_two_people_of_one_name_need_their_address(running, people):
    people[1].family_name = "Member"
    people[1].save()

    assert set(faults(running, f"Mira Member;Saal\n{people[1].user.email};Saal\n")) == {1}


@pytest.mark.parametrize(
    ("clock", "is_fault"), [("25:00", True), ("abc", True), ("", False), ("future", True), ("past", False)]
)
def test_times_are_checked(running, people, clock, is_fault):
    moved = {"future": timedelta(minutes=2), "past": timedelta(minutes=-2)}.get(clock)
    typed = f"{timezone.localtime() + moved:%H:%M:%S}" if moved else clock

    assert bool(faults(running, f"Mira Member;Saal;{typed}")) is is_fault


def test_import_roll_enters_all_with_their_times_and_seats(running, people, clerk):
    came = timezone.localtime().replace(microsecond=0) - timedelta(minutes=30)
    enter(running, clerk, f"Mira Member;Saal;{came:%H:%M:%S}\nMira Member 2;online;\n")

    first, second = Attendance.objects.order_by("pk")
    assert (first.arrived_at, first.mode, first.entered_by, second.mode) == (came, "hall", "import", "remote")
    assert SeatHolding.objects.filter(until=None).count() == 2
    assert names_of(running)[-2:] == ["meetings.attendance.imported"] * 2


def test_whoever_came_before_the_opening_is_present_from_the_opening(running, people, clerk):
    before = timezone.localtime(running.opened_at) - timedelta(minutes=5)
    enter(running, clerk, f"Mira Member;Saal;{before:%H:%M}")

    assert Attendance.objects.get().arrived_at == running.opened_at


def test_import_roll_when_the_list_has_changed_enters_nobody(running, people, clerk):
    text = "Mira Member;Saal\nMira Member 2;Saal\n"
    seen = roll_stamp(read_roll(running, text).entries)
    services.record_arrival(meeting=running, person=people[0], mode="hall", actor=clerk)
    before = names_of(running)

    with pytest.raises(DomainError) as error:
        enter(running, clerk, text, seen)

    assert (error.value.code, names_of(running)) == ("roll.changed_meanwhile", before)


def test_import_roll_is_for_the_desk_and_needs_somebody(running, people, clerk, actor):
    with pytest.raises(DomainError) as denied:
        enter(running, actor("member"), "Mira Member;Saal")
    with pytest.raises(DomainError) as empty:
        enter(running, clerk, "Fremd;Saal")

    assert (denied.value.status, empty.value.code, Attendance.objects.count()) == (403, "roll.empty", 0)


def test_the_page_previews_a_file_and_enters_it_on_the_second_press(running, people, clerk, signed_in):
    client, url = signed_in(clerk.user), reverse("meetings:import_roll", args=[running.pk])
    upload = SimpleUploadedFile(
        "liste.csv", "Name;Art\nMira Member;Saal\n<b>=1+1</b>;Saal\n".encode("utf-8-sig"), "text/csv"
    )

    preview = client.post(url, {"file": upload})
    waiting = Attendance.objects.count()
    done = client.post(url, {"text": preview.context["text"], "seen": preview.context["seen"]})

    assert (preview.status_code, waiting, done.status_code, Attendance.objects.count()) == (200, 0, 302, 1)
    assert "<b>" not in preview.content.decode().split("<main", 1)[1]


@pytest.mark.parametrize(
    "data",
    [{"text": "x" * 300_000}, {"text": "Fremd;Saal", "seen": ""}, {"text": "Mira Member;Saal", "seen": "1/hall"}],
)
def test_the_page_says_what_is_wrong_and_enters_nothing(running, people, clerk, signed_in, data):
    answer = signed_in(clerk.user).post(reverse("meetings:import_roll", args=[running.pk]), data)

    assert answer.status_code in {400, 409}
    assert 'role="alert"' in answer.content.decode()
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("shape", ROLLS)
def test_rolls_of_ten_houses_enter_whoever_was_there_and_nobody_else(running, council80, clerk, shape):
    here, away = council80[:50], council80[50:]
    text = rolls.decode(ROLLS[shape](here, away))

    found = read_roll(
        running,
        f"{text}",
    )
    entered = [entry.person for entry in found.entries if not entry.fault or "Saal" in str(entry.fault)]

    assert entered == here
    assert [entry.person for entry in found.entries if entry.line.is_present is not True] == away
    assert found.unread == ()


@pytest.fixture
def in_hall(running):
    Meeting.objects.filter(pk=running.pk).update(format="in_person")
    running.refresh_from_db()
    return running


def test_in_a_meeting_in_person_the_absent_are_not_entered(in_hall, people, clerk):
    enter(in_hall, clerk, "Name;Status\nMira Member;anwesend\nMira Member 2;entschuldigt\nAda Advisory;fehlt\n")

    assert [row.person for row in Attendance.objects.all()] == people[:1]


@pytest.mark.parametrize(
    ("line", "present"),
    [
        ("Mira Member;Saal;", True),
        ("Mira Member;;anwesend", True),
        ("Mira Member;entschuldigt;", False),
        ("Mira Member;Saal;fehlt", False),
        ("Mira Member;;vielleicht", None),
        ("Mira Member;;", None),
        ("Mira Member;;online", True),
    ],
)
def test_what_a_line_says_of_the_presence(line, present):
    (found,) = rolls.read(f"Name;Art;Status\n{line}\n").lines

    assert found.is_present is present


def test_a_column_nobody_reads_decides_nothing_without_being_asked_about(in_hall, people, clerk, signed_in):
    client, url = signed_in(clerk.user), reverse("meetings:import_roll", args=[in_hall.pk])
    text = "Name;Bemerkung\nMira Member;war da\nMira Member 2;kam nicht\n"
    preview = client.post(url, {"text": text})
    sent = {"text": text, "seen": preview.context["seen"]}
    refused = client.post(url, sent)
    before = Attendance.objects.count()
    done = client.post(url, {**sent, "unread": preview.context["unread_stamp"]})

    assert "Bemerkung" in preview.content.decode()
    assert (refused.status_code, before, done.status_code, Attendance.objects.count()) == (409, 0, 302, 2)
    assert "Bemerkung" in refused.content.decode()


def test_a_heading_without_names_is_named_and_refused():
    with pytest.raises(DomainError) as error:
        rolls.read("Kürzel;Uhrzeit\nmm;17:00\n")

    assert (error.value.code, error.value.status) == ("roll.heading_unknown", 400)
    assert "Kürzel" in str(error.value)


def test_the_narrowest_likeness_wins_and_a_wider_one_asks(in_hall, people):
    for person, family in zip(people, ("Müller", "Mueller", "Çelik"), strict=True):
        person.given_name, person.family_name = "Jo", family
        person.save()

    def meant(name):
        (entry,) = read_roll(in_hall, f"Name;Status\n{name};anwesend").entries
        return entry.person

    assert [meant(name) for name in ("Jo Müller", "Mueller, Jo", "Jo Celik", "Muller, Jo")] == [
        people[0],
        people[1],
        people[2],
        people[0],
    ]
