"""The hall's rotating code, the display that shows it, and who may see either."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from meetings import services
from meetings.errors import DomainError
from meetings.models import Attendance, Meeting
from meetings.selectors import display_token, hall_code, is_hall_code
from tests.conftest import names_of

pytestmark = pytest.mark.any_database


def code_of(meeting, seconds=0):
    return hall_code(meeting, timezone.now() + timedelta(seconds=seconds))


def wrong(meeting):
    """Six digits that are neither this step's code nor a neighbour's."""
    near = {code_of(meeting, seconds) for seconds in (-30, 0, 30)}
    return next(f"{number:06}" for number in range(10) if f"{number:06}" not in near)


@pytest.fixture
def mira(running, actor):
    return actor("member")


def join(meeting, actor, code):
    return services.join_meeting(meeting=meeting, mode="hall", code=code, actor=actor)


def address(meeting, name="display"):
    return reverse(f"meetings:{name}", args=[meeting.pk, display_token(meeting)])


def test_the_code_is_six_digits_and_changes(running):
    codes = {code_of(running, seconds) for seconds in range(0, 600, 30)}

    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 15


def test_each_meeting_has_its_own_code(running, meeting):
    other = Meeting(pk=running.pk + 1)

    assert [code_of(running, s) for s in (0, 30, 60)] != [code_of(other, s) for s in (0, 30, 60)]


def test_the_code_before_is_accepted_and_an_older_or_coming_one_is_not(running, monkeypatch):
    moment = timezone.now().replace(second=10)
    monkeypatch.setattr("meetings.selectors.hall.timezone.now", lambda: moment)
    shown = {seconds: hall_code(running, moment + timedelta(seconds=seconds)) for seconds in (-60, -30, 0, 30)}

    assert {seconds: is_hall_code(running, code) for seconds, code in shown.items()} == {
        -60: False,
        -30: True,
        0: True,
        30: False,
    }


def test_join_in_the_hall_with_the_code(running, mira):
    row = join(running, mira, f"{code_of(running)[:3]} {code_of(running)[3:]}")

    assert (row.mode, row.entered_by) == ("hall", "code")


@pytest.mark.parametrize("typed", ["", "abc", "１２３４５６", "wrong"])
def test_join_in_the_hall_without_the_code_is_refused(running, mira, typed):
    before = names_of(running)
    with pytest.raises(DomainError) as error:
        join(running, mira, wrong(running) if typed == "wrong" else typed)

    assert (error.value.code, error.value.status) == ("attendance.code_wrong", 400)
    assert (names_of(running), Attendance.objects.count()) == (before, 0)


def test_guesses_are_limited_per_account(running, mira, actor):
    found = []
    for _ in range(12):
        with pytest.raises(DomainError) as error:
            join(running, mira, wrong(running))
        found.append(error.value.status)
    other = join(running, actor("member"), code_of(running))
    with pytest.raises(DomainError) as even_right:
        join(running, mira, code_of(running))

    assert found == [400] * 10 + [429] * 2
    assert (other.mode, even_right.value.status) == ("hall", 429)
    cache.clear()
    assert join(running, mira, code_of(running)).entered_by == "code"


def test_the_desk_needs_no_code(running, clerk, seat):
    row = services.record_arrival(meeting=running, person=seat("member").person, mode="hall", actor=clerk)

    assert (row.mode, row.entered_by) == ("hall", "desk")


def test_the_room_asks_for_the_code_and_answers_with_a_refusal(running, mira, signed_in):
    client = signed_in(mira.user)
    page = client.get(reverse("meetings:room", args=[running.pk])).content.decode()
    data = {"mode": "hall", "code": wrong(running)}
    answer = client.post(
        reverse("meetings:join_meeting", args=[running.pk]), data, headers={"accept": "application/json"}
    )

    assert 'name="code"' in page
    assert (answer.status_code, answer.json()["code"]) == (400, "attendance.code_wrong")


def test_only_the_display_shows_the_code(running, mira, clerk, signed_in, client):
    shown = client.get(address(running)).content.decode()
    fetched = client.get(address(running, "display_code"))
    others = [
        signed_in(None).get(reverse(f"meetings:{name}", args=[running.pk])) for name in ("screen", "public", "meeting")
    ]
    others += [signed_in(mira.user).get(reverse("meetings:room", args=[running.pk]))]
    others += [signed_in(clerk.user).get(reverse("meetings:desk", args=[running.pk]))]
    codes = {code_of(running, seconds) for seconds in (-30, 0)}

    assert any(code in shown for code in codes)
    assert fetched.json()["code"] in codes
    assert "no-store" in fetched["Cache-Control"]
    assert 1 <= fetched.json()["seconds"] <= 30
    assert not any(code in answer.content.decode() for answer in others for code in codes)


@pytest.mark.parametrize("forged", ["nonsense", "a:b", ""])
def test_a_forged_link_opens_nothing(running, client, forged):
    token = forged or display_token(Meeting(pk=running.pk + 1)) if forged != "" else display_token(running) + "x"

    assert client.get(f"/meetings/{running.pk}/screen/{token}/").status_code == 404
    assert client.get(f"/meetings/{running.pk}/screen/{token}/code/").status_code == 404


def test_renew_display_link_makes_the_old_one_useless(running, clerk, mira, client):
    old = address(running)
    services.renew_display_link(meeting=running, actor=clerk)
    with pytest.raises(DomainError) as error:
        services.renew_display_link(meeting=running, actor=mira)

    assert (client.get(old).status_code, client.get(address(running)).status_code, error.value.status) == (
        404,
        200,
        403,
    )
    assert names_of(running)[-1] == "meetings.display.link_renewed"


def test_there_is_no_code_before_the_opening_and_in_a_digital_meeting(convened, clerk, client):
    before = client.get(address(convened, "display_code")).json()["code"]
    running = services.open_meeting(meeting=convened, actor=clerk)
    Meeting.objects.filter(pk=running.pk).update(format="digital")

    assert (before, client.get(address(running, "display_code")).json()["code"]) == ("", "")
