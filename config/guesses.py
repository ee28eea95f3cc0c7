"""How often somebody may guess at an account, and ask for mails to it.

A stranger has a budget per account and network, and all strangers together one per account; a device on which the
account has signed in before has its own, so that nobody is shut out by what others try. `settings.GUESS_LIMITS` has the
numbers.
"""

from __future__ import annotations

import ipaddress
import logging
from collections import deque
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import filter_users_by_email
from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from config.devices import device_of
from meetings import selectors, services
from meetings.enums import LockKind, LockScope
from meetings.models import User

logger = logging.getLogger(__name__)
_refused: deque[tuple[int, LockKind, LockScope]] = deque(maxlen=10_000)


@dataclass(frozen=True)
class Target:
    """What a guess is aimed at: an account, or an address that has none and is counted alike."""

    user: User | None
    address: str = ""


def target_of(email: str) -> Target:
    """One target per account, under whichever of its addresses."""
    address = (email or "").strip().lower()
    users = filter_users_by_email(address, prefer_verified=True)
    return Target(min(users, key=lambda user: (user.email != address, user.pk), default=None), address)


class Spent:
    """What one attempt took from the budgets; given back when the attempt was no guess but right."""

    def __init__(self) -> None:
        self.usages: list[ratelimit.RateLimitUsage] = []

    def give_back(self) -> None:
        for usage in self.usages:
            usage.rollback()


def spend(request: HttpRequest, kind: LockKind, target: Target) -> Spent:
    """Take one attempt from every budget it counts to; a validation error in allauth's words when one of them is empty.

    The answer is the same whether the account exists or not, and so is the work until it is given.
    """
    spent = Spent()
    for scope, key in [(None, None), *_budgets(request, kind, target)]:
        usage = _consume(request, kind, scope, key)
        if not usage:
            if target.user is not None and scope is not None:
                _refused.append((target.user.pk, kind, scope))
            raise get_adapter().validation_error("too_many_login_attempts")
        spent.usages.append(usage)
    return spent


def _consume(
    request: HttpRequest, kind: LockKind, scope: LockScope | None, key: str | None
) -> ratelimit.RateLimitUsage | None:
    """Through allauth, whose counters are exact when guesses arrive at the same moment."""
    action = f"{kind}.{scope}" if scope else "any.address"
    limits = settings.GUESS_LIMITS[kind][scope] if scope else settings.GUESSES_PER_ADDRESS
    return ratelimit.consume(request, app="ratssaal", action=action, config={action: limits}, key=key)


def _budgets(request: HttpRequest, kind: LockKind, target: Target) -> list[tuple[LockScope, str]]:
    key, mark = _key(kind, target), ""
    if target.user is not None:
        is_own = request.user.is_authenticated and request.user.pk == target.user.pk
        mark = "signed-in" if is_own else device_of(request, target.user)
    if mark:
        return [(LockScope.DEVICE, f"{key}:{mark}")]
    return [(LockScope.NETWORK, f"{key}:{network_of(request)}"), (LockScope.ACCOUNT, key)]


def _key(kind: LockKind, target: Target) -> str:
    """Counters begin anew when a clerk lifts the lock, and those of the password with a new password."""
    lifted = selectors.last_lifted_lock(target.user)
    if target.user is None:
        return f"address:{target.address}:{lifted}"
    of_password = salted_hmac("config.guesses", target.user.password).hexdigest() if kind == LockKind.PASSWORD else ""
    return f"account:{target.user.pk}:{lifted}:{of_password}"


def network_of(request: HttpRequest) -> str:
    """The network a request comes from: what one household, hall or provider's customer can choose from (IPv4 /24,
    IPv6 /48).
    """
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def record_refusals(**kwargs: Any) -> None:
    """Write down which accounts were locked, after the answer is out: how long it took must not tell whether an
    account exists.
    """
    while _refused:
        try:
            pk, kind, scope = _refused.popleft()
            if services.note_lock(user_id=pk, kind=kind, scope=scope):
                logger.warning("account %s is locked for %s from here on (%s)", pk, kind.value, scope.value)
        except IndexError:
            return
        except Exception:
            logger.exception("a lock could not be recorded")
