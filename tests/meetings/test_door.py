"""Who gets a socket when there are not enough, and where a socket comes from."""

import pytest
from django.test import override_settings

from meetings.live import door as doors
from meetings.live.door import Door, Rank, address_of
from tests.meetings.test_live import frames_until, socket

HALL = "192.0.2.1"


@pytest.fixture
def few(settings):
    settings.SOCKETS, settings.SOCKETS_PER_ADDRESS = 100, 30


def fill(door, rank, address, tries=200):
    return sum(door.admit(rank, address) for _ in range(tries))


def test_the_public_of_one_address_does_not_take_everything(few):
    door = Door()

    assert fill(door, Rank.PUBLIC, "198.51.100.7") == 30
    assert fill(door, Rank.PUBLIC, HALL) == 30
    assert fill(door, Rank.MEMBER, HALL) == 35  # a hall sits behind one address


def test_the_public_is_turned_away_before_members_and_members_before_the_desk(few):
    door = Door()

    assert sum(fill(door, Rank.PUBLIC, f"198.51.100.{number}") for number in range(10)) == 80
    assert fill(door, Rank.PUBLIC, HALL) == 0
    assert fill(door, Rank.MEMBER, HALL) == 15
    assert fill(door, Rank.DESK, HALL) == 5


def test_a_place_that_was_given_back_is_free(few):
    door = Door()
    fill(door, Rank.PUBLIC, HALL)
    door.leave(Rank.PUBLIC, HALL)

    assert (door.admit(Rank.PUBLIC, HALL), door.admit(Rank.PUBLIC, HALL)) == (True, False)
    for _ in range(30):
        door.leave(Rank.PUBLIC, HALL)
    assert (door.inside, dict(door.by_address)) == (0, {})


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, [b"203.0.113.9"], "192.0.2.1"),
        (1, [b"10.0.0.1, 203.0.113.9"], "203.0.113.9"),
        (2, [b"10.0.0.1, 203.0.113.9", b"198.51.100.1"], "203.0.113.9"),
        (2, [b"203.0.113.9"], "192.0.2.1"),
        (1, [], "192.0.2.1"),
        (1, [b"2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        (1, [b"::ffff:203.0.113.9"], "203.0.113.9"),
        (1, [b"unknown"], "unknown"),
    ],
)
def test_the_address_is_what_the_last_proxy_of_ours_says(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    scope = {"client": ["192.0.2.1", 5], "headers": [(b"x-forwarded-for", value) for value in forwarded]}

    assert address_of(scope) == address


@pytest.mark.django_db(transaction=True)
async def test_sockets_of_members_are_let_in_where_the_public_is_not(running, seat, monkeypatch):
    from asgiref.sync import sync_to_async

    monkeypatch.setattr(doors.door, "inside", 0)
    mira = (await sync_to_async(seat)("member")).person.user
    path = f"/ws/meetings/{running.pk}/?view=room"
    with override_settings(SOCKETS=100, SOCKETS_PER_ADDRESS=1):
        async with socket(path) as first, socket(path) as second, socket(path, mira) as member:
            assert (first.accepted, second.accepted, member.accepted) == (True, False, True)
            await frames_until(member, "hello")
        async with socket(path) as again:
            assert again.accepted is True
    assert (doors.door.inside, dict(doors.door.by_address)) == (0, {})
