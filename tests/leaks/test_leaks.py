"""Nothing non-public reaches anybody who may not see it: not by page, push, file, header, error, export or log."""

import pytest
from django.test import Client
from django.urls import reverse

from meetings.journal.export import export_lines
from tests.leaks.crawl import ALL, ask, other_addresses, room_addresses
from tests.leaks.logged import logged
from tests.leaks.planted import DESK, DRAFT, MAIL, SECRET, Planted

pytestmark = [pytest.mark.long, pytest.mark.any_database]

FORBIDDEN = {
    "public": (DRAFT, SECRET, DESK, MAIL),
    "presenter": (DRAFT, SECRET, DESK, MAIL),
    "administrator": (SECRET,),
    "member": (DRAFT, DESK, MAIL),
}
"""What each must never see. The administrator looks after accounts and may see that there is a draft, not its
inside.
"""


@pytest.fixture
def world(db, monkeypatch):
    return Planted()


def crawl(world, client, link, phase, role="public"):
    """All outputs by address; what has nothing to do with the phase is asked in one of them.

    While the item is open and at the end the public asks in every way, the others in one way each in turn: together in
    all of them.
    """
    urls = [*room_addresses(world, link), *(other_addresses() if phase == "open" else ())]
    own = [[*FORBIDDEN].index(role) + 2 * (phase == "closed")]
    turns = () if phase not in {"open", "closed"} else ALL if role == "public" else own
    return {url: "\n".join(ask(client, url, turns)) for url in urls}


def leaks(world, outputs, role):
    """The canaries by address, without the asker's own e-mail address and those that the asker wrote into the
    address.
    """
    own = world.people[role].user.email if role in world.people else ""
    found = {url: world.found(text, kinds=FORBIDDEN[role]) - world.found(url, own) for url, text in outputs.items()}
    return {url: words for url, words in found.items() if words}


@pytest.mark.parametrize("role", FORBIDDEN)
def test_no_address_tells_what_is_not_for(world, role):
    link = world.links()["own"]
    client = world.client(role)

    found = {}
    with logged() as log:
        for phase in world.passage():
            found[phase] = leaks(world, crawl(world, client, link, phase, role), role)

    assert found == {"pending": {}, "excluded": {}, "open": {}, "declared": {}, "closed": {}}
    assert world.found(*log.lines) == set()


def test_nothing_of_a_non_public_item_reaches_whoever_has_a_conflict_of_interest_in_it(world):
    """From the declaration on, during the item and after the meeting."""
    world.recuse("expert_citizen")
    link, others, found = world.links()["own"], set(), {}

    for phase in world.passage():
        outputs = crawl(world, world.client("expert_citizen"), link, phase, "member")
        told = {url: (world.found(text) - world.found(url)) & world.of_the_secret() for url, text in outputs.items()}
        found[phase] = {url: words for url, words in told.items() if words}
        if phase == "open":
            pages = (ask(world.client("member"), url) for url in room_addresses(world, link))
            others = world.found(*(text for page in pages for text in page))

    assert len(others & world.of_the_secret()) > 4  # a member without a conflict sees them
    assert found == {"pending": {}, "excluded": {}, "open": {}, "declared": {}, "closed": {}}


def test_the_same_search_finds_the_canaries_where_they_may_be_seen(world):
    """Else the search would find nothing anywhere."""
    for phase in world.passage():
        if phase == "open":
            urls = [*room_addresses(world, world.links()["own"])]
            outputs = ["\n".join(ask(world.client("clerk"), url)) for url in urls]

    outputs.append("\n".join(export_lines(world.meeting)))
    assert set(world.canaries) - world.found(*outputs) == set()


def test_the_public_journal_opens_nothing_non_public(world):
    for phase in world.passage():
        assert (phase, world.found(*export_lines(world.meeting, public_only=True))) == (phase, set())


def test_a_presenter_of_a_non_public_item_sees_that_item_and_no_more(world):
    """Title, subtitle and their own name; nothing of what is proposed, noted, attached, or said by others."""
    url = reverse("agenda:presenter", args=[world.links()["hidden"]])
    open_to_them = world.found(world.secret.title, world.secret.subtitle)

    for phase in world.passage():
        found = world.found(*ask(Client(), url, ALL))
        assert (phase, found) == (phase, open_to_them)


@pytest.mark.parametrize("target", ["secret", "below", "moved"])
def test_hidden_and_absent_answer_alike(world, target):
    """Not even that there is something may be told."""
    hidden, absent = getattr(world, target).pk, 10**9
    for role in ("public", "administrator"):
        for name in ("edit_item", "open_item", "move_item", "write_note", "add_presenter"):
            answers = [world.client(role).post(reverse(f"agenda:{name}", args=[pk])) for pk in (hidden, absent)]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert answers[0].json() == answers[1].json()
