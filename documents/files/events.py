"""The event kinds of files. Titles and digests are secrets; a confidential file's events are not public."""

from django.utils.translation import gettext_lazy as _

from meetings.journal.kinds import EventKind, declare

KEYS = ("file", "item", "number")
SECRETS = ("title", "sha256")

FILE_ATTACHED = declare(
    EventKind("documents.file.attached", _("A file was added to item {number}: {title}"), KEYS, SECRETS)
)
FILE_REMOVED = declare(
    EventKind("documents.file.removed", _("A file was removed from item {number}: {title}"), KEYS, SECRETS)
)
FILE_MOVED = declare(
    EventKind("documents.file.moved", _("A file of item {number} has another place: {title}"), KEYS, SECRETS)
)
FILE_PREPARED = declare(EventKind("documents.file.prepared", _("A file can be read in the page now")))
"""Never recorded: only told to the pages, which draw their files anew."""
