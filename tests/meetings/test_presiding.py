"""Who leads the meeting: handed over, given back, and given back by itself."""

import pytest

from agenda import services as agenda
from meetings import services
from meetings.errors import DomainError
from meetings.selectors import presiding_person
from tests.conftest import names_of
from tests.publicity import open_secret
from tests.resolved import RESOLVED


def refusal(service, **arguments):
    with pytest.raises(DomainError) as error:
        service(**arguments)
    return error.value.code, error.value.status


@pytest.fixture
def arrive(running, seat, clerk):
    def come(role, mode="hall"):
        person = seat(role).person
        services.record_arrival(meeting=running, person=person, mode=mode, actor=clerk)
        return person

    return come


@pytest.fixture
def hand_over(running, clerk):
    def give(person, for_item=False, **more):
        return services.hand_over_presiding(meeting=running, person=person, for_item=for_item, actor=clerk, **more)

    return give


@pytest.fixture
def item(running, clerk):
    return agenda.open_item(
        item=agenda.add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="public", title="Haushalt"),
        actor=clerk,
    )


def test_hand_over_presiding_for_good_and_resume(running, arrive, hand_over, clerk):
    chair, deputy = arrive("chair"), arrive("deputy_chair")
    before = presiding_person(running)

    given = presiding_person(hand_over(deputy))
    back = presiding_person(services.resume_presiding(meeting=running, actor=clerk))

    assert (before, given, back) == (chair, deputy, chair)
    assert names_of(running)[-2:] == ["meetings.presiding.handed_over", "meetings.presiding.resumed"]


@pytest.mark.parametrize("leave", ["close_item", "postpone_item", "withdraw_item", "take_back_item"])
def test_presiding_for_one_item_ends_with_it_however_it_is_left(running, arrive, hand_over, item, clerk, leave):
    chair, deputy = arrive("chair"), arrive("deputy_chair")
    during = presiding_person(hand_over(deputy, for_item=True))

    getattr(agenda, leave)(item=item, actor=clerk)

    running.refresh_from_db()
    assert (during, presiding_person(running), running.presiding_item) == (deputy, chair, None)
    assert "meetings.presiding.resumed" in names_of(running)


def test_presiding_for_good_outlasts_the_item(running, arrive, hand_over, item, clerk):
    deputy = arrive("deputy_chair")
    hand_over(deputy)

    agenda.close_item(item=item, actor=clerk)

    running.refresh_from_db()
    assert presiding_person(running) == deputy


def test_hand_over_for_an_item_needs_one(arrive, hand_over):
    assert refusal(hand_over, person=arrive("deputy_chair"), for_item=True) == ("presiding.no_item", 409)


def test_whoever_presides_is_present_and_in_the_hall(running, arrive, hand_over, seat):
    absent = seat("deputy_chair").person

    assert refusal(hand_over, person=absent) == ("presiding.not_present", 409)
    assert refusal(hand_over, person=arrive("deputy_chair", "remote")) == ("presiding.not_in_hall", 409)


def test_a_member_presides_only_when_no_deputy_is_there(running, arrive, hand_over):
    member, guest = arrive("member"), arrive("advisory_member")

    assert refusal(hand_over, person=guest) == ("presiding.not_a_deputy", 409)
    assert presiding_person(hand_over(member)) == member
    arrive("deputy_chair")
    assert refusal(hand_over, person=arrive("member")) == ("presiding.not_a_deputy", 409)


def test_hand_over_twice_or_from_an_old_page_is_refused(arrive, hand_over):
    chair, first, second = arrive("chair"), arrive("deputy_chair"), arrive("deputy_chair")
    hand_over(first, offered=chair.pk)

    assert refusal(hand_over, person=first) == ("presiding.already", 409)
    assert refusal(hand_over, person=second, offered=chair.pk) == ("presiding.changed_meanwhile", 409)


def test_resume_presiding_needs_the_chair_in_the_hall(running, arrive, hand_over, seat, clerk):
    resume = {"meeting": running, "actor": clerk}
    nothing = refusal(services.resume_presiding, **resume)
    seat("chair")
    hand_over(arrive("deputy_chair"))

    assert nothing == ("presiding.nothing_to_resume", 409)
    assert refusal(services.resume_presiding, **resume) == ("presiding.not_present", 409)


def test_what_happens_on_a_non_public_item_is_for_participants(running, arrive, hand_over, clerk):
    secret = agenda.add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="non_public", title="Vergabe")
    secret = open_secret(item=secret, actor=clerk)
    hand_over(arrive("deputy_chair"), for_item=True)
    agenda.close_item(item=secret, actor=clerk)

    found = running.events.filter(name__startswith="meetings.presiding.")
    assert list(found.values_list("audience", flat=True)) == ["participant", "participant"]
