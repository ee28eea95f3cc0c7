"""Known devices: a signed cookie says that somebody has signed in here before, and whose lock-out does not concern it.

It lets nobody in. Guesses of strangers have their own budgets (config/guesses.py); a device with this cookie has one of
its own.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

AGE = 180 * 24 * 3600
MOST = 8  # people who share one tablet


def device_of(request: HttpRequest, user: Any) -> str:
    """The mark of this device if that account has signed in on it within half a year, else nothing."""
    return next((mark for entry in _entries(request) if (mark := _mark(entry, user))), "")


def remember(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Give the device a new mark for this account; those of other accounts stay."""
    others = [entry for entry in _entries(request) if not _mark(entry, user)]
    fresh = _signer(user).sign(secrets.token_urlsafe(12))
    options: dict[str, Any] = {
        "max_age": AGE,
        "httponly": True,
        "samesite": "Lax",
        "secure": settings.SESSION_COOKIE_SECURE,
    }
    response.set_cookie(settings.DEVICE_COOKIE_NAME, ".".join([fresh, *others][:MOST]), **options)


def _entries(request: HttpRequest) -> list[str]:
    return request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "").split(".")[:MOST]


def _mark(entry: str, user: Any) -> str:
    try:
        return _signer(user).unsign(entry, max_age=AGE)
    except BadSignature:
        return ""


def _signer(user: Any) -> TimestampSigner:
    """The account is part of the signature and not of the cookie: it names nobody and fits nobody else."""
    return TimestampSigner(salt=f"config.devices.{user.pk}")
