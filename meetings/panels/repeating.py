"""The desk's next steps while something has to be repeated after a disturbance; the rooms above know how it is
repeated.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.enums import MeetingState
from meetings.models import DisruptedStep, Meeting
from meetings.registry import Step
from meetings.selectors import steps_to_repeat

LONGEST_LABEL = 60


def waiting_steps(meeting: Meeting, kind: str) -> list[DisruptedStep]:
    """What has to be repeated of one room's kind before a running meeting goes on to something new."""
    waiting = steps_to_repeat(meeting) if meeting.state == MeetingState.RUNNING else []
    return [step for step in waiting if step.kind == kind]


def tick_step(meeting: Meeting, step: DisruptedStep) -> Step:
    """It has been done again: the desk says so."""
    short = step.label if len(step.label) <= LONGEST_LABEL else f"{step.label[: LONGEST_LABEL - 3]}..."
    label = _("Note as repeated: {label}").format(label=short)
    return Step(label, reverse("meetings:mark_repeated", args=[meeting.pk]), fields=(("step", str(step.pk)),))
