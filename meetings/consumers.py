"""The one WebSocket consumer: it knows frames, audiences and `seq`, and keeps the user but never their rights."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Coroutine
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs

from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from meetings.enums import Audience
from meetings.fields import key_of
from meetings.live.broadcast import Broadcast
from meetings.live.crowd import Subscriber
from meetings.live.displays import window_of
from meetings.live.door import Rank, address_of, door
from meetings.live.frames import Sender, Taker, is_from_page, taker_of
from meetings.live.hub import HEARTBEAT, RESTARTS, hub
from meetings.live.outlets import outlet_for
from meetings.live.rights import Visitor
from meetings.live.screens import encode
from meetings.selectors import key_in

LONGEST_FRAME = 4096
FRAMES_PER_SECOND = 20
FULL = 4503
LAST_ANSWERS = 3.0
VIEWS = {"public": Audience.PUBLIC, "room": Audience.PARTICIPANT, "desk": Audience.DESK, "screen": Audience.SCREEN}


class MeetingConsumer(AsyncWebsocketConsumer):
    """`/ws/meetings/<id>/?seq=N&view=room&lang=de`; the protocol is described in docs/live.md."""

    subscriber: Subscriber | None = None
    entered: tuple[Rank, str] | None = None
    leaving = False
    broadcast: Broadcast

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            if self.entered is not None:
                door.leave(*self.entered)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Hand on what arrives, as channels does, but without a turn of the database thread for each frame.

        Whatever asks the database here goes through `live/database.py`, which looks after the connection; a frame that
        first had to wait until that thread has drawn would keep a whole hall's votes waiting.
        """
        await getattr(self, get_handler_name(message))(message)

    @cached_property
    def from_page(self) -> bool:
        """Whether a page of this very host has opened the socket; the headers of the handshake do not change."""
        return is_from_page(self.scope)

    async def connect(self) -> None:
        """Admit whoever may see the meeting; others are refused before the handshake (403)."""
        self.meeting_id = self.scope["url_route"]["kwargs"]["pk"]
        self.received: list[float] = []
        self.tasks: set[asyncio.Future[None]] = set()
        wish = self._wish()
        if wish is None:
            await self.close(4400)
            return
        visitor, seq = wish
        if visitor.user_id is None and not self._enter(Rank.PUBLIC):  # before the database is asked
            await self.close(FULL)
            return
        grant = await hub().grant(self.meeting_id, visitor)
        if grant.audience is None:
            await self.close(4404)
            return
        if hub().leaving or not self._enter(Rank.DESK if grant.audience == Audience.DESK else Rank.MEMBER):
            await self.close(FULL)
            return
        await self.accept()
        send = self.scope.get("ratssaal.send", self.base_send)
        self.subscriber = Subscriber(
            visitor, self._language(), outlet_for(send), self._close_soon, grant.audience, grant.person_id, seq
        )
        self.subscriber.outlet.on_drained = self._resync
        await self._begin(self.subscriber)

    def _enter(self, rank: Rank) -> bool:
        """Take a place, once for each socket; it is given back when the socket has come to its end, whatever the end
        is.
        """
        place = rank, address_of(self.scope)
        if self.entered is None and door.admit(*place):
            self.entered = place
        return self.entered is not None

    async def _begin(self, subscriber: Subscriber) -> None:
        self.broadcast = hub().join(self.meeting_id, subscriber)
        hello = encode(
            "hello",
            self.broadcast.seqs.get(subscriber.audience, 0),
            audience=str(subscriber.audience),
            heartbeat=HEARTBEAT,
        )
        subscriber.outlet.put(hello)
        await self.broadcast.welcome(subscriber)

    def _wish(self) -> tuple[Visitor, int] | None:
        """Who asks for what, from the address and the session; None when the address makes no sense."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        seq, view = query.get("seq", ["0"])[0], query.get("view", ["desk"])[0]
        if key_of(seq) is None or view not in VIEWS:
            return None
        user, display = self.scope["user"], key_in(self.meeting_id, query.get("display", [""])[0])
        if not user.is_authenticated:
            return Visitor(None, None, None, VIEWS[view], display), int(seq)
        key = self.scope["session"].session_key
        return Visitor(user.pk, key, user.get_session_auth_hash(), VIEWS[view], display), int(seq)

    def _language(self) -> str:
        wanted = parse_qs(self.scope["query_string"].decode("latin-1")).get("lang", [""])[0]
        return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take a frame of the client: `resync`, `ping`, or a type that a room takes (`live/frames.py`); anything
        else closes the socket.
        """
        if self.leaving:
            return  # a ballot comes again, to the program's next process
        frame = _object(text_data or "")
        code = self._fault(text_data, frame)
        if code:
            await self.close(code)
        elif self.subscriber:
            self.subscriber.heard = time.monotonic()
            self.subscriber.window = window_of(frame) or self.subscriber.window
            if frame["type"] == "resync":
                self.subscriber.seq = 0
                await self.broadcast.welcome(self.subscriber)
            elif taker := taker_of(frame["type"]):
                self._later(self._answer(taker, frame, self.subscriber))

    def _fault(self, text: str | None, frame: dict[str, Any]) -> int:
        now = time.monotonic()
        self.received = [at for at in self.received if now - at < 1.0] + [now]
        if len(self.received) > FRAMES_PER_SECOND:
            return 4429
        if text is None or len(text) > LONGEST_FRAME:
            return 4400 if text is None else 4413
        kind = frame.get("type")
        return 0 if isinstance(kind, str) and (kind in {"resync", "ping"} or taker_of(kind)) else 4400

    async def _answer(self, taker: Taker, frame: dict[str, Any], subscriber: Subscriber) -> None:
        """Hand on who sent it and let this socket alone know what came of it."""
        sender = Sender(self.meeting_id, subscriber.visitor, subscriber.language, self.from_page)
        answer = await taker(sender, frame)
        subscriber.outlet.put(encode(frame["type"], self.broadcast.seqs.get(subscriber.audience, 0), **answer))

    def _resync(self) -> None:
        if self.subscriber is not None:
            self.subscriber.seq = 0
            self._later(self.broadcast.welcome(self.subscriber))

    def _close_soon(self, code: int) -> None:
        self._later(self._close_answered() if code == RESTARTS else self.close(code))

    async def _close_answered(self) -> None:
        """The process ends: what this page has sent before is answered, then it is told to come again."""
        self.leaving = True
        pending = self.tasks - {asyncio.current_task()}
        if pending:
            await asyncio.wait(pending, timeout=LAST_ANSWERS)
        await self.close(RESTARTS)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)  # the loop itself keeps only weak references
        task.add_done_callback(self.tasks.discard)

    async def disconnect(self, code: int) -> None:
        if self.subscriber is not None:
            self.subscriber.outlet.close()
            hub().leave(self.meeting_id, self.subscriber)


def _object(text: str) -> dict[str, Any]:
    """The object that a frame holds; empty when it holds something else, or more than anybody reads."""
    try:
        frame = json.loads(text) if len(text) <= LONGEST_FRAME else None
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}
