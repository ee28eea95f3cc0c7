"""The desk's next steps of the voting room, in order, and behind which step of the rooms below they come.

The first of all rooms that finds something is on the button; `manage.py steps` prints the whole order.
Where a step would open a vote and the body may lack a quorum, the check comes first (`when_quorate`).
"""

from meetings.registry import offer_steps
from voting import putting, steps
from voting.steps import when_quorate

offer_steps(
    {
        "voting.call_elector": steps.call_step,
        "voting.close_poll": steps.close_step,
        "voting.declare_result": steps.declare_step,
        "voting.decide_dispute": when_quorate(putting.dispute_step),
        "voting.decide_procedure": when_quorate(putting.procedure_step),
    },
    after="agenda.find_quorum",
)
offer_steps(
    {
        "voting.repeat_annulled": when_quorate(steps.annulled_step),
        "voting.open_prepared": when_quorate(putting.prepared_step),
    },
    after="agenda.close_channels",
)
offer_steps(
    {
        "voting.repeat_disturbed": steps.repeat_step,
        "voting.put_to_vote": when_quorate(putting.vote_step),
    },
    after="agenda.note_formality",
)
