"""Who may do what in the agenda room."""

from agenda.permissions.floor import own_request
from agenda.permissions.items import (
    ended_without_quorum,
    item_has_not_begun,
    item_is_open,
    item_is_pending,
    item_is_unfinished,
    item_may_come_back,
    only_desk,
)
from agenda.permissions.motions import own_motion
from agenda.permissions.procedure import only_members
from agenda.permissions.recusals import own_before_the_item

__all__ = [
    "ended_without_quorum",
    "item_has_not_begun",
    "item_is_open",
    "item_is_pending",
    "item_is_unfinished",
    "item_may_come_back",
    "only_desk",
    "only_members",
    "own_before_the_item",
    "own_motion",
    "own_request",
]
