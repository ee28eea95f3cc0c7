"""The quorum in a meeting: live numbers, formal checks, requests; it never ends anything by itself."""

import pytest

from meetings import journal, services
from meetings.errors import DomainError
from meetings.models import QuorumCheck, RulesOfProcedure
from meetings.selectors import actor_for, lack_established_at, pending_request, quorum_of, votes_are_barred
from tests.conftest import names_of


@pytest.fixture
def come(running, clerk, seat):
    """`come("member", 3)`: so many of a role are present."""

    def make(role, number=1):
        rows = [seat(role) for _ in range(number)]
        for row in rows:
            services.record_arrival(meeting=running, person=row.person, mode="hall", actor=clerk)
        return rows

    return make


def last_sentence(meeting):
    return journal.sentence_of(meeting.events.prefetch_related("secrets").order_by("seq").last())


def test_only_present_holders_of_a_voting_seat_are_counted(running, come):
    come("member", 2), come("expert_citizen"), come("advisory_member", 2), come("substitute", 2), come("clerk")

    found = quorum_of(running)

    assert (found.council, found.experts, found.required, found.quorate) == (2, 1, 3, True)


def test_without_a_number_by_law_the_voting_memberships_count(running, come, seat):
    running.body.statutory_seats = 0
    running.body.save()
    come("member", 2)
    seat("member"), seat("expert_citizen"), seat("advisory_member")

    assert quorum_of(running).rule.members == 4


def test_a_check_is_counted_stored_and_recorded(running, clerk, come):
    come("member", 2), come("expert_citizen")

    check = services.check_quorum(meeting=running, actor=clerk)

    assert (check.seats, check.council_members, check.expert_citizens, check.quorate) == (3, 2, 1, True)
    assert last_sentence(running) == (
        "Die Beschlussfähigkeit wurde geprüft: Von 5 Stimmberechtigten sind 3 anwesend, 3 sind erforderlich"
        " (Ratsmitglieder: 2, sachkundige Bürgerinnen und Bürger: 1). Das Gremium ist beschlussfähig."
    )


def test_a_lack_is_established_by_a_check_alone_and_healed_by_another(running, clerk, come):
    (gone, *_rest) = come("member", 3)
    services.record_departure(meeting=running, person=gone.person, actor=clerk)
    running.refresh_from_db()
    before = (quorum_of(running).quorate, running.lacks_quorum, votes_are_barred(running))

    lack = services.check_quorum(meeting=running, actor=clerk)
    running.refresh_from_db()
    during = (running.lacks_quorum, votes_are_barred(running), running.state, lack_established_at(running) == lack.at)
    come("member")
    still = votes_are_barred(running)
    services.check_quorum(meeting=running, actor=clerk)
    running.refresh_from_db()

    assert (before, during, still) == ((False, False, False), (True, True, "running", True), True)
    assert (running.lacks_quorum, votes_are_barred(running), lack_established_at(running)) == (False, False, None)


def test_a_check_of_nobody_finds_the_lack(running, clerk):
    assert not services.check_quorum(meeting=running, actor=clerk).quorate


def test_where_the_rules_know_no_fiction_the_numbers_bar_votes(running):
    RulesOfProcedure.objects.create(
        institution=running.body.institution, body=running.body, valid_from="2020-01-01", deemed_quorate=False
    )

    assert votes_are_barred(running)


def test_an_old_button_checks_nothing_twice(running, clerk, come):
    come("member", 3)
    services.check_quorum(meeting=running, actor=clerk, checks_seen=0)

    with pytest.raises(DomainError) as error:
        services.check_quorum(meeting=running, actor=clerk, checks_seen=0)

    assert (error.value.code, QuorumCheck.objects.count()) == ("quorum.checked_meanwhile", 1)


def test_a_member_asks_and_the_check_answers(running, clerk, come, body):
    (member, *_rest) = come("member", 3)
    asking = actor_for(member.person.user, body_id=body.pk, meeting=running)

    services.request_quorum_check(meeting=running, actor=asking)
    waiting = pending_request(running)
    with pytest.raises(DomainError) as again:
        services.request_quorum_check(meeting=running, actor=asking)
    check = services.check_quorum(meeting=running, actor=clerk)

    assert (waiting.data["person"], again.value.code) == (member.person_id, "quorum.already_requested")
    assert (check.requested_by, pending_request(running)) == (member.person, None)
    assert "Mira" not in str(waiting.data)


def test_whoever_is_not_present_asks_for_nothing(running, actor):
    with pytest.raises(DomainError) as error:
        services.request_quorum_check(meeting=running, actor=actor("member", running))

    assert (error.value.status, pending_request(running)) == (409, None)


@pytest.mark.parametrize(
    ("name", "roles"), [("check_quorum", ["member", "administrator", "public"]), ("request_quorum_check", ["public"])]
)
def test_others_are_refused_and_leave_nothing(running, actor, name, roles):
    before = names_of(running)
    for role in roles:
        with pytest.raises(DomainError) as error:
            getattr(services, name)(meeting=running, actor=actor(role))
        assert error.value.status == 403

    assert names_of(running) == before


def test_before_the_opening_nothing_is_checked(convened, clerk):
    with pytest.raises(DomainError) as error:
        services.check_quorum(meeting=convened, actor=clerk)

    assert error.value.status == 409
