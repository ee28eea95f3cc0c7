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
from meetings.models import Journaled, SignedHead

HEAD_FORMAT = "ratssaal-head/1"


def sign_head(subject: Journaled) -> None:
    """Sign the journal of something locked as it stands now, in the transaction of what was recorded last.

    Called after a declared result, an annulment, a recount and the close. 503 as `keyring.sign`.
    """
    if not subject.signed_heads.filter(
        seq=subject.last_seq
    ).exists():  # what follows from a vote may have closed the meeting
        SignedHead(journal=subject.journal, **signed_now(subject)).save(force_insert=True)


def signed_now(subject: Journaled, **more: str) -> dict[str, Any]:
    """The journal's head with a signature of this moment."""
    stands: dict[str, Any] = {"seq": subject.last_seq, "head": subject.head, "at": timezone.now(), **more}
    key, signature = sign(head_message(**subject.named, **stands))
    return {**stands, "key": key, "signature": signature}


def exported_heads(subject: Journaled, *, form: str = "") -> list[dict[str, Any]]:
    """All signed heads for an export; the present state is signed for it where no head covers it yet, and not stored.

    With the digest of a public `form` those after public results alone, for when something was decided in the
    non-public part is nobody's business, and a last one that is signed for this very form: what it withholds cuts the
    chain, so the file is signed too.
    """
    heads = subject.signed_heads.filter(seq__lte=subject.last_seq).order_by("seq")
    rows: list[dict[str, Any]] = [dict(row) for row in heads.values("seq", "head", "at", "key", "signature")]
    if form:
        shown = public_heads(subject)
        rows = [row for row in rows if row["seq"] in shown and row["seq"] != subject.last_seq]
    if subject.last_seq and (not rows or rows[-1]["seq"] != subject.last_seq):
        rows.append(signed_now(subject, **({"form": form} if form else {})))
    return [{**row, "at": stamp(row["at"])} for row in rows]


def public_heads(subject: Journaled) -> set[int]:
    """The numbers of the events after which the public may know a signed head: the first one after each public
    result, and the close.
    """
    signed = sorted(subject.signed_heads.values_list("seq", flat=True))
    shown = subject.events.filter(name__in=signed_kinds(), audience=Audience.PUBLIC).values_list("seq", flat=True)
    return {next((seq for seq in signed if seq >= wanted), 0) for wanted in shown} - {0}


def head_message(*, seq: int, head: str, at: datetime, **more: Any) -> bytes:
    """What is signed, with what the journal is about (`named`): the format keeps it apart from everything else that
    the key might sign.
    """
    return chain.canonical({"format": HEAD_FORMAT, "seq": seq, "head": head, "at": stamp(at), **more})
