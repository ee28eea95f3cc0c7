"""Motions on procedure (Anträge zur Geschäftsordnung): moved, opposed, supported, taken back, decided; REQ-64,
REQ-67.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import events, selectors
from agenda.enums import ClosureRule, MotionState, RequestKind, RequestState
from agenda.models import AgendaItem, ProceduralMotion, ProceduralSupport
from agenda.procedural_kinds import KINDS
from agenda.registry import run_vote_checks
from agenda.services.base import clean, lock_item
from agenda.services.floor import audience_now, check_here
from agenda.services.pending import settle_motion
from agenda.services.procedure_effects import take_effect
from agenda.services.speakers import put_on_list
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.models import Person
from meetings.permissions import Actor, require
from meetings.selectors import holds_seat, people_to_admit, person_of
from meetings.services import lock_meeting
from meetings.typed import one_line


@transaction.atomic
def move_procedural(*, item: AgendaItem, kind: str, detail: str = "", actor: Actor) -> ProceduralMotion:
    """Move something on procedure about the open item (Antrag zur Geschäftsordnung); the mover is next on the list of
    speakers.

    400 `procedure.kind_unknown`, `procedure.detail_missing`; 409 `procedure.another_pending`, `procedure.has_spoken`
    (who may move the close, as the rules say: REQ-67), `procedure.no_seat`, `vote.being_taken`, and what keeps somebody
    from the floor.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.move_procedural", item)
    return _move(item, person_of(actor), kind, detail, actor)


@transaction.atomic
def enter_procedural(*, item: AgendaItem, person: int, kind: str, detail: str = "", actor: Actor) -> ProceduralMotion:
    """Enter at the desk what somebody in the hall moves; 404, and what `move_procedural` says."""
    item, actor = lock_item(item, actor)
    require(actor, "agenda.enter_procedural", item)
    found = people_to_admit(item.meeting).filter(pk=person).first()
    if found is None:
        raise not_found()
    return _move(item, found, kind, detail, actor)


def _move(item: AgendaItem, mover: Person, kind: str, detail: str, actor: Actor) -> ProceduralMotion:
    wanted, words = _known(kind), one_line(detail)
    _check_mover(item, mover, wanted)
    if KINDS[wanted].detail == "needed" and not words:
        raise DomainError(
            "procedure.detail_missing", _("Say where it is to be referred to, or what time is to hold."), status=400
        )
    row = ProceduralMotion(
        meeting=item.meeting, item=item, kind=wanted, mover=mover, detail=words, moved_at=timezone.now()
    )
    row.part = selectors.part_now(item)
    clean(row, exclude=["meeting", "item", "mover", "speaker_against"])
    row.save(force_insert=True)
    _tell(row, events.PROCEDURE_MOVED, actor, name=mover.name)
    if words and KINDS[wanted].detail != "inside":
        _tell(row, events.PROCEDURE_EXPLAINED, actor, name=mover.name, detail=words)
    if needed := selectors.needed_supporters(item.meeting, wanted):
        _accept_demanded(row, needed, actor)
    if row.state == MotionState.MOVED:
        _let_speak(item, mover, actor)
    return row


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise DomainError("procedure.kind_unknown", _("Choose what is moved."), status=400)
    return kind


def _check_mover(item: AgendaItem, mover: Person, kind: str) -> None:
    run_vote_checks(item)
    check_here(item, mover)
    if not holds_seat(item.meeting, mover.pk):
        raise DomainError("procedure.no_seat", _("{name} holds no voting seat now.").format(name=mover.name))
    pending = selectors.pending_procedural(item.meeting)
    if pending is not None:
        says = _("A procedural motion is pending: {kind}. Decide on that first.")
        raise DomainError("procedure.another_pending", says.format(kind=pending.get_kind_display()))
    unheard = (
        KINDS[kind].movers == "closure_rule" and selectors.rules_of(item.meeting).closure_rule == ClosureRule.NOT_SPOKEN
    )
    if unheard and selectors.has_spoken(item, mover.pk):
        raise DomainError(
            "procedure.has_spoken",
            _("{name} has spoken on this item and cannot move its close.").format(name=mover.name),
        )


def _let_speak(item: AgendaItem, person: Person, actor: Actor) -> None:
    """Put somebody on the list with a point of order, unless they are there already."""
    waits = item.speaking_requests.filter(
        person=person, kind=RequestKind.POINT_OF_ORDER, state__in=[RequestState.WAITING, RequestState.SPEAKING]
    )
    if not waits.exists():
        put_on_list(item, actor, RequestKind.POINT_OF_ORDER, person=person)


@transaction.atomic
def oppose_procedural(*, motion: ProceduralMotion, actor: Actor) -> ProceduralMotion:
    """Speak against a motion on procedure (Gegenrede); one member may. 409 `procedure.opposed_already`,
    `procedure.own`.
    """
    row, actor = lock_procedural(motion, actor)
    require(actor, "agenda.oppose_procedural", row)
    person = person_of(actor)
    _check_other(row, person)
    if row.speaker_against_id is not None:
        raise DomainError("procedure.opposed_already", _("Somebody speaks against this motion already."))
    row.speaker_against = person
    row.save(update_fields=["speaker_against"])
    _tell(row, events.PROCEDURE_OPPOSED, actor, name=person.name)
    assert row.item is not None
    _let_speak(row.item, person, actor)
    return row


@transaction.atomic
def support_procedural(*, motion: ProceduralMotion, actor: Actor) -> ProceduralMotion:
    """Support the demand for a roll call or a secret vote; with enough members it holds without a vote (REQ-64).

    409 `procedure.needs_none`, `procedure.supported_already`, `procedure.own`.
    """
    row, actor = lock_procedural(motion, actor)
    require(actor, "agenda.support_procedural", row)
    person, needed = person_of(actor), selectors.needed_supporters(row.meeting, row.kind)
    _check_other(row, person)
    if not needed:
        raise DomainError("procedure.needs_none", _("This motion is put to the vote; it needs no supporters."))
    made = ProceduralSupport.objects.get_or_create(motion=row, person=person, defaults={"at": timezone.now()})[1]
    if not made:
        raise DomainError("procedure.supported_already", _("You support this motion already."))
    _tell(row, events.PROCEDURE_SUPPORTED, actor, name=person.name)
    _accept_demanded(row, needed, actor)
    return row


def _accept_demanded(row: ProceduralMotion, needed: int, actor: Actor) -> None:
    supporters = row.supports.count() + 1
    if supporters >= needed:
        _tell(row, events.PROCEDURE_DEMANDED, actor, supporters=supporters)
        decide_procedural(row, actor, accepted=True)


def _check_other(row: ProceduralMotion, person: Person) -> None:
    assert row.item is not None
    check_pending(row)
    check_here(row.item, person)
    if person == row.mover:
        raise DomainError("procedure.own", _("You have moved this yourself."))
    if not holds_seat(row.meeting, person.pk):
        raise DomainError("procedure.no_seat", _("{name} holds no voting seat now.").format(name=person.name))


@transaction.atomic
def withdraw_procedural(*, motion: ProceduralMotion, actor: Actor) -> ProceduralMotion:
    """Take a motion on procedure back (Antrag zurückziehen); 409 `procedure.decided`, `vote.being_taken`."""
    row, actor = lock_procedural(motion, actor)
    require(actor, "agenda.withdraw_procedural", row)
    check_pending(row)
    assert row.item is not None
    run_vote_checks(row.item)
    settle_motion(row, MotionState.WITHDRAWN)
    _tell(row, events.PROCEDURE_TAKEN_BACK, actor, name=row.mover.name)
    return row


def decide_procedural(row: ProceduralMotion, actor: Actor, *, accepted: bool) -> None:
    """Note the decision about a motion on procedure and let it take effect; the meeting is locked."""
    settle_motion(row, MotionState.ACCEPTED if accepted else MotionState.REJECTED)
    _tell(row, events.PROCEDURE_ACCEPTED if accepted else events.PROCEDURE_REJECTED, actor)
    if accepted:
        take_effect(row, actor)


def check_pending(row: ProceduralMotion) -> None:
    """Refuse with 409 `procedure.decided` what has been decided or taken back."""
    if row.state != MotionState.MOVED:
        raise DomainError("procedure.decided", _("This motion has already been decided or withdrawn."))


def lock_procedural(motion: ProceduralMotion, actor: Actor) -> tuple[ProceduralMotion, Actor]:
    """Lock the meeting and read motion and rights anew."""
    meeting, actor = lock_meeting(motion.meeting_id, actor)
    return selectors.procedural_in(meeting, motion.pk), actor


def _tell(row: ProceduralMotion, kind: EventKind, actor: Actor, **data: Any) -> None:
    assert row.item is not None
    keys: dict[str, Any] = {
        "item": row.item_id,
        "number": selectors.number_of(row.item),
        "motion": row.pk,
        "purpose": str(row.kind),
    }
    secrets: dict[str, Any] = {str(name): data.pop(name) for name in ("name", "detail") if name in data}
    record(row.meeting, kind, actor=actor, audience=audience_now(row.item, row), secrets=secrets, **keys, **data)
