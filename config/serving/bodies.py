"""How much a request may send: little for strangers, a form for whoever is signed in, files only where files are taken.

A view that takes files says so with `meetings.http.takes_files`; whoever sends one has to be allowed to before it is
taken.
"""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

from config.serving.gate import SMALL, Allowance, Gate, Head
from config.serving.refusals import STORAGE_FULL, Refusal
from meetings.errors import DomainError
from meetings.http import Files, files_of


def gate_with(in_thread: Callable[[Callable[[], Any]], Awaitable[Any]]) -> Gate:
    """The gate of the program; `in_thread` runs what asks the database."""
    return Gate(lambda head: in_thread(lambda: allowance(head)), by_link)


def allowance(head: Head) -> Allowance | Refusal:
    """Asks the database who it is, and where files are taken whether they may; runs in a request's thread."""
    user = _user(head.session)
    known = user.is_authenticated
    form = Allowance(settings.DATA_UPLOAD_MAX_MEMORY_SIZE if known else SMALL)
    if (
        head.length is None or head.length <= form.size
    ):  # a body of unknown length is never a file: no browser sends one
        return form
    match = _match(head.path)
    files = files_of(match.func) if match else None
    if match is None or files is None or not (known or files.by_link):
        return form
    return _for_files(files, match, user, head.length)


def _for_files(files: Files, match: ResolverMatch, user: Any, length: int) -> Allowance | Refusal:
    try:
        files.check(user, **match.kwargs)
    except DomainError as error:
        return Refusal(error.status, error.code, str(error.message))
    # Twice: the body lies there, and while it is taken apart its files beside it.
    if shutil.disk_usage(settings.FILE_UPLOAD_TEMP_DIR).free < 2 * length + settings.SPARE_DISK:
        return STORAGE_FULL
    return Allowance(settings.UPLOAD_LIMIT, large=True)


def _user(key: str) -> Any:
    if not key:
        return AnonymousUser()
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return get_user(request)


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(unquote(path))
    except Resolver404:
        return None


def by_link(path: str) -> bool:
    """Whether files are taken there from people who are not signed in."""
    match = _match(path)
    files = files_of(match.func) if match else None
    return files is not None and files.by_link
