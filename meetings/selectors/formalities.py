"""Which of the customary findings have been recorded; the journal alone knows."""

from __future__ import annotations

from meetings import events
from meetings.enums import Formality
from meetings.memo import remembered
from meetings.models import Meeting
from meetings.selectors.quorum import findings_of
from meetings.selectors.rules import rules_of

_BY_NAME = {kind.name: formality for formality, kind in events.FORMALITY_NOTED.items()}


@remembered
def formalities_noted(meeting: Meeting) -> list[Formality]:
    """What was recorded and not taken back, in that order."""
    noted: list[Formality] = []
    for event in findings_of(meeting):
        if event.name in _BY_NAME:
            noted.append(_BY_NAME[event.name])
        elif event.name == events.FORMALITY_TAKEN_BACK.name:
            noted = [one for one in noted if one != event.data["formality"]]
    return noted


def next_formality(meeting: Meeting) -> Formality | None:
    """The first of those customary in this body that has not been recorded."""
    noted = formalities_noted(meeting)
    return next(
        (Formality(one) for one in rules_of(meeting).formalities if one in Formality.values and one not in noted), None
    )
