"""The customary findings as next steps: between the opening and the first item, around the finding of the quorum."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda import selectors
from meetings.enums import Formality, MeetingState
from meetings.journal.sentences import spoken
from meetings.models import Meeting
from meetings.registry import Step
from meetings.selectors import next_formality

LABELS = {
    Formality.CONVENING: _("Record: convened properly"),
    Formality.CONFLICTS: _("Record: conflicts of interest pointed out"),
    Formality.AGENDA: _("Record: agenda fixed"),
    Formality.MINUTES: _("Record: no objections to the minutes"),
}
WORDS = {
    Formality.CONVENING: _("I find that we have been convened properly and in time. Are there any objections?"),
    Formality.CONFLICTS: _(
        "I refer to section 31 of the municipal code: anyone who has a conflict of interest in an item should please "
        "declare it "
        "before the item is called."
    ),
    Formality.AGENDA: _("Are there any motions concerning the agenda? – If not, the agenda is adopted as it stands."),
    Formality.MINUTES: _("Are there any objections to the minutes of the previous meeting? – There are none."),
}


def formality_step(meeting: Meeting) -> Step | None:
    """The customary findings before the first item, one after the other."""
    wanted = (
        next_formality(meeting) if meeting.state == MeetingState.RUNNING and not selectors.has_begun(meeting) else None
    )
    if wanted is None:
        return None
    url = reverse("meetings:note_formality", args=[meeting.pk])
    return Step(LABELS[wanted], url, fields=(("formality", str(wanted)),), words=spoken(WORDS[wanted]))


def convening_step(meeting: Meeting) -> Step | None:
    """That the body was convened properly is found before the quorum."""
    step = formality_step(meeting)
    return step if step and ("formality", str(Formality.CONVENING)) in step.fields else None
