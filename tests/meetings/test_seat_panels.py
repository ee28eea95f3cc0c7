"""What the screens show of seats and the quorum, to whom, and the desk's buttons."""

import pytest
from django.urls import reverse

from meetings import registry, services
from meetings.enums import Audience
from meetings.live.panels import panel_named, render_personal, render_shared
from meetings.memo import read_once
from meetings.models import Meeting
from meetings.selectors import actor_for

pytestmark = pytest.mark.any_database


@pytest.fixture
def come(running, clerk):
    def make(*rows, mode="hall"):
        for row in rows:
            services.record_arrival(meeting=running, person=row.person, mode=mode, actor=clerk)

    return make


@pytest.fixture
def seated(running, clerk, seat, come):
    """Mira is away and Sami sits on her seat, from home."""
    member, substitute = seat("member"), seat("substitute")
    come(substitute, mode="remote")
    services.take_seat(meeting=running, seat=member, person=substitute.person, actor=clerk)
    return member, substitute


def shown(name, meeting, audience):
    own = "roll" if name == "attendance" and audience == Audience.DESK else name
    return render_shared(panel_named(own), Meeting.objects.get(pk=meeting.pk), audience)


def part_of(meeting, row):
    return render_personal(panel_named("my_part"), Meeting.objects.get(pk=meeting.pk), [row.person_id])[row.person_id]


@pytest.mark.parametrize("audience", Audience)
def test_everybody_sees_the_numbers_and_what_they_mean(running, seat, come, audience):
    come(seat("member"), seat("member"))
    before = shown("status", running, audience)
    come(seat("member"))

    after = shown("status", running, audience)

    assert "2 von 5" in before
    assert "Beschlussfähigkeit fraglich: Zu wenige Stimmberechtigte sind anwesend." in before
    assert ("3 von 5" in after, "Das Gremium ist beschlussfähig." in after, "erforderlich: 3" in after) == (
        True,
        True,
        True,
    )


def test_before_the_opening_and_after_the_close_there_is_no_quorum_to_show(convened, clerk):
    before = shown("status", convened, Audience.PUBLIC)
    services.open_meeting(meeting=convened, actor=clerk)
    services.close_meeting(meeting=convened, actor=clerk)

    assert "eschlussfähig" not in before + shown("status", convened, Audience.PUBLIC)


def test_an_established_lack_is_said_to_everybody(running, clerk):
    services.check_quorum(meeting=running, actor=clerk)

    assert "Beschlussunfähigkeit ist festgestellt" in shown("status", running, Audience.SCREEN)


@pytest.mark.parametrize("audience", Audience)
def test_everybody_sees_for_whom_a_substitute_sits_there(running, seated, audience):
    assert "für Mira Member" in shown("attendance", running, audience)


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.PARTICIPANT, Audience.SCREEN])
def test_only_the_desk_has_buttons(running, seated, seat, come, audience):
    come(seat("substitute"))
    seat("member")

    html = shown("attendance", running, audience) + shown("status", running, audience)

    assert "<form" not in html


def test_the_desk_offers_the_seat_to_whose_turn_it_is(running, seat, come):
    member, here = seat("member"), seat("member")
    first, second = seat("substitute"), seat("substitute")
    come(here, second, first)

    html = shown("attendance", running, Audience.DESK)

    assert html.count("Sitz an ") == 1
    assert ("Sitz an Sami Substitute<" in html, f'name="seat" value="{member.pk}"' in html) == (True, True)


def test_the_desk_frees_the_seat_while_the_member_is_away_and_hands_it_back_when_they_are_there(running, seated, come):
    away = shown("attendance", running, Audience.DESK)
    come(seated[0])
    there = shown("attendance", running, Audience.DESK)

    assert ("Sitz freigeben" in away, "Sitz zurückgeben" in away) == (True, False)
    assert ("Sitz freigeben" in there, "Sitz zurückgeben" in there) == (False, True)


def test_ones_own_part_tells_with_whose_vote(running, seated, seat, come):
    member, substitute = seated
    come(member)
    adviser = seat("advisory_member")
    come(adviser)

    assert "mit Stimmrecht für Mira Member" in part_of(running, substitute)
    assert ("ohne Stimmrecht" in part_of(running, member), "nimmt Ihren Sitz noch ein" in part_of(running, member)) == (
        True,
        True,
    )
    assert "ohne Stimmrecht" in part_of(running, adviser)


def test_a_request_stands_at_the_desk_until_the_check(running, clerk, seat, come, body):
    member = seat("member")
    come(member)
    asked = "beantragt, die Beschlussfähigkeit festzustellen"
    offered = "quorum/request" in part_of(running, member)
    services.request_quorum_check(
        meeting=running, actor=actor_for(member.person.user, body_id=body.pk, meeting=running)
    )

    during = shown("status", running, Audience.DESK)
    others = shown("status", running, Audience.PARTICIPANT)
    again = "quorum/request" in part_of(running, member)
    services.check_quorum(meeting=running, actor=clerk)

    assert (offered, again) == (True, False)
    assert (f"Mira Member {asked}" in during, asked in others, asked in shown("status", running, Audience.DESK)) == (
        True,
        False,
        False,
    )


def test_the_next_step_after_the_opening_is_the_quorum_and_again_when_somebody_asks(running, clerk, seat, come, body):
    member = seat("member")
    come(member)
    services.note_formality(meeting=running, formality="convening", actor=clerk)
    step = lambda: registry.next_step(Meeting.objects.get(pk=running.pk))  # noqa: E731
    first = step()
    services.check_quorum(meeting=running, actor=clerk)
    then = step()

    services.request_quorum_check(
        meeting=running, actor=actor_for(member.person.user, body_id=body.pk, meeting=running)
    )

    assert [str(found.label) == "Beschlussfähigkeit feststellen" for found in (first, then, step())] == [
        True,
        False,
        True,
    ]
    assert (first.fields, step().fields) == ((("checks", "0"),), (("checks", "1"),))
    assert "Beschlussunfähigkeit" in str(first.confirm)


def test_seats_move_by_plain_forms_without_script(running, seat, come, signed_in, clerk):
    member, substitute = seat("member"), seat("substitute")
    come(substitute)
    browser = signed_in(clerk.user)
    post = lambda name, **data: browser.post(reverse(f"meetings:{name}", args=[running.pk]), data)  # noqa: E731

    taken = post("take_seat", seat=member.pk, person=substitute.person_id)
    come(member)
    back = post("hand_back_seat", seat=member.pk)

    assert {answer.status_code for answer in (taken, back)} == {302}
    assert running.seat_holdings.get(until=None).person == member.person
    assert [post("take_seat", seat=wrong, person="x").status_code for wrong in ("", "²", member.pk)] == [404, 404, 404]


@pytest.mark.parametrize("count", [1, 4])
def test_panels_take_few_queries_however_many_are_there(
    running, seat, come, seated, count, django_assert_max_num_queries
):
    come(*(seat("member") for _ in range(count)), *(seat("substitute") for _ in range(count)))
    meeting = Meeting.objects.select_related("body__institution").get(pk=running.pk)
    read_once(meeting)

    with django_assert_max_num_queries(8):
        for name in ("status", "attendance"):
            render_shared(panel_named(name), meeting, Audience.DESK)
