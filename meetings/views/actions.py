"""POST for every service of a meeting's course and attendance."""

from __future__ import annotations

from typing import Any

from meetings import selectors, services
from meetings.acts import MEETING, act
from meetings.fields import Sent, key, text
from meetings.models import Meeting


def whom(sent: Sent, meeting: Meeting) -> dict[str, Any]:
    """Who was chosen: somebody of the body on the meeting's day; 404 for anybody else."""
    return {"person": selectors.person_to_admit(meeting, key(sent, "person"))}


convene_meeting = act(MEETING, services.convene_meeting, "meeting")
cancel_meeting = act(MEETING, services.cancel_meeting, "meeting")
open_meeting = act(MEETING, services.open_meeting)
close_meeting = act(MEETING, services.close_meeting)
reopen_meeting = act(MEETING, services.reopen_meeting)
put_off_news = act(MEETING, services.put_off_news, news=text)
note_formality = act(MEETING, services.note_formality, formality=text)
take_back_formality = act(MEETING, services.take_back_formality, formality=text)
record_arrival = act(MEETING, services.record_arrival, also=whom, mode=text)
record_all_arrivals = act(MEETING, services.record_all_arrivals)
record_departure = act(MEETING, services.record_departure, also=whom)
join_meeting = act(MEETING, services.join_meeting, "room", mode=text, code=text)
leave_meeting = act(MEETING, services.leave_meeting, "room")
