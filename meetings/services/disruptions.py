"""Technical disturbances (DigiSiVO section 10): noticed, settled with a ground, what they affected repeated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from meetings import events
from meetings.enums import Audience, DisruptionSource, MeetingState, ResumptionGround, Trouble
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.models import DisruptedStep, Disruption, Meeting, Person
from meetings.permissions import Actor, require
from meetings.registry import StepDone, check_before_close, is_public_now
from meetings.selectors import affected, open_disruptions, people_to_admit, steps_to_repeat, stops_the_meeting
from meetings.services.locking import lock_meeting
from meetings.typed import one_line

LONGEST_REMARK = 300


@transaction.atomic
def report_disruption(*, meeting: Meeting, trouble: str, remark: str = "", actor: Actor) -> Disruption:
    """Report a disturbance of one's own (Störung melden), just before the meeting and while it lasts.

    400 `disruption.trouble_unknown`, `disruption.remark_too_long`; 409 `disruption.already_reported`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.report_disruption", meeting)
    person = Person.objects.filter(user=actor.user).first()
    if person is None:
        raise not_found()
    return _report(meeting, person, DisruptionSource.REPORTED, _words(trouble, remark), actor)


@transaction.atomic
def record_disruption(
    *, meeting: Meeting, person: Person | None, trouble: str, remark: str = "", actor: Actor
) -> Disruption:
    """Enter what somebody reported by telephone; without a person it is the whole meeting that is disturbed.

    The same errors as `report_disruption`; 404 for somebody not of this body.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.record_disruption", meeting)
    if person is not None and not people_to_admit(meeting).filter(pk=person.pk).exists():
        raise not_found()
    return _report(meeting, person, DisruptionSource.DESK, _words(trouble, remark), actor)


def note_detected(*, meeting: Meeting, person: Person, began_at: datetime) -> Disruption | None:
    """Enter a disturbance that the program has noticed itself; for the watch over the connections, not for people.

    The meeting must be locked. Nothing happens outside a meeting that has begun, and while one of this person is open.
    """
    if not meeting.is_open or meeting.disruptions.filter(person=person, settled_at__isnull=True).exists():
        return None
    row = _enter(meeting, person, DisruptionSource.DETECTED, "", began_at)
    keys: dict[str, Any] = {"disruption": row.pk, "person": person.pk}
    record(meeting, events.DISRUPTION_DETECTED, actor=Actor(), secrets={"name": person.name}, **keys)
    return row


def _words(trouble: str, remark: str) -> str:
    if trouble not in Trouble.values:
        raise DomainError("disruption.trouble_unknown", _("Choose what does not work."), status=400)
    text = one_line(remark)
    if len(text) > LONGEST_REMARK:
        raise DomainError(
            "disruption.remark_too_long", _("The remark is too long; 300 characters are the limit."), status=400
        )
    with translation.override(settings.LANGUAGE_CODE):
        label = str(Trouble(trouble).label)
    return f"{label}: {text}" if text else label


def _report(meeting: Meeting, person: Person | None, source: DisruptionSource, words: str, actor: Actor) -> Disruption:
    known = next((row for row in open_disruptions(meeting) if row.person_id == (person.pk if person else None)), None)
    if known is not None and known.source != DisruptionSource.DETECTED:
        raise DomainError(
            "disruption.already_reported", _("This disturbance has been reported already; the chair sees it.")
        )
    row = _complete(known, source, words) if known else _enter(meeting, person, source, words, timezone.now())
    _tell_report(row, person, words, actor)
    return row


def _complete(row: Disruption, source: DisruptionSource, words: str) -> Disruption:
    """What the program has noticed is now reported too: it is not insignificant by silence any more."""
    row.source, row.remark, row.reported_at = source, words, timezone.now()
    row.save(update_fields=["source", "remark", "reported_at"])
    return row


def _enter(
    meeting: Meeting, person: Person | None, source: DisruptionSource, words: str, began_at: datetime
) -> Disruption:
    fields = {"source": source, "remark": words, "began_at": began_at, "reported_at": timezone.now()}
    return Disruption.objects.create(meeting=meeting, person=person, **fields)


def _tell_report(row: Disruption, person: Person | None, words: str, actor: Actor) -> None:
    keys: dict[str, Any] = {"disruption": row.pk, "source": str(row.source)}
    if person is None:
        record(row.meeting, events.GENERAL_DISRUPTION_REPORTED, actor=actor, secrets={"remark": words}, **keys)
    else:
        secrets = {"name": person.name, "remark": words}
        record(row.meeting, events.DISRUPTION_REPORTED, actor=actor, secrets=secrets, person=person.pk, **keys)


@transaction.atomic
def settle_disruption(*, meeting: Meeting, disruption: int, ground: str, actor: Actor) -> Disruption:
    """Settle one disturbance with its ground; with "remedied" what it affected is listed to be repeated.

    A remedied one whose steps wait may be settled anew with another ground: then nothing has to be repeated any more.
    400 `disruption.ground_unknown`; 404; 409 `disruption.settled_already`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.settle_disruption", meeting)
    row = meeting.disruptions.select_related("person").filter(pk=disruption).first()
    if row is None:
        raise not_found()
    row.meeting = meeting
    check_ground(ground)
    _check_unsettled(row, ground)
    return settle(row, ground, actor)


def check_ground(ground: str) -> None:
    """Refuse with 400 what is not one of the three grounds."""
    if ground not in ResumptionGround.values:
        raise DomainError(
            "disruption.ground_unknown", _("Choose why the disturbance no longer stops the meeting."), status=400
        )


def _check_unsettled(row: Disruption, ground: str) -> None:
    corrects = row.steps.filter(repeated_at__isnull=True).exists() and ground != ResumptionGround.REMEDIED
    if row.settled_at is not None and not corrects:
        raise DomainError("disruption.settled_already", _("This disturbance has been settled already."))


def settle(row: Disruption, ground: str, actor: Actor) -> Disruption:
    """Write the ground of a disturbance of a locked meeting and list what has to be repeated."""
    row.steps.filter(repeated_at__isnull=True).delete()
    steps = affected(row) if ground == ResumptionGround.REMEDIED else []
    row.ground, row.settled_at = ground, timezone.now()
    row.save(update_fields=["ground", "settled_at"])
    _tell_settled(row, actor)
    for step in steps:
        _list(row, step, actor)
    return row


def _tell_settled(row: Disruption, actor: Actor) -> None:
    began = f"{timezone.localtime(row.began_at):%H:%M:%S}"
    keys: dict[str, Any] = {
        "audience": _audience_now(row.meeting),
        "disruption": row.pk,
        "began": began,
        "ground": str(row.ground),
    }
    if row.person is None:
        record(row.meeting, events.GENERAL_DISRUPTION_SETTLED, actor=actor, **keys)
    else:
        record(
            row.meeting,
            events.DISRUPTION_SETTLED,
            actor=actor,
            secrets={"name": row.person.name},
            person=row.person.pk,
            **keys,
        )


def _audience_now(meeting: Meeting) -> Audience:
    return Audience.PUBLIC if is_public_now(meeting) else Audience.PARTICIPANT


def _list(row: Disruption, step: StepDone, actor: Actor) -> None:
    stored = DisruptedStep.objects.create(
        disruption=row, kind=step.kind, key=step.key, label=step.label[:500], is_public=step.is_public
    )
    _tell_step(stored, actor)


def _tell_step(step: DisruptedStep, actor: Actor) -> None:
    kind = events.STEP_REPEATED if step.repeated_at else events.STEP_DISRUPTED
    keys: dict[str, Any] = {"disruption": step.disruption_id, "step": step.pk, "what": step.kind, "key": step.key}
    audience = Audience.PUBLIC if step.is_public else Audience.PARTICIPANT
    record(step.disruption.meeting, kind, actor=actor, audience=audience, secrets={"label": step.label}, **keys)


@transaction.atomic
def mark_repeated(*, meeting: Meeting, step: int, actor: Actor) -> DisruptedStep:
    """Tick a disturbed step as repeated (Wiederholung); 404; 409 `disruption.repeated_already`."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.mark_repeated", meeting)
    row = DisruptedStep.objects.select_related("disruption").filter(disruption__meeting=meeting, pk=step).first()
    if row is None:
        raise not_found()
    if row.repeated_at is not None:
        raise DomainError("disruption.repeated_already", _("This step has been ticked as repeated already."))
    row.disruption.meeting, row.repeated_at = meeting, timezone.now()
    row.save(update_fields=["repeated_at"])
    _tell_step(row, actor)
    return row


def settle_for_resuming(meeting: Meeting, grounds: Mapping[int, str], actor: Actor) -> None:
    """Before a meeting goes on: settle what a ground was given for; 409 `disruption.ground_missing` names the rest."""
    for ground in grounds.values():
        check_ground(ground)
    found = open_disruptions(meeting)
    missing = [row for row in found if stops_the_meeting(row) and row.pk not in grounds]
    if missing:
        names = ", ".join(str(row.person.name) if row.person else str(_("the whole meeting")) for row in missing)
        says = _("Say first why this disturbance no longer stops the meeting: {names}.").format(names=names)
        raise DomainError("disruption.ground_missing", says)
    for row in found:
        if row.pk in grounds:
            row.meeting = meeting
            settle(row, grounds[row.pk], actor)


@check_before_close
def check_nothing_to_repeat(meeting: Meeting) -> None:
    """Refuse to go on to something new while a disturbed step waits: 409 `disruption.steps_to_repeat`."""
    waiting = steps_to_repeat(meeting)
    if waiting:
        labels = "; ".join(step.label for step in waiting)
        says = _("Repeat first what was done while the disturbance lasted: {labels}").format(labels=labels)
        raise DomainError("disruption.steps_to_repeat", says)


@check_before_close
def check_no_complaint_open(meeting: Meeting) -> None:
    """Refuse to end a meeting over a disturbance that somebody has reported: 409 `disruption.still_open`."""
    reported = [
        row for row in open_disruptions(meeting) if row.source != DisruptionSource.DETECTED and stops_the_meeting(row)
    ]
    if meeting.state == MeetingState.RUNNING and reported:
        raise DomainError("disruption.still_open", _("A reported disturbance has not been settled. Settle it first."))
