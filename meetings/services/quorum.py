"""The quorum is checked: on somebody's request, or because the desk wants to know; counted and recorded."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import events, selectors
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import record
from meetings.models import Meeting, Person, QuorumCheck
from meetings.permissions import Actor, require
from meetings.quorum import Quorum
from meetings.registry import is_public_now
from meetings.services.locking import lock_meeting


@transaction.atomic
def check_quorum(*, meeting: Meeting, actor: Actor, checks_seen: int | None = None) -> QuorumCheck:
    """Count who is there and establish whether the body is quorate (Beschlussfähigkeit feststellen, GO NRW section 49).

    After a lack no vote is opened until another check finds a quorum; nothing else ends by it. With `checks_seen`, how
    many checks the person knew of: 409 `quorum.checked_meanwhile` when somebody was faster.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.check_quorum", meeting)
    if checks_seen is not None and checks_seen != selectors.checks_made(meeting):
        raise DomainError("quorum.checked_meanwhile", _("The quorum has been checked meanwhile."))
    check = _store(meeting, selectors.quorum_of(meeting))
    meeting.lacks_quorum = not check.quorate
    meeting.save(update_fields=["lacks_quorum"])
    _tell(meeting, selectors.quorum_of(meeting), actor)
    return check


def _store(meeting: Meeting, found: Quorum) -> QuorumCheck:
    request = selectors.pending_request(meeting)
    return QuorumCheck.objects.create(
        meeting=meeting,
        at=timezone.now(),
        seats=found.seats,
        council_members=found.council,
        expert_citizens=found.experts,
        quorate=found.quorate,
        requested_by_id=request.data["person"] if request else None,
    )


def _tell(meeting: Meeting, found: Quorum, actor: Actor) -> None:
    record(
        meeting,
        events.QUORUM_CHECKED,
        actor=actor,
        present=found.seats,
        members=found.rule.members,
        required=found.required,
        council=found.council,
        experts=found.experts,
        finding=str(found.finding),
    )


@transaction.atomic
def request_quorum_check(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Ask for the quorum to be checked (Beschlussfähigkeit anzweifeln); the desk sees it at once.

    409 `quorum.already_requested` while a request waits.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.request_quorum_check", meeting)
    if selectors.pending_request(meeting) is not None:
        raise DomainError("quorum.already_requested", _("A check of the quorum has been requested already."))
    person = Person.objects.get(user=actor.user)
    audience = Audience.PUBLIC if is_public_now(meeting) else Audience.PARTICIPANT
    record(
        meeting,
        events.QUORUM_REQUESTED,
        actor=actor,
        audience=audience,
        person=person.pk,
        secrets={"name": person.name},
    )
    return meeting
