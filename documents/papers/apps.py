"""The papers wing: what a body deliberates on (Vorlagen), with a life before and after its meetings."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Registers the wing's tables, events, panels and permissions."""

    name = "documents.papers"
    label = "documents_papers"

    def ready(self) -> None:
        from documents.papers import events, panels, panels_start, permissions  # noqa: F401  (all register on import)
