"""POST for every service of the list of speakers."""

from __future__ import annotations

from typing import Any

from agenda import services
from agenda.enums import RequestKind
from agenda.views.finders import ITEM, REQUEST
from meetings.acts import act
from meetings.fields import Sent, flag, number, number_or, text, text_or

KIND = text_or(RequestKind.CONTRIBUTION)


def _times(sent: Sent, item: object) -> dict[str, Any]:
    """Minutes on the screen, seconds in the program; nonsense is refused by the service."""
    minutes = {name: number_or(-1)(sent, name) * 60 for name in ("minutes", "faction_minutes")}
    faction = {"faction_seconds": minutes["faction_minutes"]} if sent.get("faction_minutes") else {}
    return {"seconds": minutes["minutes"], **faction}


open_list = act(ITEM, services.open_list)
close_list = act(ITEM, services.close_list)
close_debate = act(ITEM, services.close_debate)
ask_for_floor = act(ITEM, services.ask_for_floor, "room", kind=KIND)
enter_request = act(ITEM, services.enter_request, kind=KIND, person=number, presenter=number, guest=text)
set_speaking_time = act(
    ITEM, services.set_speaking_time, also=_times, contributions=number_or(-1), whole_meeting=flag()
)
withdraw_request = act(REQUEST, services.withdraw_request, "room")
confirm_media = act(REQUEST, services.confirm_media, "room")
strike_request = act(REQUEST, services.strike_request)
call_speaker = act(REQUEST, services.call_speaker, without_media=flag())
pause_speech = act(REQUEST, services.pause_speech)
interrupt_speech = act(REQUEST, services.interrupt_speech)
continue_speech = act(REQUEST, services.continue_speech)
end_speech = act(REQUEST, services.end_speech)
