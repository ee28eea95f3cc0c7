"""The customary findings of the chair at the beginning of a meeting, each recorded when it has been said."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings import events
from meetings.enums import Formality
from meetings.errors import DomainError
from meetings.journal import record
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.selectors import formalities_noted
from meetings.services.locking import lock_meeting


@transaction.atomic
def note_formality(*, meeting: Meeting, formality: str, actor: Actor) -> Meeting:
    """Record what the chair has found or pointed out (Feststellungen zu Beginn der Sitzung).

    400 `formality.unknown`; 409 `formality.noted_already`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.note_formality", meeting)
    wanted = _known(formality)
    if wanted in formalities_noted(meeting):
        raise DomainError("formality.noted_already", _("This has been recorded already."))
    record(meeting, events.FORMALITY_NOTED[wanted], actor=actor)
    return meeting


@transaction.atomic
def take_back_formality(*, meeting: Meeting, formality: str, actor: Actor) -> Meeting:
    """Correct a wrong click (Berichtigung); both events stay visible. 400 `formality.unknown`; 409
    `formality.not_noted`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.take_back_formality", meeting)
    wanted = _known(formality)
    if wanted not in formalities_noted(meeting):
        raise DomainError("formality.not_noted", _("This has not been recorded."))
    record(meeting, events.FORMALITY_TAKEN_BACK, actor=actor, formality=str(wanted))
    return meeting


def _known(formality: str) -> Formality:
    if formality not in Formality.values:
        raise DomainError("formality.unknown", _("Choose what is to be recorded."), status=400)
    return Formality(formality)
