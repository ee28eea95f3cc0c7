"""One meeting's sockets in this process: what changed, who gets it, each panel rendered and encoded once."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Collection, Iterable
from typing import Any

from meetings.enums import Audience
from meetings.event_kinds import kind_of
from meetings.live.crowd import Crowd, Key, Subscriber
from meetings.live.dirt import Dirt
from meetings.live.drift import Drift
from meetings.live.outlets import Frame
from meetings.live.panels import Panel, personal_panels, shared_panels
from meetings.live.pictures import Order, Picture, Standing, Visitor, draw, standings
from meetings.live.shown import Shown
from meetings.live.together import Together

PAUSE = 0.05
BEAT, AT_ONCE = 0.5, 20
"""A heartbeat reaches a full hall within so many seconds, so many sockets at a time."""
logger = logging.getLogger(__name__)


def encode(kind: str, seq: int, **content: Any) -> Frame:
    """A frame as every client gets it: a JSON object with `seq` and `type`."""
    return Frame(json.dumps({"seq": seq, "type": kind, **content}, ensure_ascii=False, separators=(",", ":")))


def _lasts(panel: Panel, html: str | None) -> bool:
    """Whether what was drawn is still true; a running time is not."""
    return html is not None and not (panel.ticks and "data-runs" in html)


class Room:
    """The sockets of one meeting. All methods run on the event loop; only `pictures` touches the database."""

    def __init__(self, meeting_id: int) -> None:
        self.meeting_id = meeting_id
        self.subscribers = Crowd()
        self.heard = 0
        self.seqs: dict[Audience, int] = {}
        self.dirt = Dirt()
        self.drift = Drift()
        self.other_rights: set[int] | None = set()  # whose rights an event has changed; None: everybody's
        self.pushed_at: dict[str, float] = {}
        self.pictures: dict[Key, dict[str, str]] = {}
        self.shown = Shown()
        self.frames: dict[Key, Frame] = {}
        self._drawing = asyncio.Lock()
        self._welcomes: Together[Subscriber, None] = Together(self._show_all, self._drawing)
        self._pusher: asyncio.Task[None] | None = None
        self._beating: asyncio.Task[None] | None = None

    def stop(self) -> None:
        """Nobody is here any more."""
        for task in (self._pusher, self._beating):
            if task is not None:
                task.cancel()

    def hear(self, seq: int, name: str, only_for: Collection[int] | None) -> None:
        """An event has been committed: note what it touches and push soon."""
        self.heard = max(self.heard, seq)
        self.dirt.add(name, only_for)
        self.drift.hear(name)
        if kind_of(name).changes_rights:
            self.other_rights = None if only_for is None or self.other_rights is None else self.other_rights | set(only_for)
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
        while self.dirt or self.other_rights != set():
            try:
                await self._push_once()
            except Exception:
                logger.exception("a push of meeting %s failed; the heartbeat will repeat it", self.meeting_id)
                self.heard = -1
                return
            await asyncio.sleep(PAUSE)

    async def _push_once(self) -> None:
        people, self.other_rights = self.other_rights, set()
        if people != set():
            await self._stand_anew(people)
        async with self._drawing:
            dirt = self._take_ripe()
            if dirt:
                self.show(await draw(self.meeting_id, self._order(dirt)))

    def _ripe_in(self, name: str, share: float = 1.0) -> float:
        interval = {panel.name: panel.interval for panel in shared_panels()}.get(name, 0.0)
        longest = max(interval, self.dirt.can_wait.get(name, 0.0))
        return self.pushed_at.get(name, 0.0) + share * longest - time.monotonic()

    def _take_ripe(self) -> Dirt:
        """What may go out now; a frame that goes out anyway takes along what is half ripe, as each costs a thousand writes."""
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
        return Order(shared, self._people(dirt.personal, self.subscribers.persons))

    def _people(self, personal: dict[str, set[int] | None], subscribers: Iterable[Subscriber]) -> dict[str, dict[str, set[int]]]:
        audiences = {panel.name: panel.audiences for panel in personal_panels()}
        people: dict[str, dict[str, set[int]]] = {}
        for subscriber in subscribers:
            for name, only in personal.items():
                if subscriber.person_id is None or subscriber.audience not in audiences[name]:
                    continue
                if only is None or subscriber.person_id in only:
                    people.setdefault(subscriber.language, {}).setdefault(name, set()).add(subscriber.person_id)
        return people

    def show(self, picture: Picture, *, whole: bool = False) -> None:
        """Send a picture: one frame per audience and language, and one for each person concerned.

        What a group has on its screens already is not sent again, unless the `whole` picture is asked for.
        """
        self.heard = max(self.heard, picture.last_seq)
        self.seqs.update(picture.seqs)
        news = {key: self.shown.news(key, html) for key, html in picture.shared.items()}
        frames = {key: self._frame(key[0], html) for key, html in (picture.shared if whole else news).items() if html}
        self._cache(picture)
        for key, frame in frames.items():
            self._put(key, frame)
        for subscriber in list(self.subscribers.persons) if picture.personal else ():
            if own := self._own(subscriber, picture):
                subscriber.outlet.put(self._frame(subscriber.audience, own))

    def _put(self, key: Key, frame: Frame) -> None:
        for subscriber in list(self.subscribers.by_key.get(key, ())):
            subscriber.outlet.put(frame)

    def _cache(self, picture: Picture) -> None:
        """Keep what was drawn for those who come later, unless it has become dirty meanwhile."""
        for key, html in picture.shared.items():
            clean = {name: text for name, text in html.items() if name not in self.dirt.shared}
            self.pictures.setdefault(key, {}).update(clean)
            self.frames.pop(key, None)

    def _own(self, subscriber: Subscriber, picture: Picture) -> dict[str, str] | None:
        if subscriber.person_id is None or subscriber.audience in {Audience.PUBLIC, Audience.SCREEN}:
            return None
        return picture.personal.get((subscriber.language, subscriber.person_id))

    def _frame(self, audience: Audience, panels: dict[str, str]) -> Frame:
        return encode("panels", self.seqs.get(audience, 0), audience=str(audience), panels=panels)

    async def welcome(self, subscriber: Subscriber) -> None:
        """Give a socket the whole picture; what is already drawn for its audience is not drawn again."""
        await self._welcomes.answer(subscriber)

    async def _show_all(self, subscribers: set[Subscriber]) -> dict[Subscriber, None]:
        """Send under the lock, so that no newer push comes before: what is personal, then the whole shared picture."""
        missing = {key: self._missing(key) for key in {one.key for one in subscribers}}
        people = self._people({panel.name: None for panel in personal_panels()}, subscribers)
        if people or any(missing.values()):
            self._keep(await draw(self.meeting_id, Order(missing, people)), subscribers)
        for key in missing:
            self.shown.newcomer(key, self.pictures.get(key, {}))
        for subscriber in subscribers:
            subscriber.outlet.put(self._whole(subscriber.key))
        return dict.fromkeys(subscribers)

    def _missing(self, key: Key) -> set[str]:
        drawn = self.pictures.get(key, {})
        return {panel.name for panel in shared_panels() if key[0] in panel.audiences and not _lasts(panel, drawn.get(panel.name))}

    def _whole(self, key: Key) -> Frame:
        if key not in self.frames:
            self.frames[key] = self._frame(key[0], self.pictures.get(key, {}))
        return self.frames[key]

    def _keep(self, picture: Picture, subscribers: Iterable[Subscriber]) -> None:
        self.heard = max(self.heard, picture.last_seq)
        self.seqs.update(picture.seqs)
        self._cache(picture)
        for subscriber in subscribers:
            if own := self._own(subscriber, picture):
                subscriber.outlet.put(self._frame(subscriber.audience, own))

    async def shut_out(self) -> None:
        """Show the present picture on every screen at once, and cut those of the public that do not take it in."""
        everything = Dirt()
        everything.everything()
        async with self._drawing:
            self.show(await draw(self.meeting_id, self._order(everything)), whole=True)
        for subscriber in list(self.subscribers):
            if subscriber.audience in {Audience.PUBLIC, Audience.SCREEN} and subscriber.outlet.behind:
                subscriber.close(4408)

    async def watch(self, *, heartbeat: bool) -> None:
        """Once a second: rights of those signed in; every fifth time a heartbeat, and a look for lost hints."""
        if heartbeat or any(visitor.user_id is not None for visitor in self.subscribers.by_visitor):
            await self._stand_anew()
        if heartbeat:
            self._beating = asyncio.create_task(self._beat())
        await self._move_on()

    async def _move_on(self) -> None:
        """Draw expected times anew and push what reads differently than what was pushed last."""
        names = self.drift.take()
        if not names:
            return
        try:
            async with self._drawing:
                self._show_moved(await draw(self.meeting_id, Order({key: set(names) for key in self.subscribers.by_key}, {})))
        except Exception:
            self.drift.put_back(names)
            raise

    def _show_moved(self, picture: Picture) -> None:
        for gone in self.pictures.keys() - picture.shared.keys():
            self.pictures.pop(gone)
            self.frames.pop(gone, None)
        self._cache(picture)
        for key, html in picture.shared.items():
            if moved := self.shown.news(key, {name: text for name, text in html.items() if name not in self.dirt.shared}):
                self._put(key, self._frame(key[0], moved))

    async def _beat(self) -> None:
        """A heartbeat for everybody, one after the other: a hall whose pages all answer at once holds up the votes of that moment."""
        beats = {audience: encode("heartbeat", self.seqs.get(audience, 0)) for audience in Audience}
        everybody = list(self.subscribers)
        for number, subscriber in enumerate(everybody, 1):
            subscriber.outlet.put(beats[subscriber.audience])
            if number % AT_ONCE == 0:
                await asyncio.sleep(BEAT * AT_ONCE / len(everybody))

    async def _stand_anew(self, people: set[int] | None = None) -> None:
        """Read rights anew, of these people or of all; whoever is signed in but nobody here yet is always among them."""
        last_seq, found = await standings(self.meeting_id, self._visitors_of(people))
        for visitor, standing in found.items():
            for subscriber in self._strayed(visitor, standing):
                await self._apply(subscriber, standing)
        if last_seq > self.heard:
            self.heard = last_seq
            self.dirt.everything()
            self._forget(self.dirt.shared)
            self._wake()

    def _visitors_of(self, people: set[int] | None) -> list[Visitor]:
        return [
            visitor
            for visitor, sockets in self.subscribers.by_visitor.items()
            if people is None
            or (visitor.user_id is not None and any(socket.person_id is None or socket.person_id in people for socket in sockets))
        ]

    def _strayed(self, visitor: Visitor, standing: Standing) -> list[Subscriber]:
        """The sockets of this visitor that see something else than they may see now; for the public, usually none."""
        now = (standing.audience, standing.person_id)
        return [s for s in self.subscribers.by_visitor.get(visitor, ()) if (s.audience, s.person_id) != now]

    async def _apply(self, subscriber: Subscriber, standing: Standing) -> None:
        if standing.audience is None:
            self.subscribers.discard(subscriber)
            subscriber.close(4401 if standing.ended else 4404)
        else:
            self.subscribers.move(subscriber, standing.audience, standing.person_id)
            subscriber.outlet.put(encode("audience", self.seqs.get(standing.audience, 0), audience=str(standing.audience)))
            await self.welcome(subscriber)
