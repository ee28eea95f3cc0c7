"""Who may do what about conflicts of interest."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda.enums import ItemState
from agenda.permissions.items import item_is_unfinished, only_desk
from meetings.permissions import Actor, Rule, desk, meeting_is_unfinished, participant, register
from meetings.permissions.engine import predicate

only_members = _("Only members can declare a conflict of interest.")


@predicate
def own_before_the_item(actor: Actor, recusal: Any) -> bool:
    """One's own declaration, until the item is called: from then on the desk corrects."""
    waits = recusal is not None and recusal.item.state == ItemState.PENDING
    return waits and actor.person_id is not None and recusal.person_id == actor.person_id


# fmt: off
register(
    #    action, who may do it, while this holds, what others are told
    Rule("agenda.declare_recusal",   participant, meeting_is_unfinished & item_is_unfinished, only_members),
    Rule("agenda.enter_recusal",     desk, meeting_is_unfinished & item_is_unfinished, only_desk),
    Rule("agenda.take_back_recusal", desk | own_before_the_item, meeting_is_unfinished, only_desk),
)
# fmt: on
