"""The agenda room: what a meeting is about and who reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """Registers the room's table, events, panels, tabs and steps."""

    name = "agenda"
    verbose_name = _("Agenda")

    def ready(self) -> None:
        from agenda import events, next_steps, panels, permissions, services, steps  # noqa: F401  (all six register on import)
