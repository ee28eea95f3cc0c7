"""Nothing is too tall for a page, no character is an empty box, and words stay apart from figures; as other programs
read it.
"""

import io
import shutil
import subprocess
import unicodedata

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from agenda.services import move_motion, open_item, write_note
from config.demo.files import figures_file, neutral_file
from documents.minutes.content import minutes_of
from documents.minutes.exports.pdf import pdf_of
from documents.pdf import glyphs
from documents.pdf.fonts import FALLBACK, known
from documents.pdf.layout import PLAIN, RULED, STYLES, WIDTH, cell, grid, hanging, heading, prose, text
from documents.pdf.pages import Face, build
from meetings.enums import Audience
from meetings.models import Person
from meetings.services import record_arrival, record_departure
from tests.documents.conftest import upload

pytestmark = pytest.mark.any_database

FACE = Face("Titel", "Haus", "Kopf", "Fuß", "de")
SIXTY = "\n".join(f"Zeile {number}." for number in range(1, 61))
LONG = " ".join(f"Wort{number}" for number in range(900))[:6000]


def words_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def read_by_poppler(content, tmp_path):
    """The text as another program reads it, as the page shows it from left to right."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()


def sheet(*story):
    return build(FACE, story)


# Nothing is too tall
# ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [SIXTY, LONG])
def test_minutes_take_a_motion_that_is_taller_than_a_page(running, clerk, item, seat, signed_in, words):
    member = seat("member")
    record_arrival(meeting=running, person=member.person, mode="hall", actor=clerk)
    called = open_item(item=item, actor=clerk)
    move_motion(item=called, text=words, person=member.person_id, actor=clerk)

    answer = signed_in(clerk.user).get(reverse("documents:minutes_pdf", args=[running.pk]))

    assert answer.status_code == 200
    printed = words_of(answer.content)
    assert [
        part for part in words.split("\n") if part not in printed.replace("- ", "-") and part[:40] not in printed
    ] == []
    assert words.split()[-1] in printed


def test_minutes_take_a_presence_list_that_is_taller_than_a_page(running, clerk, seat):
    member = seat("member")
    Person.objects.filter(pk=member.person_id).update(family_name="N" * 480, function="F " * 240)
    for _turn in range(70):
        record_arrival(meeting=running, person=member.person, mode="hall", actor=clerk)
        record_departure(meeting=running, person=member.person, actor=clerk)

    pages = PdfReader(io.BytesIO(pdf_of(minutes_of(running, Audience.DESK), "de"))).pages

    assert sum(page.extract_text().count("Saal") for page in pages) == 70 + 1  # and where the meeting takes place


TALL = "Zeile.\n" * 300
TALL_ONES = {
    "text": lambda: [text(TALL)],
    "notice": lambda: [text(TALL, "notice")],
    "heading": lambda: [heading(TALL, 0), heading(TALL, 1), text("Ende")],
    "hanging": lambda: [hanging("17:00", TALL)],
    "fact": lambda: [hanging("Ort", TALL, "fact")],
    "row": lambda: [
        grid([[cell("Name", 50), cell(TALL, 100), cell(TALL, 100)], ["a", "b", "c"]], [WIDTH / 3] * 3, RULED)
    ],
    "columns": lambda: list(prose("WLAN\t12.503.400\n" * 200)),
    "tall column": lambda: list(prose("W" * 9000 + "\t" + "1" * 9000)),
}


@pytest.mark.parametrize("kind", TALL_ONES)
@pytest.mark.parametrize("above", [0, 690])
def test_every_flowable_runs_over_pages(kind, above):
    from reportlab.platypus import Spacer

    content = build(FACE, [Spacer(1, above), *TALL_ONES[kind](), text("Schluss")])

    assert len(PdfReader(io.BytesIO(content)).pages) > 1
    assert "Schluss" in words_of(content)


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(0, 130), min_size=3, max_size=3), min_size=1, max_size=8), st.integers(0, 700))
def test_tables_of_any_heights_lose_no_line(heights, above):
    from reportlab.platypus import Spacer

    rows = [[text("\n".join(["Z"] * lines), "cell") for lines in row] for row in heights]

    content = build(FACE, [Spacer(1, above), grid(rows, [WIDTH / 3] * 3, PLAIN)])

    assert words_of(content).split().count("Z") == sum(lines for row in heights for lines in row)


def test_the_files_of_the_demonstration_take_long_texts():
    figures = {"2021": {"Art " * 900: [1, "2.00", "3"]}}

    assert words_of(figures_file("Quelle " * 900, figures).read()).count("Art ") >= 900
    assert "Ende" in words_of(neutral_file("Titel " * 200, "Wort " * 3000, "Ende").read())


# No empty boxes
# --------------------------------------------------------------------------------------------------------

SHOWN = {
    "nicht\u2011brechend": "nicht-brechend",
    "e\ufb03zient und \ufb00": "effizient und ff",
    "Mac: a\u0308o\u0308u\u0308": "Mac: äöü",
    "10⁴ m² 5½ H₂O": "10⁴ m² 5½ H₂O",
    "100 ㎡, ℡ 112, Ⅳ": "100 m², TEL 112, IV",
    "𝐁𝐞𝐬𝐜𝐡𝐥𝐮𝐬𝐬": "Beschluss",
    "12\u202f503\u2009km": "12 503 km",
    "unsicht\u200bbar\u00ad": "unsichtbar",
    "Đặng Văn Nguyễn, Żółć, Ţuţea, Šefčovič": "Đặng Văn Nguyễn, Żółć, Ţuţea, Šefčovič",
    "Ελλάδα ἀρχή Київ ҐЇ": "Ελλάδα ἀρχή Київ ҐЇ",
    "✓ ☐ ⚖ → ≤ ∑ ″ ①": "✓ ☐ ⚖ → ≤ ∑ ″ ①",
    "Հայաստան საქართველო": "Հայաստան საქართველო",
    "🏛️ 👍": "🏛 👍",
    "中文 한국 हिन्दी": "[U+4E2D U+6587] [U+D55C U+AD6D] [U+0939 U+093F U+0928 U+094D U+0926 U+0940]",
    "\U0010fffd": "[U+10FFFD]",
}


@pytest.mark.parametrize("typed", SHOWN)
def test_what_is_typed_is_shown(typed):
    assert (
        words_of(sheet(text(typed))).replace("\xa0", " ").removesuffix("Seite 1 von 1").strip().endswith(SHOWN[typed])
    )


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")
@pytest.mark.parametrize("typed", SHOWN)
def test_another_reader_shows_the_same(typed, tmp_path):
    read = unicodedata.normalize("NFC", read_by_poppler(sheet(text(typed)), tmp_path))

    assert "".join(SHOWN[typed].split()) in "".join(read.split())  # this one guesses where spaces are


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@settings(max_examples=200)
def test_no_character_is_ever_an_empty_box(typed):
    """Every piece is in a face that has all its characters, or is named by its codes."""
    from documents.pdf.fonts import _code_points

    for face, words in glyphs.runs(typed):
        if face != glyphs.UNKNOWN:
            assert {ord(char) for char in words} - {10} <= (known() if face == "FiraSans" else _code_points(face))
        else:
            assert glyphs.replaced(words).isascii()


def test_every_text_of_a_pdf_goes_that_way():
    """Head, foot, properties, headings, cells and what hangs before a paragraph."""
    odd = "Na\u2011me \ufb03 中"
    content = build(
        Face(odd, odd, odd, odd, "de"),
        [heading(odd, 0), text(odd), hanging(odd, odd), grid([[cell(odd, 90)]], [90], PLAIN), text("x\n" * 90)],
    )

    words = words_of(content)

    reader = PdfReader(io.BytesIO(content))
    assert words.count("Na-me ffi [U+4E2D]") == 5 + 1 + len(reader.pages)
    assert (reader.metadata.title, reader.outline[0].title) == ("Na-me ﬃ 中", "Na-me ﬃ 中")


def test_each_face_is_embedded_and_has_its_licence():
    from django.conf import settings as house

    content = sheet(text("Հայ ქარ שלום ✓ 🏛 ∑"))

    fonts = PdfReader(io.BytesIO(content)).pages[0]["/Resources"]["/Font"].values()
    assert all("/FontFile2" in font.get_object()["/FontDescriptor"].get_object() for font in fonts)
    folder = house.BASE_DIR / "config" / "fonts"
    assert all("Open Font License" in (folder / f"{name}.LICENSE.txt").read_text() for name in FALLBACK)


# Words and figures
# -----------------------------------------------------------------------------------------------------


def test_a_note_with_tabs_keeps_words_and_figures_apart(running, item, clerk, signed_in, tmp_path):
    called = open_item(item=item, actor=clerk)
    note = "Ausgaben:\nWLAN\t1.250\t3.400\nGlasfaser\t12\t7\nEnde\vhier\u2028und dort"
    write_note(item=called, text=note, version=called.note_version, actor=clerk)

    content = signed_in(clerk.user).get(reverse("documents:minutes_pdf", args=[running.pk])).content

    assert "Ausgaben: WLAN 1.250 3.400 Glasfaser 12 7 Ende hier und dort" in words_of(content)


def test_a_tab_within_a_line_is_a_space_everywhere():
    content = sheet(
        text("WLAN\t12"),
        hanging("17:00", "WLAN\t12"),
        grid([[cell("WLAN\t12", 90)]], [90], PLAIN),
        heading("WLAN\t12", 0),
    )

    assert words_of(content).count("WLAN 12") == 4
    assert PdfReader(io.BytesIO(content)).outline[0].title == "WLAN 12"


def test_figures_stand_under_each_other(tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("needs poppler")
    lines = read_by_poppler(sheet(*prose("WLAN\t1.250\nGlasfaser\t12")), tmp_path).splitlines()

    ends = [len(line.rstrip()) for line in lines if "WLAN" in line or "Glasfaser" in line]
    assert len(ends) == 2
    assert abs(ends[0] - ends[1]) <= 1


def test_styles_are_in_a_face_of_the_house():
    assert {style.fontName.split("-")[0] for style in STYLES.values()} == {"FiraSans"}


def test_a_file_with_an_odd_title_is_taken(running, item, clerk):
    from documents.files.services import attach_file

    attach_file(item=item, upload=upload("Plan.pdf"), title="Pla\u2011n\tNeu 中", actor=clerk)

    assert "Pla-n Neu [U+4E2D]" in words_of(pdf_of(minutes_of(running, Audience.DESK), "de"))


def test_a_list_parts_between_its_rows_and_within_one_only_where_no_page_is_tall_enough():
    usual = grid([[text("Zeile\n" * 3, "cell")] for _ in range(4)], [200], RULED)
    height = usual.wrap(200, 1000)[1]
    tall = grid([[text("Zeile\n" * 90, "cell")]], [200], RULED)
    tall.wrap(200, 1000)

    assert [len(piece._cellvalues) for piece in usual.split(200, height * 0.6)] == [2, 2]
    assert len(tall.split(200, 400)) == 2
