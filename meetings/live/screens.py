"""What the screens of one meeting in this process show: everybody what they may see at the moment of the picture,
and only what is new.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from meetings.enums import Audience
from meetings.live.crowd import Crowd, Key, Subscriber
from meetings.live.gathering import Gathering
from meetings.live.outlets import Frame
from meetings.live.panels import Panel, personal_panels, shared_panels
from meetings.live.pictures import Order, Picture, draw
from meetings.live.rights import Grant, Grounds, Visitor
from meetings.live.shown import Shown
from meetings.selectors import sees_non_public


def encode(kind: str, seq: int, **content: Any) -> Frame:
    """A frame as every client gets it: a JSON object with `seq` and `type`."""
    return Frame(json.dumps({"seq": seq, "type": kind, **content}, ensure_ascii=False, separators=(",", ":")))


def _lasts(panel: Panel, html: str | None) -> bool:
    """Whether what was drawn is still true; a running time is not."""
    return html is not None and not (panel.ticks and "data-runs" in html)


class Look(NamedTuple):
    """A picture, who has moved because of the rights of its moment, and whether kept pictures were dropped with it."""

    picture: Picture
    moved: set[Subscriber]
    dropped: bool


class Screens:
    """Pictures and those who get them. All methods run on the event loop; only `draw` touches the database.

    Under one lock a picture is drawn with the rights of its moment, everybody is moved to where they belong then, and
    only then it is sent. `grounds` are what all rights rested on when the kept pictures were drawn: when they differ,
    those pictures may show what somebody of the audience of now may not see, and are dropped.
    """

    def __init__(self, meeting_id: int) -> None:
        self.meeting_id = meeting_id
        self.subscribers = Crowd()
        self.heard = 0
        self.seqs: dict[Audience, int] = {}
        self.grounds: Grounds | None = None
        self.pictures: dict[Key, dict[str, str]] = {}
        self.shown = Shown()
        self.frames: dict[Key, Frame] = {}
        self._drawing = asyncio.Lock()
        self._welcomes: Gathering[Subscriber, None] = Gathering(self._show_all, self._drawing)

    def dirty(self) -> Collection[str]:
        """The shared panels that an event has touched since they were drawn."""
        return ()

    async def look(self, order: Order, unsure: Iterable[Subscriber] = ()) -> Look:
        """Draw, under the lock; before anybody gets the picture everybody is where they belong at its moment."""
        order.unsure = {subscriber.visitor for subscriber in unsure}
        order.here, order.known = set(self.subscribers.by_visitor), self.grounds
        picture = await draw(self.meeting_id, order)
        dropped = picture.grounds != self.grounds and bool(self.pictures)
        if dropped:
            self.pictures.clear()
            self.frames.clear()
        self.grounds = picture.grounds
        return Look(picture, self.heed(picture.grants), dropped)

    def heed(self, found: Mapping[Visitor, Grant]) -> set[Subscriber]:
        """Move everybody to where they belong, in one go; answers those who stay and need another picture."""
        strayed = [
            (subscriber, grant) for visitor, grant in found.items() for subscriber in self._strayed(visitor, grant)
        ]
        return {subscriber for subscriber, grant in strayed if self._apply(subscriber, grant)}

    def _strayed(self, visitor: Visitor, grant: Grant) -> list[Subscriber]:
        """The sockets of this visitor that see something else than they may see now; for the public, usually none."""
        now = (grant.audience, grant.person_id)
        return [s for s in self.subscribers.by_visitor.get(visitor, ()) if (s.audience, s.person_id) != now]

    def _apply(self, subscriber: Subscriber, grant: Grant) -> bool:
        subscriber.outlet.drop()
        if grant.audience is None:
            self.subscribers.discard(subscriber)
            subscriber.close(4401 if grant.ended else 4404)
            return False
        self.subscribers.move(subscriber, grant.audience, grant.person_id)
        subscriber.seq = 0
        subscriber.outlet.put(encode("audience", self.seqs.get(grant.audience, 0), audience=str(grant.audience)))
        return True

    def show(self, picture: Picture, *, whole: bool = False) -> None:
        """Send a picture: one frame per audience and language, and one for each person concerned.

        What a group has on its screens already is not sent again, unless the `whole` picture is asked for.
        """
        news = {key: self.shown.news(key, html) for key, html in picture.shared.items()}
        self._keep(picture)
        frames = {key: self._frame(key[0], html) for key, html in (picture.shared if whole else news).items() if html}
        for key, frame in frames.items():
            self.put(key, frame)
        for subscriber in list(self.subscribers.persons) if picture.personal else ():
            self._put_own(subscriber, picture)

    def put(self, key: Key, frame: Frame) -> None:
        for subscriber in list(self.subscribers.by_key.get(key, ())):
            subscriber.outlet.put(frame)

    def _keep(self, picture: Picture) -> None:
        """Keep what was drawn for those who come later, unless it has become dirty meanwhile."""
        self.seqs.update(picture.seqs)
        dirty = self.dirty()
        for key, html in picture.shared.items():
            clean = {name: text for name, text in html.items() if name not in dirty}
            self.pictures.setdefault(key, {}).update(clean)
            self.frames.pop(key, None)

    def _put_own(self, subscriber: Subscriber, picture: Picture) -> None:
        if subscriber.person_id is None or not sees_non_public(subscriber.audience):
            return
        if own := picture.personal.get((subscriber.language, subscriber.person_id)):
            subscriber.outlet.put(self._frame(subscriber.audience, own))

    def _frame(self, audience: Audience, panels: Mapping[str, str]) -> Frame:
        return encode("panels", self.seqs.get(audience, 0), audience=str(audience), panels=panels)

    async def welcome(self, subscriber: Subscriber) -> None:
        """Give a socket the whole picture; what is already drawn for its audience is not drawn again.

        One that has just come gets nothing before this, and no picture where it knows everything up to the last event.
        """
        await self._welcomes.answer(subscriber)

    async def welcome_all(self, subscribers: Iterable[Subscriber]) -> None:
        """Give these sockets the whole picture, drawn together."""
        await asyncio.gather(*map(self.welcome, subscribers))

    async def _show_all(self, subscribers: set[Subscriber]) -> dict[Subscriber, None]:
        """Send under the lock, so that no newer push comes before: what is personal, then the whole shared picture.

        Once more where rights have changed meanwhile: somebody then needs another picture than was ordered.
        """
        served = {one for one in subscribers if not _may_resume(one)}
        settled = False
        while not settled:
            seen = await self.look(Order(self._missing_for(served), self.people(_everything(), served)), subscribers)
            self.heard = (
                self.heard or seen.picture.last_seq
            )  # the first picture; later ones may stand beside older kept ones
            self._keep(seen.picture)
            late = {one for one in subscribers - served if not _knows_all(one, seen.picture)}
            served |= seen.moved | late
            settled = not (seen.moved or late or seen.dropped)
        self._hand_out(seen.picture, served, subscribers)
        return dict.fromkeys(subscribers)

    def _hand_out(self, picture: Picture, served: set[Subscriber], arrived: set[Subscriber]) -> None:
        for subscriber in arrived:
            self.subscribers.admit(subscriber)
        for key in {one.key for one in served}:
            self.shown.newcomer(key, self.pictures.get(key, {}))
        for subscriber in served:
            subscriber.seq = 0
            self._put_own(subscriber, picture)
            subscriber.outlet.put(self._whole(subscriber.key))

    def people(
        self, personal: Mapping[str, set[int] | None], subscribers: Iterable[Subscriber]
    ) -> dict[str, dict[str, set[int]]]:
        """Whose personal panels are to be drawn, by language and panel: of these subscribers, those named or all
        (None).
        """
        audiences = {panel.name: panel.audiences for panel in personal_panels()}
        people: dict[str, dict[str, set[int]]] = {}
        for subscriber in subscribers:
            for name, only in personal.items():
                if subscriber.person_id is None or subscriber.audience not in audiences[name]:
                    continue
                if only is None or subscriber.person_id in only:
                    people.setdefault(subscriber.language, {}).setdefault(name, set()).add(subscriber.person_id)
        return people

    def _missing_for(self, subscribers: Iterable[Subscriber]) -> dict[Key, set[str]]:
        return {key: self._missing(key) for key in {one.key for one in subscribers}}

    def _missing(self, key: Key) -> set[str]:
        drawn = self.pictures.get(key, {})
        return {
            panel.name
            for panel in shared_panels()
            if key[0] in panel.audiences and not _lasts(panel, drawn.get(panel.name))
        }

    def _whole(self, key: Key) -> Frame:
        if key not in self.frames:
            self.frames[key] = self._frame(key[0], self.pictures.get(key, {}))
        return self.frames[key]


def _everything() -> dict[str, set[int] | None]:
    return {panel.name: None for panel in personal_panels()}


def _knows_all(subscriber: Subscriber, picture: Picture) -> bool:
    """Whether nothing of this picture can be new to one who resumes."""
    return subscriber.seq == picture.last_seq and not picture.beside and _may_resume(subscriber)


def _may_resume(subscriber: Subscriber) -> bool:
    """Whether this one says that it knows events up to a number; the public's numbers do not tell what has changed
    for it.
    """
    return subscriber.seq > 0 and sees_non_public(subscriber.audience)
