"""What a meeting is about, and who reports on it."""

from agenda.models.items import AgendaItem, Presenter

__all__ = ["AgendaItem", "Presenter"]
