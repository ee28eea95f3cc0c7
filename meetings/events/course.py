"""The event kinds of a meeting's course."""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.events import words
from meetings.journal.kinds import EventKind, declare

MEETING_CREATED = declare(EventKind("meetings.meeting.created", _("The meeting was planned."), audience=Audience.DESK))
MEETING_EDITED = declare(
    EventKind(
        "meetings.meeting.edited",
        _("The meeting's data were changed: {fields}."),
        keys=("fields",),
        audience=Audience.PARTICIPANT,
    )
)
MEETING_CONVENED = declare(EventKind("meetings.meeting.convened", _("The meeting was convened."), changes_rights=True))
MEETING_CANCELLED = declare(
    EventKind("meetings.meeting.cancelled", _("The meeting was cancelled."), changes_rights=True)
)
MEETING_OPENED = declare(
    EventKind("meetings.meeting.opened", _("The meeting was opened."), in_minutes=True, changes_rights=True)
)
MEETING_INTERRUPTED = declare(
    EventKind(
        "meetings.meeting.interrupted",
        _("The meeting was interrupted ({cause})."),
        keys=("cause",),
        choices=(("cause", words.CAUSES),),
        in_minutes=True,
    )
)
RECESS_ANNOUNCED = declare(
    EventKind("meetings.recess.announced", _("The meeting is expected to go on at about {time}."), ("time",))
)
MEETING_RESUMED = declare(
    EventKind(
        "meetings.meeting.resumed",
        _("The meeting was resumed; it had been interrupted since {since}."),
        ("since",),
        in_minutes=True,
    )
)
MEETING_ADJOURNED = declare(
    EventKind(
        "meetings.meeting.adjourned", _("The meeting was adjourned before its agenda was completed."), in_minutes=True
    )
)
MEETING_CLOSED = declare(
    EventKind(
        "meetings.meeting.closed", _("The meeting was closed."), in_minutes=True, changes_rights=True, signed=True
    )
)
MEETING_REOPENED = declare(
    EventKind(
        "meetings.meeting.reopened",
        _("The closing was corrected: the meeting goes on."),
        in_minutes=True,
        changes_rights=True,
    )
)
