"""One item of the minutes: who led, what was noted, moved, voted and decided, in the order of the time."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

# isort: skip  (after the layout, which sets the fonts)
from reportlab.platypus import Flowable, KeepTogether, Paragraph

from agenda.differences import INSERTED, REMOVED, Piece
from agenda.enums import ItemState, Part
from documents.minutes.content import Moved, Remark, Section, Vote
from documents.minutes.exports.head import named
from documents.minutes.exports.moments import Moments
from documents.pdf.glyphs import markup
from documents.pdf.layout import STYLES, hanging, heading, prose, text

SHORT = 1500
"""Characters of a resolution that stays on one page with its result."""


def item(section: Section, moments: Moments) -> Iterator[Flowable]:
    """Everything on one item; nothing but its title for whoever has a conflict of interest in it."""
    row = section.item
    yield heading(f"{section.row.number}\u00a0\u00a0{row.title}", 1)
    if section.is_closed:
        yield text(_("Not in your copy: you have a conflict of interest in this item."))
        return
    if row.subtitle:
        yield text(row.subtitle)
    yield text(" · ".join(_about(section, moments)), "small")
    if row.draft_resolution and not section.votes:
        yield from _labelled(_("Draft resolution"), row.draft_resolution)
    yield from _notes(section)
    for entry in section.entries:
        yield from _entry(entry, moments)
    if section.files:
        files = "; ".join(file.title for file in section.files)
        yield text(_("Files: {files}").format(files=files), "small")


def _about(section: Section, moments: Moments) -> Iterator[str]:
    row = section.item
    yield str(row.get_treatment_display())
    for presenter in section.row.presenters:
        yield ", ".join(
            part for part in (presenter.name + (" *" if presenter.is_demo else ""), presenter.organisation) if part
        )
    if row.state in {ItemState.POSTPONED, ItemState.WITHDRAWN}:
        yield str(row.get_state_display())
    elif row.opened_at:
        yield moments.span(row.opened_at, row.closed_at)
    if section.presided:
        yield _("Chair: {names}").format(names=", ".join(_leading(section, moments)))


def _leading(section: Section, moments: Moments) -> Iterator[str]:
    for entry in section.presided:
        yield f"{named(entry.person)} {moments.since(entry.since)}" if entry.since else named(entry.person)


def _notes(section: Section) -> Iterator[Flowable]:
    """What was written in the part of the item, and under its name what was written while it stood in the other one."""
    notes = {Part.PUBLIC: section.note, Part.NON_PUBLIC: section.inner_note}
    for part, note in notes.items():
        if note and part != section.row.part:
            yield text(part.label, "h3")
        yield from prose(note)


def _entry(entry: Remark | Moved | Vote, moments: Moments) -> Iterator[Flowable]:
    if isinstance(entry, Remark):
        yield hanging(moments.clock(entry.at), entry.sentence)
    elif isinstance(entry, Moved):
        yield from _moved(entry, moments)
    else:
        yield from _vote(entry)


def _moved(moved: Moved, moments: Moments) -> Iterator[Flowable]:
    yield text(
        _("{label} of {name}, {time}").format(label=moved.label, name=moved.mover, time=moments.clock(moved.at)), "h3"
    )
    if moved.pieces:
        yield Paragraph("".join(map(_piece, moved.pieces)), STYLES["resolution"])
        yield text(_("What is to go stands struck out in brackets, what is to come is underlined."), "small_in")
    else:
        yield from prose(moved.text, "resolution")
    if moved.became:
        when = f", {moments.clock(moved.decided_at)}" if moved.decided_at else ""
        yield text(f"{moved.became}{when}", "result")


def _piece(piece: Piece) -> str:
    words = markup(piece.text)
    space = " " if piece.text != piece.text.rstrip() else ""
    if piece.kind == REMOVED:
        return f"<strike>[{words.rstrip()}]</strike>{space}"
    return f"<u>{words.rstrip()}</u>{space}" if piece.kind == INSERTED else words


def _labelled(label: str, content: str) -> Iterator[Flowable]:
    yield text(label, "h3")
    yield from prose(content, "resolution")


def _vote(vote: Vote) -> Iterator[Flowable]:
    words = list(_labelled(vote.label, vote.question))
    untold = " · ".join(f"{label}: {count}" for label, count in vote.untold)
    result = [
        text(_("Result of the vote (annulled)") if vote.is_void else _("Result of the vote"), "h3"),
        text(vote.sentence, "result"),
        *(text(line, "resolution") for line in (untold, vote.factions) if line),
        *(text(line, "small_in") for line in (vote.how, *vote.additions) if line),
    ]
    yield from [KeepTogether([*words, *result])] if len(vote.question) < SHORT else [*words, *result]
    for choice, names in vote.names:
        yield Paragraph(f"<b>{markup(choice)}:</b> {markup(', '.join(names))}", STYLES["resolution"])
