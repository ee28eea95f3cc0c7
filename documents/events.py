"""The event kinds of the documents room. Titles and digests are secrets; a confidential file's events are not public."""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.journal.kinds import EventKind, declare

KEYS = ("file", "item", "number")
SECRETS = ("title", "sha256")

FILE_ATTACHED = declare(EventKind("documents.file.attached", _("A paper was added to item {number}: {title}"), KEYS, SECRETS))
FILE_REMOVED = declare(EventKind("documents.file.removed", _("A paper was removed from item {number}: {title}"), KEYS, SECRETS))
MINUTES_RELEASED = declare(EventKind("documents.minutes.released", _("The minutes were released."), ("release", "sha256")))
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
    EventKind("documents.minutes.taken_back", _("The release of the minutes was taken back: {ground}"), ("release",), ("ground",))
)
