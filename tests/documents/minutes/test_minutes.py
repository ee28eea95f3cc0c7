"""What stands in the minutes, who gets which version, and that nothing breaks the PDF."""

import io
from functools import partial
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from agenda.services import add_item, add_presenter, close_item, open_item, postpone_item, write_note
from documents.files.services import attach_file
from documents.minutes.content import minutes_of
from documents.minutes.exports.pdf import pdf_of
from documents.minutes.services import release_minutes
from documents.pdf import fonts
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.models import Person
from meetings.selectors import actor_for
from meetings.services import (
    close_meeting,
    convene_meeting,
    hand_back_seat,
    interrupt_meeting,
    open_meeting,
    record_arrival,
    record_departure,
    record_disruption,
    resume_meeting,
    take_seat,
)
from tests.documents.conftest import PDF, upload
from tests.publicity import open_secret
from tests.resolved import RESOLVED
from voting.services import cast_ballot, close_poll, create_poll, declare_result, open_poll

pytestmark = pytest.mark.any_database

QUERIES = 17
WICKED = '<b>Name</b> & "Zeichen" </para><img src="x"/> ' + "שלום العربية 🏛️ \x07" + "Ä" * 440


def text_of(content):
    return " ".join(pages_of(content))


def pages_of(content):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def whole_of(response):
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return content


def pdf(meeting, audience, **state):
    with translation.override("de"):
        return pdf_of(minutes_of(meeting, audience, **state), "de")


@pytest.fixture
def cast(seat):
    """Chair, two members and a late one; the clerk comes from the common fixtures."""
    return {
        name: seat(role)
        for name, role in [("chair", "chair"), ("first", "member"), ("second", "member"), ("late", "member")]
    }


def vote(item, seats, choices, clerk):
    poll = open_poll(poll=create_poll(item=item, question=f"Beschlusstext zu {item.title}", actor=clerk), actor=clerk)
    for row, choice in zip(seats, choices, strict=True):
        cast_ballot(poll=poll, choice=choice, ballot_id=uuid4(), actor=actor_for(row.person.user, body_id=row.body_id))
    return declare_result(poll=close_poll(poll=poll, actor=clerk), actor=clerk)


@pytest.fixture
def open_one(meeting, item, secret_item, clerk, cast):
    """A running meeting with a decided public item and a decided non-public one."""
    add_presenter(item=item, actor=clerk, name="Frau Gast", organisation="Amt für Proben")
    add_presenter(item=secret_item, actor=clerk, name="Herr Heimlich")
    attach_file(item=item, upload=upload(), actor=clerk)
    attach_file(item=item, upload=upload("Vertrauliches Papier.pdf", PDF + b"2"), actor=clerk, confidential=True)
    attach_file(item=secret_item, upload=upload("Angebote.pdf", PDF + b"3"), actor=clerk)
    convene_meeting(meeting=meeting, actor=clerk)
    open_meeting(meeting=meeting, actor=clerk)
    for name, mode in [("chair", "hall"), ("first", "hall"), ("second", "remote")]:
        record_arrival(meeting=meeting, person=cast[name].person, mode=mode, actor=clerk)
    seats = [cast["chair"], cast["first"], cast["second"]]
    called = open_item(item=item, actor=clerk)
    record_arrival(meeting=meeting, person=cast["late"].person, mode="hall", actor=clerk)
    record_departure(meeting=meeting, person=cast["late"].person, actor=clerk)
    vote(called, seats, ["yes", "yes", "no"], clerk)
    write_note(item=called, text="Notiz zum öffentlichen Punkt", version=called.note_version, actor=clerk)
    close_item(item=called, actor=clerk)
    interrupt_meeting(meeting=meeting, actor=clerk)
    resume_meeting(meeting=meeting, actor=clerk)
    called = open_secret(item=secret_item, actor=clerk)
    vote(called, seats, ["no", "no", "abstain"], clerk)
    write_note(item=called, text="Notiz zur Geheimsache", version=called.note_version, actor=clerk)
    close_item(item=called, actor=clerk)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def closed(open_one, clerk):
    return close_meeting(meeting=open_one, actor=clerk)


def test_minutes_hold_what_the_law_asks_for(closed):
    words = text_of(pdf(closed, Audience.PUBLIC))

    begin, end = (f"{moment:%H:%M} Uhr" for moment in map(_local, (closed.opened_at, closed.closed_at)))
    for expected in (
        "Stadt Beispiel", "Ausschuss für Proben", "Niederschrift", "1. Sitzung (öffentlicher Teil)", "Saal 1",
        f"Beginn {begin}",
        f"Ende {end}", "Unterbrechungen", "Vorsitz Clara Chair", "Schriftführung Klaus Clerk",
        "4 von 4 stimmberechtigten Mitgliedern",
        "Fraktion Blau", "Mira Member Im Saal", "Mira Member 2 Zugeschaltet", "Frau Gast", "Amt für Proben",
        "Tagesordnung", "Ö 1",
        "Notiz zum öffentlichen Punkt", "Beschlusstext zu ePayment", "Unterlagen: Zahlen 2021", "Verlauf der Sitzung",
        "Seite 1 von",
    ):  # fmt: skip
        assert expected in words


def _local(moment):
    from django.utils import timezone

    return timezone.localtime(moment)


def test_minutes_show_result_counts_and_names(closed):
    section = minutes_of(closed, Audience.PUBLIC).sections[0]

    with translation.override("de"):
        vote = minutes_of(closed, Audience.PUBLIC).sections[0].votes[0]
    assert len(section.votes) == 1
    assert not vote.is_rejected
    assert [count for _, count in vote.counts] == [2, 1, 0]
    assert [names for _, names in vote.names] == [("Clara Chair", "Mira Member"), ("Mira Member 2",)]
    assert vote.sentence in text_of(pdf(closed, Audience.PUBLIC))


SECRETS = (
    "Geheimsache", "Herr Heimlich", "Notiz zur Geheimsache", "Beschlusstext zu Vergabe", "Angebote",
    "Vertrauliches Papier",
    "nichtöffentlicher Teil)",
)  # fmt: skip


def test_minutes_for_the_public_hold_nothing_of_the_non_public_part(closed):
    words = text_of(pdf(closed, Audience.PUBLIC))

    assert {secret: secret in words for secret in SECRETS} == dict.fromkeys(SECRETS, False)
    assert "N 1 Vergabe" in words


@pytest.mark.parametrize("audience", [Audience.PARTICIPANT, Audience.DESK])
def test_minutes_for_participants_hold_both_parts(closed, audience):
    words = text_of(pdf(closed, audience))

    assert {secret: secret in words for secret in SECRETS} == dict.fromkeys(SECRETS, True)


def test_minutes_name_who_came_late_and_left_in_the_course_only_once_called(closed):
    sentences = [remark.sentence for remark in minutes_of(closed, Audience.PUBLIC).course]

    assert len(sentences) == 7  # opened, arrived, left, interrupted, resumed, public excluded, closed
    assert [("Mira Member 3" in sentence) for sentence in sentences] == [False, True, True, False, False, False, False]


def test_minutes_tell_the_recess(closed):
    recesses = minutes_of(closed, Audience.PUBLIC).recesses

    assert len(recesses) == 1
    assert recesses[0][0] <= recesses[0][1]


def test_minutes_tell_a_recess_that_still_lasts(running, clerk):
    interrupt_meeting(meeting=running, actor=clerk)

    assert minutes_of(running, Audience.DESK).recesses[0][1] is None
    assert "ab " in text_of(pdf(running, Audience.DESK))


def test_minutes_name_the_deputy_when_the_chair_stays_away(running, seat, clerk):
    seat("chair")
    deputy = seat("deputy_chair")
    record_arrival(meeting=running, person=deputy.person, mode="hall", actor=clerk)

    assert minutes_of(running, Audience.PUBLIC).presiding == deputy.person


def test_minutes_are_marked_as_a_draft_on_every_page_until_they_are_released(open_one, clerk):
    before = pages_of(pdf(open_one, Audience.DESK))
    closed = close_meeting(meeting=open_one, actor=clerk)
    after = pages_of(pdf(closed, Audience.DESK))
    released = pages_of(pdf(closed, Audience.DESK, released_at=timezone.now()))

    assert {page.count("ENTWURF") for page in before + after} == {1}
    assert {page.count("ENTWURF") for page in released} == {0}


def test_minutes_mark_invented_persons(closed, cast):
    Person.objects.filter(pk=cast["first"].person_id).update(is_demo=True)

    words = text_of(pdf(closed, Audience.PUBLIC))

    assert "Mira Member *" in words
    assert "Mira Member 2 *" not in words
    assert "Die mit * bezeichneten Personen sind erfunden" in words


def test_minutes_without_invented_persons_do_not_speak_of_them(closed):
    assert "erfunden" not in text_of(pdf(closed, Audience.PUBLIC))


def test_minutes_say_that_an_item_was_postponed(running, item, clerk):
    postpone_item(item=item, actor=clerk)

    assert "Vertagt" in text_of(pdf(running, Audience.PUBLIC))


def test_minutes_are_found_and_read_by_machines(closed):
    reader = PdfReader(io.BytesIO(pdf(closed, Audience.PARTICIPANT)))

    assert reader.metadata.title.startswith("Vollständige Niederschrift: 1. Sitzung, ")
    assert reader.trailer["/Root"]["/Lang"] == "de"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert _titles(reader.outline) == [
        "Anwesenheit", "Tagesordnung", "Öffentlicher Teil", ["Ö 1 ePayment"], "Nichtöffentlicher Teil",
        ["N 1 Vergabe Geheimsache"], "Verlauf der Sitzung",
    ]  # fmt: skip
    assert {font["/BaseFont"].split("+")[-1].split("-")[0] for page in reader.pages for font in _fonts(page)} == {
        "/FiraSans"[1:]
    }
    assert f"Seite {len(reader.pages)} von {len(reader.pages)}" in reader.pages[-1].extract_text()


def _titles(outline):
    return [_titles(entry) if isinstance(entry, list) else entry.title for entry in outline]


def _fonts(page):
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_minutes_bookmarks_lead_to_their_pages(closed, meeting, clerk):
    reader = PdfReader(io.BytesIO(pdf(closed, Audience.PUBLIC)))

    for entry in (entry for entry in reader.outline if not isinstance(entry, list)):
        assert entry.title in " ".join(reader.pages[reader.get_destination_page_number(entry)].extract_text().split())


def test_minutes_tell_who_sat_on_whose_seat_and_when(running, clerk, seat):
    member, substitute, absent = seat("member"), seat("substitute"), seat("member")
    came = record_arrival(meeting=running, person=substitute.person, mode="hall", actor=clerk)
    taken = take_seat(meeting=running, seat=member, person=substitute.person, actor=clerk)
    record_arrival(meeting=running, person=member.person, mode="hall", actor=clerk)
    hand_back_seat(meeting=running, seat=member, actor=clerk)

    minutes = minutes_of(running, Audience.PUBLIC)
    words = text_of(pdf(running, Audience.PUBLIC))

    people = {person.name: person for group in minutes.groups for person in group.people}
    assert (people["Sami Substitute"].stood_in, people["Mira Member"].replaced) == ((taken,), (taken,))
    assert people[absent.person.name].replaced == ()
    assert (minutes.seats, minutes.seats_present, came.left_at) == (2, 1, None)
    assert "Im Saal; für Mira Member ab " in words
    assert "Im Saal; vertreten durch Sami Substitute ab " in words
    assert "Sami Substitute nimmt in Vertretung den Sitz von Mira Member ein." in words


def test_a_seat_on_which_only_a_substitute_sat_counts_as_present(running, clerk, seat):
    member, substitute = seat("member"), seat("substitute")
    record_arrival(meeting=running, person=substitute.person, mode="hall", actor=clerk)
    take_seat(meeting=running, seat=member, person=substitute.person, actor=clerk)

    assert minutes_of(running, Audience.PUBLIC).seats_present == 1
    assert "nicht anwesend; vertreten durch Sami Substitute" in text_of(pdf(running, Audience.PUBLIC))


def test_minutes_take_any_name_and_text_as_typed(running, clerk, seat):
    row = seat("member")
    Person.objects.filter(pk=row.person_id).update(family_name=WICKED[:500], function=WICKED[:500])
    record_arrival(meeting=running, person=Person.objects.get(pk=row.person_id), mode="hall", actor=clerk)
    item = add_item(
        meeting=running,
        resolution=RESOLVED,
        actor=clerk,
        part="public",
        title=WICKED[:500],
        subtitle=WICKED[:500],
        draft_resolution=WICKED * 30,
    )
    add_presenter(item=item, actor=clerk, name=WICKED[:500], organisation=WICKED[:500])
    write_note(
        item=item, text="<script>alert(1)</script>\r\n" * 400 + "W" * 5000, version=item.note_version, actor=clerk
    )

    words = text_of(pdf(running, Audience.DESK))

    assert '<b>Name</b> & "Zeichen" </para><img src="x"/>' in words
    assert words.count("<script>alert(1)</script>") == 400


@pytest.mark.parametrize("count", [1, 3])
def test_minutes_take_the_same_queries_whatever_the_agenda(running, clerk, count, django_assert_num_queries):
    for number in range(count):
        item = add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="public", title=f"Punkt {number}")
        add_presenter(item=item, actor=clerk, name="Gast")
        attach_file(item=item, upload=upload(content=PDF + bytes([65 + number])), actor=clerk)

    with django_assert_num_queries(QUERIES):
        pdf(running, Audience.DESK)


def test_pdf_without_fonts_says_what_is_missing(tmp_path):
    with pytest.raises(DomainError) as error:
        fonts.register_fonts(tmp_path)

    assert (error.value.code, error.value.status) == ("pdf.fonts_missing", 503)


# Who gets which version, and when
# --------------------------------------------------------------------------------------

ROLES = (
    "public",
    "member",
    "expert_citizen",
    "advisory_member",
    "substitute",
    "administrator",
    "chair",
    "deputy_chair",
    "clerk",
)
STAGES = {
    #            desk        members      others
    "draft":    (409, 404, 404),
    "convened": (409, 409, 409),
    "running":  (200, 409, 409),
    "closed":   (200, 409, 409),
    "released": (200, 200, 200),
}  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", ROLES)
def test_minutes_pdf_is_there_for_each_at_the_right_time(meeting, clerk, actor, signed_in, stage, role):
    steps = {"draft": [], "convened": [convene_meeting], "running": [convene_meeting, open_meeting]}
    steps["closed"] = [*steps["running"], close_meeting]
    steps["released"] = [*steps["closed"], partial(release_minutes, draw=pdf_of)]
    for step in steps[stage]:
        step(meeting=meeting, actor=clerk)

    response = signed_in(actor(role).user).get(
        reverse("documents:minutes_pdf", args=[meeting.pk]), HTTP_ACCEPT="application/json"
    )
    for close in response._resource_closers:
        close()

    desk, members, others = STAGES[stage]
    hidden_from = {"public": others, "administrator": 409 if stage == "draft" else others}
    expected = desk if role in {"chair", "deputy_chair", "clerk"} else hidden_from.get(role, members)
    assert response.status_code == expected


@pytest.mark.parametrize(
    ("role", "whole"), [("public", False), ("administrator", False), ("member", True), ("clerk", True)]
)
def test_minutes_pdf_holds_the_version_of_whoever_asks(closed, clerk, actor, signed_in, role, whole):
    release_minutes(meeting=closed, draw=pdf_of, actor=clerk)

    response = signed_in(actor(role).user).get(reverse("documents:minutes_pdf", args=[closed.pk]))

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="Niederschrift-')
    assert ("Geheimsache" in text_of(whole_of(response))) is whole


def test_minutes_pdf_is_german_whatever_the_screen_speaks(closed, clerk, client):
    release_minutes(meeting=closed, draw=pdf_of, actor=clerk)

    response = client.get(reverse("documents:minutes_pdf", args=[closed.pk]), headers={"Accept-Language": "en"})

    assert "Niederschrift" in text_of(whole_of(response))


def test_an_interruption_stands_in_the_minutes_with_from_to_cause_and_ground(running, clerk, cast):
    record_arrival(meeting=running, person=cast["first"].person, mode="remote", actor=clerk)
    report = {"meeting": running, "person": cast["first"].person, "trouble": "no_sound", "remark": "Vertraulich"}
    row = record_disruption(**report, actor=clerk)
    interrupt_meeting(meeting=running, cause="disruption", actor=clerk)
    resume_meeting(meeting=running, grounds={row.pk: "remedied"}, actor=clerk)

    with translation.override("de"):
        found = minutes_of(running, Audience.PUBLIC)
    words = text_of(pdf(running, Audience.PUBLIC))

    recess = running.recesses.get()
    assert [tuple(pair) for pair in found.recesses] == [
        tuple(running.events.filter(name__regex="interrupted|resumed").values_list("at", flat=True))
    ]
    assert recess.cause == "disruption"
    assert "Die Sitzung wurde unterbrochen (technische Störung)." in words
    assert "wurde entschieden: behoben." in words
    assert "Vertraulich" not in words
