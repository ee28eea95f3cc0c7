"""The minutes wing: what remains of a meeting, as draft and as released."""

from django.apps import AppConfig


class MinutesConfig(AppConfig):
    """Registers the wing's table, events, panels, tab and check."""

    name = "documents.minutes"
    label = "documents_minutes"

    def ready(self) -> None:
        from documents.minutes import events, panels, permissions  # noqa: F401  (all register on import)
