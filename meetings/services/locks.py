"""Locked accounts: written down when somebody tries too often, lifted by the clerk or the administrator."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import selectors
from meetings.enums import LockKind, LockScope
from meetings.errors import DomainError, not_found
from meetings.models import AccountLock, Body, Membership, Person, User
from meetings.permissions import Actor, require
from meetings.selectors import actor_for
from meetings.selectors.locks import LOCKED_FOR

KEPT_FOR = timedelta(days=90)
MOST_AN_HOUR = 5
logger = logging.getLogger(__name__)


@transaction.atomic
def note_lock(*, user_id: int, kind: LockKind, scope: LockScope) -> bool:
    """Write down that an account is locked; once while the same lock lasts. False when it stood there already."""
    now = timezone.now()
    AccountLock.objects.filter(user=user_id, locked_at__lt=now - KEPT_FOR).delete()
    known = AccountLock.objects.filter(
        user=user_id, kind=kind, scope=scope, lifted_at=None, locked_at__gt=now - LOCKED_FOR
    )
    if known.exists() or not User.objects.filter(pk=user_id).exists():
        return False
    AccountLock.objects.create(user_id=user_id, kind=kind, scope=scope, locked_at=now)
    return True


@transaction.atomic
def unlock_account(*, person: Person, body: Body, actor: Actor) -> None:
    """Let somebody of the body try again (Kontosperre aufheben); who did it stays on record.

    404 for somebody who is not of this body, 409 `account.not_locked`, 429 `account.unlocked_often`.
    """
    fresh = actor_for(actor.user, body_id=body.pk)
    require(fresh, "meetings.unlock_account")
    if not Membership.objects.on(timezone.localdate()).filter(person=person, body=body).exists():
        raise not_found()
    lift_locks(user_id=person.user_id or 0, by=fresh.user)


@transaction.atomic
def lift_locks(*, user_id: int, by: Any) -> None:
    """What `unlock_account` does, for whoever may look after accounts anyway (the administration)."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None or not selectors.is_locked(user):
        raise DomainError("account.not_locked", _("This account is not locked."))
    now = timezone.now()
    lately = AccountLock.objects.filter(user=user, lifted_at__gt=now - LOCKED_FOR).values("lifted_at").distinct()
    if lately.count() >= MOST_AN_HOUR:  # else whoever may lift locks could guess without end
        raise DomainError(
            "account.unlocked_often",
            _("This account was unlocked several times already. Please wait an hour."),
            status=429,
        )
    AccountLock.objects.filter(user=user, lifted_at=None).update(lifted_at=now, lifted_by=by)
    logger.warning("account %s was unlocked by account %s", user.pk, by.pk)
