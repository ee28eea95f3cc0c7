"""Faults that users of other systems reported, tried here: the calendar file, mails, rolls and file names. Each test
names its report.
"""

from datetime import date
from email import message_from_bytes, policy
from email.utils import parseaddr

import pytest
import vobject
from django.core import mail
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from documents.calendars.exports import calendar_of
from documents.names import meeting_stem
from meetings import rolls
from meetings.models import Meeting
from meetings.names import spelt
from meetings.services.letters import letter
from tests.foreign import ask

pytestmark = pytest.mark.any_database

FAMILY = "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.lists(st.sampled_from([*" aÄß,;:\\\"'^n–🏛", FAMILY]), min_size=1, max_size=220).map("".join))
def test_folding_breaks_no_character_and_eats_no_space(meeting, title):
    """github.com/ical4j/ical4j/issues/800, github.com/ProtonMail/WebClients/issues/513,
    github.com/arran4/golang-ical/issues/7
    """
    raw = calendar_of(Meeting(**{**plain_fields(meeting), "title": title}), "https://rat.example/meetings/1/")

    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert vobject.readOne(raw.decode()).vevent.summary.value == title
    assert str(Calendar.from_ical(raw).walk("VEVENT")[0]["SUMMARY"]) == title


def plain_fields(meeting):
    return {field.attname: getattr(meeting, field.attname) for field in meeting._meta.concrete_fields}


@pytest.mark.parametrize(
    "name", ["Ausschuss für Ökologie", "Bau, Verkehr; Umwelt: Ausschuss", 'Ausschuss "Digitales"', "Rat ^ Ältestenrat"]
)
def test_the_organiser_is_quoted_and_read_by_everybody(convened, body, client, name):
    """github.com/linagora/twake-calendar-frontend/issues/789: unquoted letters beyond ASCII cost the whole list of
    parameters.
    """
    body.name = name
    body.save()
    raw = client.get(reverse("documents:calendar", args=[convened.pk])).content
    unfolded = raw.decode().replace("\r\n ", "")

    assert 'ORGANIZER;CN="' in unfolded
    assert name.replace('"', "'") in ask("calendar", raw)["entries"][0]["publisher"].replace('"', "'")


@pytest.mark.parametrize(
    "title", ["Sitzung über Straßenbahnfahrscheine – " * 40, "🏛️" * 200, "Zeile\r\nBcc: somebody@example.org", "Ä" * 500]
)
def test_no_subject_is_too_long_for_a_line_or_makes_another_header(institution, title):
    """github.com/productdevbook/unemail/issues/121, github.com/PHPMailer/PHPMailer/issues/147"""
    raw = (
        letter(subject=title, text="Guten Tag", to="mira@example.org", institutions=[institution]).message().as_bytes()
    )
    head = raw.partition(b"\n\n")[0]
    read = message_from_bytes(raw, policy=policy.default)

    assert max(map(len, head.splitlines())) <= 78
    assert "Bcc" not in read
    assert "".join(read["Subject"].split()).endswith("".join(title.split())[-20:]) or len(read["Subject"]) >= 150


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "mac_roman", "cp850", "utf-16"])
def test_a_roll_is_read_in_whatever_spreadsheets_write(charset):
    """github.com/grokability/snipe-it/issues/16518, github.com/wielebenwir/commonsbooking/issues/467: Zürich became
    Zьrich.
    """
    text = "Nachname;Vorname\r\nMüller;Jörg\r\nGroß;Änne\r\nÖztürk;Özlem\r\n"

    assert rolls.decode(text.encode(charset)) == text


def test_names_with_spaces_hyphens_and_line_ends_in_cells_are_read():
    """github.com/OpenSlides/openslides-client/issues/3146"""
    found = rolls.read('Nachname;Vorname\r\nvon Richter;Max Martin\r\n"Schulze-\r\nBoysen";Anna-Lena\r\n')

    assert [spelt(line.who) for line in found.lines] == ["max martin von richter", "anna-lena schulze-boysen"]


def test_two_meetings_of_a_day_have_minutes_of_two_names():
    """github.com/4teamwork/opengever.core/issues/3767"""
    stems = [meeting_stem(date(2027, 7, 1), "Rat", title) for title in ("1. Sitzung", "2. Sitzung", "")]

    assert stems == ["2027-07-01-Rat-1-Sitzung", "2027-07-01-Rat-2-Sitzung", "2027-07-01-Rat"]
    assert (
        meeting_stem(date(2027, 7, 1), "Bauausschuss", "3. Sitzung des Bauausschusses")
        == "2027-07-01-3-Sitzung-des-Bauausschusses"
    )
    assert len(meeting_stem(date(2027, 7, 1), "Ö" * 200, "Sitzung " * 60)) <= 132


def test_the_sender_of_a_mail_is_one_address_whatever_the_institution_is_called(institution, settings):
    """A comma in the name before the address makes two senders in some mail programs unless it is quoted."""
    settings.DEFAULT_FROM_EMAIL = '"Stadt Duisburg, Bezirk Süd" <rat@example.org>'
    letter(subject="Einladung", text="Guten Tag", to="mira@example.org", institutions=[institution]).send()
    read = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)

    assert parseaddr(str(read["From"])) == ("Stadt Duisburg, Bezirk Süd", "rat@example.org")
