import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.files.names import another, speaking_name, title_from
from documents.names import plain

pytestmark = pytest.mark.any_database

CASES = [
    (("Ö 4", "ePayment Zahlen 2021", "pdf"), "Oe-4-ePayment-Zahlen-2021.pdf"),
    (("N 1.2", "Größe & Straße: «Übersicht»", "docx"), "N-1-2-Groesse-Strasse-Uebersicht.docx"),
    (("Ö 1", "Crème brûlée", "txt"), "Oe-1-Creme-brulee.txt"),
    (("Ö 1", "o\u0308ffentlich", "txt"), "Oe-1-oeffentlich.txt"),
    (("Ö 1", "../../etc/passwd", "csv"), "Oe-1-etc-passwd.csv"),
    (("Ö 1", 'a"\r\nSet-Cookie: x', "csv"), "Oe-1-a-Set-Cookie-x.csv"),
    (("Ö 1", "تقرير", "pdf", "report_final.pdf"), "Oe-1-report-final.pdf"),
    (("Ö 1", "تقرير", "pdf", "تقرير.pdf"), "Oe-1.pdf"),
    (("", "", "pdf"), "file.pdf"),
    (("Ö 1", "x" * 500, "pdf"), "Oe-1-" + "x" * 95 + ".pdf"),
]


@pytest.mark.parametrize(("parts", "name"), CASES)
def test_speaking_name_speaks_on_every_system(parts, name):
    assert speaking_name(*parts) == name


@given(st.text(), st.text(), st.text())
def test_speaking_name_is_safe_whatever_comes(number, title, original):
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,99}\.pdf", speaking_name(number, title, "pdf", original))


@pytest.mark.parametrize(
    ("original", "title"),
    [
        ("ePayment_Zahlen_2021.pdf", "ePayment Zahlen 2021"),
        ("C:\\Users\\x\\Bericht.docx", "Bericht"),
        ("/tmp/a/b.c.txt", "b.c"),
        ("ann\u202egpj.exe.pdf", "anngpj.exe"),
        ("no ending", "no ending"),
        ("\x00\n.pdf", ""),
    ],
)
def test_title_from_makes_words_of_a_file_name(original, title):
    assert title_from(original) == title


def test_another_finds_the_first_free_number():
    assert another("a.pdf", set()) == "a.pdf"
    assert another("a.pdf", {"a.pdf", "a-2.pdf"}) == "a-3.pdf"


def test_plain_keeps_nothing_but_letters_digits_and_hyphens():
    assert plain("  Ö 2.1 / Anlage (neu) ") == "Oe-2-1-Anlage-neu"
