"""Writes that come over an open socket: higher rooms register who takes a type of frame.

A taker gets who has sent the frame, never what they may do, and answers this one socket. HTTP stays the twin of each:
what a socket is refused because of the socket itself (`from_page`) may still come as a request.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.utils.http import is_same_domain

from meetings.live.rights import Visitor


@dataclass(frozen=True, slots=True)
class Sender:
    """At which meeting's socket somebody sits, and in which language; `from_page` says that a page of this very host
    opened it.
    """

    meeting_id: int
    visitor: Visitor
    language: str
    from_page: bool


Taker = Callable[[Sender, dict[str, Any]], Awaitable[dict[str, Any]]]
_takers: dict[str, Taker] = {}


def take_frames(kind: str, taker: Taker) -> None:
    """Let frames of a type be taken; a second taker of one type is a programming error."""
    if _takers.setdefault(kind, taker) is not taker:
        raise ValueError(f"frames of type {kind} are taken twice")


def taker_of(kind: str) -> Taker | None:
    """Who takes frames of this type; None when nobody does."""
    return _takers.get(kind)


def is_from_page(scope: dict[str, Any]) -> bool:
    """Whether the socket was opened by a page of this very host: what the CSRF check is for a request.

    A browser always names the page's origin and cannot be made to leave it out; a page of another port of the host is
    another one. A proxy that leaves the port out of `Host` shuts nobody out where `SITE_URL` or `CSRF_TRUSTED_ORIGINS`
    name the origin.
    """
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    if not origin:
        return False
    trusted = [settings.SITE_URL, *settings.CSRF_TRUSTED_ORIGINS]
    return _is_own(scope, origin) or any(_is_trusted(origin, each) for each in trusted)


def _is_own(scope: dict[str, Any], origin: str) -> bool:
    scheme = {"wss": "https", "ws": "http"}.get(scope.get("scheme", ""), "http")
    try:
        request = ASGIRequest({**scope, "type": "http", "method": "GET", "scheme": scheme}, BytesIO())
        return origin == f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return False


def _is_trusted(origin: str, trusted: str) -> bool:
    """`https://*.example.org` means every host below it, as for Django's CSRF check."""
    scheme, _, host = trusted.partition("://")
    own, _, named = origin.partition("://")
    return origin == trusted or (scheme == own and host.startswith("*") and is_same_domain(named, host.lstrip("*")))
