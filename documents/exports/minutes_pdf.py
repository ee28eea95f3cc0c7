"""The minutes as PDF, in the customary order: head, attendance, agenda, items, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents.exports.fonts import FAMILY
from documents.exports.layout import GREY, INK, RULE, STYLES, WIDTH, Face, Heading, build, cell, safe, text

from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Paragraph, Spacer, Table, TableStyle  # isort: skip

from agenda.enums import ItemState, Part
from agenda.selectors import Row
from documents.minutes import Attendee, Group, Minutes, Section, Vote
from meetings.enums import AttendanceMode, MeetingFormat
from meetings.models import Person, SeatHolding

SHORT = 1500
"""Characters of a resolution that stays on one page with its result."""
PLAIN = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
        ("FONT", (0, 0), (-1, -1), FAMILY, 9, 12),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
    ]
)
RULED = TableStyle([*PLAIN.getCommands(), ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE)])


def pdf_of(minutes: Minutes, language: str) -> bytes:
    """The minutes as a PDF file in the active language; 503 `pdf.fonts_missing`."""
    return build(_face(minutes, language), _story(minutes))


def _face(minutes: Minutes, language: str) -> Face:
    meeting = minutes.meeting
    day = date_format(timezone.localtime(meeting.opened_at or meeting.starts_at), "DATE_FORMAT")
    return Face(
        title=f"{_('Minutes')}: {meeting.title}, {day}",
        author=meeting.body.institution.name,
        running_head=f"{_('Minutes')} · {meeting.body.name} · {day}",
        running_foot=f"{meeting.body.institution.name} · {_version(minutes)}",
        language=language,
        mark=_("DRAFT") if minutes.is_draft else "",
    )


def _version(minutes: Minutes) -> str:
    return _("public and non-public part") if minutes.with_non_public else _("public part")


def _story(minutes: Minutes) -> Iterator[Flowable]:
    yield from _head(minutes)
    yield from _attendance(minutes)
    yield from _agenda(minutes)
    yield from _items(minutes)
    yield KeepTogether([*_course(minutes), *_signatures(minutes), *_seal(minutes)])  # signatures never stand alone on a page


# Head ---------------------------------------------------------------------------------------------------------------


def _head(minutes: Minutes) -> Iterator[Flowable]:
    meeting = minutes.meeting
    yield text(meeting.body.institution.name, "letterhead")
    yield text(meeting.body.name, "small")
    yield HRFlowable(width="100%", thickness=1, color=RULE, spaceBefore=4, spaceAfter=4)
    yield text(_("Minutes"), "title")
    yield text(f"{meeting.title} ({_version(minutes)})", "subtitle")
    if minutes.is_draft:
        moment = date_format(timezone.localtime(timezone.now()), "DATETIME_FORMAT")
        yield text(_("Draft of {moment}. The minutes are complete only when chair and clerk have signed.").format(moment=moment), "notice")
    cells = [[text(label, "label"), text(value, "cell")] for label, value in _facts(minutes) if value]
    yield Table(cells, colWidths=[38 * 2.8346, WIDTH - 38 * 2.8346], style=PLAIN, hAlign="LEFT")
    if minutes.has_demo:
        yield text(_("Demonstration data: persons marked with * are invented."), "notice")


def _facts(minutes: Minutes) -> Iterator[tuple[str, str]]:
    meeting = minutes.meeting
    begin = meeting.opened_at or meeting.starts_at
    yield _("Date"), f"{date_format(timezone.localtime(begin), 'l')}, {date_format(timezone.localtime(begin), 'DATE_FORMAT')}"
    yield _("Place"), meeting.hall or (_("by video") if meeting.format == MeetingFormat.DIGITAL else "")
    yield _("Format"), " - ".join(part for part in (str(meeting.get_format_display()), meeting.legal_basis) if part)
    yield _("Begin"), _clock(meeting.opened_at)
    yield _("End"), _clock(meeting.closed_at)
    yield _("Interruptions"), ", ".join(_span(*recess) for recess in minutes.recesses)
    yield _("Chair"), _named(minutes.presiding)
    yield _("Clerk"), _named(minutes.clerk)
    present = _("{present} of {seats} voting seats").format(present=minutes.seats_present, seats=minutes.seats)
    yield _("Present"), present
    yield _("Remark"), meeting.remark


def _named(person: Person | None) -> str:
    return f"{person.name}{' *' if person.is_demo else ''}" if person else ""


def _time(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i")


def _clock(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "TIME_FORMAT") if moment else ""


def _span(start: datetime, end: datetime | None) -> str:
    return f"{_time(start)}–{_clock(end)}" if end else _("from {time}").format(time=_clock(start))


# Attendance ---------------------------------------------------------------------------------------------------------


def _attendance(minutes: Minutes) -> Iterator[Flowable]:
    yield Heading(_("Attendance"), 0)
    for group in minutes.groups:
        yield text(group.title, "h3")
        widths = [WIDTH * 0.34, WIDTH * 0.4, WIDTH * 0.26]
        lines = [[cell(words, width) for words, width in zip(row, widths, strict=True)] for row in _people(minutes, group)]
        yield Table(lines, colWidths=widths, style=RULED)


def _people(minutes: Minutes, group: Group) -> Iterator[tuple[str, str, str]]:
    for person in group.people:
        yield f"{person.name}{' *' if person.is_demo else ''}", person.function, _presence(minutes, person, group)


def _presence(minutes: Minutes, person: Attendee, group: Group) -> str:
    if group.title == _("Presenting"):
        return ""
    stays = [_stay(minutes, interval.mode, interval.arrived_at, interval.left_at) for interval in person.intervals]
    swaps = [_("for {name}").format(name=swap.seat.person.name) + _times(swap) for swap in person.stood_in]
    swaps += [_("represented by {name}").format(name=swap.person.name) + _times(swap) for swap in person.replaced]
    return "; ".join([*(stays or [_("not present")]), *swaps])


def _times(swap: SeatHolding) -> str:
    """From when to when somebody sat on another's seat; without an end until the close."""
    end = f" {_('until {time}').format(time=_clock(swap.until))}" if swap.until else ""
    return f" {_('from {time}').format(time=_clock(swap.since))}{end}"


def _stay(minutes: Minutes, mode: str, arrived: datetime, left: datetime | None) -> str:
    """Times only where somebody was not there from the first item to the end, as is customary."""
    began = min((section.item.opened_at for section in minutes.sections if section.item.opened_at), default=None)
    words = [str(AttendanceMode(mode).label)]
    if began is not None and arrived > began:
        words.append(_("from {time}").format(time=_clock(arrived)))
    if left is not None:
        words.append(_("until {time}").format(time=_clock(left)))
    return " ".join(words)


# Agenda and items ---------------------------------------------------------------------------------------------------


def _agenda(minutes: Minutes) -> Iterator[Flowable]:
    yield Heading(_("Agenda"), 0)
    for part in Part:
        rows = [row for row in minutes.agenda if row.part == part]
        if rows:
            yield text(part.label, "h3")
            yield Table([_agenda_line(row) for row in rows], colWidths=[20 * 2.8346, WIDTH - 20 * 2.8346], style=PLAIN)


def _agenda_line(row: Row) -> list[Paragraph]:
    return [text(row.number, "cell"), text(row.title, "cell")]


def _items(minutes: Minutes) -> Iterator[Flowable]:
    for part in Part:
        if part == Part.NON_PUBLIC and not minutes.with_non_public and any(row.part == part for row in minutes.agenda):
            yield Heading(part.label, 0)
            yield text(_("The non-public part is recorded in minutes of its own."))
        sections = [section for section in minutes.sections if section.row.part == part]
        if sections:
            yield Heading(part.label, 0)
        for section in sections:
            yield from _item(section)


def _item(section: Section) -> Iterator[Flowable]:
    item = section.item
    yield Heading(f"{section.row.number}\u00a0\u00a0{item.title}", 1)
    if section.is_closed:
        yield text(_("Not in your copy: you have a conflict of interest in this item."))
        return
    if item.subtitle:
        yield text(item.subtitle)
    yield text(" · ".join(_about(section)), "small")
    if item.draft_resolution and not section.votes:
        yield from _labelled(_("Draft resolution"), item.draft_resolution)
    yield from _notes(section)
    for vote in section.votes:
        yield from _vote(vote)
    if section.papers:
        papers = "; ".join(paper.title for paper in section.papers)
        yield text(_("Papers: {papers}").format(papers=papers), "small")


def _notes(section: Section) -> Iterator[Flowable]:
    """What was written in the part of the item, and under its name what was written while it stood in the other one."""
    notes = {Part.PUBLIC: section.note, Part.NON_PUBLIC: section.inner_note}
    for part, note in notes.items():
        if note and part != section.row.part:
            yield text(part.label, "h3")
        yield from _paragraphs(note)


def _about(section: Section) -> Iterator[str]:
    item = section.item
    yield str(item.get_treatment_display())
    for presenter in section.row.presenters:
        yield ", ".join(part for part in (presenter.name + (" *" if presenter.is_demo else ""), presenter.organisation) if part)
    if item.state in {ItemState.POSTPONED, ItemState.WITHDRAWN}:
        yield str(item.get_state_display())
    elif item.opened_at:
        yield _span(item.opened_at, item.closed_at)


def _labelled(label: str, content: str) -> Iterator[Flowable]:
    yield text(label, "h3")
    yield from _paragraphs(content, "resolution")


def _paragraphs(content: str, style: str = "text") -> Iterator[Flowable]:
    for paragraph in content.replace("\r\n", "\n").split("\n"):
        if paragraph.strip():
            yield text(paragraph, style)


def _vote(vote: Vote) -> Iterator[Flowable]:
    void = vote.is_rejected or vote.is_void
    words = list(_labelled(_("Draft resolution") if void else _("Resolution"), vote.question))
    result = [
        text(_("Result of the vote (annulled)") if vote.is_void else _("Result of the vote"), "h3"),
        text(vote.sentence, "result"),
        *(text(line, "resolution") for line in (" · ".join(f"{label}: {count}" for label, count in vote.counts), vote.factions) if line),
        *(text(line, "small") for line in (vote.how, *vote.additions) if line),
    ]
    yield from [KeepTogether([*words, *result])] if len(vote.question) < SHORT else [*words, *result]
    for choice, names in vote.names:
        yield Paragraph(f"<b>{safe(choice)}:</b> {safe(', '.join(names))}", STYLES["resolution"])


# Course and signatures ----------------------------------------------------------------------------------------------


def _course(minutes: Minutes) -> Iterator[Flowable]:
    yield Heading(_("Course of the meeting"), 0)
    rows = [[text(_clock(remark.at), "cell"), text(remark.sentence, "cell")] for remark in minutes.course]
    if rows:
        yield Table(rows, colWidths=[20 * 2.8346, WIDTH - 20 * 2.8346], style=PLAIN)


def _signatures(minutes: Minutes) -> Iterator[Flowable]:
    signers = [(_("Chair"), _named(minutes.presiding)), (_("Clerk"), _named(minutes.clerk))]
    line = HRFlowable(width="92%", thickness=0.6, color=GREY, hAlign="LEFT", spaceAfter=3)
    cells: Iterable[list[Flowable]] = ([line, text(name or " ", "cell"), text(role, "small")] for role, name in signers)
    yield Spacer(1, 50)
    yield Table([list(cells)], colWidths=[WIDTH / 2, WIDTH / 2], style=PLAIN)


def _seal(minutes: Minutes) -> Iterator[Flowable]:
    """What a check package of the meeting is compared with: the signed journal as five words, and whose key signed it."""
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
