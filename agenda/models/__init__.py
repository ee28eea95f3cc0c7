"""What a meeting is about, who reports on it, who speaks, what is moved, and how the agenda changes."""

from agenda.models.changes import AgendaChange, ItemNotice, Recusal
from agenda.models.floor import FloorRule, SpeakersList, SpeakingRequest
from agenda.models.items import AgendaItem, Presenter, note_of
from agenda.models.motions import Motion, MotionSupport, ProceduralMotion, ProceduralSupport
from agenda.models.rules import AgendaRules

__all__ = [
    "AgendaChange",
    "AgendaItem",
    "AgendaRules",
    "FloorRule",
    "ItemNotice",
    "Motion",
    "MotionSupport",
    "Presenter",
    "ProceduralMotion",
    "ProceduralSupport",
    "Recusal",
    "SpeakersList",
    "SpeakingRequest",
    "note_of",
]
