"""How simulated members behave: how likely they are to press which button when they see it, and what they enter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.rehearsal.moves import Move

ASKS = {"contribution": 60, "question": 30, "reply": 4, "statement": 1, "point_of_order": 2}
CHOICES = {"yes": 70, "no": 18, "abstain": 12}
Chooser = Callable[[Move, Random], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Habit:
    """`chance` that it is done at one look at the page; `once` for what is not repeated on the same form."""

    words: str | Promise
    chance: float
    choose: Chooser
    once: bool = False


def _press(move: Move, chance: Random) -> dict[str, str]:
    return move.pressed()


def _vote(move: Move, chance: Random) -> dict[str, str]:
    offered = [value for _, value in move.buttons if value in CHOICES]
    return move.pressed(chance.choices(offered, [CHOICES[value] for value in offered])[0] if offered else "")


def _ask(move: Move, chance: Random) -> dict[str, str]:
    offered = [value for _, value in move.buttons if value in ASKS]
    return move.pressed(chance.choices(offered, [ASKS[value] for value in offered])[0] if offered else "")


HABITS: dict[str, Habit] = {
    "meetings:join_meeting": Habit(_("takes part"), 0.4, _press),
    "meetings:leave_meeting": Habit(_("leaves"), 0.002, _press),
    "meetings:report_disruption": Habit(_("reports a disturbance"), 0.001, _press),
    "meetings:confirm_confidentiality": Habit(_("confirms that nobody listens"), 0.5, _press),
    "meetings:request_quorum_check": Habit(_("asks for the quorum to be checked"), 0.0005, _press),
    "agenda:ask_for_floor": Habit(_("asks for the floor"), 0.03, _ask),
    "agenda:confirm_media": Habit(_("says that camera and sound work"), 0.6, _press),
    "agenda:withdraw_request": Habit(_("withdraws the request to speak"), 0.003, _press),
    "voting:cast_ballot": Habit(_("votes"), 0.5, _vote, once=True),
}
"""By the operation behind a form; what is not named here is left alone."""
