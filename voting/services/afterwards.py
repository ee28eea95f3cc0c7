"""What may happen to a result afterwards: annulled, held again, objected to, counted again (REQ-49, REQ-74, REQ-98,
REQ-100).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from agenda import selectors as agenda
from agenda.services import set_motion_back
from meetings.errors import DomainError, not_found
from meetings.journal import sign_head
from meetings.permissions import Actor, require
from meetings.selectors import people_to_admit
from meetings.typed import one_line
from voting import events
from voting.enums import Method, PollState, RemarkKind
from voting.models import Poll, PollRemark
from voting.selectors import has_to_be_repeated, is_on_something_else, result_of, standing_of
from voting.selectors.counting import Count, counted, hands_of, outcome_of
from voting.services.base import lock_poll, tell
from voting.services.course import known_method, open_prepared, prepare
from voting.services.hands import check_hands
from voting.services.motions import DECIDED, decide_motion_of

LONGEST_TEXT = 2000


@transaction.atomic
def annul_poll(*, poll: Poll, ground: str, actor: Actor) -> Poll:
    """Annul a vote (Abstimmung für ungültig erklären): open, counted or declared; what was cast stays on record,
    nothing of it counts.

    The motion it was about waits again. 400 `poll.no_ground`, `poll.ground_too_long`; 409 `poll.took_effect` when the
    declared vote on a motion on procedure or a conflict of interest has had its effect already.
    """
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.annul_poll", poll)
    _annul(poll, _words(ground), actor)
    return poll


def _annul(poll: Poll, ground: str, actor: Actor) -> None:
    if poll.is_declared:
        _check_effect(poll)
        _set_motion_back(poll, actor)
    poll.state = PollState.ANNULLED
    poll.save(update_fields=["state"])
    tell(poll, events.POLL_ANNULLED, actor, {"ground": ground})
    sign_head(poll.meeting)


def _check_effect(poll: Poll) -> None:
    if is_on_something_else(poll):
        says = _("This vote has already taken effect. Move the contrary, or record an objection.")
        raise DomainError("poll.took_effect", says)


def _set_motion_back(poll: Poll, actor: Actor) -> None:
    motion = agenda.motion_in(poll.meeting, poll.motion_id) if poll.motion_id else None
    if motion is not None and motion.state in DECIDED:
        set_motion_back(motion, actor)


def _words(text: str) -> str:
    words = one_line(text)
    if not words:
        raise DomainError("poll.no_ground", _("Write why."), status=400)
    if len(words) > LONGEST_TEXT:
        raise DomainError("poll.ground_too_long", _("That is too long; 2,000 characters are the limit."), status=400)
    return words


@transaction.atomic
def repeat_poll(*, poll: Poll, method: str = "", despite_motions: Collection[int] = (), actor: Actor) -> Poll:
    """Hold an annulled vote again (Abstimmung wiederholen) with the same words; both results stay on record, the new
    one holds.

    A vote that was disturbed and has to be repeated (DigiSiVO section 10(2)) is annulled in the same step. 409
    `poll.not_annulled`, `poll.repeated_already`; and what `open_poll` says.
    """
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.repeat_poll", poll)
    if not poll.is_void and has_to_be_repeated(poll):
        _annul_disturbed(poll, actor)
    if hasattr(poll, "repetition"):
        raise DomainError("poll.repeated_already", _("This vote is being held again, or has been."))
    if poll.state != PollState.ANNULLED:
        raise DomainError("poll.not_annulled", _("Annul the vote first; then it can be held again."))
    wanted = known_method(method) or ("" if poll.method == Method.ACCLAMATION else poll.method)
    subject = {"motion": poll.motion, "procedural_motion": poll.procedural_motion, "recusal": poll.recusal}
    again = Poll(meeting=poll.meeting, item=poll.item, part=poll.part, repeats=poll, method=wanted, **subject)
    return open_prepared(prepare(again, poll.question, actor), actor, despite_motions)


def _annul_disturbed(poll: Poll, actor: Actor) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        ground = str(_("technical disturbance; the step is repeated"))
    _annul(poll, ground, actor)


@transaction.atomic
def object_to_result(*, poll: Poll, person: int, text: str, actor: Actor) -> PollRemark:
    """Note that a member objects to a result (Einspruch gegen das Ergebnis, REQ-100); what follows is a decision of its
    own.

    404 for somebody who does not belong to the body; 400 `poll.no_ground`, `poll.ground_too_long`.
    """
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.object_to_result", poll)
    found, words = people_to_admit(poll.meeting).filter(pk=person).first(), _words(text)
    if found is None:
        raise not_found()
    row = _remark(poll, PollRemark(kind=RemarkKind.OBJECTION, person=found, text=words))
    tell(poll, events.OBJECTION_RAISED, actor, {"name": found.name, "text": words})
    return row


def _remark(poll: Poll, row: PollRemark) -> PollRemark:
    row.poll, row.seq, row.at = poll, poll.meeting.last_seq + 1, timezone.now()
    row.save(force_insert=True)
    return row


@transaction.atomic
def recount_result(
    *,
    poll: Poll,
    ground: str,
    kind: str = RemarkKind.RECOUNT,
    hands: Mapping[str, int] | None = None,
    casting: str = "",
    actor: Actor,
) -> PollRemark:
    """Count again (Nachzählung), or correct what was entered (Berichtigung); both results stay on record, the new one
    holds.

    `hands` are the hands as counted now; without them the stored ballots are counted once more. 400 `poll.no_ground`,
    `recount.kind_unknown`, and what `enter_hands` says of numbers; 409 `recount.acclamation`, `recount.by_name` when no
    hands were counted, `poll.took_effect` when another outcome would have to undo what a vote on procedure has done.
    """
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.recount_result", poll)
    words = _words(ground)
    _check_recount(poll, kind, hands, casting)
    before = standing_of(poll).outcome
    count = counted(poll, hands, casting)
    outcome = outcome_of(poll, count)
    if poll.is_declared and outcome != before:
        _check_effect(poll)
    numbers: dict[str, Any] = {f"{answer}_count": number for answer, number in count.counts.items()}
    row = _remark(poll, PollRemark(kind=kind, text=words, outcome=outcome, casting=count.casting, **numbers))
    _tell_recount(poll, row, count, actor)
    if poll.is_declared and outcome != before:
        _set_motion_back(poll, actor)
        decide_motion_of(poll, actor)
    sign_head(poll.meeting)
    return row


def _check_recount(poll: Poll, kind: str, hands: Mapping[str, int] | None, casting: str) -> None:
    if kind not in {RemarkKind.RECOUNT, RemarkKind.CORRECTION}:
        raise DomainError("recount.kind_unknown", _("Choose: recount or correction."), status=400)
    if poll.method == Method.ACCLAMATION:
        raise DomainError("recount.acclamation", _("Nothing was counted. Annul the finding and take a vote."))
    if hands is not None and hands_of(poll) is None:
        raise DomainError(
            "recount.by_name",
            _("Every vote is on record by name. Annul the vote and hold it again where that is in doubt."),
        )
    if hands is not None:
        check_hands(poll, hands, casting)


def _tell_recount(poll: Poll, row: PollRemark, count: Count, actor: Actor) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        sentence = result_of(poll, standing_of(poll))
    secrets = {
        "counts": count.counts,
        "hands": count.hands or {},
        "casting": count.casting,
        "outcome": str(row.outcome),
    }
    tell(
        poll, events.RESULT_RECOUNTED, actor, {**secrets, "result": sentence, "ground": row.text}, purpose=str(row.kind)
    )
