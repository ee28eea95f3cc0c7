"""What the desk does with an item while the meeting runs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from agenda import services
from agenda.views.finders import ITEM
from meetings.acts import MEETING, act
from meetings.fields import Sent, text
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.typed import one_line


def resolution_from(sent: Sent, item: object = None) -> dict[str, Any]:
    """By what the agenda is changed, as the form says it; nothing said means: without objection."""
    said = {name: one_line(text(sent, name)) for name in ("ground", "resolution", "category", "urgency")}
    ground = ": ".join(filter(None, [said["urgency"], said["ground"]]))
    return {"resolution": services.Resolution(ground, said["resolution"], said["category"])}


def _form_of(actor: Actor, meeting: Meeting) -> str:
    """The other meeting's data can be changed at once."""
    return reverse("meetings:edit_meeting", args=[meeting.pk])


open_item = act(ITEM, services.open_item)
close_item = act(ITEM, services.close_item)
take_back_item = act(ITEM, services.take_back_item)
postpone_item = act(ITEM, services.postpone_item, also=resolution_from)
withdraw_item = act(ITEM, services.withdraw_item, also=resolution_from)
reopen_item = act(ITEM, services.reopen_item)
reconvene_meeting = act(MEETING, services.reconvene_meeting, _form_of)
copy_meeting = act(MEETING, services.copy_meeting, _form_of)
