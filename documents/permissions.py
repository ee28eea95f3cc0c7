"""What the tables of all wings ask; each wing has its own table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings.permissions import Actor, state

only_desk = _("Only the chair or the clerk may do this.")


def meeting_of(target: Any) -> Any:
    """The meeting of whatever is asked about."""
    return getattr(target, "meeting", target)


@state(_("There are no minutes before the meeting has begun."))
def meeting_has_begun(actor: Actor, target: Any) -> bool:
    return meeting_of(target).opened_at is not None
