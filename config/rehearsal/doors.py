"""The doors of the program as a browser uses them: requests with a session and a token, and the socket of a page."""

from __future__ import annotations

import asyncio
import http.client
import json
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from meetings.models import User

LASTS = 12 * 3600
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program answered and after how long; `said` is its JSON, or empty."""

    status: int
    said: dict[str, Any]
    seconds: float = 0.0

    @property
    def is_fault(self) -> bool:
        """Whether the program failed, which nothing that is asked may bring about."""
        return self.status >= 500 or self.status == 0


@dataclass(frozen=True, slots=True)
class House:
    """A running program: its address, and what its cookies are called (they carry the port where it is not the usual
    one).
    """

    base: str
    session_cookie: str
    csrf_cookie: str

    @classmethod
    def at(cls, base: str) -> House:
        """The program at this address, such as `http://127.0.0.1:8000`; `OSError` or `ValueError` when none answers
        there.
        """
        with urlopen(f"{base}{reverse('account_login')}", timeout=PATIENCE) as page:  # noqa: S310 the operator's own address
            set_here = [line.partition("=")[0] for line in page.headers.get_all("Set-Cookie", [])]
        token = next((name for name in set_here if "csrf" in name), "")
        if not token:
            raise ValueError
        return cls(base, token.replace("csrf", "session"), token)


class Door:
    """One person's way in, with their session."""

    def __init__(self, house: House, session: str) -> None:
        self.base = urlsplit(house.base)
        self.token = secrets.token_hex(16)
        self.cookie = f"{house.session_cookie}={session}; {house.csrf_cookie}={self.token}"

    async def get(self, path: str) -> Answer:
        """Ask for a page or for data."""
        return await asyncio.to_thread(self._ask, "GET", path, "")

    async def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form as the live page does."""
        return await asyncio.to_thread(self._ask, "POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str) -> Answer:
        kind = http.client.HTTPSConnection if self.base.scheme == "https" else http.client.HTTPConnection
        line = kind(self.base.netloc, timeout=PATIENCE)
        headers = {
            "Cookie": self.cookie,
            "Accept": "application/json",
            "X-CSRFToken": self.token,
            "Referer": self.base.geturl() + "/",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        began = time.monotonic()
        try:
            line.request(method, path, body, headers)
            reply = line.getresponse()
            return Answer(reply.status, _said(reply), time.monotonic() - began)
        except OSError:
            return Answer(0, {})
        finally:
            line.close()

    async def frames(self, path: str) -> AsyncIterator[dict[str, Any]]:
        """What the socket of a page brings, until it is closed; heartbeats are answered as the page does."""
        scheme = "wss" if self.base.scheme == "https" else "ws"
        headers = {"Cookie": self.cookie}
        try:
            async with connect(
                f"{scheme}://{self.base.netloc}{path}", additional_headers=headers, open_timeout=PATIENCE
            ) as socket:
                async for text in socket:
                    frame = json.loads(text)
                    if frame["type"] == "heartbeat":
                        await socket.send('{"type":"ping"}')
                    yield frame
        except (OSError, WebSocketException):
            return


def _said(reply: http.client.HTTPResponse) -> dict[str, Any]:
    content = reply.read()
    if "json" not in reply.headers.get("Content-Type", ""):
        return {}
    said = json.loads(content)
    return said if isinstance(said, dict) else {}


def sign_in(user: User) -> str:
    """A session for a simulated member, without a form: this command runs where the database is. Answers its key."""
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY], store[HASH_SESSION_KEY] = (
        str(user.pk),
        settings.AUTHENTICATION_BACKENDS[0],
        user.get_session_auth_hash(),
    )
    store.set_expiry(LASTS)
    store.create()
    return str(store.session_key)


def sign_out(key: str) -> None:
    """Take the session back."""
    SessionStore(key).delete()
