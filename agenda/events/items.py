"""The event kinds of the agenda room. Titles and names are secrets; `audience_for` says who may see an event."""

from django.utils.translation import gettext_lazy as _

from agenda.enums import ChangeKind, MatterKind
from agenda.models import AgendaItem
from meetings.enums import Audience, MeetingState
from meetings.journal.kinds import EventKind, declare

ITEM = ("item", "number")
TITLE = ("title",)


def audience_for(item: AgendaItem) -> Audience:
    """Who may see what happens to this item: while the meeting is a draft the desk, later what its part allows."""
    if item.meeting.state == MeetingState.DRAFT:
        return Audience.DESK
    return Audience.PUBLIC if item.is_public else Audience.PARTICIPANT


ITEM_ADDED = declare(EventKind("agenda.item.added", _("Item {number} was put on the agenda: {title}"), ITEM, TITLE))
ITEM_EDITED = declare(EventKind("agenda.item.edited", _("Item {number} was changed: {fields}."), (*ITEM, "fields")))
ITEM_MOVED = declare(
    EventKind("agenda.item.moved", _("Item {old_number} is now item {number}: {title}"), (*ITEM, "old_number"), TITLE)
)
ITEM_REMOVED = declare(
    EventKind("agenda.item.removed", _("Item {number} was removed from the draft: {title}"), ITEM, TITLE)
)
ITEM_OPENED = declare(
    EventKind("agenda.item.opened", _("Item {number} was called: {title}"), ITEM, TITLE, in_minutes=True)
)
ITEM_CLOSED = declare(
    EventKind("agenda.item.closed", _("Item {number} was closed: {title}"), ITEM, TITLE, in_minutes=True)
)
ITEM_TAKEN_BACK = declare(
    EventKind(
        "agenda.item.taken_back",
        _("Correction: item {number} was not called yet: {title}"),
        ITEM,
        TITLE,
        in_minutes=True,
    )
)
ITEM_POSTPONED = declare(
    EventKind("agenda.item.postponed", _("Item {number} was postponed: {title}"), ITEM, TITLE, in_minutes=True)
)
ITEM_WITHDRAWN = declare(
    EventKind("agenda.item.withdrawn", _("Item {number} was withdrawn: {title}"), ITEM, TITLE, in_minutes=True)
)
ITEM_REOPENED = declare(
    EventKind("agenda.item.reopened", _("Item {number} was taken up again: {title}"), ITEM, TITLE, in_minutes=True)
)
NOTE_WRITTEN = declare(
    EventKind(
        "agenda.note.written", _("The note on item {number} was changed."), (*ITEM, "version"), audience=Audience.DESK
    )
)
PRESENTER_EDITED = declare(
    EventKind(
        "agenda.presenter.edited", _("The guest on item {number} is called {name}."), (*ITEM, "presenter"), ("name",)
    )
)
PRESENTER_ADDED = declare(
    EventKind("agenda.presenter.added", _("{name} reports on item {number}."), (*ITEM, "presenter"), ("name",))
)
PRESENTER_REMOVED = declare(
    EventKind(
        "agenda.presenter.removed", _("{name} no longer reports on item {number}."), (*ITEM, "presenter"), ("name",)
    )
)
PRESENTER_LINK_RENEWED = declare(
    EventKind(
        "agenda.presenter_link.renewed",
        _("The personal link for item {number} was renewed."),
        (*ITEM, "presenter"),
        audience=Audience.DESK,
    )
)
MATTER_RELEASED = declare(
    EventKind(
        "agenda.matter.released",
        _("Released from the non-public part of item {number}: {content}"),
        (*ITEM, "purpose", "matter"),
        ("content",),
        choices=(("purpose", MatterKind),),
        in_minutes=True,
    )
)
MEETING_RECONVENED = declare(
    EventKind(
        "agenda.meeting.reconvened",
        _("Another meeting was planned for what was put off because of the lack of a quorum (no. {again})."),
        ("again",),
        audience=Audience.DESK,
    )
)
MEETING_COPIED = declare(
    EventKind(
        "agenda.meeting.copied",
        _("The agenda was copied from another meeting (no. {source})."),
        ("source",),
        audience=Audience.DESK,
    )
)
AGENDA_CHANGED = declare(
    EventKind(
        "agenda.order.changed",
        _("Change of the agenda by resolution ({resolution}): {purpose}. Ground: {ground}"),
        ("item", "purpose"),
        ("ground", "resolution"),
        choices=(("purpose", ChangeKind),),
        in_minutes=True,
    )
)
