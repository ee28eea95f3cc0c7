"""Which accounts are locked because somebody tried too often."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from meetings.models import AccountLock, User

LOCKED_FOR = timedelta(hours=1)
"""No budget that was empty is empty longer without a further attempt, and that one is written down anew."""


def locked_accounts(users: Iterable[int | None]) -> set[int]:
    """Those of these accounts that are locked for somebody now."""
    since = timezone.now() - LOCKED_FOR
    found = AccountLock.objects.filter(user__in={pk for pk in users if pk}, lifted_at=None, locked_at__gt=since)
    return set(found.values_list("user", flat=True))


def is_locked(user: User) -> bool:
    """Whether an account is locked for somebody now."""
    return user.pk in locked_accounts([user.pk])


def last_lifted_lock(user: User | None) -> int:
    """The number of the account's last lock that was lifted; asked for nobody too, so that it takes the same time."""
    lifted = AccountLock.objects.filter(user=user.pk if user else 0, lifted_at__isnull=False)
    return lifted.aggregate(last=Max("pk"))["last"] or 0
