"""The event kinds of presenting: begin and end alone, as a turned page is nothing that the record has to know."""

from django.utils.translation import gettext_lazy as _

from documents.files.events import KEYS
from meetings.journal.kinds import EventKind, declare

PRESENTATION_BEGUN = declare(
    EventKind("documents.presentation.begun", _("Slides are presented on item {number}: {title}"), KEYS, ("title",))
)
SLIDES_RELEASED = declare(
    EventKind("documents.file.released", _("Slides on item {number} are public from now on: {title}"), KEYS, ("title",))
)
PRESENTATION_ENDED = declare(
    EventKind("documents.presentation.ended", _("The presentation on item {number} is over: {title}"), KEYS, ("title",))
)
