"""The permission engine and the room's own table: who may do what, while what holds.

Other rooms import the words from here, and `register` their own tables in `AppConfig.ready()`.
"""

from meetings.permissions.engine import (
    Actor,
    Predicate,
    Rule,
    all_rules,
    can,
    predicate,
    register,
    require,
    state,
)
from meetings.permissions.predicates import (
    administrator,
    anyone,
    chair,
    clerk,
    desk,
    meeting_is_closed,
    meeting_is_convened,
    meeting_is_draft,
    meeting_is_interrupted,
    meeting_is_live,
    meeting_is_open,
    meeting_is_planned,
    meeting_is_running,
    meeting_is_unfinished,
    participant,
    present,
    seat_holder,
)

__all__ = [
    "Actor",
    "Predicate",
    "Rule",
    "administrator",
    "all_rules",
    "anyone",
    "can",
    "chair",
    "clerk",
    "desk",
    "meeting_is_closed",
    "meeting_is_convened",
    "meeting_is_draft",
    "meeting_is_interrupted",
    "meeting_is_live",
    "meeting_is_open",
    "meeting_is_planned",
    "meeting_is_running",
    "meeting_is_unfinished",
    "participant",
    "predicate",
    "present",
    "register",
    "require",
    "seat_holder",
    "state",
]
