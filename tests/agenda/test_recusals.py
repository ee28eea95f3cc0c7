"""Conflicts of interest (GO NRW section 31): no floor, no vote, and of a non-public item nothing to see."""

import uuid

import pytest
from django.utils import translation

from agenda import selectors, services
from agenda.models import Recusal
from documents.files import services as documents
from meetings import services as meetings
from meetings.enums import Formality
from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.live.pictures import picture_for
from meetings.models import Attendance, Meeting, RulesOfProcedure
from meetings.permissions import can
from meetings.registry import next_step
from meetings.selectors import actor_for, granted, quorum_of
from tests.documents.conftest import upload
from tests.publicity import leave_public
from tests.resolved import RESOLVED
from voting import services as voting
from voting.models import Elector


@pytest.fixture
def public_item(running, clerk):
    return services.add_item(
        meeting=running,
        resolution=RESOLVED,
        part="public",
        title="Vergabe",
        draft_resolution="Der Auftrag wird vergeben.",
        actor=clerk,
    )


@pytest.fixture
def secret_item(running, clerk):
    return services.add_item(
        meeting=running,
        resolution=RESOLVED,
        part="non_public",
        title="Kanarienvertrag",
        draft_resolution="Kanarienpreis",
        actor=clerk,
    )


@pytest.fixture
def member(running, clerk, seat):
    def make(mode="hall", role="member"):
        person = seat(role).person
        meetings.record_arrival(meeting=running, person=person, mode=mode, actor=clerk)
        return now(running, person)

    return make


def now(meeting, person):
    return actor_for(person.user, body_id=meeting.body_id, meeting=Meeting.objects.get(pk=meeting.pk))


def code(service, **given):
    with pytest.raises(DomainError) as refused:
        service(**given)
    return refused.value.code


def journal(meeting):
    events = Meeting.objects.get(pk=meeting.pk).events.filter(name__startswith="agenda.recusal.").order_by("seq")
    return [event.name.removeprefix("agenda.recusal.") for event in events]


def electors(poll):
    return set(Elector.objects.filter(poll=poll).values_list("person", flat=True))


def test_in_a_public_item_whoever_is_recused_listens_without_floor_and_vote(running, public_item, member, clerk):
    mira, other = member(), member()
    services.declare_recusal(item=public_item, ground="Schwager", actor=mira)
    services.open_item(item=public_item, actor=clerk)
    services.open_list(item=public_item, actor=clerk)
    poll = voting.create_poll(item=public_item, actor=clerk, open_now=True)

    assert electors(poll) == {other.person_id}
    assert code(services.ask_for_floor, item=public_item, actor=mira) == "floor.recused"
    assert str(granted(now(running, mira.user.person), "desk")) == "participant"
    assert Attendance.objects.get(person=mira.person_id).left_at is None


def test_after_the_item_they_take_part_again_which_is_recorded(running, public_item, member, clerk):
    mira = member()
    services.declare_recusal(item=public_item, actor=mira)
    services.open_item(item=public_item, actor=clerk)
    services.close_item(item=public_item, actor=clerk)
    following = services.add_item(
        meeting=running, resolution=RESOLVED, part="public", title="Anderes", draft_resolution="Ja", actor=clerk
    )
    services.open_item(item=following, actor=clerk)

    assert journal(running) == ["declared", "began", "over"]
    assert electors(voting.create_poll(item=following, actor=clerk, open_now=True)) == {mira.person_id}


def test_declared_during_the_item_it_ends_what_they_say_and_wait_for(public_item, member, clerk):
    mira = member()
    services.open_item(item=public_item, actor=clerk)
    services.open_list(item=public_item, actor=clerk)
    speaks = services.ask_for_floor(item=public_item, actor=mira)
    waits = services.ask_for_floor(item=public_item, kind="question", actor=mira)
    services.call_speaker(request=speaks, actor=clerk)
    services.declare_recusal(item=public_item, actor=mira)
    for row in (speaks, waits):
        row.refresh_from_db()

    assert (speaks.state, waits.state) == ("done", "struck")


def test_of_a_non_public_item_they_see_nothing_at_once(running, secret_item, member, clerk):
    mira, other = member("remote"), member()
    file = documents.attach_file(item=secret_item, upload=upload("vertrag.pdf"), actor=clerk)
    leave_public(running, clerk)
    services.open_item(item=secret_item, actor=clerk)
    before = picture_for(
        Meeting.objects.get(pk=running.pk), granted(now(running, mira.user.person), "participant"), mira.person_id
    )
    services.declare_recusal(item=secret_item, actor=mira)
    outside = now(running, mira.user.person)
    after = picture_for(Meeting.objects.get(pk=running.pk), granted(outside, "participant"), mira.person_id)

    assert ("Kanarien" in str(before), "Kanarien" in str(after)) == (True, False)
    assert (outside.outside, can(outside, "meetings.see_room", running)) == (True, False)
    assert code(selectors.item_or_404, user=mira.user, pk=secret_item.pk) == "not_found"
    assert Attendance.objects.get(person=mira.person_id).end_reason == "recusal"
    assert electors(voting.create_poll(item=secret_item, actor=clerk, open_now=True)) == {other.person_id}
    assert file.pk


def test_they_cannot_come_back_before_the_item_is_over(running, secret_item, member, clerk):
    mira = member()
    services.declare_recusal(item=secret_item, actor=mira)
    leave_public(running, clerk)
    services.open_item(item=secret_item, actor=clerk)
    person = mira.user.person
    refused = code(meetings.record_arrival, meeting=running, person=person, mode="hall", actor=clerk)
    services.close_item(item=secret_item, actor=clerk)
    meetings.record_arrival(meeting=running, person=person, mode="hall", actor=clerk)

    assert refused == "attendance.outside"
    assert not now(running, person).outside


def test_their_room_shows_what_the_public_sees_until_the_item_is_over(running, secret_item, member, clerk, signed_in):
    mira = member("remote")
    services.declare_recusal(item=secret_item, actor=mira)
    leave_public(running, clerk)
    services.open_item(item=secret_item, actor=clerk)
    room = f"/meetings/{running.pk}/room/"
    outside = signed_in(mira.user).get(room).content.decode()
    services.close_item(item=secret_item, actor=clerk)
    back = signed_in(mira.user).get(room).content.decode()

    assert ("Kanarien" in outside, 'data-panel="my_part"' in outside, 'data-view="room"' in outside) == (
        False,
        False,
        True,
    )
    assert 'data-panel="my_part"' in back


def test_the_files_and_the_page_of_that_item_stay_closed_to_them(running, secret_item, member, clerk, signed_in):
    mira, other = member(), member()
    file = documents.attach_file(item=secret_item, upload=upload("vertrag.pdf"), actor=clerk)
    services.declare_recusal(item=secret_item, actor=mira)

    answers = [signed_in(who.user).get(file.get_absolute_url()) for who in (mira, other)]
    for answer in answers:
        answer.close()

    assert [answer.status_code for answer in answers] == [404, 200]


def test_whoever_presides_hands_over_first_and_the_next_step_says_so(running, public_item, clerk, seat):
    chair = seat("chair").person
    meetings.record_arrival(meeting=running, person=chair, mode="hall", actor=clerk)
    services.enter_recusal(item=public_item, person=chair.pk, actor=clerk)
    refused = code(services.open_item, item=public_item, actor=clerk)
    public_item.refresh_from_db()

    assert (refused, public_item.state) == ("recusal.presiding", "pending")
    meetings.check_quorum(meeting=running, actor=clerk)
    for formality in Formality:
        meetings.note_formality(meeting=running, formality=formality, actor=clerk)
    assert next_step(Meeting.objects.get(pk=running.pk)).url == "#hand-over"


def test_a_dispute_is_decided_by_the_others_before_anything_else_is_voted_on(running, public_item, member, clerk):
    mira, other = member(), member()
    services.open_item(item=public_item, actor=clerk)
    dispute = services.enter_recusal(item=public_item, person=mira.person_id, disputed=True, actor=clerk)
    barred = code(voting.create_poll, item=public_item, actor=clerk, open_now=True)
    poll = voting.put_recusal_to_vote(recusal=dispute, actor=clerk)
    voters = electors(poll)
    voting.cast_ballot(poll=poll, choice="yes", ballot_id=uuid.uuid4(), actor=other)
    voting.close_poll(poll=poll, actor=clerk)
    voting.declare_result(poll=poll, actor=clerk)
    dispute.refresh_from_db()

    assert (barred, voters, dispute.state) == ("recusal.undecided", {other.person_id}, "found")
    assert electors(voting.create_poll(item=public_item, actor=clerk, open_now=True)) == {other.person_id}


def test_a_refuted_one_changes_nothing(running, public_item, member, clerk):
    mira, other = member(), member()
    services.open_item(item=public_item, actor=clerk)
    dispute = services.enter_recusal(item=public_item, person=mira.person_id, disputed=True, actor=clerk)
    poll = voting.put_recusal_to_vote(recusal=dispute, actor=clerk)
    voting.cast_ballot(poll=poll, choice="no", ballot_id=uuid.uuid4(), actor=other)
    voting.close_poll(poll=poll, actor=clerk)
    voting.declare_result(poll=poll, actor=clerk)

    assert electors(voting.create_poll(item=public_item, actor=clerk, open_now=True)) == {
        mira.person_id,
        other.person_id,
    }
    assert code(voting.put_recusal_to_vote, recusal=dispute, actor=clerk) == "recusal.not_disputed"


def test_during_a_vote_nobody_drops_out_and_nobody_twice(running, public_item, member, clerk):
    mira = member()
    services.open_item(item=public_item, actor=clerk)
    voting.create_poll(item=public_item, actor=clerk, open_now=True)

    assert code(services.declare_recusal, item=public_item, actor=mira) == "vote.being_taken"
    assert not Recusal.objects.exists()


def test_twice_is_refused_and_a_mistake_is_taken_back(running, public_item, member, clerk):
    mira = member()
    row = services.declare_recusal(item=public_item, actor=mira)
    twice = code(services.declare_recusal, item=public_item, actor=mira)
    services.take_back_recusal(recusal=row, actor=mira)
    services.open_item(item=public_item, actor=clerk)

    assert (twice, code(services.take_back_recusal, recusal=row, actor=clerk)) == (
        "recusal.declared_already",
        "recusal.over",
    )
    assert electors(voting.create_poll(item=public_item, actor=clerk, open_now=True)) == {mira.person_id}


@pytest.mark.parametrize(("counts", "expected"), [(True, 2), (False, 1)])
def test_they_count_for_the_quorum_as_the_rules_say(running, public_item, member, clerk, counts, expected):
    mira, _other = member(), member()
    body = running.body
    RulesOfProcedure.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", recused_count_for_quorum=counts
    )
    services.declare_recusal(item=public_item, actor=mira)
    services.open_item(item=public_item, actor=clerk)

    assert quorum_of(Meeting.objects.get(pk=running.pk)).seats == expected


def test_the_journal_says_it_in_both_languages_and_tells_the_public_of_public_items_only(
    running, public_item, secret_item, member, clerk
):
    mira = member()
    services.declare_recusal(item=secret_item, actor=mira)
    services.declare_recusal(item=public_item, actor=mira)
    services.open_item(item=public_item, actor=clerk)
    event = running.events.filter(name="agenda.recusal.began").get()
    declared = running.events.filter(name="agenda.recusal.declared")

    assert sentence_of(event) == "Mira Member takes no part in item Ö 1 because of a conflict of interest."
    with translation.override("de"):
        assert sentence_of(event) == "Mira Member wirkt wegen Befangenheit an TOP Ö 1 nicht mit."
    assert (event.audience, {row.audience for row in declared}) == ("public", {"participant"})
