"""Everything keeps the part in which it arose, wherever its item goes; what becomes public is released one by one."""

import io
import json

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from pypdf import PdfReader

from agenda import selectors, services
from agenda.models import AgendaItem, Motion, Presenter, ProceduralMotion, Recusal, SpeakingRequest
from agenda.places import Place
from documents.check.exports import package_of
from documents.minutes.content import minutes_of
from documents.minutes.exports.pdf import pdf_of
from meetings import services as meetings
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.live.pictures import picture_for
from meetings.models import Meeting
from meetings.registry import next_step
from meetings.selectors import actor_for
from tests.publicity import leave_public
from tests.resolved import RESOLVED
from tests.revealed import to_non_public, to_public
from voting import services as voting

WORDS = ("Goldantrag", "Goldgrund", "Goldänderung", "Goldausschuss", "Goldgast", "Goldnotiz", "Goldvortrag")


@pytest.fixture
def member(running, clerk, seat):
    person = seat("member").person
    meetings.record_arrival(meeting=running, person=person, mode="hall", actor=clerk)
    return actor_for(person.user, body_id=running.body_id, meeting=running)


@pytest.fixture
def secret(running, clerk, member, seat):
    """An open non-public item on which everything has been said that can be said."""
    item = services.add_item(
        meeting=running,
        resolution=RESOLVED,
        part="non_public",
        title="Ankauf",
        draft_resolution="Wir kaufen.",
        treatment="decision",
        actor=clerk,
    )
    services.add_presenter(item=item, name="Goldvortrag", organisation="Bank", actor=clerk)
    services.enter_recusal(item=item, person=_other(seat), actor=clerk)
    leave_public(running, clerk)
    item = services.open_item(item=item, actor=clerk)
    services.open_list(item=item, actor=clerk)
    moved = services.move_motion(item=item, text="Goldantrag", reasons="Goldgrund", actor=member)
    services.move_amendment(item=item, text="Goldänderung", motion=moved.pk, actor=member)
    services.enter_request(item=item, guest="Goldgast", actor=clerk)
    services.move_procedural(item=item, kind="refer", detail="Goldausschuss", actor=member)
    services.write_note(item=item, text="Goldnotiz", version=item.note_version, actor=clerk)
    return fresh(item)


def _other(seat):
    return seat("member").person.pk


def fresh(item):
    return AgendaItem.objects.select_related("meeting__body__institution").get(pk=item.pk)


@pytest.fixture
def published(secret, clerk):
    """The same item, moved to the public part and called there."""
    services.take_back_item(item=secret, actor=clerk)
    item = to_public(fresh(secret), clerk)
    meetings.readmit_public(meeting=item.meeting, actor=clerk)
    return services.open_item(item=fresh(item), actor=clerk)


def seen_by(meeting, *audiences):
    meeting = Meeting.objects.get(pk=meeting.pk)
    return "\n".join(json.dumps(picture_for(meeting, audience, None), ensure_ascii=False) for audience in audiences)


def minutes(meeting, audience, closed=()):
    meeting = Meeting.objects.select_related("body__institution").get(pk=meeting.pk)
    pages = PdfReader(io.BytesIO(pdf_of(minutes_of(meeting, audience, closed), "de"))).pages
    return "\n".join(page.extract_text() for page in pages)


def told(text):
    return {word for word in WORDS if word in text}


def code(service, **given):
    with pytest.raises(DomainError) as refused:
        service(**given)
    return refused.value.code


def release(item, clerk, kind):
    found = next(row for row in selectors.matters_of(fresh(item)) if row.kind == kind)
    return services.release_matter(item=item, kind=kind, key=found.key, seen=found.stamp, actor=clerk)


def test_what_was_said_in_the_non_public_part_stays_there(published, clerk):
    """On every screen of the public, in the public minutes and in the public check package; the desk sees it all."""
    shown = seen_by(published.meeting, Audience.PUBLIC, Audience.SCREEN)
    at_desk = seen_by(published.meeting, Audience.DESK)
    services.close_item(item=published, actor=clerk)
    meetings.close_meeting(meeting=published.meeting, actor=clerk)
    printed = minutes(published.meeting, Audience.PUBLIC)
    package = package_of(Meeting.objects.get(pk=published.meeting_id), public_only=True)["events.ndjson"]

    assert "Ankauf" in shown
    assert "Wir kaufen." in printed
    assert (told(shown), told(printed), told(package)) == (set(), set(), set())
    assert {"Goldantrag", "Goldgast", "Goldnotiz", "Goldvortrag"} <= told(at_desk)
    assert {"Goldnotiz", "Goldvortrag"} <= told(minutes(published.meeting, Audience.PARTICIPANT))


def test_what_happens_with_it_later_is_for_participants_alone(published, clerk):
    """Supported, reworded, taken back, called and ended, on the item that is public now."""
    moved = Motion.objects.get(item=published, is_amendment=False)
    services.edit_motion(motion=moved, text="Goldantrag neu", version=moved.version, actor=clerk)
    services.withdraw_motion(motion=moved, actor=clerk)
    asked = SpeakingRequest.objects.get(item=published, guest="Goldgast")
    services.end_speech(request=services.call_speaker(request=asked, actor=clerk), actor=clerk)

    events = published.meeting.events.filter(
        name__in=["agenda.motion.edited", "agenda.motion.withdrawn", "agenda.motion.settled"]
    )
    speeches = published.meeting.events.filter(name__startswith="agenda.speech.")
    assert {event.audience for event in [*events, *speeches]} == {"participant"}
    assert len(events) == 3


def test_what_is_new_in_the_public_part_is_public(published, clerk, member):
    services.move_motion(item=published, text="Offener Antrag", actor=member)

    assert "Offener Antrag" in seen_by(published.meeting, Audience.PUBLIC)
    assert published.meeting.events.filter(name="agenda.motion.moved").last().audience == "public"


def test_an_amendment_to_what_is_not_public_is_not_public(published, clerk, member):
    moved = Motion.objects.get(item=published, is_amendment=False)
    services.move_amendment(item=published, text="Goldantrag mit Zusatz", motion=moved.pk, actor=member)

    assert told(seen_by(published.meeting, Audience.PUBLIC)) == set()


@pytest.mark.parametrize(
    ("kind", "words"),
    [("motion", {"Goldantrag", "Goldgrund"}), ("request", set()), ("presenter", {"Goldvortrag"})],
)
def test_what_is_released_is_seen_and_nothing_else(published, clerk, kind, words):
    release(published, clerk, kind)

    assert told(seen_by(published.meeting, Audience.PUBLIC)) == words
    event = published.meeting.events.filter(name="agenda.matter.released").last()
    assert (event.audience, event.data["purpose"]) == ("public", kind)


def test_a_released_guest_is_seen_with_the_floor(published, clerk):
    release(published, clerk, "request")
    services.call_speaker(request=SpeakingRequest.objects.get(item=published, guest="Goldgast"), actor=clerk)

    assert told(seen_by(published.meeting, Audience.PUBLIC, Audience.SCREEN)) == {"Goldgast"}


def test_a_released_note_stands_in_the_public_minutes(published, clerk):
    services.write_note(item=published, text="Offene Notiz", version=fresh(published).note_version, actor=clerk)
    release(published, clerk, "note")
    services.close_item(item=published, actor=clerk)
    meetings.close_meeting(meeting=published.meeting, actor=clerk)

    assert told(minutes(published.meeting, Audience.PUBLIC)) == {"Goldnotiz"}
    assert fresh(published).note == "Offene Notiz\n\nGoldnotiz"


def test_nothing_is_released_unseen_or_in_the_wrong_order(published, clerk, member):
    motion, amendment = (
        next(row for row in selectors.matters_of(published) if row.kind == kind) for kind in ("motion", "amendment")
    )
    given = {"item": published, "kind": "motion", "key": motion.key}

    assert code(services.release_matter, **given, seen="", actor=clerk) == "matter.changed_meanwhile"
    assert code(services.release_matter, **given, seen=motion.stamp, actor=member) == "permission.denied"
    waits = {"item": published, "kind": "amendment", "key": amendment.key, "seen": amendment.stamp}
    assert code(services.release_matter, **waits, actor=clerk) == "matter.waits"
    services.edit_motion(motion=Motion.objects.get(pk=motion.key), text="Goldantrag, anders", version=1, actor=clerk)
    assert code(services.release_matter, **given, seen=motion.stamp, actor=clerk) == "matter.changed_meanwhile"
    assert published.meeting.events.filter(name="agenda.matter.released").count() == 0


def test_nothing_of_a_non_public_item_is_released(secret, clerk):
    motion = next(row for row in selectors.matters_of(secret) if row.kind == "motion")

    assert (
        code(services.release_matter, item=secret, kind="motion", key=motion.key, seen=motion.stamp, actor=clerk)
        == "state.not_now"
    )


def test_the_mover_is_shown_first_what_becomes_public(secret, clerk, signed_in):
    services.take_back_item(item=secret, actor=clerk)
    place = Place(None, "public", None)

    refused = code(services.move_item, item=secret, place=place, actor=clerk)
    page = signed_in(clerk.user).get(reverse("agenda:matters", args=[secret.pk])).content.decode()
    stamp = selectors.reveal_stamp(selectors.revealed_by(fresh(secret)))
    services.edit_item(item=secret, version=secret.version, draft_resolution="Wir kaufen teuer.", actor=clerk)
    stale = code(services.move_item, item=secret, place=place, revealed=stamp, actor=clerk)

    assert (refused, stale, fresh(secret).part) == ("item.reveals", "item.reveals", "non_public")
    assert stamp in page
    assert "Wir kaufen." in page
    assert told(page) == set(WORDS)


def test_the_page_moves_and_releases(secret, clerk, signed_in):
    services.take_back_item(item=secret, actor=clerk)
    client, stamp = signed_in(clerk.user), selectors.reveal_stamp(selectors.revealed_by(fresh(secret)))
    moved = client.post(reverse("agenda:move_item", args=[secret.pk]), {"place": ".public.", "revealed": stamp})
    matter = next(row for row in selectors.matters_of(fresh(secret)) if row.kind == "motion")
    page = client.get(reverse("agenda:matters", args=[secret.pk])).content.decode()
    released = client.post(
        reverse("agenda:release_matter", args=[secret.pk]), {"kind": "motion", "key": matter.key, "seen": matter.stamp}
    )

    assert (moved.status_code, released.status_code, fresh(secret).part) == (302, 302, "public")
    assert matter.stamp in page
    assert Motion.objects.get(pk=matter.key).part == "public"


def test_a_vote_in_public_waits_for_the_release(published, clerk, member):
    moved = Motion.objects.get(item=published, is_amendment=False)
    services.withdraw_motion(motion=Motion.objects.get(item=published, is_amendment=True), actor=clerk)
    meeting = Meeting.objects.get(pk=published.meeting_id)
    refused = code(voting.take_by_acclamation, item=published, motion=moved.pk, actor=clerk)
    retyped = code(
        voting.take_by_acclamation, item=published, question="Goldantrag", despite_motions=[moved.pk], actor=clerk
    )
    release(published, clerk, "motion")
    poll = voting.take_by_acclamation(item=published, motion=moved.pk, actor=clerk)

    assert (refused, retyped, poll.part) == ("poll.not_released", "poll.not_released", "public")
    assert meeting.events.filter(name="voting.poll.opened", audience="public").count() == 1


def test_the_next_step_leads_to_the_list(published, clerk):
    asked = SpeakingRequest.objects.filter(item=published, state="waiting")
    for row in asked:
        services.strike_request(request=row, actor=clerk)
    pending = ProceduralMotion.objects.filter(item=published, state="moved")

    step = next_step(Meeting.objects.get(pk=published.meeting_id))
    assert (pending.count(), step.url) == (0, reverse("agenda:matters", args=[published.pk]))


def test_while_the_public_is_out_a_public_item_has_a_non_public_part(running, clerk, member):
    """Excluded on a motion in the middle of an item: what is said then stays there when the public is back."""
    item = services.add_item(
        meeting=running,
        resolution=RESOLVED,
        part="public",
        title="Spielplatz",
        draft_resolution="Wir bauen.",
        actor=clerk,
    )
    item = services.open_item(item=item, actor=clerk)
    public = services.move_motion(item=item, text="Offener Antrag", actor=member)
    services.write_note(item=item, text="Offene Notiz", version=1, actor=clerk)
    leave_public(running, clerk)
    services.move_motion(item=item, text="Goldantrag", actor=member)
    services.write_note(item=item, text="Goldnotiz", version=fresh(item).note_version, actor=clerk)
    meetings.readmit_public(meeting=running, actor=clerk)
    before = seen_by(running, Audience.PUBLIC)
    late = code(
        services.write_note, item=item, text="Goldnotiz, weiter", version=fresh(item).note_version - 1, actor=clerk
    )
    services.close_item(item=item, actor=clerk)
    meetings.close_meeting(meeting=running, actor=clerk)
    printed = minutes(running, Audience.PUBLIC)

    assert (told(before), "Offener Antrag" in before, public.part) == (set(), True, "public")
    assert (told(printed), "Offene Notiz" in printed, late) == (set(), True, "note.changed_meanwhile")


def test_what_is_decided_in_the_non_public_part_is_not_known_after_the_way_back(running, clerk, member):
    """A public motion, the item moved away and back: that it was settled there is nobody's business; that it was
    moved stays known.
    """
    item = services.add_item(
        meeting=running,
        resolution=RESOLVED,
        part="public",
        title="Spielplatz",
        draft_resolution="Wir bauen.",
        actor=clerk,
    )
    item = services.open_item(item=item, actor=clerk)
    moved = services.move_motion(item=item, text="Offener Antrag", actor=member)
    services.take_back_item(item=item, actor=clerk)
    to_non_public(fresh(item), clerk)
    leave_public(running, clerk)
    item = services.open_item(item=fresh(item), actor=clerk)
    services.settle_motion(motion=moved, actor=clerk)
    services.take_back_item(item=item, actor=clerk)
    to_public(fresh(item), clerk)
    meetings.readmit_public(meeting=running, actor=clerk)
    item = services.open_item(item=fresh(item), actor=clerk)

    settled = running.events.get(name="agenda.motion.settled")
    assert "Offener Antrag" not in seen_by(running, Audience.PUBLIC)
    assert (settled.audience, Motion.objects.get(pk=moved.pk).part) == ("participant", "non_public")
    assert "Offener Antrag" in "\n".join(sentence_of(event) for event in running.events.filter(audience="public"))


def test_a_public_result_stays_known_when_its_item_becomes_non_public(running, clerk, member):
    item = services.add_item(
        meeting=running,
        resolution=RESOLVED,
        part="public",
        title="Spielplatz",
        draft_resolution="Wir bauen.",
        actor=clerk,
    )
    item = services.open_item(item=item, actor=clerk)
    voting.declare_result(poll=voting.take_by_acclamation(item=item, actor=clerk), actor=clerk)
    services.take_back_item(item=fresh(item), actor=clerk)
    to_non_public(fresh(item), clerk)
    services.withdraw_item(item=fresh(item), actor=clerk)
    meetings.close_meeting(meeting=running, actor=clerk)

    assert "Result of the vote on item" in minutes(running, Audience.PUBLIC)


def test_whoever_has_a_conflict_of_interest_finds_neither_presenter_nor_subtitle_in_their_minutes(secret, clerk):
    services.edit_item(item=secret, version=secret.version, subtitle="Goldgrund", actor=clerk)
    services.close_item(item=secret, actor=clerk)
    meetings.close_meeting(meeting=secret.meeting, actor=clerk)

    assert told(minutes(secret.meeting, Audience.PARTICIPANT, {secret.pk})) == set()
    assert {"Goldgrund", "Goldvortrag"} <= told(minutes(secret.meeting, Audience.PARTICIPANT))


@pytest.mark.django_db(transaction=True)
def test_what_is_there_gets_the_part_that_the_journal_knows(published, clerk, member):
    """From before the parts were kept: rows of a public item whose events were not all public stay non-public."""
    services.move_motion(item=published, text="Offener Antrag", actor=member)
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate([("agenda", "0003_the_floor")])
    MigrationExecutor(connection).migrate(newest)

    parts = dict(Motion.objects.filter(item=published).values_list("text", "part"))
    assert parts == {"Goldantrag": "non_public", "Goldänderung": "non_public", "Offener Antrag": "public"}
    others = [SpeakingRequest, ProceduralMotion, Recusal, Presenter]
    assert {row.part for model in others for row in model.objects.filter(item=published)} >= {"non_public"}
    assert (fresh(published).note, fresh(published).other_note) == ("", "Goldnotiz")
