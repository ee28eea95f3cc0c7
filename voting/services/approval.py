"""Whether votes may be cast electronically (DigiSiVO sections 2(1), 4(1), 11; REQ-128), and how is voted where
nobody says otherwise.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import record
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.services import lock_meeting
from meetings.typed import one_line
from voting import events
from voting.enums import ELECTRONIC, Method
from voting.models import ApprovalOverride, Poll
from voting.selectors import electronic_votes_are_allowed, is_on_something_else, roll_call_is_demanded

LONGEST_REASON = 1000


@transaction.atomic
def override_approval(*, meeting: Meeting, reason: str, actor: Actor) -> ApprovalOverride:
    """Vote electronically in this meeting although the program has no approval: a recorded decision with its reason.

    400 `approval.no_reason`, `approval.reason_too_long`; 409 `approval.not_needed`, `approval.overridden_already`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "voting.override_approval", meeting)
    words = _reason(reason)
    if hasattr(meeting, "approval_override"):
        raise DomainError("approval.overridden_already", _("This has been decided and recorded already."))
    if electronic_votes_are_allowed(meeting):
        raise DomainError("approval.not_needed", _("Electronic votes are allowed in this meeting without a decision."))
    row = _insert(ApprovalOverride(meeting=meeting, reason=words, at=timezone.now()))
    record(meeting, events.APPROVAL_OVERRIDDEN, actor=actor, audience=Audience.PUBLIC, secrets={"reason": words})
    return row


def _insert(row: ApprovalOverride) -> ApprovalOverride:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise DomainError("approval.overridden_already", _("This has been decided and recorded already.")) from None
    return row


def _reason(reason: str) -> str:
    words = one_line(reason)
    if not words:
        raise DomainError("approval.no_reason", _("Write why votes are cast electronically all the same."), status=400)
    if len(words) > LONGEST_REASON:
        raise DomainError(
            "approval.reason_too_long", _("The reason is too long; 1,000 characters are the limit."), status=400
        )
    return words


def check_approval(poll: Poll) -> None:
    """Refuse with 409 `poll.not_approved` a vote on members' devices that the law does not allow yet."""
    if poll.method in ELECTRONIC and not electronic_votes_are_allowed(poll.meeting):
        says = _(
            "The program has no approval for electronic votes in this meeting. Vote by show of hands, or record why "
            "it is used."
        )
        raise DomainError("poll.not_approved", says)


def customary_method(poll: Poll) -> Method:
    """How is voted where nobody says otherwise: as was demanded, else on the own device where that is allowed, else
    by hands.
    """
    if not is_on_something_else(poll) and roll_call_is_demanded(poll.item):
        return Method.ROLL_CALL
    return Method.OPEN if electronic_votes_are_allowed(poll.meeting) else Method.HANDS
