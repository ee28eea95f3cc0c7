"""The event kinds of who leads the meeting."""

from django.utils.translation import gettext_lazy as _

from meetings.journal.kinds import EventKind, declare

PRESIDING_HANDED_OVER = declare(
    EventKind(
        "meetings.presiding.handed_over", _("{name} presides from now on."), ("person",), ("name",), in_minutes=True
    )
)
PRESIDING_HANDED_OVER_FOR_ITEM = declare(
    EventKind(
        "meetings.presiding.handed_over_for_item",
        _("{name} presides for item {number}."),
        ("person", "item", "number"),
        ("name",),
        in_minutes=True,
    )
)
PRESIDING_RESUMED = declare(EventKind("meetings.presiding.resumed", _("The chair presides again."), in_minutes=True))
