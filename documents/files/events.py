"""The event kinds of files. Titles and digests are secrets; a confidential file's events are not public."""

from django.utils.translation import gettext_lazy as _

from agenda.events import audience_for
from documents.files.models import File
from meetings.enums import Audience
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


def audience_of(file: File) -> Audience:
    """Who may see what happens to this file: as with its item, but never the public of one that is not for it."""
    audience = audience_for(file.item)
    return Audience.PARTICIPANT if audience == Audience.PUBLIC and not file.is_public else audience
