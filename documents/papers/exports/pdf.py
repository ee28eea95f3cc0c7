"""A paper as PDF in the customary order: head, way through the bodies, draft resolution, grounds, annexes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

# isort: skip  (after the layout, which sets the fonts)
from reportlab.platypus import Flowable

from documents.names import plain
from documents.papers.models import Paper
from documents.papers.selectors.pages import Reading
from documents.pdf.layout import RULED, WIDTH, grid, hanging, heading, text
from documents.pdf.pages import Face, build
from documents.pdf.rich import rich


def name_of(reading: Reading) -> str:
    """What the file is called: number and subject as they are read."""
    words = plain(f"{reading.paper.number} {reading.subject}")[:100].strip("-")
    return f"{words or 'paper'}.pdf"


def pdf_of(reading: Reading, language: str) -> bytes:
    """A paper as PDF in the active language; 503 `pdf.fonts_missing`."""
    return build(_face(reading, language), _story(reading))


def _face(reading: Reading, language: str) -> Face:
    paper, version = reading.paper, reading.version
    name = f"{paper.type} {paper.number}".strip()
    return Face(
        title=f"{name}: {reading.subject}",
        author=paper.institution.name,
        running_head=f"{name} · {reading.subject}",
        running_foot=_state(reading),
        language=language,
        mark="" if version else _("DRAFT"),
    )


def _state(reading: Reading) -> str:
    version = reading.version
    if version is None:
        return _("Draft, not released")
    day = date_format(timezone.localtime(version.released_at), "SHORT_DATETIME_FORMAT")
    words = [_("Version {number} of {moment}").format(number=version.seq, moment=day)]
    words += [] if version.is_public else [_("not public")]
    return " · ".join(words)


def _story(reading: Reading) -> Iterator[Flowable]:
    paper = reading.paper
    yield text(paper.institution.name, "letterhead")
    yield text(f"{paper.type} {paper.number}".strip(), "title")
    yield text(reading.subject, "subtitle")
    for label, words in _facts(reading):
        yield hanging(label, words, "fact")
    yield from _way(paper)
    for _name, label, words in reading.sections:
        if words.strip():
            yield heading(label, 0)
            yield from rich(words)
    if reading.annexes:
        yield heading(_("Annexes"), 0)
        yield from (hanging(f"{place}.", annex.title) for place, annex in enumerate(reading.annexes, 1))


def _facts(reading: Reading) -> Iterator[tuple[str, str]]:
    paper, facts = reading.paper, reading.facts
    yield _("State"), _state(reading)
    if paper.parent is not None and paper.parent.number:
        yield _("Belongs to"), paper.parent.number
    yield from (
        (label, facts[name])
        for name, label in (
            ("lead_office", _("Lead office")),
            ("other_offices", _("Other offices")),
            ("file_reference", _("File reference")),
        )
        if facts[name]
    )
    if reading.is_for_public and reading.version is not None and reading.version.is_redacted:
        yield _("Please note"), _("This is the form for the public; something was left out of it.")


def _way(paper: Paper) -> Iterator[Flowable]:
    rows = [
        [text(row.body.name, "cell"), text(row.get_role_display(), "cell")]
        for row in paper.consultations.select_related("body")
    ]
    if rows:
        yield heading(_("Way through the bodies"), 0)
        yield grid(rows, [WIDTH * 0.6, WIDTH * 0.4], RULED)
