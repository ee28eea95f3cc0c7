"""The minutes as PDF, in the customary order: head, attendance, agenda, items, course, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

# isort: skip  (after the layout, which sets the fonts)
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Spacer

from agenda.enums import Part
from documents.minutes.content import Minutes
from documents.minutes.exports.head import attendance, head, named
from documents.minutes.exports.items import item
from documents.minutes.exports.moments import Moments, short
from documents.pdf.layout import GREY, PLAIN, WIDTH, grid, hanging, heading, text
from documents.pdf.pages import Face, build


def pdf_of(minutes: Minutes, language: str) -> bytes:
    """The minutes as a PDF file in the active language; 503 `pdf.fonts_missing`."""
    return build(_face(minutes, language), _story(minutes))


def name_of(*, with_non_public: bool) -> str:
    """How the two documents are called; neither is a part of the other."""
    return _("Full minutes") if with_non_public else _("Public minutes")


def _face(minutes: Minutes, language: str) -> Face:
    meeting, name = minutes.meeting, name_of(with_non_public=minutes.with_non_public)
    day = date_format(timezone.localtime(meeting.opened_at or meeting.starts_at), "DATE_FORMAT")
    return Face(
        title=f"{name}: {meeting.title}, {day}",
        author=meeting.body.institution.name,
        running_head=f"{name} · {meeting.body.name} · {day}",
        running_foot=_foot(minutes, name),
        language=language,
        mark=_("DRAFT") if minutes.is_draft else "",
    )


def _foot(minutes: Minutes, name: str) -> str:
    """Whether it is a draft, up to which step it goes, and which document: a sheet of it may lie anywhere."""
    state = minutes.state
    words = [_("Draft")] if minutes.is_draft else []
    words.append(_("State: {moment}").format(moment=short(state.as_of)))
    words += [_("changed after the close of the meeting")] if state.changed_at else []
    return " · ".join([*words, name])


def _story(minutes: Minutes) -> Iterator[Flowable]:
    moments = Moments(minutes.day)
    yield from head(minutes, moments, name_of(with_non_public=minutes.with_non_public))
    yield from attendance(minutes, moments)
    yield from _agenda(minutes)
    yield from _items(minutes, moments)
    *course, last = _course(minutes, moments)
    yield from course
    yield KeepTogether([last, *_signatures(minutes), *_seal(minutes)])  # signatures never stand alone on a page


def _agenda(minutes: Minutes) -> Iterator[Flowable]:
    yield heading(_("Agenda"), 0)
    for part in Part:
        rows = [row for row in minutes.agenda if row.part == part]
        if rows:
            yield text(part.label, "h3")
            yield from (hanging(row.number, row.title) for row in rows)


def _items(minutes: Minutes, moments: Moments) -> Iterator[Flowable]:
    for part in Part:
        if part == Part.NON_PUBLIC and not minutes.with_non_public and any(row.part == part for row in minutes.agenda):
            yield heading(part.label, 0)
            yield text(
                _("What was dealt with here stands in the full minutes, which only the members of the body get.")
            )
        sections = [section for section in minutes.sections if section.row.part == part]
        if sections:
            yield heading(part.label, 0)
        for section in sections:
            yield from item(section, moments)


def _course(minutes: Minutes, moments: Moments) -> Iterator[Flowable]:
    yield heading(_("Course of the meeting"), 0)
    yield from (hanging(moments.clock(remark.at), remark.sentence) for remark in minutes.course)


def _signatures(minutes: Minutes) -> Iterator[Flowable]:
    signers = [(_("Chair"), named(minutes.presiding)), (_("Clerk"), named(minutes.clerk))]
    line = HRFlowable(width="92%", thickness=0.6, color=GREY, hAlign="LEFT", spaceAfter=3)
    cells: Iterable[list[Flowable]] = ([line, text(name or " ", "cell"), text(role, "small")] for role, name in signers)
    yield Spacer(1, 50)
    yield grid([list(cells)], [WIDTH / 2, WIDTH / 2], PLAIN)


def _seal(minutes: Minutes) -> Iterator[Flowable]:
    """What a check package of the meeting is compared with: the signed journal as five words, and whose key signed
    it.
    """
    if minutes.seal is None:
        return
    says = _(
        "Signed record up to event {seq}, in five words: {words}. Key: {key}. "
        "Anybody with the check package of this meeting can enter both in check.py or check.html and see whether "
        "record and votes are the same."
    )
    seal = minutes.seal
    yield Spacer(1, 14)
    yield text(says.format(seq=seal.seq, words=" · ".join(seal.words), key=", ".join(seal.fingerprints)), "small")
