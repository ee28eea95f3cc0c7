"""POST for the chair's tools: interruption and adjournment, disturbances, measures of order, presiding."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from meetings import services
from meetings.acts import MEETING, act
from meetings.errors import DomainError
from meetings.fields import Sent, choice, key, key_of, key_or_none, number, text, text_or
from meetings.models import Meeting
from meetings.views.actions import whom

GROUND = "ground-"
TROUBLE: dict[str, Any] = {"trouble": text, "remark": text}
CALL: dict[str, Any] = {"warned": choice({"yes": True, "no": False}), "offered": key_or_none}


def _grounds(sent: Sent, meeting: Meeting) -> dict[str, Any]:
    """The chosen grounds; a field left empty chooses none."""
    chosen = {
        key_of(name.removeprefix(GROUND)): value for name, value in sent.items() if name.startswith(GROUND) and value
    }
    return {"grounds": {person: value for person, value in chosen.items() if person is not None}}


def _whom_or_all(sent: Sent, meeting: Meeting) -> dict[str, Any]:
    """Chosen and empty: the whole meeting."""
    return {"person": None} if sent.get("person") == "" else whom(sent, meeting)


def _until(sent: Sent, meeting: Meeting) -> dict[str, Any]:
    for_item = choice({"item": True, "end": False})(sent, "until")
    if for_item is None:
        raise DomainError("presiding.until_unknown", _("Choose: for this item or until further notice."), status=400)
    return {"for_item": for_item, **whom(sent, meeting)}


interrupt_meeting = act(MEETING, services.interrupt_meeting, cause=text_or("break"), minutes=number, offered=text)
resume_meeting = act(MEETING, services.resume_meeting, also=_grounds, offered=text)
adjourn_meeting = act(MEETING, services.adjourn_meeting, offered=text)
report_disruption = act(MEETING, services.report_disruption, "room", **TROUBLE)
record_disruption = act(MEETING, services.record_disruption, also=_whom_or_all, **TROUBLE)
settle_disruption = act(MEETING, services.settle_disruption, disruption=key, ground=text)
mark_repeated = act(MEETING, services.mark_repeated, step=key)
call_to_matter = act(MEETING, services.call_to_matter, also=whom, **CALL)
call_to_order = act(MEETING, services.call_to_order, also=whom, **CALL)
withdraw_floor = act(MEETING, services.withdraw_floor, also=whom)
exclude_person = act(MEETING, services.exclude_person, also=whom)
record_refusal = act(MEETING, services.record_refusal, measure=key)
revoke_measure = act(MEETING, services.revoke_measure, measure=key)
hand_over_presiding = act(MEETING, services.hand_over_presiding, also=_until, offered=key_or_none)
resume_presiding = act(MEETING, services.resume_presiding, offered=key_or_none)
