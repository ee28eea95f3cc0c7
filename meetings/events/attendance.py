"""The event kinds of who is there."""

from django.utils.translation import gettext_lazy as _

from meetings.enums import AttendanceMode
from meetings.event_kinds import EventKind, declare

PERSON_ARRIVED = declare(
    EventKind(
        "meetings.attendance.arrived",
        _("{name} is present ({mode})."),
        keys=("person", "mode"),
        choices=(("mode", AttendanceMode),),
        secrets=("name",),
        in_minutes=True,
        changes_rights=True,
    )
)
PERSON_LEFT = declare(
    EventKind(
        "meetings.attendance.left",
        _("{name} has left."),
        keys=("person",),
        secrets=("name",),
        in_minutes=True,
        changes_rights=True,
    )
)
