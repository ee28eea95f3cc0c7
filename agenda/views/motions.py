"""POST for every service of motions and amendments; what is typed is checked by the service."""

from __future__ import annotations

from typing import Any

from agenda import services
from agenda.views.finders import ITEM, MOTION
from meetings.acts import act, to_desk_or_room
from meetings.fields import key_if_sent, number, text

WORDS: dict[str, Any] = {"text": text, "reasons": text}


move_motion = act(ITEM, services.move_motion, to_desk_or_room, **WORDS, person=key_if_sent)
move_amendment = act(ITEM, services.move_amendment, to_desk_or_room, **WORDS, person=key_if_sent, motion=key_if_sent)
edit_motion = act(MOTION, services.edit_motion, to_desk_or_room, **WORDS, version=number)
support_motion = act(MOTION, services.support_motion, to_desk_or_room)
take_support_back = act(MOTION, services.take_support_back, to_desk_or_room)
withdraw_motion = act(MOTION, services.withdraw_motion, to_desk_or_room)
settle_motion = act(MOTION, services.settle_motion, to_desk_or_room)
order_motions = act(MOTION, services.order_motions, to_desk_or_room, over=number)
