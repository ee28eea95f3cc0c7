"""The house's own pages of a pack: cover, contents, and a page for each paper that cannot be in it, with the reason."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from documents.pdf.layout import RULE, RULED, WIDTH, grid, hanging, heading, text  # isort: skip  (sets the fonts)
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, PageBreak, Paragraph, Spacer

from documents.packs.enums import PackKind
from documents.packs.exports.shapes import Chapter, Line
from documents.pdf.fonts import FAMILY, register_fonts
from documents.pdf.glyphs import markup
from documents.pdf.layout import STYLES
from documents.pdf.pages import Document, Face, draw_line

LINK = "pack:{:04}"
COLUMNS = (18, 0, 16)  # millimetres of number and page; what is left is for the title


@dataclass(frozen=True, slots=True)
class Own:
    """The pages of ours as a file, the font of the stamps, and each stamp coded in it."""

    content: bytes
    font: str
    coded: Sequence[tuple[str, float]]


Arrange = Callable[[int], Sequence[str]]
"""Told how many pages of ours there are, it fills in where chapters and lines begin, and answers the stamps."""


def own_pages(
    spec: Mapping[str, Any], chapters: Sequence[Chapter], as_of: datetime, language: str, arrange: Arrange
) -> Own:
    """Draw them, once: page numbers and stamps are written when it is known on which page everything stands."""
    register_fonts()
    target, found = io.BytesIO(), _Found()
    document = Document(target, _face(spec, as_of, language))
    document.build(list(_story(spec, chapters, as_of)), canvasmaker=_canvas(arrange, found))
    return Own(target.getvalue(), found.font, found.coded)


@dataclass(slots=True)
class _Found:
    font: str = ""
    coded: list[tuple[str, float]] = field(default_factory=list)


class _PageOf(Flowable):
    """The place in the contents where the page number of a chapter or line comes."""

    def __init__(self, of: Chapter | Line) -> None:
        super().__init__()
        self.of = of

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """As wide as its column."""
        self.width, self.height = availWidth, STYLES["figure"].leading
        return self.width, self.height

    def draw(self) -> None:
        """Only remember where."""
        canvas: Any = self.canv
        across, up = canvas.absolutePosition(self.width, 0)
        canvas.awaited.append((canvas.getPageNumber() - 1, across, up + 3, self.of))


def _canvas(arrange: Arrange, found: _Found) -> type[Canvas]:
    """A canvas that writes the page numbers before it is closed, and codes the stamps in its own font, while that
    still takes letters.
    """

    class Numbering(Canvas):
        _code: list[str]
        _doc: Any

        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            self.awaited: list[tuple[int, float, float, Chapter | Line]] = []

        def save(self) -> None:
            pages, font = self._doc.Pages.pages, pdfmetrics.getFont(FAMILY)
            stamps = arrange(len(pages))
            for page, across, up, of in self.awaited:
                self._code = []
                draw_line(self, across, up, str(of.first + 1), 9, right=True)
                pages[page].stream += "\n" + "\n".join(self._code)
            self._code = []
            found.coded = [_coded(font, words, self._doc) for words in stamps]
            found.font = font.getSubsetInternalName(0, self._doc)  # type: ignore[attr-defined]
            super().save()

    return Numbering


def _coded(font: Any, words: str, document: Any) -> tuple[str, float]:
    """The words in the first subset of the font, in hexadecimal digits, and how wide they are at size 1."""
    code = b"".join(code for subset, code in font.splitString(words, document) if subset == 0)
    return code.hex(), float(font.stringWidth(words, 1))


def _face(spec: Mapping[str, Any], as_of: datetime, language: str) -> Face:
    name, day = _name(spec), _day(spec)
    return Face(
        title=f"{name}: {spec['title']}, {day}",
        author=spec["institution"],
        running_head=f"{name} · {spec['body']} · {day}",
        running_foot=_("State: {moment}").format(moment=_moment(as_of)),
        language=language,
    )


def title_of(spec: Mapping[str, Any]) -> str:
    """What the file's properties call it."""
    return f"{_name(spec)}: {spec['title']}, {_day(spec)}"


def _name(spec: Mapping[str, Any]) -> str:
    return str(PackKind(spec["kind"]).label)


def _begin(spec: Mapping[str, Any]) -> datetime:
    return timezone.localtime(datetime.fromisoformat(spec["starts_at"]))


def _day(spec: Mapping[str, Any]) -> str:
    return date_format(_begin(spec), "DATE_FORMAT")


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _story(spec: Mapping[str, Any], chapters: Sequence[Chapter], as_of: datetime) -> Iterator[Flowable]:
    yield from _cover(spec, chapters, as_of)
    yield PageBreak()
    yield from _contents(spec, chapters)
    for chapter in chapters:
        if chapter.is_closed:
            yield from _page(_closed(chapter))
        for line in chapter.lines:
            if line.has_notice:
                yield from _page(_notice(chapter, line))


def _page(story: Iterable[Flowable]) -> Iterator[Flowable]:
    yield PageBreak()
    yield from story


def _cover(spec: Mapping[str, Any], chapters: Sequence[Chapter], as_of: datetime) -> Iterator[Flowable]:
    yield text(spec["institution"], "letterhead")
    yield text(spec["body"], "small")
    yield HRFlowable(width="100%", thickness=1, color=RULE, spaceBefore=4, spaceAfter=4)
    yield Spacer(1, 90)
    yield text(_name(spec), "title")
    yield text(spec["title"], "subtitle")
    yield Spacer(1, 10)
    yield from (hanging(label, value, "fact") for label, value in _facts(spec, chapters, as_of) if value)
    if not spec["public"]:
        yield text(
            _(
                "This pack holds papers that are not public. They are for the person whose name stands across its "
                "pages; that they were fetched is on record."
            ),
            "notice",
        )
    yield text(_("Each paper can also be fetched by itself, with all that a pack cannot carry along."), "small")


def _facts(spec: Mapping[str, Any], chapters: Sequence[Chapter], as_of: datetime) -> Iterator[tuple[str, str]]:
    begin = _begin(spec)
    yield _("Date"), f"{date_format(begin, 'l')}, {_day(spec)}"
    yield _("Begin"), date_format(begin, "TIME_FORMAT")
    yield _("Place"), spec["hall"] or (_("by video") if spec["by_video"] else "")
    yield (
        _("State"),
        _("Agenda {agenda}, papers {papers}; put together {moment}").format(
            agenda=spec["state"][0], papers=spec["state"][1], moment=_moment(as_of)
        ),
    )
    yield _("For"), _for_whom(spec)
    lines = [line for chapter in chapters for line in chapter.lines]
    missing = sum(bool(line.problem) for line in lines)
    yield _("Papers"), str(len(lines))
    if missing:
        yield _("Not in it"), _("{number}, each with its reason on a page in its place").format(number=missing)


def _for_whom(spec: Mapping[str, Any]) -> str:
    if spec["public"]:
        return _("everybody: the public part")
    if any(row["closed"] for row in spec["rows"]):
        return _("a member of the body with a conflict of interest: without what is closed to them")
    return _("members of the body: public and non-public part")


def _contents(spec: Mapping[str, Any], chapters: Sequence[Chapter]) -> Iterator[Flowable]:
    yield heading(_("Contents"), 0)
    for public in (True, False):
        below = [(at, chapter) for at, chapter in enumerate(chapters) if chapter.row["public"] == public]
        if below:
            yield text(_("Public part") if public else _("Non-public part"), "h3")
            yield _table(row for at, chapter in below for row in _rows_of(at, chapter))


def _table(rows: Iterable[list[Any]]) -> Flowable:
    number, page = (width * 72 / 25.4 for width in COLUMNS[::2])
    return grid(list(rows), [number, WIDTH - number - page, page], RULED)


def _rows_of(at: int, chapter: Chapter) -> Iterator[list[Any]]:
    row, leads = chapter.row, bool(chapter.lines) or chapter.is_closed
    title = _link(row["title"], _key(at)) if leads else text(row["title"], "cell")
    words = "" if leads else _nothing(row)
    yield [
        text(row["number"], "label"),
        [title, text(words, "small")] if words else title,
        _PageOf(chapter) if leads else "",
    ]
    for index, line in enumerate(chapter.lines):
        name = f"{line.part['label']}: {line.part['title']}"
        below = [text(_reason(line), "small_in")] if line.problem else []
        yield ["", [_link(name, _key(at, index), "in_contents"), *below], _PageOf(line)]


def _nothing(row: Mapping[str, Any]) -> str:
    return _("not open to the public") if row["hidden"] else _("no papers")


def _key(chapter: int, line: int = -1) -> str:
    return LINK.format(chapter * 1000 + line + 1)


def places_of(chapters: Sequence[Chapter]) -> dict[str, int]:
    """Where the links of the contents lead: pages by the name of the place."""
    found = {}
    for at, chapter in enumerate(chapters):
        if chapter.lines or chapter.is_closed:
            found[_key(at)] = chapter.first
        found |= {_key(at, index): line.first for index, line in enumerate(chapter.lines)}
    return found


def _link(words: str, key: str, style: str = "cell") -> Paragraph:
    return Paragraph(f'<a href="{key}">{markup(words)}</a>', STYLES[style])


def _closed(chapter: Chapter) -> Iterator[Flowable]:
    yield text(f"{chapter.row['number']} {chapter.row['title']}", "h1")
    says = _(
        "There are no papers here for you: you have a conflict of interest in this item, so that it and its papers are "
        "closed to you."
    )
    yield text(says, "notice")


def _notice(chapter: Chapter, line: Line) -> Iterator[Flowable]:
    part = line.part
    yield text(f"{chapter.row['number']} {chapter.row['title']}", "small")
    yield text(f"{part['label']}: {part['title']}", "h1")
    yield text(_("This paper is not in the pack.") if line.problem else _("This paper is damaged."), "result")
    yield text(_reason(line), "notice")
    yield hanging(_("File"), part["name"], "fact")
    address = markup(part["url"])
    where = Paragraph(f'<a href="{address}">{address}</a>', STYLES["hanging_fact"], bulletText=_("Fetch it here"))
    yield where


def _reason(line: Line) -> str:
    if not line.problem:
        return _("It could be read in part only. The pages that follow may not be all: compare them with the file.")
    reasons: dict[str, Callable[[], str]] = {
        "kind": lambda: _("It is a {ending} file and no PDF. Open it with the program that it was made for.").format(
            ending=line.part["name"].rpartition(".")[2].upper()
        ),
        "encrypted": lambda: _("It can only be opened with a password."),
        "empty": lambda: _("It has no pages."),
        "too_many_pages": lambda: _("It has too many pages for a pack: {pages}.").format(pages=line.pages),
        "page_size": lambda: _("It has a page of a size that no reader can show."),
        "too_slow": lambda: _("It takes too long to read."),
        "too_large": lambda: _("It needs too much memory to be read."),
        "missing": lambda: _("Its content is missing in the storage of this program. Tell the office."),
        "full": lambda: _("The pack is full: with it, it would have too many pages."),
    }
    return reasons.get(line.problem, lambda: _("It is broken: no page of it can be read."))()
