"""Every change of state in the agenda room goes through one of these."""

from agenda.services.course import close_item, open_item, postpone_item, reopen_item, take_back_item, withdraw_item
from agenda.services.notes import write_note
from agenda.services.order import move_item
from agenda.services.planning import add_item, edit_item, remove_item
from agenda.services.presenters import add_presenter, remove_presenter, renew_presenter_link
from agenda.services.reconvening import reconvene_meeting

__all__ = [
    "add_item",
    "add_presenter",
    "close_item",
    "edit_item",
    "move_item",
    "open_item",
    "postpone_item",
    "reconvene_meeting",
    "remove_item",
    "remove_presenter",
    "renew_presenter_link",
    "reopen_item",
    "take_back_item",
    "withdraw_item",
    "write_note",
]
