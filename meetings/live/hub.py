"""One hub per process: takes hints from the channel layer, watches over rights, keeps the heartbeat."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer

from meetings.live.announce import GROUP
from meetings.live.broadcast import Broadcast
from meetings.live.crowd import Subscriber
from meetings.live.displays import DisplayWatch
from meetings.live.gathering import Gathering
from meetings.live.rights import Grant, Visitor, grants
from meetings.live.servers import asked_to_close, confirm_closed, renew
from meetings.live.video import VideoWatch
from meetings.live.witness import Witness, forget

HEARTBEAT = 5.0
WATCH = 1.0
RESTARTS = 1012
"""Close code of the protocol itself for a server that ends and comes again."""
logger = logging.getLogger(__name__)
Caller = tuple[int, Visitor]
"""Who wants to see which meeting."""


async def _grant_each(callers: set[Caller]) -> dict[Caller, Grant]:
    answers: dict[Caller, Grant] = {}
    for meeting_id in {meeting_id for meeting_id, _ in callers}:
        _last_seq, found = await grants(meeting_id, [visitor for wanted, visitor in callers if wanted == meeting_id])
        answers |= {(meeting_id, visitor): grant for visitor, grant in found.items()}
    return answers


def _pass_on(hint: dict[str, Any], broadcast: Broadcast) -> None:
    if "panels" in hint:
        broadcast.redraw(hint["panels"])
    else:
        broadcast.hear(hint["seq"], hint["name"], hint["only_for"])


class Hub:
    """All broadcasts with open sockets in this process, and the two tasks that serve them."""

    def __init__(self) -> None:
        self.key = uuid4()
        self.broadcasts: dict[int, Broadcast] = {}
        self.witness = Witness()
        self.displays = DisplayWatch()
        self.video = VideoWatch()
        self._door: Gathering[Caller, Grant] = Gathering(_grant_each)
        self._tasks: list[asyncio.Task[None]] = []
        self.leaving = False
        self.listening = asyncio.Event()

    def say_goodbye(self) -> None:
        """The process ends: let no socket in any more, and have every open one closed once it has its answers."""
        self.leaving = True
        for broadcast in list(self.broadcasts.values()):
            for subscriber in broadcast.subscribers.everybody():
                subscriber.close(RESTARTS)

    async def grant(self, meeting_id: int, visitor: Visitor) -> Grant:
        """What this visitor may see now; those who come at one time are looked up together."""
        return await self._door.answer((meeting_id, visitor))

    def join(self, meeting_id: int, subscriber: Subscriber) -> Broadcast:
        """Let a socket wait for its first picture (`Broadcast.welcome`); the first one starts the hub's tasks."""
        if not any(not task.done() for task in self._tasks):
            self.witness.begin()
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._watch())]
        broadcast = self.broadcasts.setdefault(meeting_id, Broadcast(meeting_id))
        broadcast.subscribers.expect(subscriber)
        return broadcast

    def leave(self, meeting_id: int, subscriber: Subscriber) -> None:
        """Take a socket out; the last one of the process stops the tasks."""
        broadcast = self.broadcasts.get(meeting_id)
        if broadcast is None:
            return
        broadcast.subscribers.discard(subscriber)
        self.witness.part(meeting_id, subscriber)
        self.displays.part(meeting_id, subscriber)
        if not broadcast.subscribers:
            self.broadcasts.pop(meeting_id).stop()
            self.video.forget(meeting_id)
            self.displays.forget(meeting_id)
        if not self.broadcasts:
            for task in self._tasks:
                task.cancel()
            self._tasks = []
            self.listening.clear()

    async def _listen(self) -> None:
        while True:
            with contextlib.suppress(asyncio.TimeoutError):
                await self._listen_once()
            await asyncio.sleep(1)

    async def _listen_once(self) -> None:
        try:
            layer = get_channel_layer()
            channel = await layer.new_channel()
            await layer.group_add(GROUP, channel)
            await self._catch_up()
            while True:
                hint = await layer.receive(channel)
                if broadcast := self.broadcasts.get(hint["meeting"]):
                    _pass_on(hint, broadcast)
        except Exception:
            logger.exception("the channel layer is not to be had; the heartbeat keeps the broadcasts up to date")

    async def _catch_up(self) -> None:
        """What happened before this process was in the group, no hint has told it."""
        for broadcast in list(self.broadcasts.values()):
            await broadcast.stand_anew()
        self.listening.set()

    async def _watch(self) -> None:
        beats = 0
        while True:
            await self._report(alive=beats % round(HEARTBEAT / WATCH) == 0)
            await asyncio.sleep(WATCH)
            beats += 1
            self.witness.tick()
            for broadcast in list(self.broadcasts.values()):
                await self._watch_one(broadcast, beats % round(HEARTBEAT / WATCH))

    async def _watch_one(self, broadcast: Broadcast, beat: int) -> None:
        """At beat 0 a heartbeat goes out; at beat 1 the pages have answered it."""
        try:
            await broadcast.watch(heartbeat=beat == 0)
            await self.witness.look(broadcast, renew=beat == 1)
            await self.displays.look(broadcast, renew=beat == 1)
            if beat == 0:
                self.video.ask(broadcast)
        except Exception:
            logger.exception("watching over meeting %s failed", broadcast.meeting_id)

    async def _report(self, *, alive: bool) -> None:
        """Tell the database that this process lives, and that the public is shut out where that was asked."""
        try:
            if alive:
                await renew(self.key)
                await forget()
            for meeting_id in await asked_to_close(self.key):
                if broadcast := self.broadcasts.get(meeting_id):
                    await broadcast.shut_out()
                await confirm_closed(self.key, meeting_id)
        except Exception:
            logger.exception("this process could not report to the database")


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop; one per process in production."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
