"""What an amendment changes: nothing is lost, nothing invented, and no text keeps a computer busy."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.differences import INSERTED, KEPT, LARGEST, REMOVED, Piece, differences

pytestmark = pytest.mark.any_database

TEXTS = st.text(st.sampled_from("ab \n\tä."), max_size=200)


def joined(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@given(TEXTS, TEXTS)
def test_kept_and_inserted_words_are_the_new_text_and_kept_and_removed_ones_the_old(old, new):
    pieces = differences(old, new)

    assert joined(pieces, KEPT, INSERTED) == new
    assert joined(pieces, KEPT, REMOVED).split() == old.split()
    assert all(piece.text for piece in pieces)


@given(TEXTS)
def test_the_same_text_has_no_differences(text):
    assert {piece.kind for piece in differences(text, text)} <= {KEPT}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Erstens.\r\nZweitens. Drittens.", "Erstens.\nZweitens. Drittens."),
        ("a b\nc d", "a\nb c d"),
        ("a\tb", "a b"),
        ("a  b ", "a b"),
    ],
)
def test_another_form_of_the_same_words_is_no_change(old, new):
    assert joined(differences(old, new), REMOVED, INSERTED).strip() == ""
    assert joined(differences(old, new), KEPT) == new


def test_only_the_changed_words_are_marked():
    old, new = "Der Rat beschließt 100 Euro für die Schule.", "Der Rat beschließt 200 Euro für die alte Schule."

    assert differences(old, new) == (
        Piece(KEPT, "Der Rat beschließt "),
        Piece(REMOVED, "100 "),
        Piece(INSERTED, "200 "),
        Piece(KEPT, "Euro für die "),
        Piece(INSERTED, "alte "),
        Piece(KEPT, "Schule."),
    )


def test_texts_made_to_be_slow_are_shown_as_replaced():
    one, other = (
        " ".join(f"w{number % 97}" for number in range(5000)),
        " ".join(f"w{number % 89}" for number in range(5000, 0, -1)),
    )
    assert len(one.split()) * len(other.split()) > LARGEST
    began = time.monotonic()
    pieces = differences(one, other)

    assert time.monotonic() - began < 2
    assert joined(pieces, KEPT, INSERTED) == other
    assert len(pieces) <= 4
