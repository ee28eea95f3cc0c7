"""What the services for persons, memberships and bodies share: the lock, who is acting, what is said of a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from meetings.acting import acting
from meetings.errors import DomainError, not_found
from meetings.models import Body
from meetings.permissions import Actor
from meetings.selectors import actor_for
from meetings.triggers_records import OWN

OVERLAPS = "membership_overlaps"


def lock_body(body: Body | int, actor: Actor) -> tuple[Body, Actor]:
    """Lock a body's row until the transaction ends, and read the actor's rights in it anew."""
    pk = body if isinstance(body, int) else body.pk
    locked = Body.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if locked is None:
        raise not_found()
    return locked, actor_for(actor.user, body_id=pk)


@contextmanager
def done_by(actor: Actor) -> Iterator[None]:
    """What is written inside stands in the history as that person's doing; what the database refuses is said in words.

    403 `membership.own`, 409 `membership.overlaps`.
    """
    try:
        with transaction.atomic(), acting(actor.user):
            yield
    except IntegrityError as error:
        raise _in_words(error) from None


def _in_words(error: IntegrityError) -> Exception:
    if OWN in str(error):
        says = _("Nobody gives themselves a membership or changes their own; somebody else has to do it.")
        return DomainError("membership.own", says, status=403)
    if OVERLAPS in str(error):
        return DomainError("membership.overlaps", _("This person already holds this role in this body at that time."))
    return error


def check_fields(row: Model, exclude: list[str]) -> None:
    """Refuse with 400 `data.invalid` what does not fit the fields."""
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        raise DomainError("data.invalid", error.messages[0], status=400) from None
