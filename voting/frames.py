"""The ballot as a frame on the page's open socket (docs/live.md); `views.cast_ballot` is its twin for everybody whose
socket is down.

All cast within the same seconds: frames that arrive while others are being written share the next transaction.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError
from meetings.live.batches import Batches
from meetings.live.database import in_database_thread
from meetings.live.frames import Sender, take_frames
from meetings.live.rights import Visitor, signed_in
from voting.forms import ballot_of, poll_of
from voting.services.ballots import AlreadyCast, Receipt
from voting.services.together import RHYTHM, Cast, Verdict, cast_together

logger = logging.getLogger(__name__)
Answer = dict[str, Any]


@dataclass(frozen=True, eq=False, slots=True)
class Sent:
    """A ballot that has arrived: who sits at the socket, not yet what they may do."""

    visitor: Visitor
    poll: int
    choice: str
    ballot_id: UUID


async def ballot(sender: Sender, frame: dict[str, Any]) -> Answer:
    """Cast the ballot of a frame; the answer has `ballot_id` as it was sent, `status`, and the receipt or the
    refusal.
    """
    try:
        verdict = await _box(sender.meeting_id).add(_sent(sender, frame))
    except DomainError as refusal:
        verdict = refusal
    except Exception as error:
        logger.exception("ballots of meeting %s could not be stored", sender.meeting_id)
        verdict = error
    with translation.override(sender.language):
        return {"ballot_id": _as_sent(frame), **_answer(verdict)}


def _sent(sender: Sender, frame: dict[str, Any]) -> Sent:
    if sender.visitor.user_id is None:
        raise _signed_out()
    if not sender.from_page:
        raise DomainError(
            "ballot.origin",
            _("This connection was not opened by a page of this program. Vote on its page."),
            status=403,
        )
    return Sent(sender.visitor, poll_of(frame), *ballot_of(frame))


def _signed_out() -> DomainError:
    return DomainError("session.missing", _("You are no longer signed in. Sign in again to vote."), status=403)


def _as_sent(frame: dict[str, Any]) -> str:
    sent = frame.get("ballot_id")
    return (
        sent.encode(errors="replace").decode() if isinstance(sent, str) else ""
    )  # JSON may hold what no UTF-8 can say


def _answer(verdict: Verdict) -> Answer:
    if isinstance(verdict, tuple):
        receipt, created = verdict
        return {"status": 201 if created else 200, "receipt": receipt}
    if not isinstance(verdict, DomainError):
        verdict = DomainError(
            "server.unavailable", _("Your vote could not be stored just now. It is sent again by itself."), status=503
        )
    stored: dict[str, Receipt] = {"stored": verdict.receipt} if isinstance(verdict, AlreadyCast) else {}
    return {"status": verdict.status, "code": verdict.code, "message": str(verdict.message), **stored}


@in_database_thread
def _cast(meeting_id: int, sent: Sequence[Sent]) -> list[Verdict]:
    """Who is signed in is read here, what they may do under the lock."""
    users = signed_in({each.visitor for each in sent})
    known = [each for each in sent if each.visitor in users]
    casts = [Cast(users[each.visitor], each.poll, each.choice, each.ballot_id) for each in known]
    verdicts = dict(zip(known, cast_together(meeting_id, casts), strict=True)) if casts else {}
    return [verdicts.get(each) or _signed_out() for each in sent]


_boxes: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[int, Batches[Sent, Verdict]]] = WeakKeyDictionary()


def _box(meeting_id: int) -> Batches[Sent, Verdict]:
    """Where the ballots of a meeting go in this process; those of meetings in which nobody casts are put away."""
    boxes = _boxes.setdefault(asyncio.get_running_loop(), {})
    for other in [key for key, box in boxes.items() if box.idle and key != meeting_id]:
        del boxes[other]
    if meeting_id not in boxes:

        async def write(sent: Sequence[Sent]) -> list[Verdict]:
            return await _cast(meeting_id, sent)

        boxes[meeting_id] = Batches(write, RHYTHM)
    return boxes[meeting_id]


take_frames("ballot", ballot)
