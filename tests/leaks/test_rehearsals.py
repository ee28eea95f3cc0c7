"""A rehearsal of a draft is convened among simulated members: nobody else learns by it what the draft holds."""

import re

import pytest
from django.utils import timezone

from agenda.selectors import tells_of_items
from config.rehearsal.copying import prepare
from tests.leaks.crawl import ask, room_addresses
from tests.leaks.planted import DRAFT, Planted

pytestmark = [pytest.mark.long, pytest.mark.any_database]

OF_A_DISPLAY = re.compile(r"/screen/.+/")


@pytest.fixture
def world(db):
    world = Planted()
    world.draft.refresh_from_db()
    world.rehearsal = prepare(world.draft, 2)
    return world


def addresses(world):
    """Without the links of displays, which are the right itself."""
    return [url for url in room_addresses(world, world.links()["own"]) if not OF_A_DISPLAY.search(url)]


@pytest.mark.parametrize("role", ["public", "member"])
def test_no_address_tells_a_stranger_of_a_rehearsal(world, role):
    client = world.client(role)

    told = {url: world.found("".join(ask(client, url)), kinds=(DRAFT,)) - world.found(url) for url in addresses(world)}

    assert {url: words for url, words in told.items() if words} == {}


def test_the_same_search_finds_them_for_the_clerk(world):
    client, own = world.client("clerk"), f"/meetings/{world.rehearsal.pk}/"

    assert world.draft.title in world.found(
        *("".join(ask(client, url)) for url in addresses(world) if url.startswith(own))
    )


def test_nobody_is_sent_mails_about_the_items_of_a_rehearsal(world):
    assert not tells_of_items(world.rehearsal, timezone.now())
