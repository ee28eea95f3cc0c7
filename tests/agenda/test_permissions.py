"""Who may do what with an item: every action, every role; and every `while` before, during and after."""

import pytest

from agenda.enums import ItemState
from agenda.models import AgendaItem
from meetings.enums import MeetingState
from meetings.errors import DomainError
from meetings.models import Meeting
from meetings.permissions import all_rules, can, require

pytestmark = pytest.mark.any_database

ROLES = [
    "chair",
    "deputy_chair",
    "clerk",
    "member",
    "expert_citizen",
    "advisory_member",
    "substitute",
    "administrator",
    "public",
]
DESK = {"chair", "deputy_chair", "clerk"}
ON_THE_FLOOR = {
    "ask_for_floor", "withdraw_request", "confirm_media", "enter_request", "strike_request", "call_speaker",
    "pause_speech",
    "interrupt_speech",
    "continue_speech", "end_speech", "open_list", "close_list", "close_debate", "set_speaking_time",
}  # fmt: skip
RECUSALS = {"declare_recusal", "enter_recusal", "take_back_recusal"}
PROCEDURE = {"move_procedural", "enter_procedural", "oppose_procedural", "support_procedural", "withdraw_procedural"}
MOTIONS = {f"{word}_motion" for word in ("move", "support", "edit", "withdraw", "settle")} | {
    "move_amendment",
    "take_support_back",
    "order_motions",
}
ELSEWHERE = {f"agenda.{name}" for name in ON_THE_FLOOR | RECUSALS | PROCEDURE | MOTIONS}
"""Asked in test_speakers.py, test_recusals.py, test_procedure.py and test_motions.py, and of every role in the
matrix.
"""
ACTIONS = sorted({rule.action for rule in all_rules() if rule.action.startswith("agenda.")} - ELSEWHERE)
DRAFT, CONVENED, RUNNING, INTERRUPTED = "draft", "convened", "running", "interrupted"
UNFINISHED = {DRAFT, CONVENED, RUNNING, INTERRUPTED}
ALWAYS = {*UNFINISHED, "closed", "cancelled"}
ANY = set(ItemState.values)
ASIDE = {"postponed", "withdrawn"}

WHILE = {
    "agenda.see_agenda": lambda meeting, item: True,
    "agenda.see_item": lambda meeting, item: True,
    "agenda.copy_meeting": lambda meeting, item: True,
    "agenda.write_note": lambda meeting, item: True,
    "agenda.see_matters": lambda meeting, item: True,
    "agenda.release_matter": lambda meeting, item: True,  # of a public item: test_parts.py
    "agenda.add_item": lambda meeting, item: meeting in UNFINISHED,
    "agenda.edit_item": lambda meeting, item: meeting in UNFINISHED,
    "agenda.add_presenter": lambda meeting, item: meeting in UNFINISHED,
    "agenda.edit_presenter": lambda meeting, item: meeting in UNFINISHED,
    "agenda.remove_presenter": lambda meeting, item: meeting in UNFINISHED,
    "agenda.renew_presenter_link": lambda meeting, item: meeting in UNFINISHED,
    "agenda.move_item": lambda meeting, item: meeting in UNFINISHED and item in {"pending", *ASIDE},
    "agenda.split_item": lambda meeting, item: meeting in UNFINISHED and item == "pending",
    "agenda.remove_item": lambda meeting, item: meeting in UNFINISHED and item == "pending",
    "agenda.open_item": lambda meeting, item: meeting == RUNNING and item == "pending",
    "agenda.close_item": lambda meeting, item: meeting in {RUNNING, INTERRUPTED} and item == "open",
    "agenda.take_back_item": lambda meeting, item: meeting in {RUNNING, INTERRUPTED} and item == "open",
    "agenda.postpone_item": lambda meeting, item: meeting in UNFINISHED and item in {"pending", "open"},
    "agenda.withdraw_item": lambda meeting, item: meeting in UNFINISHED and item in {"pending", "open"},
    "agenda.reconvene_meeting": lambda meeting, item: False,  # wants an established lack of quorum: test_reconvening.py
    "agenda.reopen_item": lambda meeting, item: (
        meeting in UNFINISHED and (item in ASIDE or (item == "closed" and meeting == RUNNING))
    ),
}


def test_every_action_of_the_room_is_in_this_table():
    assert sorted(WHILE) == ACTIONS


@pytest.mark.parametrize("role", ROLES)
def test_only_the_desk_may_act(actor, role):
    someone = actor(role)
    item = AgendaItem(pk=1, meeting=Meeting(pk=1, state=RUNNING), state="pending")

    assert can(someone, "agenda.open_item", item) is (role in DESK)
    for action in ACTIONS:
        if role not in DESK:
            with pytest.raises(DomainError) as refused:
                require(someone, action, item)
            assert refused.value.status == 403


@pytest.mark.parametrize("action", sorted(WHILE))
def test_what_the_desk_may_do_while(clerk, action):
    for meeting_state in MeetingState.values:
        for item_state in ItemState.values:
            item = AgendaItem(pk=1, meeting=Meeting(pk=1, state=meeting_state), state=item_state)

            assert can(clerk, action, item) is WHILE[action](meeting_state, item_state), (meeting_state, item_state)
