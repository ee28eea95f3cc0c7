"""POST for everything about seats and the quorum."""

from __future__ import annotations

from typing import Any

from meetings import selectors, services
from meetings.acts import MEETING, act
from meetings.fields import Sent, key
from meetings.models import Meeting


def _seat(sent: Sent, meeting: Meeting) -> dict[str, Any]:
    return {"seat": selectors.seat_in(meeting, key(sent, "seat"))}


def _seat_for(sent: Sent, meeting: Meeting) -> dict[str, Any]:
    return {"person": selectors.substitute_in(meeting, key(sent, "person")).person, **_seat(sent, meeting)}


def _known_checks(sent: Sent, meeting: Meeting) -> dict[str, Any]:
    """The button says how many checks it knew of."""
    return {"checks_seen": key(sent, "checks") if "checks" in sent else None}


take_seat = act(MEETING, services.take_seat, also=_seat_for)
hand_back_seat = act(MEETING, services.hand_back_seat, also=_seat)
release_seat = act(MEETING, services.release_seat, also=_seat)
check_quorum = act(MEETING, services.check_quorum, also=_known_checks)
request_quorum_check = act(MEETING, services.request_quorum_check, "room")
