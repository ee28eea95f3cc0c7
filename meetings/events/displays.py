"""The event kinds of setting hall displays up. Which device is connected at a moment is no event."""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.events import words
from meetings.journal.kinds import EventKind, declare

DISPLAY_CODE_MADE = declare(
    EventKind(
        "meetings.display.code_made",
        _("A code for hall displays was made; it holds until {time}."),
        keys=("until", "time"),
        audience=Audience.DESK,
    )
)
DISPLAY_CODE_REVOKED = declare(
    EventKind("meetings.display.code_revoked", _("The code for hall displays was revoked."), audience=Audience.DESK)
)
DISPLAY_SET_UP = declare(
    EventKind(
        "meetings.display.set_up",
        _("Hall display {number} was set up ({way})."),
        keys=("number", "way"),
        choices=(("way", words.DISPLAY_WAYS),),
        audience=Audience.DESK,
    )
)
DISPLAY_DISCONNECTED = declare(
    EventKind(
        "meetings.display.disconnected",
        _("Hall display {number} was disconnected."),
        keys=("number",),
        audience=Audience.DESK,
        changes_rights=True,
    )
)
