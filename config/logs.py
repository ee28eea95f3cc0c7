"""The log names nobody: no token, session, code, mail address or address of a client stands in any line, whichever
logger wrote it.

The formatter of the one handler sees what is written in the end, message, traceback and all. What to leave out it knows
from the program itself: the routes say where an address holds a text, the request at hand says what was sent with it.
"""

from __future__ import annotations

import functools
import ipaddress
import logging
import re
import time
from collections.abc import Iterator
from typing import Any

from allauth.core import context
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import RegexPattern

EVERY = 60.0
LONGEST = 200
GONE = "…"
NUMBERS = {"int"}
SHORTEST = 8  # a shorter word may stand in any message by itself
TYPED = {"code", "password", "oldpassword", "password1", "password2", "login", "email"}
MAIL = re.compile(r"[^\s<>\"'(),;:=\[\]{}/|]+@[^\s<>\"'(),;:=\[\]{}/|]+")
NUMBERED = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]*[0-9A-Fa-f:]|\d{1,3}(?:\.\d{1,3}){3})(?![\w])")
QUERY = re.compile(r"(?<=[\w/])\?[^\s\"'<>]*=[^\s\"'<>]*")


class Discreet(logging.Formatter):
    """Writes a record as always and then leaves out what names a person or opens a door."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        request = getattr(record, "request", None) or context.request
        if isinstance(request, HttpRequest):
            text = _without_request(text, request)
        return without_names(text)


def without_names(text: str) -> str:
    """The text without what stands in our addresses besides numbers, without queries, mail addresses and addresses
    of machines.
    """
    text = _secret_routes().sub(lambda found: found[0][: found.end("known") - found.start()] + GONE, text)
    text = MAIL.sub(GONE, QUERY.sub(f"?{GONE}", text))
    return NUMBERED.sub(_machine, text)


def _machine(found: re.Match[str]) -> str:
    """Nobody's address names nobody: what only looks like one, and this machine itself, may stay."""
    try:
        address = ipaddress.ip_address(found[0])
    except ValueError:
        return found[0]
    return found[0] if address.is_loopback or address.is_unspecified else GONE


def _without_request(text: str, request: HttpRequest) -> str:
    """Without an address that leads nowhere, whatever was typed into it, and without what was sent beside it."""
    for path in {request.path, request.path_info}:
        if len(path) > 1 and path in text and not _leads_somewhere(request.path_info):
            text = text.replace(path, "(no address of this program)")
    for value in sorted(set(_sent(request)), key=len, reverse=True):
        text = text.replace(value, GONE)
    return text


def _leads_somewhere(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _sent(request: HttpRequest) -> Iterator[str]:
    """Cookies, the session's key, and what was typed into a form; a form that nobody has read is not read here."""
    session: Any = getattr(request, "session", None)
    alone = [*request.COOKIES.values(), getattr(session, "session_key", None) or ""]
    yield from (value for value in alone if len(value) >= SHORTEST)
    for source in (request.GET, getattr(request, "_post", None) or QueryDict()):
        for name in source:
            yield from (value for value in source.getlist(name) if len(value) >= (3 if name in TYPED else SHORTEST))


@functools.cache
def _secret_routes() -> re.Pattern[str]:
    """Where addresses of this program hold a text that its visitors may not all know: what comes before it, and it."""
    known = sorted(set(_before_texts(get_resolver(), "/")), key=len, reverse=True)
    return re.compile(rf"(?P<known>{'|'.join(known)})[^\s\"'<>]+", re.IGNORECASE)


def _before_texts(resolver: URLResolver, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if getattr(pattern, "namespace", None) == "admin":
            continue  # numbers only
        part, is_text = _before_text(pattern)
        if is_text:
            yield before + part
        elif isinstance(pattern, URLResolver):
            yield from _before_texts(pattern, before + part)


def _before_text(pattern: URLPattern | URLResolver) -> tuple[str, bool]:
    """A route up to its first text as an expression, numbers included, and whether there is one."""
    route = str(pattern.pattern)
    if isinstance(pattern.pattern, RegexPattern):
        literal, named, _rest = route.removeprefix("^").partition("(?P<")
        return literal.removesuffix("$"), bool(named)
    expression = ""
    for literal, kind in re.findall(r"([^<]*)(?:<([^>]+)>)?", route):
        expression += re.escape(literal)
        if kind and kind.partition(":")[0] not in NUMBERS:
            return expression, True
        expression += r"\d+" if kind else ""
    return expression, False


class OneLine(logging.Filter):
    """Lets one record in a minute through, as one short line without a stack trace, and says how many were held back.

    For `django.security.DisallowedHost`: a name that is not in ALLOWED_HOSTS is sent by whoever likes, as often as they
    like.
    """

    def __init__(self) -> None:
        super().__init__()
        self._next = 0.0
        self._held_back = 0

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        if now < self._next:
            self._held_back += 1
            return False
        more = f" ({self._held_back} more since the last line)" if self._held_back else ""
        self._next, self._held_back = now + EVERY, 0
        record.msg, record.args = _short(record.getMessage()) + more, ()
        record.exc_info, record.exc_text, record.stack_info = None, None, None
        return True


def _short(message: str) -> str:
    printable = "".join(character if character.isprintable() else "?" for character in message)
    return printable if len(printable) <= LONGEST else f"{printable[:LONGEST]} ..."
