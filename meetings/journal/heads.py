"""Signed heads: what vouches for the journal up to an event, and which of them the public may know."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from meetings.enums import Audience
from meetings.journal import chain
from meetings.journal.book import stamp
from meetings.journal.keyring import sign
from meetings.journal.kinds import signed_kinds
from meetings.models import Meeting, SignedHead

HEAD_FORMAT = "ratssaal-head/1"


def sign_head(meeting: Meeting) -> None:
    """Sign the journal of a locked meeting as it stands now, in the transaction of what was recorded last.

    Called after a declared result, an annulment, a recount and the close. 503 as `keyring.sign`.
    """
    if not meeting.signed_heads.filter(seq=meeting.last_seq).exists():  # what follows from a vote may have closed the meeting
        SignedHead(meeting=meeting, **signed_now(meeting)).save(force_insert=True)


def signed_now(meeting: Meeting, **more: str) -> dict[str, Any]:
    """The journal's head with a signature of this moment."""
    stands: dict[str, Any] = {"seq": meeting.last_seq, "head": meeting.head, "at": timezone.now(), **more}
    key, signature = sign(head_message(meeting.pk, **stands))
    return {**stands, "key": key, "signature": signature}


def exported_heads(meeting: Meeting, *, form: str = "") -> list[dict[str, Any]]:
    """All signed heads for an export; the present state is signed for it where no head covers it yet, and not stored.

    With the digest of a public `form` those after public results alone, for when something was decided in the non-public part is
    nobody's business, and a last one that is signed for this very form: what it withholds cuts the chain, so the file is signed too.
    """
    heads = meeting.signed_heads.filter(seq__lte=meeting.last_seq).order_by("seq")
    rows: list[dict[str, Any]] = [dict(row) for row in heads.values("seq", "head", "at", "key", "signature")]
    if form:
        shown = public_heads(meeting)
        rows = [row for row in rows if row["seq"] in shown and row["seq"] != meeting.last_seq]
    if meeting.last_seq and (not rows or rows[-1]["seq"] != meeting.last_seq):
        rows.append(signed_now(meeting, **({"form": form} if form else {})))
    return [{**row, "at": stamp(row["at"])} for row in rows]


def public_heads(meeting: Meeting) -> set[int]:
    """The numbers of the events after which the public may know a signed head: the first one after each public result, and the close."""
    signed = sorted(meeting.signed_heads.values_list("seq", flat=True))
    shown = meeting.events.filter(name__in=signed_kinds(), audience=Audience.PUBLIC).values_list("seq", flat=True)
    return {next((seq for seq in signed if seq >= wanted), 0) for wanted in shown} - {0}


def head_message(meeting: int, seq: int, head: str, at: datetime, **more: str) -> bytes:
    """What is signed: the format keeps it apart from everything else that the key might ever sign."""
    return chain.canonical({"format": HEAD_FORMAT, "meeting": meeting, "seq": seq, "head": head, "at": stamp(at), **more})
