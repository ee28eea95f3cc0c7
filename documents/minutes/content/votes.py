"""The counted votes of a meeting as the minutes show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from agenda.enums import Treatment
from agenda.selectors import mover_of
from documents.minutes.content.shapes import Vote
from meetings.enums import Audience
from meetings.models import Meeting
from voting.enums import Outcome
from voting.selectors import Record, polls_for


def votes_by_item(meeting: Meeting, audience: Audience) -> dict[int, list[Vote]]:
    """The counted polls by the item's id."""
    found: dict[int, list[Vote]] = defaultdict(list)
    for record in polls_for(meeting, audience):
        found[record.item.pk].append(_vote(record))
    return found


def _vote(record: Record) -> Vote:
    poll = record.poll
    assert poll.opened_at is not None
    return Vote(
        at=poll.opened_at,
        label=_label(record),
        question=record.question,
        is_rejected=record.outcome == Outcome.REJECTED,
        sentence=record.sentence,
        counts=tuple((line.label, line.count) for line in record.lines if line.count or line.code != "not_voted"),
        untold=tuple(_untold(record)),
        names=record.names,
        how=", ".join(words for words in (str(poll.get_method_display()), record.rule) if words),
        factions=record.factions_sentence,
        additions=tuple(_additions(record)),
        is_void=poll.is_void,
    )


def _label(record: Record) -> str:
    """What the words put to the vote are now."""
    poll = record.poll
    if poll.procedural_motion is not None:
        return _("Procedural motion")
    if poll.recusal is not None:
        return _("Conflict of interest")
    if poll.motion is not None and poll.motion.is_amendment:
        return _("Amendment of {name}").format(name=mover_of(poll.motion))
    if record.outcome == Outcome.ADOPTED and not poll.is_void:
        return _("Recommended resolution") if poll.item.treatment == Treatment.RECOMMENDATION else _("Resolution")
    return (
        _("Motion of {name}").format(name=mover_of(poll.motion)) if poll.motion is not None else _("Draft resolution")
    )


def _untold(record: Record) -> Iterator[tuple[str, int]]:
    """The counts that the sentence does not name: how many they were who all agreed, and who did not vote."""
    counts = {line.code: line.count for line in record.lines}
    adopted = record.outcome == Outcome.ADOPTED
    agreed = ("yes" if adopted else "no") if counts and counts["no" if adopted else "yes"] == 0 else ""
    yield from ((line.label, line.count) for line in record.lines if line.code in {agreed, "not_voted"} and line.count)


def _additions(record: Record) -> Iterator[str]:
    for note in record.notes:
        yield f"{note.label}: {' – '.join(words for words in (note.sentence, note.text) if words)}"
    if record.poll.is_void:
        yield _("This vote was annulled; it does not count.")
