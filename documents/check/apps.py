"""The check wing: the check package of a meeting, and the programs that check it."""

from django.apps import AppConfig


class CheckConfig(AppConfig):
    """Registers the wing's table."""

    name = "documents.check"
    label = "documents_check"

    def ready(self) -> None:
        from documents.check import permissions  # noqa: F401  (registers on import)
