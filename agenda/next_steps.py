"""The desk's next steps of the agenda room, in order, and behind which step of the room below they come.

The first of all rooms that finds something is on the button; `manage.py steps` prints the whole order.
"""

from agenda.panels import floor, formalities, item_steps, recusals
from meetings.registry import offer_steps

offer_steps(
    {
        "agenda.find_convening": formalities.convening_step,
        "agenda.find_quorum": item_steps.quorum_step,
    },
    after="meetings.resume",
)
offer_steps(
    {
        "agenda.give_floor": floor.speaker_step,
        "agenda.hear_presenter": floor.presenter_step,
        "agenda.close_channels": item_steps.closing_step,
        "agenda.note_formality": formalities.formality_step,
        "agenda.repeat_item": item_steps.repeat_step,
        "agenda.close_item": item_steps.close_step,
        "agenda.change_publicity": item_steps.publicity_step,
        "agenda.hand_over": recusals.hand_over_step,
        "agenda.call_item": item_steps.call_step,
    },
    after="meetings.check_on_request",
)
offer_steps({"agenda.reconvene": item_steps.reconvene_step}, after="meetings.close")
