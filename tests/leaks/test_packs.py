"""Packs and ZIPs hold for each role what the role may have: page text, names, bookmarks, properties, counts; before and
after something moved between public and non-public.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from agenda.places import parse_place
from agenda.selectors import reveal_stamp, revealed_by
from agenda.services import Resolution, move_item
from documents.files.services import attach_file, remove_file
from tests.documents.conftest import upload
from tests.documents.packs import made
from tests.leaks.planted import DESK, DRAFT, MAIL, SECRET, Planted, text_of

pytestmark = [pytest.mark.long, pytest.mark.any_database]
ADDRESSES = ("pack", "pack_pdf", "pack_zip", "supplement_pdf", "print_run_pdf")
FORBIDDEN = {
    "public": (DRAFT, SECRET, DESK, MAIL),
    "administrator": (SECRET,),
    "member": (DRAFT, DESK, MAIL),
}


@pytest.fixture
def world(db):
    return Planted()


def told(world, role, meeting=None):
    meeting = meeting or world.meeting
    client = world.client(role)
    return [text_of(client.get(reverse(f"documents:{name}", args=[meeting.pk]))) for name in ADDRESSES]


def found(world, role):
    own = world.people[role].user.email if role in world.people else ""
    return world.found(*told(world, role), kinds=FORBIDDEN[role]) - world.found(own)


def everything(world):
    """Fill the store of packs and pieces with what the desk may have, for whoever asks afterwards."""
    return world.found(*told(world, "clerk"), kinds=(SECRET,))


@pytest.mark.parametrize("role", FORBIDDEN)
def test_no_pack_tells_what_is_not_for(world, role):
    seen = everything(world)
    assert {"content", "title", "filetitle"} <= {word[4:] for word in seen}  # else the search would find nothing

    assert found(world, role) == set()


def test_page_texts_are_searched_in_both_pdf_and_zip(world):
    wanted = {word for word in world.canaries if word[4:] == "content" and world.canaries[word] == SECRET}
    client = world.client("clerk")

    for name in ("pack_pdf", "pack_zip", "print_run_pdf"):
        assert wanted <= world.found(text_of(client.get(reverse(f"documents:{name}", args=[world.meeting.pk]))))


def test_properties_and_bookmarks_of_papers_are_in_no_pack(world):
    client = world.client("clerk")
    said = [
        text_of(client.get(reverse(f"documents:{name}", args=[world.meeting.pk])))
        for name in ("pack_pdf", "print_run_pdf")
    ]

    assert {word for word in world.found(*said) if word.endswith(("author", "bookmark"))} == set()


def test_after_an_item_moved_to_the_public_part_and_back_its_papers_are_still_not_told(world):
    """Files of a non-public item stay confidential wherever it goes."""
    files = {word for word in world.canaries if word[4:] in {"content", "author", "bookmark", "filename", "filetitle"}}
    everything(world)
    open_now = {"revealed": reveal_stamp(revealed_by(world.secret))}
    back = {"resolution": Resolution(category="Auftragsvergaben")}
    for place, given in ((".public.", open_now), (".non_public.", back)):
        move_item(item=world.secret, place=parse_place(place), actor=world.clerk, **given)
        world.secret.refresh_from_db()
        everything(world)
        said = found(world, "public")
        assert said & files == set()
        assert (world.secret.title in said) == (place == ".public.")
    assert said == set()


def test_a_file_that_was_public_and_is_confidential_now_is_in_no_pack_any_more(world):
    word = world.word(SECRET, "taken")
    content = made.pdf(word)
    public = attach_file(item=world.item, upload=upload("x.pdf", content), title="Beilage", actor=world.clerk)
    assert word in world.found(*told(world, "public"))

    remove_file(file=public, actor=world.clerk)
    attach_file(item=world.item, upload=upload("x.pdf", content), title="Beilage", confidential=True, actor=world.clerk)
    everything(world)

    assert found(world, "public") == set()


def test_whoever_has_a_conflict_of_interest_gets_nothing_of_the_item(world):
    everything(world)
    world.recuse("expert_citizen")

    assert world.found(*told(world, "expert_citizen")) & world.of_the_secret() == set()


def test_packs_of_a_draft_answer_like_those_of_no_meeting(world):
    for role in ("public", "member"):
        for name in ADDRESSES:
            hidden, absent = (
                world.client(role).get(reverse(f"documents:{name}", args=[pk]), headers={"accept": "application/json"})
                for pk in (world.draft.pk, 10**9)
            )
            assert (hidden.status_code, hidden.json()) == (absent.status_code, absent.json()) == (404, absent.json())


def test_the_public_cannot_tell_from_its_pack_whether_there_are_non_public_papers(world):
    before = told(world, "public")[1]
    attach_file(item=world.secret, upload=upload("Mehr.pdf", made.pdf("Noch mehr")), actor=world.clerk)

    assert told(world, "public")[1].split("%PDF")[1] == before.split("%PDF")[1]
