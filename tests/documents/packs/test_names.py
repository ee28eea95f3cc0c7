"""Names in the ZIP: speaking, and taken by every system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.packs.names import LONGEST, entry_name, folder_name, safe, unique


@pytest.mark.parametrize(
    ("number", "item", "label", "title", "name"),
    [
        ("Ö 3", "ePayment", "Anlage 1", "ePayment", "Ö 3 ePayment - Anlage 1.pdf"),
        ("Ö 3", "ePayment", "Anlage 2", "ePayment Zahlen 2021", "Ö 3 ePayment - Anlage 2 Zahlen 2021.pdf"),
        ("Ö 3", "ePayment", "Anlage 1", "Vorlage ePayment", "Ö 3 ePayment - Anlage 1 Vorlage.pdf"),
        ("Ö 3", "ePayment", "Anlage 2", "ePayments", "Ö 3 ePayment - Anlage 2 ePayments.pdf"),
        ("N 1", 'Vergabe "Los 1/2": Straße?', "Anlage 1", "", "N 1 Vergabe Los 1 2 Straße - Anlage 1.pdf"),
        ("Ö 1", "a\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "Anlage 1", "x\r\ny", "Ö 1 a fdp.exe - Anlage 1 x y.pdf"),
        ("Ö 1", "O\N{COMBINING DIAERESIS}l", "Anlage 1", "..", "Ö 1 Öl - Anlage 1.pdf"),
    ],
)
def test_names_say_what_a_file_is(number, item, label, title, name):
    assert entry_name(number, item, label, title, "pdf") == name


@given(st.text(), st.text(), st.text(), st.text(), st.text(max_size=8))
def test_every_system_takes_every_name(number, item, label, title, ending):
    for name in (entry_name(number, item, label, title, ending), folder_name(number, item) or "x"):
        assert not set(name) & set('<>:"/\\|?*')
        assert all(char.isprintable() for char in name)
        assert not name.endswith((" ", "."))
        assert len(name) <= 2 * LONGEST
        name.encode()


@pytest.mark.parametrize("name", ["con", "CON", "aux.pdf", "com1", "LPT9.x"])
def test_names_that_windows_keeps_for_itself_are_others(name):
    assert safe(name) == f"_{name}"


def test_no_two_names_are_the_same_on_any_system():
    taken: set[str] = set()

    names = [unique(name, taken) for name in ("A.pdf", "a.pdf", "Ö.pdf", "O\N{COMBINING DIAERESIS}.pdf", "A.pdf")]

    assert names == ["A.pdf", "a (2).pdf", "Ö.pdf", "O\N{COMBINING DIAERESIS} (2).pdf", "A (3).pdf"]
