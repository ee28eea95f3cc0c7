"""The event kinds of what the chair finds and points out at the beginning."""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Formality
from meetings.journal.kinds import EventKind, declare

_SENTENCES = {
    Formality.CONVENING: _("It was found that the meeting had been convened properly and in time."),
    Formality.CONFLICTS: _("Conflicts of interest (GO NRW section 31) were pointed out."),
    Formality.AGENDA: _("The agenda was fixed."),
    Formality.MINUTES: _("No objections were raised against the minutes of the previous meeting."),
}

FORMALITY_NOTED = {
    formality: declare(EventKind(f"meetings.formality.{formality}_noted", sentence, in_minutes=True))
    for formality, sentence in _SENTENCES.items()
}
FORMALITY_TAKEN_BACK = declare(
    EventKind(
        "meetings.formality.taken_back",
        _("Correction: this has not been established yet: {formality}."),
        keys=("formality",),
        choices=(("formality", Formality),),
        in_minutes=True,
    )
)
