"""The documents room: what a meeting works with and what remains of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Registers the room's table, events, panels and tab."""

    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from documents import events, next_steps, panels, panels_minutes, permissions  # noqa: F401  (all register on import)
