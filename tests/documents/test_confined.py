"""Foreign files are opened in a process with limits: what they do there ends there."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from documents import confined
from documents.confined import Confined, run_confined
from documents.pdf.fonts import register_fonts


@pytest.fixture
def three_pages(tmp_path: Path) -> Path:
    register_fonts()  # the house's font is the usual one as soon as anything of its PDF files is imported
    place = tmp_path / "three.pdf"
    sheet = canvas.Canvas(str(place), initialFontName="Helvetica")
    for number in (1, 2, 3):
        sheet.drawString(100, 700, f"Seite {number} Öffentlich")
        sheet.showPage()
    sheet.save()
    return place


def test_texts_of_the_first_pages_and_the_number_of_all(three_pages: Path):
    said = json.loads(run_confined("page_texts", three_pages, "2"))
    assert said == {"pages": 3, "texts": ["Seite 1 Öffentlich", "Seite 2 Öffentlich"]}


def test_a_page_is_drawn_as_wide_as_wanted(three_pages: Path):
    picture = Image.open(BytesIO(run_confined("page_picture", three_pages, "2", "800")))
    assert picture.format == "PNG"
    assert abs(picture.width - 800) <= 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nnothing", b"\x00" * 4096])
def test_what_is_no_pdf_file_ends_with_a_word(tmp_path: Path, content: bytes):
    place = tmp_path / "broken.pdf"
    place.write_bytes(content)
    with pytest.raises(Confined, match="page_texts: "):
        run_confined("page_texts", place, "5")


def _program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    monkeypatch.setattr(confined, "ROOT", tmp_path)
    folder = tmp_path / "documents" / "confined" / "programs"
    folder.mkdir(parents=True)
    (folder / "limits.py").write_text((Path(confined.__file__).parent / "programs" / "limits.py").read_text())
    (folder / "wild.py").write_text(f"from documents.confined.programs.limits import limit\n\nlimit()\n{body}\n")


def test_one_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _program(tmp_path, monkeypatch, "while True: pass")
    with pytest.raises(Confined, match="longer than 2 s"):
        run_confined("wild", seconds=2)


def test_one_that_eats_memory_is_refused_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _program(tmp_path, monkeypatch, "eaten = b'x' * (2 * 1024 ** 3)")
    with pytest.raises(Confined, match="MemoryError"):
        run_confined("wild", seconds=20, megabytes=50)


def test_it_inherits_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "quite secret")
    _program(tmp_path, monkeypatch, "import os, sys; sys.stdout.write(repr('SECRET_KEY' in os.environ))")
    assert run_confined("wild", seconds=20) == b"False"
