"""Every read of the agenda room; each returns only what the audience or person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda import places
from agenda.enums import ItemState, Part, RecusalState
from agenda.models import AgendaItem, Presenter
from agenda.numbering import Node, Numbered, number_items
from agenda.selectors.parts import seen_by
from meetings.enums import Audience
from meetings.errors import DomainError, not_found
from meetings.memo import remembered, remembers
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors import audience_of, meeting_or_404, sees_non_public

LINK_SALT = "agenda.presenter"
RECUSED = (RecusalState.DECLARED, RecusalState.FOUND)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an agenda as one audience sees it.

    `item` is None where the audience may not see it: then the number and the neutral `title`
    are all there is. `planned_at` is None there too. `presenters` are those whom the audience may know of.
    """

    number: str
    depth: int
    part: str
    title: str
    item: AgendaItem | None = None
    planned_at: datetime | None = None
    presenters: tuple[Presenter, ...] = ()

    @property
    def may_see(self) -> bool:
        """Whether there is more to it than its number and a neutral title."""
        return self.item is not None

    @property
    def is_open(self) -> bool:
        """Whether it is being dealt with right now, as far as the audience may know."""
        return self.item is not None and self.item.state == ItemState.OPEN


def items_for(meeting: Meeting, audience: Audience) -> QuerySet[AgendaItem]:
    """The items whose content this audience may see, without order; non-public ones only for participants."""
    items = AgendaItem.objects.filter(meeting=meeting)
    return items if sees_non_public(audience) else items.filter(part=Part.PUBLIC)


def item_or_404(user: Any, pk: int, *, own: bool = False) -> tuple[Actor, AgendaItem]:
    """An item and what this user is in its meeting; 404 alike for hidden and absent.

    A non-public one is closed to whoever has a conflict of interest in it; `own` lets them through to take that back.
    """
    item = AgendaItem.objects.select_related("meeting__body__institution", "meeting__journal").filter(pk=pk).first()
    if item is None:
        raise not_found()
    actor, _meeting = meeting_or_404(user, item.meeting_id)
    if not item.is_public and not sees_non_public(audience_of(actor)):
        raise not_found()
    if not own and is_closed_to(item, actor):
        raise not_found()
    return actor, item


def is_closed_to(item: AgendaItem, actor: Actor) -> bool:
    """Whether a non-public item and its files are closed to somebody for a conflict of interest (GO NRW section 31)."""
    if item.is_public or actor.person_id is None:
        return False
    return item.recusals.filter(person=actor.person_id, ended_at__isnull=True, state__in=RECUSED).exists()


def closed_to(meeting: Meeting, actor: Actor) -> frozenset[int]:
    """The ids of the non-public items of a meeting that are closed to somebody for a conflict of interest. One
    query.
    """
    if actor.person_id is None:
        return frozenset()
    held = AgendaItem.objects.filter(meeting=meeting, recusals__person=actor.person_id, recusals__ended_at__isnull=True)
    return frozenset(held.filter(part=Part.NON_PUBLIC, recusals__state__in=RECUSED).values_list("pk", flat=True))


def presenter_or_404(user: Any, pk: int) -> tuple[Actor, Presenter]:
    """A presenter and what this user is in the meeting; 404 alike for hidden and absent."""
    presenter = Presenter.objects.filter(pk=pk).first()
    if presenter is None:
        raise not_found()
    actor, presenter.item = item_or_404(user, presenter.item_id)
    return actor, presenter


@remembered
def tree_of(meeting: Meeting) -> tuple[dict[int, AgendaItem], list[Numbered]]:
    """All items by their ids, and the lines in reading order. Two queries."""
    rows = AgendaItem.objects.filter(meeting=meeting).defer("note", "other_note").prefetch_related("presenters")
    items = {item.pk: item for item in rows}
    for item in items.values():
        item.meeting = meeting
    return items, number_items(node_of(item) for item in items.values())


def node_of(item: AgendaItem) -> Node:
    """The item as `numbering` needs it."""
    return Node(item.pk, item.parent_id, item.part, item.position)


def row_for(item: AgendaItem, line: Numbered, planned_at: datetime, audience: Audience) -> Row:
    """The item as this audience may see it."""
    if item.is_public or sees_non_public(audience):
        guests = tuple(seen_by(item.presenters.all(), audience))
        return Row(line.number, line.depth, item.part, item.title, item, planned_at, guests)
    return Row(line.number, line.depth, item.part, neutral_title(item))


def neutral_title(item: AgendaItem) -> str:
    """What those may read who may not see the title of a non-public item."""
    return item.public_title or _("Non-public item")


@remembered
def open_item(meeting: Meeting) -> AgendaItem | None:
    """The item that is being dealt with right now, public or not; None between two items."""
    if remembers(meeting):
        return next((item for item in tree_of(meeting)[0].values() if item.state == ItemState.OPEN), None)
    return AgendaItem.objects.filter(meeting=meeting, state=ItemState.OPEN).first()


def has_begun(meeting: Meeting) -> bool:
    """Whether an item has been called in this meeting."""
    if remembers(meeting):
        return any(item.opened_at for item in tree_of(meeting)[0].values())
    return AgendaItem.objects.filter(meeting=meeting, opened_at__isnull=False).exists()


def item_for_note(meeting: Meeting) -> AgendaItem | None:
    """The item whose note the desk writes now: the open one, else the one that was left last."""
    return open_item(meeting) or _left_last(meeting)


def _left_last(meeting: Meeting) -> AgendaItem | None:
    if remembers(meeting):
        left = [item for item in tree_of(meeting)[0].values() if item.closed_at and item.opened_at]
        return max(left, key=lambda item: (item.closed_at, item.pk), default=None)
    closed = AgendaItem.objects.filter(meeting=meeting, closed_at__isnull=False, opened_at__isnull=False)
    return closed.order_by("-closed_at", "-pk").first()


def numbers_of(meeting: Meeting) -> dict[int, str]:
    """The number of every item of the meeting in reading order, by the item's id. One query."""
    return {line.key: line.number for line in outline_of(meeting)}


@remembered
def outline_of(meeting: Meeting) -> list[Numbered]:
    """The meeting's items in reading order with number and depth. One query."""
    if remembers(meeting):
        return tree_of(meeting)[1]
    rows = AgendaItem.objects.filter(meeting=meeting).values_list("pk", "parent", "part", "position")
    return number_items(Node(*row) for row in rows)


def number_of(item: AgendaItem) -> str:
    """The item's number, such as Ö 2.1."""
    return numbers_of(item.meeting)[item.pk]


def next_pending(meeting: Meeting) -> tuple[AgendaItem, str] | None:
    """The first item in reading order that waits to be called, with its number."""
    if remembers(meeting):
        pending = {key: item for key, item in tree_of(meeting)[0].items() if item.state == ItemState.PENDING}
    else:
        pending = AgendaItem.objects.filter(meeting=meeting, state=ItemState.PENDING).in_bulk()
    found = (line for line in outline_of(meeting) if line.key in pending)
    return next(((pending[line.key], line.number) for line in found), None)


def items_in_order(meeting: Meeting) -> list[AgendaItem]:
    """All items in reading order."""
    found = AgendaItem.objects.filter(meeting=meeting).in_bulk()
    rows = [found[line.key] for line in outline_of(meeting)]
    for row in rows:
        row.meeting = meeting
    return rows


def closed_since(meeting: Meeting, moment: datetime) -> list[AgendaItem]:
    """The items that were being dealt with, and were closed or put off, since a moment."""
    left = AgendaItem.objects.filter(meeting=meeting, opened_at__isnull=False, closed_at__gte=moment)
    return list(left.order_by("closed_at", "pk"))


def moves_of(rows: Sequence[Row]) -> dict[int, places.Moves]:
    """Where each item can be moved to with one click; `rows` as the desk sees them."""
    items = [row.item for row in rows if row.item is not None]
    return places.moves_of([places.Spot(item.pk, item.parent_id, item.part) for item in items])


def place_at(item: AgendaItem, number: int, was: int | None) -> places.Place:
    """The place at which an item is the so-manyth among those beside it.

    400 `item.number_unknown` when there are not so many; 409 `item.place_gone` when it is not any more the one that it
    `was` when the page was made.
    """
    beside = [row.pk for row in siblings(item.meeting, item.parent_id, item.part)]
    here = beside.index(item.pk) + 1
    if was is not None and was != here:
        raise DomainError(
            "item.place_gone", _("The agenda was changed meanwhile. Look at it again and repeat the move.")
        )
    if number > len(beside):
        says = _("There is no such number here. Give one from 1 to {last}.").format(last=len(beside))
        raise DomainError("item.number_unknown", says, status=400)
    after = [pk for pk in beside if pk != item.pk]
    return places.Place(item.parent_id, item.part, after[number - 1] if number <= len(after) else None)


def presenters_of(meeting: Meeting) -> list[Presenter]:
    """Every guest of the meeting, for the program's own checks."""
    presenters = list(Presenter.objects.filter(item__meeting=meeting).select_related("item"))
    for presenter in presenters:
        presenter.item.meeting = meeting
    return presenters


def presenter_token(presenter: Presenter) -> str:
    """The signed part of a presenter's personal link; holds until the link is renewed or the presenter removed."""
    return signing.Signer(salt=LINK_SALT).sign_object([presenter.pk, presenter.link_version])


def presenter_by_token(token: str) -> Presenter:
    """Whom a personal link belongs to; 404 for a bad or withdrawn link, and while the meeting is a draft.

    It holds from the invitation to the close; 410 `presenter.link_over` when the meeting is over, or cancelled, and its
    day has passed.
    """
    try:
        pk, version = signing.Signer(salt=LINK_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise not_found() from None
    rows = Presenter.objects.select_related("item__meeting__body__institution", "item__meeting__journal")
    presenter = rows.filter(pk=pk, link_version=version).first()
    if presenter is None or not presenter.item.meeting.is_published:
        raise not_found()
    _check_day(presenter.item.meeting)
    return presenter


def _check_day(meeting: Meeting) -> None:
    if not meeting.is_live and timezone.localdate() > timezone.localtime(meeting.starts_at).date():
        says = _("This personal link was valid until the meeting was over. The agenda stays open to everybody.")
        raise DomainError("presenter.link_over", says, status=410)


def siblings(meeting: Meeting, parent_id: int | None, part: str) -> list[AgendaItem]:
    """The items beside each other below one parent, in their order."""
    rows = AgendaItem.objects.filter(meeting=meeting, parent=parent_id, part=part)
    return list(rows.order_by("position", "pk"))


def subtree_of(item: AgendaItem) -> list[AgendaItem]:
    """The item and everything below it, each level after the one above."""
    level, found = [item], [item]
    while level:
        level = list(AgendaItem.objects.filter(parent__in=level).order_by("position", "pk"))
        found += level
    return found


def item_in(meeting: Meeting, pk: int) -> AgendaItem:
    """An item of this very meeting; 409 `item.gone` when somebody has removed it meanwhile."""
    item = AgendaItem.objects.filter(meeting=meeting, pk=pk).first()
    if item is None:
        raise DomainError("item.gone", _("This item has been removed meanwhile."))
    item.meeting = meeting
    return item
