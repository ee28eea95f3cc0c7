"""The event kinds of minutes. The digest of what is not public, and a ground, are secrets."""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.journal.kinds import EventKind, declare

MINUTES_RELEASED = declare(
    EventKind("documents.minutes.released", _("The minutes were released."), ("release", "sha256"))
)
"""`sha256` is that of the public minutes, so that everybody can check the file they have."""
FULL_MINUTES_RELEASED = declare(
    EventKind(
        "documents.minutes.full_released",
        _("The full minutes were released to the members of the body."),
        ("release",),
        ("sha256",),
        audience=Audience.PARTICIPANT,
    )
)
MINUTES_TAKEN_BACK = declare(
    EventKind(
        "documents.minutes.taken_back",
        _("The release of the minutes was taken back: {ground}"),
        ("release",),
        ("ground",),
    )
)
