"""Who may vote: late ones only by decision of the chair, another way where a device fails; and electronic votes only
where allowed.
"""

import pytest
from django.db import IntegrityError, connection, transaction

from meetings import services as meetings
from meetings.errors import DomainError
from meetings.selectors import actor_for, hall_code
from tests.conftest import names_of
from voting import selectors, services
from voting.models import ApprovalOverride, Elector, VotingRules


def code(action, **data):
    with pytest.raises(DomainError) as error:
        action(**data)
    return error.value.code


@pytest.fixture
def latecomer(running, seat, body):
    """Somebody with a seat who comes when the vote is open."""

    def come():
        actor = actor_for(seat("member").person.user, body_id=body.pk)
        meetings.join_meeting(meeting=running, mode="hall", code=hall_code(running), actor=actor)
        return actor_for(actor.user, body_id=body.pk, meeting=running)

    return come


def test_a_late_arrival_enters_only_by_decision_of_the_chair(voters, open_poll, cast, latecomer, clerk, running):
    voters(1)
    poll = open_poll()
    late = latecomer()
    with pytest.raises(DomainError) as error:
        cast(poll, late)

    services.admit_elector(poll=poll, person=late.person_id, actor=clerk)
    cast(poll, late)

    poll.refresh_from_db()
    assert error.value.code == "ballot.not_entitled"
    assert (poll.present_count, poll.electors.count(), names_of(running).count("voting.elector.admitted")) == (2, 2, 1)
    assert poll.electors.get(person=late.person_id).admitted_at is not None


def test_admit_elector_refuses_what_cannot_be(voters, open_poll, latecomer, clerk, seat, actor):
    inside = voters(1)[0]
    poll = open_poll()
    late = latecomer()

    assert code(services.admit_elector, poll=poll, person=inside.person_id, actor=clerk) == "elector.admitted_already"
    assert code(services.admit_elector, poll=poll, person=seat("member").person_id, actor=clerk) == "not_found"
    assert code(services.admit_elector, poll=poll, person=late.person_id, actor=actor("member")) == "permission.denied"
    assert poll.electors.count() == 1


def test_the_desk_offers_to_let_in_who_came_later(voters, open_poll, latecomer, clerk, running, signed_in):
    voters(1)
    poll = open_poll()
    late = latecomer()

    assert [person.pk for person in selectors.admissible(poll)] == [late.person_id]
    assert "kam später: zulassen" in signed_in(clerk.user).get(f"/meetings/{running.pk}/desk/").content.decode()


def test_the_database_takes_no_elector_into_a_closed_vote(counted, seat):
    poll = counted("y")

    with pytest.raises(IntegrityError), transaction.atomic():
        Elector.objects.create(poll=poll, person=seat("member").person)


def test_change_way_for_a_device_that_fails(voters, open_poll, clerk, cast):
    mira = voters(1)[0]
    poll = open_poll()
    row = poll.electors.get()

    services.change_way(poll=poll, elector=row.pk, way="hands", actor=clerk)

    with pytest.raises(DomainError) as error:
        cast(poll, mira)
    assert error.value.code == "ballot.by_hand"
    assert code(services.close_poll, poll=poll, actor=clerk) == "hands.missing"


def test_change_way_refuses_what_cannot_be(voters, open_poll, cast, clerk):
    mira = voters(1)[0]
    poll = open_poll()
    row = poll.electors.get()

    assert code(services.change_way, poll=poll, elector=row.pk, way="pigeon", actor=clerk) == "elector.way_unknown"
    assert code(services.change_way, poll=poll, elector=4711, way="hands", actor=clerk) == "not_found"
    cast(poll, mira)
    assert code(services.change_way, poll=poll, elector=row.pk, way="hands", actor=clerk) == "elector.has_voted"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE voting_elector SET way = 'hands' WHERE id = {row.pk}")


@pytest.fixture
def unapproved(running):
    """The meeting has no decision to use an unapproved program."""
    ApprovalOverride.objects.all().delete()
    running.refresh_from_db()
    return running


def test_without_approval_a_hybrid_meeting_votes_by_hands_unless_it_was_decided(unapproved, voters, item, clerk):
    voters(2)

    assert code(services.create_poll, item=item, method="open", open_now=True, actor=clerk) == "poll.not_approved"
    assert code(services.create_poll, item=item, method="mixed", open_now=True, actor=clerk) == "poll.not_approved"
    poll = services.create_poll(item=item, open_now=True, actor=clerk)

    assert poll.method == "hands"
    assert (
        code(services.change_way, poll=poll, elector=poll.electors.first().pk, way="device", actor=clerk)
        == "poll.not_approved"
    )


def test_without_approval_a_roll_call_is_answered_aloud_alone(unapproved, voters, item, cast, clerk):
    mira = voters(1)[0]
    poll = services.create_poll(item=item, method="roll_call", open_now=True, actor=clerk)

    with pytest.raises(DomainError) as error:
        cast(poll, mira)

    assert error.value.code == "ballot.by_hand"


def test_override_approval_is_recorded_with_its_reason_and_stands_in_the_minutes(unapproved, clerk, voters, open_poll):
    services.override_approval(meeting=unapproved, reason="Probe  mit Zustimmung", actor=clerk)
    voters(1)

    event = unapproved.events.get(name="voting.approval.overridden")
    assert (event.audience, event.secrets.get().value, open_poll().method) == ("public", "Probe mit Zustimmung", "open")
    assert (
        code(services.override_approval, meeting=unapproved, reason="x", actor=clerk) == "approval.overridden_already"
    )


def test_override_approval_refuses_what_cannot_be(unapproved, clerk, actor):
    assert code(services.override_approval, meeting=unapproved, reason=" ", actor=clerk) == "approval.no_reason"
    assert (
        code(services.override_approval, meeting=unapproved, reason="x" * 1001, actor=clerk)
        == "approval.reason_too_long"
    )
    assert (
        code(services.override_approval, meeting=unapproved, reason="x", actor=actor("member")) == "permission.denied"
    )
    assert not ApprovalOverride.objects.exists()


@pytest.mark.parametrize("rules", [{"approval_number": "gpaNRW 2027/1"}, {"electronic_vote_needs_approval": False}])
def test_with_an_approval_or_where_none_is_wanted_nothing_is_to_be_decided(unapproved, clerk, body, rules):
    VotingRules.objects.create(institution=body.institution, body=body, valid_from="2020-01-01", **rules)

    assert selectors.electronic_votes_are_allowed(unapproved)
    assert code(services.override_approval, meeting=unapproved, reason="x", actor=clerk) == "approval.not_needed"


def test_a_meeting_in_person_is_free(unapproved, voters, item, clerk):
    voters(1)
    unapproved.format = "in_person"
    unapproved.save(update_fields=["format"])

    assert services.create_poll(item=item, open_now=True, actor=clerk).method == "open"


def test_the_reason_is_shown_to_everybody(running, voters, open_poll, signed_in):
    voters(1)
    open_poll()

    panel = (
        signed_in(None)
        .get(f"/meetings/{running.pk}/live/?view=public&seq=0", headers={"accept": "application/json"})
        .json()["panels"]["poll"]
    )

    assert "obwohl das Programm keine Zulassung hat; vermerkter Grund: Probe" in panel


def test_the_rules_of_the_day_are_frozen_when_the_vote_opens(voters, item, clerk, body):
    VotingRules.objects.create(
        institution=body.institution,
        body=body,
        valid_from="2020-01-01",
        majority_rule="members",
        abstentions="as_no",
        casting_vote=True,
    )
    voters(2)
    poll = services.create_poll(item=item, open_now=True, actor=clerk)
    VotingRules.objects.update(majority_rule="simple", casting_vote=False)

    poll.refresh_from_db()
    assert (poll.majority_rule, poll.abstentions, poll.casting_vote, poll.present_count, poll.members_count) == (
        "members",
        "as_no",
        True,
        2,
        5,
    )


@pytest.mark.parametrize(("votes", "outcome"), [("yyy", "adopted"), ("yya", "rejected"), ("yy-", "rejected")])
def test_a_majority_of_the_members_counts_those_who_are_not_there(running, body, counted, clerk, votes, outcome):
    VotingRules.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", majority_rule="members"
    )

    poll = counted(votes)

    assert poll.outcome == outcome
    assert outcome == "adopted" or "(3 Ja)" in selectors.sentence_for(poll) or "3 Ja" in selectors.sentence_for(poll)
