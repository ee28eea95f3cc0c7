"""The presenting wing: pages of PDF files as pictures, slides in step on all screens, reading beside the agenda."""

from django.apps import AppConfig


class PresentingConfig(AppConfig):
    """Registers the wing's events, panels and permissions, and what follows when an item is left or a file removed."""

    name = "documents.presenting"
    label = "documents_presenting"

    def ready(self) -> None:
        from documents.presenting import events, panels, permissions, services  # noqa: F401  (all register on import)
