"""The meetings room: institution, people, meetings; and the ground floor that all rooms share."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Registers the room's permission table, event kinds, panels and steps, and lets the live path listen to the
    journal.
    """

    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        from meetings import acting, events, next_steps, panels, services  # noqa: F401  (all five register on import)
        from meetings.live import announce  # noqa: F401  (listens to the journal)
        from meetings.permissions import table  # noqa: F401
