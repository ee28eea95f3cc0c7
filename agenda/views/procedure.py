"""POST for every service about motions on procedure."""

from __future__ import annotations

from agenda import services
from agenda.models import ProceduralMotion
from agenda.views.finders import ITEM, PROCEDURAL
from meetings.acts import act, to_face
from meetings.fields import number, text
from meetings.permissions import Actor


def _own_room(actor: Actor, motion: ProceduralMotion) -> str:
    """Whoever moved it acts in the room; somebody else who withdraws it does so at the desk."""
    return to_face("room" if motion.mover_id == actor.person_id else "desk", motion)


move_procedural = act(ITEM, services.move_procedural, "room", kind=text, detail=text)
enter_procedural = act(ITEM, services.enter_procedural, kind=text, detail=text, person=number)
oppose_procedural = act(PROCEDURAL, services.oppose_procedural, "room")
support_procedural = act(PROCEDURAL, services.support_procedural, "room")
withdraw_procedural = act(PROCEDURAL, services.withdraw_procedural, _own_room)
