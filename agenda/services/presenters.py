"""Guests who report on an item, and their personal links."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agenda import events
from agenda.enums import Part
from agenda.events import audience_for
from agenda.models import AgendaItem, Presenter
from agenda.selectors import number_of, part_now
from agenda.services.base import apply, clean, lock_item
from agenda.services.guests import part_with
from meetings.enums import Audience
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.permissions import Actor, require


@transaction.atomic
def add_presenter(
    *, item: AgendaItem, actor: Actor, name: str, organisation: str = "", email: str = "", is_demo: bool = False
) -> Presenter:
    """Name a guest who reports on an item (Vortragende benennen); the personal link follows by itself.

    400 `data.invalid`. No mail is sent.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.add_presenter", item)
    presenter = Presenter(item=item, name=name, organisation=organisation, email=email, is_demo=is_demo)
    clean(presenter, exclude=["item"])
    presenter.position, presenter.part = item.presenters.count(), part_now(item)
    presenter.save(force_insert=True)
    _tell(presenter, events.PRESENTER_ADDED, actor)
    return presenter


@transaction.atomic
def edit_presenter(*, presenter: Presenter, name: str, was: str, actor: Actor) -> Presenter:
    """Write a guest's name differently (Namen berichtigen); the personal link stays.

    `was` is the name the person saw: 409 `presenter.changed_meanwhile` when it is another one now. 400 `data.invalid`.
    """
    presenter, actor = _lock(presenter, actor)
    require(actor, "agenda.edit_presenter", presenter.item)
    if apply(presenter, {"name": name}):
        stored = Presenter.objects.values_list("name", flat=True).get(pk=presenter.pk)
        if stored != presenter.tidied({"name": was})["name"]:
            says = _("Somebody else has changed this name meanwhile. Nothing was saved.")
            raise DomainError("presenter.changed_meanwhile", says)
        clean(presenter, exclude=["item"])
        presenter.save(update_fields=["name"])
        _tell(presenter, events.PRESENTER_EDITED, actor)
    return presenter


@transaction.atomic
def remove_presenter(*, presenter: Presenter, actor: Actor) -> Presenter:
    """Take a guest off an item; the personal link leads nowhere from now on, a place on the list of speakers is
    struck.
    """
    presenter, actor = _lock(presenter, actor)
    require(actor, "agenda.remove_presenter", presenter.item)
    pk = presenter.pk
    part_with(presenter, actor)
    presenter.delete()
    presenter.pk = pk
    _tell(presenter, events.PRESENTER_REMOVED, actor)
    return presenter


@transaction.atomic
def renew_presenter_link(*, presenter: Presenter, actor: Actor) -> Presenter:
    """Withdraw a guest's personal link and make a new one (Link erneuern); the old one leads nowhere."""
    presenter, actor = _lock(presenter, actor)
    require(actor, "agenda.renew_presenter_link", presenter.item)
    presenter.link_version += 1
    presenter.save(update_fields=["link_version"])
    _tell(presenter, events.PRESENTER_LINK_RENEWED, actor)
    return presenter


def _lock(presenter: Presenter, actor: Actor) -> tuple[Presenter, Actor]:
    item, actor = lock_item(presenter.item, actor)
    fresh = Presenter.objects.filter(pk=presenter.pk, item=item).first()
    if fresh is None:
        raise not_found()
    fresh.item = item
    return fresh, actor


def _tell(presenter: Presenter, kind: EventKind, actor: Actor) -> None:
    item = presenter.item
    audience = Audience.DESK if kind.audience == Audience.DESK else audience_for(item)
    if audience == Audience.PUBLIC and presenter.part != Part.PUBLIC:
        audience = Audience.PARTICIPANT
    secrets: dict[str, Any] = {"name": presenter.name} if kind.secrets else {}
    keys: dict[str, Any] = {"item": item.pk, "number": number_of(item), "presenter": presenter.pk}
    record(item.meeting, kind, actor=actor, audience=audience, secrets=secrets, **keys)
