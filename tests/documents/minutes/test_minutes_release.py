"""Minutes are a draft until somebody releases them; what was released stays the same bytes."""

import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from agenda.services import close_item, enter_recusal, open_item, write_note
from documents.minutes.content import minutes_of
from documents.minutes.exports.pdf import pdf_of
from documents.minutes.models import DocumentRules, MinutesCopy, MinutesRelease
from documents.minutes.services import release_minutes, take_back_minutes
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.models import MeetingEvent, Reading
from meetings.registry import next_step
from meetings.services import close_meeting, convene_meeting, open_meeting, reopen_meeting
from tests.conftest import names_of
from tests.publicity import open_secret

JSON = {"accept": "application/json"}
SECRET = "Nur im nichtöffentlichen Teil notiert"


@pytest.fixture
def closed(running, item, secret_item, clerk):
    """A closed meeting with a note in each part."""
    called = open_item(item=item, actor=clerk)
    write_note(item=called, text="Öffentlich notiert", version=called.note_version, actor=clerk)
    close_item(item=called, actor=clerk)
    called = open_secret(item=secret_item, actor=clerk)
    write_note(item=called, text=SECRET, version=called.note_version, actor=clerk)
    close_item(item=called, actor=clerk)
    return close_meeting(meeting=running, actor=clerk)


@pytest.fixture
def released(closed, clerk):
    release_minutes(meeting=closed, draw=pdf_of, actor=clerk)
    return closed


def body_of(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:
        close()
    return content


def get(browser, name, meeting, **headers):
    answer = browser.get(reverse(f"documents:{name}", args=[meeting.pk]), headers={**JSON, **headers})
    return answer, body_of(answer)


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


# Before the release
# ----------------------------------------------------------------------------------------------------

WRITERS = ("chair", "deputy_chair", "clerk")
OTHERS = ("public", "administrator", "member", "expert_citizen", "advisory_member", "substitute")


@pytest.mark.parametrize("role", WRITERS + OTHERS)
@pytest.mark.parametrize("name", ["minutes_pdf", "public_minutes_pdf", "draft_minutes_pdf"])
def test_closed_minutes_are_a_draft_for_those_who_write_them_and_nothing_for_others(
    closed, actor, signed_in, role, name
):
    answer, content = get(signed_in(actor(role).user), name, closed)

    if role in WRITERS:
        assert answer.status_code == 200
        assert text_of(content).count("ENTWURF") == len(PdfReader(io.BytesIO(content)).pages)
        assert (SECRET in text_of(content)) is (name != "public_minutes_pdf")
        assert "Niederschrift-Entwurf-" in answer.headers["Content-Disposition"]
    else:
        assert (answer.status_code, answer.json()["code"]) == (
            (403, "permission.denied") if "draft" in name else (409, "state.not_now")
        )
        assert SECRET not in content.decode()


@pytest.mark.parametrize("role", ["public", "member"])
def test_the_meeting_page_says_that_nothing_is_released_yet(closed, actor, signed_in, role):
    page = signed_in(actor(role).user).get(closed.get_absolute_url()).content.decode()

    assert "Die Niederschrift ist noch nicht freigegeben." in page
    assert "minutes" not in "".join(part.split('"')[0] for part in page.split('href="')[1:])


def test_a_clear_page_instead_of_the_minutes(closed, client):
    answer = client.get(reverse("documents:minutes_pdf", args=[closed.pk]))

    assert answer.status_code == 409
    assert "noch nicht freigegeben" in answer.content.decode()


@pytest.mark.parametrize(("stage", "member"), [("running", 409), ("closed", 200)])
def test_where_the_rules_say_so_members_get_the_draft_after_the_close(
    running, clerk, actor, signed_in, body, stage, member
):
    DocumentRules.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", members_see_draft_minutes=True
    )
    if stage == "closed":
        close_meeting(meeting=running, actor=clerk)

    answers = [get(signed_in(actor(role).user), "minutes_pdf", running)[0].status_code for role in ("member", "public")]

    assert answers == [member, 409]


# Releasing
# -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", WRITERS)
def test_release_minutes_gives_each_their_document(closed, actor, signed_in, role):
    release = release_minutes(meeting=closed, draw=pdf_of, actor=actor(role))

    versions = {copy.version: copy for copy in release.copies.all()}
    assert set(versions) == {"public", "full"}
    for reader, version in [("public", "public"), ("administrator", "public"), ("member", "full"), ("clerk", "full")]:
        answer, content = get(signed_in(actor(reader).user), "minutes_pdf", closed)
        assert (answer.status_code, hashlib.sha256(content).hexdigest()) == (200, versions[version].sha256)
        assert (SECRET in text_of(content)) is (version == "full")
        assert "ENTWURF" not in text_of(content)
    assert SECRET not in text_of(get(signed_in(actor("member").user), "public_minutes_pdf", closed)[1])


def test_the_two_documents_have_two_file_names(released, actor, signed_in):
    names = [
        get(signed_in(actor(role).user), "minutes_pdf", released)[0].headers["Content-Disposition"]
        for role in ("public", "member")
    ]

    stem = f"Niederschrift-{released.starts_at:%Y-%m-%d}-Ausschuss-fuer-Proben-1-Sitzung"
    assert names == [f'attachment; filename="{stem}-{kind}.pdf"' for kind in ("oeffentlich", "vollstaendig")]


def test_release_minutes_keeps_what_it_released_and_from_which_state(closed, clerk):
    closed.refresh_from_db()
    seq, head = closed.last_seq, closed.head

    release = release_minutes(meeting=closed, draw=pdf_of, actor=clerk)

    assert (release.seq, release.head, release.released_by) == (seq, head, clerk.user)
    stored = {copy.version: Path(copy.stored.path).read_bytes() for copy in release.copies.all()}
    assert {copy.version: (copy.sha256, copy.size) for copy in release.copies.all()} == {
        version: (hashlib.sha256(content).hexdigest(), len(content)) for version, content in stored.items()
    }
    events = closed.events.filter(name__startswith="documents.minutes.").order_by("seq")
    assert [(event.name, event.audience) for event in events] == [
        ("documents.minutes.released", "public"),
        ("documents.minutes.full_released", "participant"),
    ]
    assert events[0].data == {"release": release.pk, "sha256": hashlib.sha256(stored["public"]).hexdigest()}
    assert hashlib.sha256(stored["full"]).hexdigest() not in str(events[1].data)


def test_released_minutes_stay_the_same_bytes_whatever_is_changed(released, item, clerk, actor, signed_in):
    readers = [signed_in(actor(role).user) for role in ("public", "member")]
    before = [get(reader, "minutes_pdf", released)[1] for reader in readers]
    item.refresh_from_db()
    write_note(item=item, text="Danach geändert", version=item.note_version, actor=clerk)

    assert [get(reader, "minutes_pdf", released)[1] for reader in readers] == before
    assert "Danach geändert" in text_of(get(signed_in(clerk.user), "draft_minutes_pdf", released)[1])


def test_release_minutes_refuses_whoever_does_not_lead_or_write(closed, actor):
    for role in OTHERS:
        with pytest.raises(DomainError) as error:
            release_minutes(meeting=closed, draw=pdf_of, actor=actor(role))
        assert (error.value.code, error.value.status) == ("permission.denied", 403)

    assert not MinutesRelease.objects.exists()
    assert "documents.minutes.released" not in names_of(closed)


@pytest.mark.parametrize("stage", ["draft", "convened", "running", "released"])
def test_release_minutes_in_the_wrong_state(meeting, clerk, stage, folder):
    steps = {"draft": [], "convened": [convene_meeting], "running": [convene_meeting, open_meeting]}
    steps["released"] = [*steps["running"], close_meeting]
    for step in steps[stage]:
        step(meeting=meeting, actor=clerk)
    meeting.refresh_from_db()
    if stage == "released":
        release_minutes(meeting=meeting, draw=pdf_of, actor=clerk)
    before = folder()

    with pytest.raises(DomainError) as error:
        release_minutes(meeting=meeting, draw=pdf_of, actor=clerk)

    assert (error.value.code, error.value.status) == ("state.not_now", 409)
    assert folder() == before


def test_release_minutes_when_something_changes_while_they_are_drawn(closed, item, clerk, folder):
    item.refresh_from_db()

    def draw(minutes, language):
        item.refresh_from_db()
        write_note(item=item, text=item.note + "!", version=item.note_version, actor=clerk)
        return pdf_of(minutes, language)

    with pytest.raises(DomainError) as error:
        release_minutes(meeting=closed, draw=draw, actor=clerk)

    assert error.value.code == "minutes.changed_meanwhile"
    assert (folder(), MinutesRelease.objects.count()) == ([], 0)


def test_whoever_has_a_conflict_of_interest_gets_a_copy_of_their_own(
    running, item, secret_item, clerk, seat, signed_in
):
    member, other = seat("member"), seat("member")
    called = open_item(item=item, actor=clerk)
    close_item(item=called, actor=clerk)
    enter_recusal(item=secret_item, person=member.person_id, actor=clerk)
    called = open_secret(item=secret_item, actor=clerk)
    write_note(item=called, text=SECRET, version=called.note_version, actor=clerk)
    close_item(item=called, actor=clerk)
    closed = close_meeting(meeting=running, actor=clerk)
    release_minutes(meeting=closed, draw=pdf_of, actor=clerk)

    own, full = (get(signed_in(row.person.user), "minutes_pdf", closed) for row in (member, other))

    assert (SECRET in text_of(own[1]), SECRET in text_of(full[1])) == (False, True)
    assert "Nicht in Ihrer Ausfertigung" in text_of(own[1])
    MinutesCopy.objects.filter(version="abridged").get()
    assert own[0].headers["Content-Disposition"].endswith('vollstaendig-ohne-befangene-Punkte.pdf"')


def test_readings_of_released_full_minutes_are_on_record(released, actor, signed_in):
    for role in ("public", "member"):
        browser = signed_in(actor(role).user)
        browser.head(reverse("documents:minutes_pdf", args=[released.pk]))
        get(browser, "minutes_pdf", released)
        get(browser, "public_minutes_pdf", released)

    assert list(Reading.objects.values_list("what", "count")) == [("documents.minutes", 1)]


def test_a_reader_who_has_the_file_is_told_so(released, client):
    answer, content = get(client, "minutes_pdf", released)
    part, piece = get(client, "minutes_pdf", released, range="bytes=0-3")

    assert get(client, "minutes_pdf", released, **{"if-none-match": answer.headers["ETag"]})[0].status_code == 304
    assert (part.status_code, piece) == (206, content[:4])


# Taking back
# -----------------------------------------------------------------------------------------------------------


def test_take_back_minutes_makes_them_a_draft_again_and_a_new_release_is_another_one(released, item, clerk, client):
    first = MinutesRelease.objects.get()
    take_back_minutes(meeting=released, ground="  Zahl  falsch ", actor=clerk)
    after = get(client, "minutes_pdf", released)[0].status_code
    item.refresh_from_db()
    write_note(item=item, text="Berichtigt", version=item.note_version, actor=clerk)
    second = release_minutes(meeting=released, draw=pdf_of, actor=clerk)

    assert (after, get(client, "minutes_pdf", released)[0].status_code) == (409, 200)
    assert "Berichtigt" in text_of(get(client, "minutes_pdf", released)[1])
    first.refresh_from_db()
    assert (first.ground, first.taken_back_by, second.pk != first.pk) == ("Zahl falsch", clerk.user, True)
    assert all(default_storage.exists(copy.stored.name) for copy in first.copies.all())
    event = MeetingEvent.objects.get(name="documents.minutes.taken_back")
    assert event.secrets.get().value == "Zahl falsch"


@pytest.mark.parametrize(
    ("ground", "code"),
    [("", "minutes.ground_missing"), (" \0 ", "minutes.ground_missing"), ("x" * 1001, "data.invalid")],
)
def test_take_back_minutes_wants_a_ground(released, clerk, signed_in, ground, code):
    answer = signed_in(clerk.user).post(
        reverse("documents:take_back_minutes", args=[released.pk]), {"ground": ground}, headers=JSON
    )

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert MinutesRelease.objects.standing().exists()


def test_take_back_minutes_refuses_others_and_what_was_not_released(released, actor, clerk):
    with pytest.raises(DomainError) as denied:
        take_back_minutes(meeting=released, ground="Grund", actor=actor("member"))
    take_back_minutes(meeting=released, ground="Grund", actor=clerk)
    with pytest.raises(DomainError) as again:
        take_back_minutes(meeting=released, ground="Grund", actor=clerk)

    assert (denied.value.status, again.value.status) == (403, 409)


def test_a_meeting_with_released_minutes_is_not_opened_again(released, clerk):
    with pytest.raises(DomainError) as error:
        reopen_meeting(meeting=released, actor=clerk)
    take_back_minutes(meeting=released, ground="Grund", actor=clerk)

    assert error.value.code == "minutes.released"
    assert reopen_meeting(meeting=released, actor=clerk).state == "running"


@pytest.mark.parametrize("what", ["release", "copy", "back", "delete"])
def test_the_database_keeps_what_was_released(released, clerk, what):
    if what == "back":
        take_back_minutes(meeting=released, ground="Grund", actor=clerk)
    release = MinutesRelease.objects.get()
    attempts = {
        "release": lambda: MinutesRelease.objects.update(head="0" * 64),
        "copy": lambda: MinutesCopy.objects.update(sha256="0" * 64),
        "back": lambda: MinutesRelease.objects.update(ground="Anderer"),
        "delete": lambda: MinutesCopy.objects.filter(release=release)._raw_delete("default"),
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        attempts[what]()


# The desk
# --------------------------------------------------------------------------------------------------------------


def test_after_the_close_the_desk_leads_to_all_notes_draft_and_release(closed, clerk, signed_in):
    browser = signed_in(clerk.user)
    with translation.override("de"):
        step = next_step(closed)

    page = browser.get(step.url).content.decode()

    assert (step.method, str(step.label)) == ("get", "Niederschrift fertigstellen und freigeben")
    assert "Öffentlich notiert" in page
    assert SECRET in page
    for name in ("draft_minutes_pdf", "public_minutes_pdf", "release_minutes"):
        assert reverse(f"documents:{name}", args=[closed.pk]) in page
    assert page.count("data-note=") == 2


def test_nothing_is_left_to_do_when_they_are_released(released, clerk, signed_in):
    page = signed_in(clerk.user).get(reverse("documents:minutes", args=[released.pk])).content.decode()

    assert next_step(released) is None
    assert reverse("documents:take_back_minutes", args=[released.pk]) in page
    assert reverse("documents:release_minutes", args=[released.pk]) not in page


def test_the_page_of_the_minutes_is_for_the_desk(closed, actor, signed_in):
    url = reverse("documents:minutes", args=[closed.pk])

    assert {role: signed_in(actor(role).user).get(url).status_code for role in WRITERS + OTHERS} == {
        **dict.fromkeys(WRITERS, 200),
        **dict.fromkeys(OTHERS, 403),
    }


def test_release_and_back_by_the_buttons_of_the_page(closed, clerk, signed_in, client):
    browser = signed_in(clerk.user)

    to_page = browser.post(reverse("documents:release_minutes", args=[closed.pk]))
    given = get(client, "minutes_pdf", closed)[0].status_code
    said = client.get(closed.get_absolute_url()).content.decode()
    browser.post(reverse("documents:take_back_minutes", args=[closed.pk]), {"ground": "Versehen"})

    assert (to_page.status_code, to_page.url) == (302, reverse("documents:minutes", args=[closed.pk]))
    assert (given, get(client, "minutes_pdf", closed)[0].status_code) == (200, 409)
    assert reverse("documents:public_minutes_pdf", args=[closed.pk]) in said


def test_releasing_does_not_change_what_the_minutes_say_of_their_state(closed, clerk):
    before = minutes_of(closed, Audience.PUBLIC).state
    release_minutes(meeting=closed, draw=pdf_of, actor=clerk)

    assert minutes_of(closed, Audience.PUBLIC).state == before
