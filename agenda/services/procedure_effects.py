"""What follows from an accepted motion on procedure: the program does it, or the next step leads the desk there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from agenda import events, selectors
from agenda.enums import ChangeKind, ItemState
from agenda.models import AgendaItem, FloorRule, ProceduralMotion
from agenda.procedural_kinds import KINDS, NOTHING_NOW
from agenda.services.changes import Resolution
from agenda.services.course import take_off
from agenda.services.floor import audience_now
from agenda.services.speeches import LONGEST_TIME, end_debate, end_list
from meetings.enums import RecessCause
from meetings.journal import record
from meetings.permissions import Actor
from meetings.services.course import interrupt

Effect = Callable[[ProceduralMotion, Actor], object]


def take_effect(row: ProceduralMotion, actor: Actor) -> None:
    """Do what was resolved, as the kind's row says; some have a step of their own at the desk, or bind the next
    vote.
    """
    effect = KINDS[row.kind].effect
    if effect not in NOTHING_NOW:
        EFFECTS[effect](row, actor)


def _close(row: ProceduralMotion, actor: Actor) -> None:
    assert row.item is not None
    CLOSED[KINDS[row.kind].closes](row.item, actor)


def _close_list(item: AgendaItem, actor: Actor) -> None:
    listed = selectors.list_of(item)
    if listed is not None and listed.is_open:
        end_list(item, listed, actor)


def _set_aside(state: ItemState, kind: ChangeKind) -> Effect:
    def effect(row: ProceduralMotion, actor: Actor) -> None:
        assert row.item is not None
        with translation.override(settings.LANGUAGE_CODE):
            words = gettext("on the motion of {name}").format(name=row.mover.name)
        take_off(row.item, state, Resolution(row.detail[:500], words), actor, kind)

    return effect


def _new_time(row: ProceduralMotion, actor: Actor) -> None:
    """The first number of the motion's words is minutes; words without one are for the desk to enter."""
    found = re.search(r"\d{1,3}", row.detail)
    if found is None or int(found[0]) * 60 > LONGEST_TIME or row.item is None:
        return
    seconds = int(found[0]) * 60
    FloorRule.objects.create(meeting=row.meeting, item=row.item, speaking_seconds=seconds, resolved_at=timezone.now())
    times = selectors.times_on(row.item)
    data: dict[str, Any] = {"seconds": times.seconds, "contributions": times.contributions}
    record(row.meeting, events.TIMES_RESOLVED, actor=actor, audience=audience_now(row.item), **data)


CLOSED: dict[str, Callable[[AgendaItem, Actor], object]] = {"debate": end_debate, "list": _close_list}
EFFECTS: dict[str, Effect] = {
    "close": _close,
    "postpone_item": _set_aside(ItemState.POSTPONED, ChangeKind.POSTPONED),
    "refer_item": _set_aside(ItemState.POSTPONED, ChangeKind.REFERRED),
    "remove_item": _set_aside(ItemState.WITHDRAWN, ChangeKind.REMOVED),
    "interrupt_meeting": lambda row, actor: interrupt(row.meeting, RecessCause.BREAK, actor),
    "set_time": _new_time,
}
"""By the names in `agenda.procedural_kinds`."""
