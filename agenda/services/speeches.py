"""Whoever has the floor: the clock stopped and going on, the end; and the list as a whole with its times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import events, floor, selectors
from agenda.enums import RequestKind, RequestState
from agenda.models import AgendaItem, FloorRule, SpeakersList, SpeakingRequest
from agenda.services.base import lock_item
from agenda.services.floor import audience_now, tell_list, tell_request
from agenda.services.speakers import ensure_list, lock_request
from meetings.errors import DomainError
from meetings.journal import record
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.selectors import is_excluded

LONGEST_TIME, MOST_CONTRIBUTIONS = 7200, 99


@transaction.atomic
def end_speech(*, request: SpeakingRequest, actor: Actor) -> SpeakingRequest:
    """End a contribution (Wortbeitrag beenden); only the chair does, whatever the clock says. 409
    `floor.not_speaking`.
    """
    row, actor = lock_request(request, actor)
    require(actor, "agenda.end_speech", row)
    return end(row, actor)


def end(row: SpeakingRequest, actor: Actor) -> SpeakingRequest:
    """End the contribution of a locked meeting."""
    _check_speaks(row)
    row.spent_ms, row.running_since = selectors.spent_ms(row), None
    row.state, row.ended_at = RequestState.DONE, timezone.now()
    row.save(update_fields=["spent_ms", "running_since", "state", "ended_at"])
    tell_request(row, events.SPEECH_ENDED, actor, seconds=round(row.spent_ms / 1000))
    if row.kind == RequestKind.STATEMENT:
        tell_request(row, events.STATEMENT_MADE, actor)
    return row


@transaction.atomic
def pause_speech(*, request: SpeakingRequest, actor: Actor) -> SpeakingRequest:
    """Stop the clock of whoever speaks (Redezeit anhalten); 409 `floor.not_speaking`, `floor.stopped_already`."""
    row, actor = lock_request(request, actor)
    require(actor, "agenda.pause_speech", row)
    _check_speaks(row)
    if row.running_since is None:
        raise DomainError("floor.stopped_already", _("The speaking time is already stopped."))
    return pause(row, actor)


def pause(row: SpeakingRequest, actor: Actor) -> SpeakingRequest:
    """Stop the clock in a locked meeting."""
    row.spent_ms, row.running_since = selectors.spent_ms(row), None
    row.save(update_fields=["spent_ms", "running_since"])
    tell_request(row, events.SPEECH_PAUSED, actor)
    return row


@transaction.atomic
def interrupt_speech(*, request: SpeakingRequest, actor: Actor) -> SpeakingRequest:
    """Take the floor back for now (Redebeitrag unterbrechen): the speaker waits at the old place with what is left of
    the time.

    Meanwhile another one can be called, with a point of order for instance. 409 `floor.not_speaking`.
    """
    row, actor = lock_request(request, actor)
    require(actor, "agenda.interrupt_speech", row)
    _check_speaks(row)
    return take_back(row, actor, timezone.now())


def take_back(row: SpeakingRequest, actor: Actor, at: datetime) -> SpeakingRequest:
    """Put whoever speaks back on the list of a locked meeting; they have spoken until that moment."""
    row.spent_ms, row.running_since, row.state = (
        floor.spent(row.spent_ms, row.running_since, at),
        None,
        RequestState.WAITING,
    )
    row.save(update_fields=["spent_ms", "running_since", "state"])
    tell_request(row, events.SPEECH_INTERRUPTED, actor)
    return row


@transaction.atomic
def continue_speech(*, request: SpeakingRequest, actor: Actor) -> SpeakingRequest:
    """Let the clock go on (weitersprechen); 409 `floor.not_speaking`, `floor.not_stopped`."""
    row, actor = lock_request(request, actor)
    require(actor, "agenda.continue_speech", row)
    _check_speaks(row)
    if row.running_since is not None:
        raise DomainError("floor.not_stopped", _("The speaking time is running."))
    row.running_since = timezone.now()
    row.save(update_fields=["running_since"])
    tell_request(row, events.SPEECH_CONTINUED, actor)
    return row


def _check_speaks(row: SpeakingRequest) -> None:
    if row.state != RequestState.SPEAKING:
        raise DomainError("floor.not_speaking", _("This person does not have the floor."))


@transaction.atomic
def open_list(*, item: AgendaItem, actor: Actor) -> AgendaItem:
    """Open the list of speakers of the open item (Redeliste eröffnen); 409 `floor.list_open`."""
    item, actor = lock_item(item, actor)
    require(actor, "agenda.open_list", item)
    row = ensure_list(item)
    if row.is_open:
        raise DomainError("floor.list_open", _("The list of speakers is open already."))
    row.is_open, row.debate_closed_at = True, None
    row.save(update_fields=["is_open", "debate_closed_at"])
    tell_list(item, events.LIST_OPENED, actor)
    return item


@transaction.atomic
def close_list(*, item: AgendaItem, actor: Actor) -> AgendaItem:
    """Close the list (Schluss der Redeliste): whoever is on it still speaks. 409 `floor.list_closed`."""
    item, actor = lock_item(item, actor)
    require(actor, "agenda.close_list", item)
    row = ensure_list(item)
    if not row.is_open:
        raise DomainError("floor.list_closed", _("The list of speakers is closed."))
    end_list(item, row, actor)
    return item


def end_list(item: AgendaItem, row: SpeakersList, actor: Actor) -> None:
    """Close the open list in a locked meeting."""
    row.is_open = False
    row.save(update_fields=["is_open"])
    tell_list(item, events.LIST_CLOSED, actor)


@transaction.atomic
def close_debate(*, item: AgendaItem, actor: Actor) -> AgendaItem:
    """Close the debate by resolution (Schluss der Aussprache): whoever still waits does not speak any more.

    409 `floor.taken` while somebody speaks, `floor.debate_closed`. Source: REQ-67.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.close_debate", item)
    if ensure_list(item).debate_closed_at is not None:
        raise DomainError("floor.debate_closed", _("The debate is closed already."))
    check_nobody_speaks(item)
    end_debate(item, actor)
    return item


def end_debate(item: AgendaItem, actor: Actor) -> None:
    """Close the debate in a locked meeting; whoever waits is struck."""
    row = ensure_list(item)
    for request in selectors.waiting(selectors.requests_of(item.meeting, item)):
        request.state = RequestState.STRUCK
        request.save(update_fields=["state"])
    row.is_open, row.debate_closed_at = False, timezone.now()
    row.save(update_fields=["is_open", "debate_closed_at"])
    tell_list(item, events.DEBATE_CLOSED, actor)


def pause_everybody(meeting: Meeting, actor: Actor) -> None:
    """Stop the clock of whoever speaks while the meeting is interrupted; the meeting is locked."""
    for row in SpeakingRequest.objects.filter(meeting=meeting, running_since__isnull=False):
        pause(selectors.request_in(meeting, row.pk), actor)


def stop_who_left(meeting: Meeting, person_id: int, at: datetime, actor: Actor) -> None:
    """Whoever leaves while speaking has spoken until then: the clock stops, and they wait, absent, with what is left of
    their time.

    The contribution of somebody who is excluded is over. The meeting is locked.
    """
    item = selectors.open_item(meeting)
    if item is None:
        return
    for pk in item.speaking_requests.filter(person=person_id, state=RequestState.SPEAKING).values_list("pk", flat=True):
        row = selectors.request_in(meeting, pk)
        if is_excluded(meeting, person_id):
            end(row, actor)
        else:
            take_back(row, actor, at)


def withdraw_from_floor(meeting: Meeting, person_id: int, actor: Actor) -> None:
    """Whoever has lost the floor on the open item speaks no longer and waits for nothing there; the meeting is
    locked.
    """
    item = selectors.open_item(meeting)
    if item is not None:
        leave_floor(item, person_id, actor)


def leave_floor(item: AgendaItem, person_id: int, actor: Actor) -> None:
    """End whatever somebody says on an item, and strike what they wait for; the meeting is locked."""
    found = item.speaking_requests.filter(person=person_id, state__in=[RequestState.WAITING, RequestState.SPEAKING])
    for row in [selectors.request_in(item.meeting, pk) for pk in found.values_list("pk", flat=True)]:
        if row.state == RequestState.SPEAKING:
            end(row, actor)
        else:
            row.state = RequestState.STRUCK
            row.save(update_fields=["state"])
            tell_request(row, events.REQUEST_STRUCK, actor)


def check_nobody_speaks(item: AgendaItem) -> None:
    """Refuse with 409 `floor.taken` while somebody has the floor."""
    speaking = selectors.speaker_of(selectors.requests_of(item.meeting, item))
    if speaking is not None:
        raise DomainError("floor.taken", _("{name} has the floor. End that first.").format(name=speaking.name))


@transaction.atomic
def set_speaking_time(
    *,
    item: AgendaItem,
    seconds: int,
    contributions: int,
    faction_seconds: int | None = None,
    whole_meeting: bool = False,
    actor: Actor,
) -> FloorRule:
    """Set speaking time, number of contributions and each faction's time by resolution (Beschluss über die Redezeit),
    at once.

    0 means no limit; None leaves the factions' time as it is. 400 `data.invalid`. Source: REQ-65.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.set_speaking_time", item)
    if not (
        0 <= seconds <= LONGEST_TIME
        and 0 <= contributions <= MOST_CONTRIBUTIONS
        and 0 <= (faction_seconds or 0) <= LONGEST_TIME
    ):
        raise DomainError("data.invalid", _("Choose 0 to 120 minutes and 0 to 99 contributions."), status=400)
    given = {"speaking_seconds": seconds, "contributions": contributions, "faction_seconds": faction_seconds}
    row = FloorRule.objects.create(
        meeting=item.meeting, item=None if whole_meeting else item, resolved_at=timezone.now(), **given
    )
    _apply_to_speaker(item)
    audience = audience_now(item)
    keys: dict[str, Any] = {"seconds": seconds, "contributions": contributions}
    record(item.meeting, events.TIMES_RESOLVED, actor=actor, audience=audience, **keys)
    if faction_seconds is not None:
        keys = {"seconds": faction_seconds}
        record(item.meeting, events.FACTION_TIME_RESOLVED, actor=actor, audience=audience, **keys)
    return row


def _apply_to_speaker(item: AgendaItem) -> None:
    """A new time holds for whoever speaks already: their own limit counts from their beginning."""
    row = item.speaking_requests.filter(state=RequestState.SPEAKING).select_related("person").first()
    if row is not None:
        row.limit_seconds = selectors.allowance_of(item, row)
        row.save(update_fields=["limit_seconds"])
