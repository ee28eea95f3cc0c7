"""Builds packs, one at a time: pieces out of files, pages of our own, all of it joined; both in confined processes."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents.confined import Talk, talking_to
from documents.packs import services
from documents.packs.content import FORM
from documents.packs.enums import PackKind
from documents.packs.exports.pages import own_pages, places_of, title_of
from documents.packs.exports.shapes import Chapter, Line
from documents.packs.models import Pack, PackPiece

IN_PACKS = {"application/pdf", "image/png", "image/jpeg"}
SECONDS = 8
"""Of the processor, for one file."""
MOST_PAGES = 12_000
Sheet = tuple[int | None, int, str]
"""Of which piece (None: an empty page), its page there, and what is stamped onto it."""
logger = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


def build_next() -> bool:
    """Build the pack that has waited longest; False when none waits."""
    with _one_at_a_time:
        pack = services.claim_pack()
        if pack is not None:
            _attempt(pack)
    return pack is not None


def build_here(pack: Pack) -> None:
    """Build this very pack, where nobody builds in the background."""
    with _one_at_a_time:
        while (mine := services.claim_pack(pack.pk)) is not None:
            _attempt(mine)


def _attempt(pack: Pack) -> None:
    try:
        build(pack)
    except Exception:
        logger.exception("a pack could not be built")
        services.fail_pack(pack)


def build(pack: Pack) -> None:
    """Put it together and keep it. Raises `Confined`, OSError and `DomainError` (`pdf.fonts_missing`)."""
    with (
        translation.override(settings.LANGUAGE_CODE),
        tempfile.TemporaryDirectory(prefix="pack-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder,
    ):
        with talking_to("make_pack", str(SECONDS), seconds=_patience(pack)) as program:
            pieces = _pieces(pack, Path(folder), program)
            chapters = [_chapter(row, pieces) for row in pack.spec["rows"]]
            _bound(chapters)
            said = _joined(pack, chapters, pieces, Path(folder), program)
        target = Path(folder) / "pack.pdf"
        with _moved(target) as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            services.finish_pack(
                pack, content, body=said["body"], trailer=said["words"], sha256=digest, pages=said["pages"]
            )


def digest_of(part: Mapping[str, Any]) -> str:
    """By which a piece is known: the content of the file, what it is taken for, and how pieces look."""
    return hashlib.sha256(f"{part['sha256']}:{part['media_type']}:{FORM}".encode()).hexdigest()


def _patience(pack: Pack) -> float:
    """Seconds after which it is given up, on a busy machine too."""
    return 120.0 + 4 * SECONDS * pack.total


def _pieces(pack: Pack, folder: Path, program: Talk) -> dict[str, PackPiece]:
    """The pieces of all parts by digest; those that are missing are made now, with word of how far it is."""
    wanted = {
        digest_of(part): part for row in pack.spec["rows"] for part in row["parts"] if part["media_type"] in IN_PACKS
    }
    known = PackPiece.objects.filter(digest__in=wanted)
    there = {row.digest for row in known if not row.stored or default_storage.exists(str(row.stored.name))}
    _make({digest: part for digest, part in wanted.items() if digest not in there}, pack, folder, program)
    PackPiece.objects.filter(digest__in=wanted).update(used_at=timezone.now())
    return {row.digest: row for row in PackPiece.objects.filter(digest__in=wanted)}


def _make(missing: Mapping[str, Mapping[str, Any]], pack: Pack, folder: Path, program: Talk) -> None:
    done = pack.total - 1 - len(missing)
    for digest, part in missing.items():
        order = _order(digest, part, folder)
        if order is not None:
            _keep(digest, Path(order["target"]), _asked(program, order))
        done += 1
        services.tell_progress(pack, max(done, 0))


def _asked(program: Talk, told: Mapping[str, Any]) -> dict[str, Any]:
    return dict(json.loads(program.ask(json.dumps(told).encode())))


def _order(digest: str, part: Mapping[str, Any], folder: Path) -> dict[str, str] | None:
    try:
        source = _on_disk(part["place"], folder)
    except FileNotFoundError:
        return None
    return {
        "source": str(source),
        "target": str(folder / f"{digest}.piece"),
        "media_type": part["media_type"],
    }


def _on_disk(place: str, folder: Path) -> Path:
    """Where a stored file can be opened by a program: where it lies, or a copy."""
    with contextlib.suppress(NotImplementedError):
        path = Path(default_storage.path(place))
        if not path.is_file():
            raise FileNotFoundError(place)
        return path
    copy = folder / hashlib.sha256(place.encode()).hexdigest()
    with default_storage.open(place) as stored, copy.open("wb") as target:
        shutil.copyfileobj(stored, target)
    return copy


def _keep(digest: str, target: Path, said: Mapping[str, Any]) -> None:
    if problem := said.get("problem"):
        services.keep_piece(digest, None, problem=problem, pages=said.get("pages", 0))
        return
    with _moved(target) as content:
        services.keep_piece(digest, content, pages=said["pages"], damaged=said["damaged"])


class Movable(File):
    """A file that the storage may take as it lies there, instead of copying it."""

    def temporary_file_path(self) -> str:
        return str(self.name)


@contextlib.contextmanager
def _moved(path: Path) -> Iterator[Movable]:
    with path.open("rb") as file:
        yield Movable(file, name=str(path))


def _chapter(row: Mapping[str, Any], pieces: Mapping[str, PackPiece]) -> Chapter:
    return Chapter(row, [_line(part, pieces.get(digest_of(part))) for part in row["parts"]])


def _line(part: Mapping[str, Any], piece: PackPiece | None) -> Line:
    if part["media_type"] not in IN_PACKS:
        return Line(part, problem="kind")
    if piece is None:
        return Line(part, problem="missing")
    return Line(part, piece.pages, piece.damaged, piece.problem)


def _bound(chapters: Sequence[Chapter]) -> None:
    """A pack that no reader opens helps nobody: what would make it too long is named and left out."""
    pages = 0
    for line in (line for chapter in chapters for line in chapter.lines):
        if not line.problem and pages + line.pages > MOST_PAGES:
            line.problem = "full"
        elif not line.problem:
            pages += line.pages


def _joined(
    pack: Pack, chapters: Sequence[Chapter], pieces: Mapping[str, PackPiece], folder: Path, program: Talk
) -> dict[str, Any]:
    notices = sum(chapter.is_closed + sum(line.has_notice for line in chapter.lines) for chapter in chapters)
    order = _Order(pack, chapters)
    own = own_pages(
        pack.spec, chapters, pack.asked_at, settings.LANGUAGE_CODE, lambda pages: order.fill(pages - notices)
    )
    (folder / "own.pdf").write_bytes(own.content)
    plan = {
        "own": str(folder / "own.pdf"),
        "target": str(folder / "pack.pdf"),
        "font": own.font,
        "pieces": [
            str(folder / "own.piece"),
            *(str(_on_disk(str(pieces[key].stored.name), folder)) for key in order.used),
        ],
        "pages": [
            (piece, index, *coded) for (piece, index, _words), coded in zip(order.sheets, own.coded, strict=True)
        ],
        "marks": order.marks,
        "places": places_of(chapters),
        "info": {"Title": title_of(pack.spec), "Author": pack.spec["institution"]},
        "date": _pdf_date(pack.asked_at),
        "language": settings.LANGUAGE_CODE,
        "id": pack.digest[:32],
        "sealed": not pack.is_public,
    }
    services.tell_progress(pack, max(pack.total - 1, 0))
    return _asked(program, plan)


class _Order:
    """Which page comes after which; fills in where chapters and lines begin."""

    def __init__(self, pack: Pack, chapters: Sequence[Chapter]) -> None:
        self.chapters = chapters
        self.both_sides = pack.kind == PackKind.PRINT
        self.name = str(PackKind(pack.kind).label)
        self.used: list[str] = []
        self.marks: list[tuple[str, int, int]] = [(self.name, 0, 0)]
        self._next_notice = 0
        self.sheets: list[Sheet] = []

    def fill(self, front: int) -> list[str]:
        """Put all pages in their order, behind so many of cover and contents; answers what is stamped onto each."""
        self._next_notice = front
        self.sheets += [(0, page, self.name) for page in range(front)]
        if front > 1:
            self.marks.append((_("Contents"), 1, 0))
        for chapter in self.chapters:
            if chapter.lines or chapter.is_closed:
                self._add_chapter(chapter)
        total = len(self.sheets)
        return [_stamped(words, page, total) for page, (_piece, _index, words) in enumerate(self.sheets, 1)]

    def _add_chapter(self, chapter: Chapter) -> None:
        number = chapter.row["number"]
        self._turn_over()
        chapter.first = len(self.sheets)
        self.marks.append((f"{number} {chapter.row['title']}", chapter.first, 0))
        if chapter.is_closed:
            self._add_notice(number)
        for line in chapter.lines:
            self._turn_over()
            line.first = len(self.sheets)
            self.marks.append((f"{line.part['label']}: {line.part['title']}", line.first, 1))
            self._add_line(line, f"{number} · {line.part['label']}")

    def _add_line(self, line: Line, words: str) -> None:
        if line.has_notice:
            self._add_notice(words)
        if not line.problem:
            digest = digest_of(line.part)
            self.used.append(digest)  # a file that stands at two items is in it twice, each with its own stamps
            self.sheets += [(len(self.used), page, words) for page in range(line.pages)]

    def _add_notice(self, words: str) -> None:
        self.sheets.append((0, self._next_notice, words))
        self._next_notice += 1

    def _turn_over(self) -> None:
        """Printed on both sides, each part begins on a sheet of its own."""
        if self.both_sides and len(self.sheets) % 2:
            self.sheets.append((None, 0, ""))


def _stamped(words: str, page: int, total: int) -> str:
    return f"{words} · {page} / {total}" if words else f"{page} / {total}"


def _pdf_date(moment: datetime) -> str:
    return f"{moment.astimezone(timezone.get_fixed_timezone(0)):%Y%m%d%H%M%S}Z"
