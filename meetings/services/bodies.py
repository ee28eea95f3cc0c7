"""Bodies as the administration keeps them: added, renamed, ended; never deleted.

The history of a body holds what is done to persons; what is done to the body itself stands in the administration's own
record, as if it had been done there (`LogEntry`).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings.enums import MeetingState
from meetings.errors import DomainError, not_found
from meetings.models import Body, Institution
from meetings.permissions import Actor, require
from meetings.selectors import actor_for
from meetings.services.kept import check_fields, lock_body

AHEAD = (MeetingState.DRAFT, MeetingState.CONVENED, MeetingState.RUNNING, MeetingState.INTERRUPTED)


@transaction.atomic
def add_body(*, institution: int, name: str, short_name: str = "", statutory_seats: int = 0, actor: Actor) -> Body:
    """Make a body (Gremium anlegen). 404 for an unknown institution, 400 `data.invalid`, 409 `body.name_taken`."""
    actor = actor_for(actor.user, body_id=None)
    require(actor, "meetings.add_body")
    house = Institution.objects.select_for_update(no_key=True).filter(pk=institution).first()
    if house is None:
        raise not_found()
    body = Body(institution=house, name=name, short_name=short_name, statutory_seats=statutory_seats)
    _check(body)
    body.save(force_insert=True)
    _note(body, ADDITION, actor, [{"added": {}}])
    return body


def _check(body: Body) -> None:
    check_fields(body, ["institution", "rehearsal_of"])
    if Body.objects.filter(institution=body.institution_id, name=body.name).exclude(pk=body.pk).exists():
        raise DomainError("body.name_taken", _("There is a body of that name already."))


def _note(body: Body, flag: int, actor: Actor, message: Any) -> None:
    kind = ContentType.objects.get_for_model(Body)
    said = {"user": actor.user, "content_type": kind, "object_id": str(body.pk), "object_repr": str(body)[:200]}
    LogEntry.objects.create(**said, action_flag=flag, change_message=message)


@transaction.atomic
def rename_body(*, body: Body, name: str, short_name: str = "", statutory_seats: int, actor: Actor) -> Body:
    """Give a body another name or number of seats (Gremium umbenennen).

    What was released keeps the old name. 400 `data.invalid`, 409 `body.name_taken`; 409 `body.in_meeting` when the
    seats would change while a meeting of it runs.
    """
    body, actor = lock_body(body, actor)
    require(actor, "meetings.rename_body")
    if body.statutory_seats != statutory_seats and _meetings(body, AHEAD[2:]):
        raise DomainError("body.in_meeting", _("A meeting of this body is running; its quorum counts these seats."))
    body.name, body.short_name, body.statutory_seats = name, short_name, statutory_seats
    _check(body)
    body.save(update_fields=["name", "short_name", "statutory_seats"])
    _note(body, CHANGE, actor, [{"changed": {"fields": ["name", "short_name", "statutory_seats"]}}])
    return body


@transaction.atomic
def end_body(*, body: Body, ends_on: date, actor: Actor) -> Body:
    """Let a body end with a day (Gremium auflösen): no meeting is planned any more, what there is stays open to read.

    Its memberships go on, so that minutes can still be finished. 409 `body.has_meetings` when one is planned or runs,
    `body.ended` when it has ended already; 400 `data.invalid`.
    """
    body, actor = lock_body(body, actor)
    require(actor, "meetings.end_body")
    if body.ended_on is not None:
        raise DomainError("body.ended", _("This body has ended already."))
    if _meetings(body, AHEAD):
        says = _("A meeting of this body is planned or running. Close or cancel it first.")
        raise DomainError("body.has_meetings", says)
    body.ended_on = ends_on
    check_fields(body, ["institution", "rehearsal_of"])
    body.save(update_fields=["ended_on"])
    _note(body, CHANGE, actor, [{"changed": {"fields": ["ended_on"]}}])
    return body


def _meetings(body: Body, states: Any) -> bool:
    return body.meetings.filter(state__in=states).exists()
