"""The kinds of motions on procedure (Anträge zur Geschäftsordnung), and what this program knows of each. Pure; the
rules are data.

A further kind is one more row in `KINDS`, its migration (the database lets in only what stands here), its words and a
line in `tests/agenda/test_procedural_kinds.py`. What it does when accepted has to be said: the name of an effect in
`services.procedure_effects`, or one of the two that do nothing at that moment. In the forms the kinds stand in this
order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Detail = Literal["optional", "needed", "inside"]
"""The mover's further words: may be left out; must be there; may be left out, and are for those inside alone, never
for the journal.
"""

Movers = Literal["members", "closure_rule"]
"""Whoever holds a voting seat; of these only whom `AgendaRules.closure_rule` lets move the close (REQ-67)."""

Supporters = Literal["", "roll_call_fraction", "secret_vote_fraction"]
"""The field of the rules with the part of the members that makes a vote needless; "" where there always is a vote
(REQ-64).
"""

Majority = Literal["procedural_majority"]
"""The field of the rules that names the majority in the vote on it, a rule of `voting.majority`."""

Closes = Literal["", "debate", "list"]
Binds = Literal["", "roll_call", "secret"]
"""How the vote on the matter has to be taken once the motion was accepted."""

Offered = Literal["always", "in_public", "without_public"]

BY_THE_DESK = "by_the_desk"
"""Nothing happens by itself: the desk has a step of its own for it, which asks for grounds or looks at channels
first.
"""
BINDS_THE_VOTE = "binds_the_vote"
"""Nothing happens now; the next vote on the matter has to be taken as `binds` says."""
NOTHING_NOW = frozenset({BY_THE_DESK, BINDS_THE_VOTE})


@dataclass(frozen=True, slots=True)
class Kind:
    """What is moved, and what follows from it when it is accepted: the name of its `effect`."""

    label: Promise
    effect: str
    detail: Detail = "optional"
    movers: Movers = "members"
    supporters: Supporters = ""
    majority: Majority = "procedural_majority"
    closes: Closes = ""
    binds: Binds = ""
    offered: Offered = "always"


KINDS: dict[str, Kind] = {
    "end_debate": Kind(_("End of the debate"), effect="close", closes="debate", movers="closure_rule"),
    "end_list": Kind(_("End of the list of speakers"), effect="close", closes="list", movers="closure_rule"),
    "refer": Kind(_("Referral"), effect="refer_item", detail="needed"),
    "postpone": Kind(_("Postponement"), effect="postpone_item"),
    "interrupt": Kind(_("Interruption of the meeting"), effect="interrupt_meeting"),
    # An open item, a vote, the public's way in: the close has its own checks.
    "close_meeting": Kind(_("Close of the meeting"), effect=BY_THE_DESK),
    # Grounds are negotiated without the public (GO NRW section 48(2)); what goes out of the hall is looked after at the
    # desk.
    "exclude_public": Kind(_("Exclusion of the public"), effect=BY_THE_DESK, detail="inside", offered="in_public"),
    "readmit_public": Kind(_("Readmission of the public"), effect=BY_THE_DESK, offered="without_public"),
    # GO NRW section 50(1): a part of the members that the rules name may demand either.
    "roll_call": Kind(_("Roll-call vote"), effect=BINDS_THE_VOTE, binds="roll_call", supporters="roll_call_fraction"),
    "secret_vote": Kind(_("Secret vote"), effect=BINDS_THE_VOTE, binds="secret", supporters="secret_vote_fraction"),
    "remove_item": Kind(_("Removal from the agenda"), effect="remove_item"),
    "speaking_time": Kind(_("Speaking time"), effect="set_time", detail="needed"),
}

LABELS = {name: kind.label for name, kind in KINDS.items()}


def offered(*, public_is_in: bool) -> dict[str, Promise]:
    """The kinds that make sense now, by their labels: the public is either in or out."""
    missing = "without_public" if public_is_in else "in_public"
    return {name: kind.label for name, kind in KINDS.items() if kind.offered != missing}


def that_bind(way: Binds) -> list[str]:
    """The kinds after which the vote on the matter has to be taken that way."""
    return [name for name, kind in KINDS.items() if kind.binds == way]
