"""The files wing: what a meeting works with, on its items."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Registers the wing's table, events, panels and tab."""

    name = "documents.files"
    label = "documents_files"

    def ready(self) -> None:
        from documents.files import events, panels, permissions  # noqa: F401  (all register on import)
