"""The desk's next steps of the agenda room, in order, and behind which step of the room below they come.

The first of all rooms that finds something is on the button; `manage.py steps` prints the whole order.
"""

from agenda.panels import floor, formalities, items, recusals
from meetings.registry import offer_steps

offer_steps(
    {
        "agenda.find_convening": formalities.convening_step,
        "agenda.find_quorum": items.quorum_step,
    },
    after="meetings.resume",
)
offer_steps(
    {
        "agenda.give_floor": floor.speaker_step,
        "agenda.hear_presenter": floor.presenter_step,
        "agenda.close_channels": items.closing_step,
        "agenda.note_formality": formalities.formality_step,
        "agenda.repeat_item": items.repeat_step,
        "agenda.close_item": items.close_step,
        "agenda.change_publicity": items.publicity_step,
        "agenda.hand_over": recusals.hand_over_step,
        "agenda.call_item": items.call_step,
    },
    after="meetings.check_on_request",
)
offer_steps({"agenda.reconvene": items.reconvene_step}, after="meetings.close")
