"""Moving a non-public item to the public part as the desk does it: the list of what becomes public has been seen."""

from agenda.models import AgendaItem
from agenda.places import Place
from agenda.selectors import reveal_stamp, revealed_by
from agenda.services import Resolution, move_item
from meetings.permissions import Actor


def to_public(item: AgendaItem, actor: Actor) -> AgendaItem:
    """Move it, with all below it, to the end of the public part."""
    return move_item(
        item=item, place=Place(None, "public", None), revealed=reveal_stamp(revealed_by(item)), actor=actor
    )


def to_non_public(item: AgendaItem, actor: Actor) -> AgendaItem:
    """Move it to the end of the non-public part."""
    ground = Resolution(category="Auftragsvergaben")
    return move_item(item=item, place=Place(None, "non_public", None), resolution=ground, actor=actor)
