"""The signed heads of a meeting's journal, as people compare them."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.enums import Audience
from meetings.journal.kinds import signed_kinds
from meetings.journal.signing import fingerprint
from meetings.journal.words import words_of
from meetings.memo import remembered
from meetings.models import Meeting
from meetings.selectors.core import sees_non_public


@dataclass(frozen=True, slots=True)
class Seal:
    """A signed state of the journal: up to which event, as five words, and under which keys the meeting has been
    signed.
    """

    seq: int
    words: tuple[str, ...]
    fingerprints: tuple[str, ...]


@remembered
def seal_of(meeting: Meeting, audience: Audience) -> Seal | None:
    """The last signed state that this audience may know of.

    For the public the one after the last public result: that something was decided in the non-public part is not told
    by its words.
    """
    heads = meeting.signed_heads.order_by("seq")
    if not sees_non_public(audience):
        shown = (
            meeting.events.filter(name__in=signed_kinds(), audience=Audience.PUBLIC)
            .order_by("-seq")
            .values_list("seq", flat=True)
            .first()
        )
        head = heads.filter(seq__gte=shown).first() if shown else None
    else:
        head = heads.last()
    if head is None:
        return None
    keys = dict.fromkeys(heads.filter(seq__lte=head.seq).values_list("key", flat=True))
    return Seal(head.seq, tuple(words_of(head.head)), tuple(map(fingerprint, keys)))
