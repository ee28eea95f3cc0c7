"""What follows from an accepted motion on procedure: the program does it, or the next step leads the desk there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from agenda import events, selectors
from agenda.enums import ChangeKind, ItemState, ProceduralKind
from agenda.models import FloorRule, ProceduralMotion
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
    """Do what was resolved; exclusion, readmission and the close have steps of their own, a roll call binds the next vote."""
    effect = EFFECTS.get(ProceduralKind(row.kind))
    if effect is not None:
        effect(row, actor)


def _close_debate(row: ProceduralMotion, actor: Actor) -> None:
    assert row.item is not None
    end_debate(row.item, actor)


def _close_list(row: ProceduralMotion, actor: Actor) -> None:
    assert row.item is not None
    listed = selectors.list_of(row.item)
    if listed is not None and listed.is_open:
        end_list(row.item, listed, actor)


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


EFFECTS: dict[ProceduralKind, Effect] = {
    ProceduralKind.END_DEBATE: _close_debate,
    ProceduralKind.END_LIST: _close_list,
    ProceduralKind.POSTPONE: _set_aside(ItemState.POSTPONED, ChangeKind.POSTPONED),
    ProceduralKind.REFER: _set_aside(ItemState.POSTPONED, ChangeKind.REFERRED),
    ProceduralKind.REMOVE_ITEM: _set_aside(ItemState.WITHDRAWN, ChangeKind.REMOVED),
    ProceduralKind.INTERRUPT: lambda row, actor: interrupt(row.meeting, RecessCause.BREAK, actor),
    ProceduralKind.SPEAKING_TIME: _new_time,
}
