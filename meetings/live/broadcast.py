"""One meeting's sockets in this process: what has changed, and when it is shown."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection, Iterable
from typing import Any

from meetings.enums import Audience
from meetings.journal.kinds import kind_of
from meetings.live.database import in_database_thread
from meetings.live.dirt import Dirt
from meetings.live.drift import Drift
from meetings.live.panels import beside_of, shared_panels
from meetings.live.pictures import Order, Picture
from meetings.live.rights import grants
from meetings.live.screens import Screens, encode
from meetings.models import Meeting
from meetings.selectors.journal import kinds_recorded

PAUSE = 0.05
BEAT, AT_ONCE = 0.5, 20
"""A heartbeat reaches a full hall within so many seconds, so many sockets at a time."""
logger = logging.getLogger(__name__)
_kinds_recorded = in_database_thread(kinds_recorded)


@in_database_thread
def _beside_the_journal(meeting_id: int) -> dict[str, Any]:
    return beside_of(Meeting(pk=meeting_id))


class Broadcast(Screens):
    """Hears of events and pushes what they touch, as soon as it is ripe; watches over rights and over lost hints."""

    def __init__(self, meeting_id: int) -> None:
        super().__init__(meeting_id)
        self.dirt = Dirt()
        self.drift = Drift()
        self.told: set[str] = set()  # the kinds of events after `heard` of which a hint has come
        self.beside: dict[str, Any] = {}  # what panels rested on beside the journal when last looked
        self.other_rights = False  # an event has changed somebody's
        self.pushed_at: dict[str, float] = {}
        self._pusher: asyncio.Task[None] | None = None
        self._beating: asyncio.Task[None] | None = None

    def dirty(self) -> Collection[str]:
        """The shared panels that an event has touched since they were drawn."""
        return self.dirt.shared

    def stop(self) -> None:
        """Nobody is here any more."""
        for task in (self._pusher, self._beating):
            if task is not None:
                task.cancel()

    def hear(self, seq: int, name: str, only_for: Collection[int] | None) -> None:
        """An event has been committed: note what it touches and push soon."""
        if self.heard and seq > self.heard:
            self.told.add(name)
        self.dirt.add(name, only_for)
        self.drift.hear(name)
        self.other_rights |= kind_of(name).changes_rights
        self._forget(self.dirt.shared)
        self._wake()

    def redraw(self, names: Iterable[str]) -> None:
        """Draw these shared panels anew, although no event has touched them."""
        self.dirt.shared |= set(names)
        for name in names:
            self.dirt.can_wait.pop(name, None)
        self._forget(names)
        self._wake()

    def _forget(self, names: Iterable[str]) -> None:
        self.frames.clear()
        for picture in self.pictures.values():
            for name in names:
                picture.pop(name, None)

    def _wake(self) -> None:
        if self._pusher is None or self._pusher.done():
            self._pusher = asyncio.create_task(self._push_all())

    async def _push_all(self) -> None:
        """Push until nothing is dirty; what arrives within the pause is coalesced into one push."""
        while self.dirt or self.other_rights:
            try:
                await self._push_once()
            except Exception:
                logger.exception("a push of meeting %s failed; the heartbeat will repeat it", self.meeting_id)
                self.heard = -1
                return
            await asyncio.sleep(PAUSE)

    async def _push_once(self) -> None:
        async with self._drawing:
            dirt, other_rights, self.other_rights = self._take_ripe(), self.other_rights, False
            if not (dirt or other_rights):
                return
            seen = await self.look(self._order(dirt))
            self.show(seen.picture)
        await self.welcome_all(seen.moved)

    def _ripe_in(self, name: str, share: float = 1.0) -> float:
        interval = {panel.name: panel.interval for panel in shared_panels()}.get(name, 0.0)
        longest = max(interval, self.dirt.can_wait.get(name, 0.0))
        return self.pushed_at.get(name, 0.0) + share * longest - time.monotonic()

    def _take_ripe(self) -> Dirt:
        """What may go out now; a frame that goes out anyway takes along what is half ripe, as each costs a thousand
        writes.
        """
        ripe = {name for name in self.dirt.shared if self._ripe_in(name) <= 0}
        if ripe:
            ripe = {name for name in self.dirt.shared if self._ripe_in(name, 0.5) <= 0}
        taken = Dirt(ripe, self.dirt.take_personal())
        self.dirt.shared -= ripe
        self.dirt.can_wait = {name: patience for name, patience in self.dirt.can_wait.items() if name not in ripe}
        self.pushed_at.update(dict.fromkeys(ripe, time.monotonic()))
        return taken

    def _order(self, dirt: Dirt) -> Order:
        shared = {key: set(dirt.shared) for key in self.subscribers.by_key}
        return Order(shared, self.people(dirt.personal, self.subscribers.persons))

    async def shut_out(self) -> None:
        """Show the present picture on every screen at once, and cut those of the public that do not take it in."""
        everything = Dirt()
        everything.everything()
        async with self._drawing:
            seen = await self.look(self._order(everything))
            self.show(seen.picture, whole=True)
        await self.welcome_all(seen.moved)
        for subscriber in list(self.subscribers):
            if subscriber.audience in {Audience.PUBLIC, Audience.SCREEN} and subscriber.outlet.behind:
                subscriber.close(4408)

    async def watch(self, *, heartbeat: bool) -> None:
        """Once a second: rights of those signed in; every fifth time a heartbeat, and a look for lost hints."""
        if heartbeat or any(visitor.user_id is not None for visitor in self.subscribers.by_visitor):
            await self.stand_anew()
        if heartbeat:
            await self._look_beside()
            self._beating = asyncio.create_task(self._beat())
        await self._move_on()

    async def _look_beside(self) -> None:
        """What has changed without an event, and the hint of it may be lost; what reads as before is not sent again."""
        before, self.beside = self.beside, await _beside_the_journal(self.meeting_id)
        names = before.keys() | self.beside.keys()
        if moved := [name for name in names if before.get(name) != self.beside.get(name)]:
            self.redraw(moved)

    async def _move_on(self) -> None:
        """Draw expected times anew and push what reads differently than what was pushed last."""
        names = self.drift.take()
        if not names:
            return
        try:
            async with self._drawing:
                seen = await self.look(Order({key: set(names) for key in self.subscribers.by_key}, {}))
                self._show_moved(seen.picture)
            await self.welcome_all(seen.moved)
        except Exception:
            self.drift.put_back(names)
            raise

    def _show_moved(self, picture: Picture) -> None:
        for gone in self.pictures.keys() - picture.shared.keys():
            self.pictures.pop(gone)
            self.frames.pop(gone, None)
        self._keep(picture)
        for key, html in picture.shared.items():
            if moved := self.shown.news(
                key, {name: text for name, text in html.items() if name not in self.dirt.shared}
            ):
                self.put(key, self._frame(key[0], moved))

    async def _beat(self) -> None:
        """A heartbeat for everybody, one after the other: a hall whose pages all answer at once holds up the votes
        of that moment.
        """
        beats = {audience: encode("heartbeat", self.seqs.get(audience, 0)) for audience in Audience}
        everybody = list(self.subscribers)
        for number, subscriber in enumerate(everybody, 1):
            subscriber.outlet.put(beats[subscriber.audience])
            if number % AT_ONCE == 0:
                await asyncio.sleep(BEAT * AT_ONCE / len(everybody))

    async def stand_anew(self) -> None:
        """Read everybody's rights anew, which time alone may have changed; and look for events of which no hint has
        come.
        """
        async with self._drawing:
            last_seq, found = await grants(self.meeting_id, list(self.subscribers.by_visitor))
            moved = self.heed(found)
        await self.welcome_all(moved)
        if self.heard and last_seq > self.heard:  # 0: nothing was shown yet
            await self._hear_of_the_lost(last_seq)

    async def _hear_of_the_lost(self, last_seq: int) -> None:
        """A hint may be lost while later ones come: what was recorded is compared with what was told, kind by kind."""
        before, told = self.heard, self.told
        self.heard, self.told = last_seq, set()
        if before < 0:  # a push has failed
            self.dirt.everything()
            self._forget(self.dirt.shared)
            self._wake()
            return
        for name in await _kinds_recorded(self.meeting_id, before, last_seq) - told:
            self.hear(last_seq, name, None)
