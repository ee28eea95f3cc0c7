"""The event kinds of seats. A member who arrives holds their own seat by that; only what concerns substitutes is
told here.
"""

from django.utils.translation import gettext_lazy as _

from meetings.journal.kinds import EventKind, declare

KEYS = ("seat", "person")
NAMES = ("name", "member")

SEAT_TAKEN = declare(
    EventKind(
        "meetings.seat.taken",
        _("{name} takes the seat of {member} as a substitute."),
        KEYS,
        NAMES,
        in_minutes=True,
        changes_rights=True,
    )
)
SEAT_HANDED_BACK = declare(
    EventKind(
        "meetings.seat.handed_back",
        _("{name} hands the seat back to {member}."),
        KEYS,
        NAMES,
        in_minutes=True,
        changes_rights=True,
    )
)
SEAT_RELEASED = declare(
    EventKind(
        "meetings.seat.released",
        _("{name} no longer stands in for {member}."),
        KEYS,
        NAMES,
        in_minutes=True,
        changes_rights=True,
    )
)
SEAT_RESUMED = declare(
    EventKind(
        "meetings.seat.resumed",
        _("{name} has gone; {member} holds their own seat again."),
        KEYS,
        NAMES,
        in_minutes=True,
        changes_rights=True,
    )
)
