"""The documents room: what a meeting works with and what remains of it. Its wings are apps of their own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Holds the tables of all wings and registers the room's next steps."""

    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from documents import next_steps  # noqa: F401  (registers on import)
