"""The calendars wing: a meeting as an entry of anybody's calendar."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Registers the wing's way out to the public."""

    name = "documents.calendars"
    label = "documents_calendars"

    def ready(self) -> None:
        from documents.calendars import panels  # noqa: F401  (registers on import)
