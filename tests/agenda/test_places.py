import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.places import Place, Spot, moves_of, parse_place

pytestmark = pytest.mark.any_database

SPOTS = [
    Spot(1, None, "public"),
    Spot(2, None, "public"),
    Spot(3, 2, "public"),
    Spot(4, 2, "public"),
    Spot(5, None, "public"),
    Spot(6, None, "non_public"),
]


@given(st.integers(1) | st.none(), st.sampled_from(["public", "non_public"]), st.integers(1) | st.none())
def test_parse_place_reads_what_was_written(parent, part, before):
    place = Place(parent, part, before)
    if all(key is None or key < 10**18 for key in (parent, before)):
        assert parse_place(str(place)) == place


RUBBISH = ["", "1.public", "1.secret.2", "x.public.", "-1.public.", "1.public.2.3", f"{10**19}.public.", "٣.public."]


@pytest.mark.parametrize("text", RUBBISH)
def test_parse_place_refuses_everything_else(text):
    with pytest.raises(ValueError):  # noqa: PT011  (any will do: the form turns it into one sentence)
        parse_place(text)


def test_moves_of_the_first_item():
    moves = moves_of(SPOTS)[1]

    assert moves == (None, Place(None, "public", 5), None, None, Place(None, "non_public", None))


def test_moves_of_an_item_between_others():
    moves = moves_of(SPOTS)[2]

    assert moves[:4] == (Place(None, "public", 1), Place(None, "public", None), Place(1, "public", None), None)


def test_moves_of_a_sub_item_lead_out_behind_its_parent():
    moves = moves_of(SPOTS)[4]

    assert moves[:4] == (Place(2, "public", 3), None, Place(3, "public", None), Place(None, "public", 5))


def test_moves_of_the_last_item_stay_in_its_part():
    moves = moves_of(SPOTS)[6]

    assert moves == (None, None, None, None, Place(None, "public", None))
