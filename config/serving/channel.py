"""A connection as the server holds it: what it may send, how long it may take, and when it has to give way.

Twisted takes a whole body before anybody is asked, and waits for slow heads and slow readers as long as they like. Here
a body is weighed when the head is there, counted while it comes, and refused before anything of it is kept.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from typing import Any

from daphne import http_protocol
from twisted.internet.protocol import connectionDone
from twisted.web import http

from config.serving.gate import SMALL, Allowance, Gate
from config.serving.refusals import BUSY, STOPPING, TOO_LARGE, TOO_SLOW, UNAVAILABLE, Refusal

HEAD = 15.0  # seconds within which a request's head has to be there
START, RATE = (
    15.0,
    1024,
)  # a body has so many seconds to begin with, and from then on comes at this many bytes a second at least
STALLED = 180.0  # seconds without anything being taken, after which whoever does not read is let go
LINGER, LINGER_BYTES = (
    3.0,
    4 * 1024**2,
)  # after a refusal the rest is read and dropped: else the client might never see the answer
MOST_ASKING = 256


class Watch:
    """All HTTP connections, those that we wait for in the order in which their waiting began."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.all: set[PacedChannel] = set()
        self.waiting: OrderedDict[PacedChannel, None] = OrderedDict()
        self.asking = 0

    def make_space(self) -> bool:
        """When there are too many, the one we have waited for longest gives way; False when we wait for none of
        them.
        """
        if len(self.all) >= self.most and self.waiting:
            oldest, _ = self.waiting.popitem(last=False)
            oldest.give_up()
        return len(self.all) < self.most

    def look(self) -> None:
        """Called every second: let those go who are too slow."""
        now = time.monotonic()
        for channel in list(self.all):
            channel.look(now)

    def turn_away(self) -> None:
        """The server ends: whoever has no request under way is let go, whoever is sending one is told."""
        for channel in list(self.all):
            channel.turn_away()


class PacedChannel(http.HTTPChannel):
    """One HTTP connection. `state` is what we wait for: a head, a body, the answer, or the end after a refusal."""

    transport: Any
    _networkProducer: Any
    state = "head"
    refused = False
    stalled: float | None = None
    _asking = False
    _expects = False
    _large = False
    _dropped = 0

    def connectionMade(self) -> None:
        self.watch: Watch = self.factory.watch
        self.gate: Gate | None = self.factory.server.gate
        self._held: list[bytes] = []
        self.watch.all.add(self)
        super().connectionMade()
        self._wait("head")

    def _wait(self, state: str) -> None:
        """Begin to wait; for anything but the answer, and a body that was let in, the connection may have to give
        way.
        """
        self.state, self.since = state, time.monotonic()
        self.watch.waiting.pop(self, None)
        if state in ("idle", "head", "body"):
            self.watch.waiting[self] = None

    def dataReceived(self, data: bytes) -> None:
        if self.refused:
            self._dropped += len(data)
            if self._dropped > LINGER_BYTES:
                self.transport.abortConnection()
            return
        if self.state == "idle":
            self._wait("head")
        super().dataReceived(data)

    def headerReceived(self, line: bytes) -> bool:
        """As Twisted; a length of thousands of digits is a bad request, no error."""
        try:
            return bool(super().headerReceived(line))
        except ValueError:
            self._respondToBadRequestAndDisconnect()
            return False

    def allHeadersReceived(self) -> None:
        """Weigh the body before the first byte of it is taken."""
        request = self.requests[-1]
        request.introduce(self._command, self._path, self._version)
        self._expects = False
        super().allHeadersReceived()
        self._wait("body")
        if self.factory.server.draining:
            self.refuse(STOPPING)
        elif self.length is not None and self.length <= SMALL:
            self._invite()
        else:
            self._weigh(request)

    def _weigh(self, request: Any) -> None:
        """A body that is large or does not say how large: who sends it?"""
        if self.gate is not None and self.gate.asks(request.head()):
            self._ask(request)
        elif self.length is None:
            self._invite()  # it is counted
        else:
            self.refuse(TOO_LARGE)

    def _ask(self, request: Any) -> None:
        if self.watch.asking >= MOST_ASKING:
            return self.refuse(UNAVAILABLE)
        assert self.gate is not None
        self._asking, self.watch.asking = True, self.watch.asking + 1
        self._networkProducer.pauseProducing()
        asyncio.ensure_future(self.gate.allowance(request.head())).add_done_callback(self._told)
        return None

    def _told(self, asked: asyncio.Future[Allowance | Refusal]) -> None:
        self._asking, self.watch.asking = False, self.watch.asking - 1
        if self in self.watch.all and self.requests and not self.refused:
            failed = asked.cancelled() or asked.exception() is not None
            self._decide(UNAVAILABLE if failed else asked.result())
            self._networkProducer.resumeProducing()
            held, self._held = b"".join(self._held), []
            if held and not self.refused:
                self.rawDataReceived(held)

    def _decide(self, answer: Allowance | Refusal) -> None:
        if isinstance(answer, Refusal):
            return self.refuse(answer)
        if self.length is not None and self.length > answer.size:
            return self.refuse(TOO_LARGE)
        if answer.large and not self._take_place():
            return self.refuse(BUSY)
        self._wait("body" if answer.size <= SMALL else "admitted")
        self.requests[-1].allowance = answer.size
        return self._invite()

    def _take_place(self) -> bool:
        self._large = self.gate is not None and self.gate.enter()
        return self._large

    def _give_place_back(self) -> None:
        if self._large and self.gate is not None:
            self.gate.leave()
        self._large = False

    def _send100Continue(self) -> None:
        """Twisted invites everybody who asks; here that is done when it is clear that the body is taken."""
        self._expects = True

    def _invite(self) -> None:
        if self._expects:
            self._expects = False
            super()._send100Continue()

    def rawDataReceived(self, data: bytes) -> None:
        if self.refused:
            return
        if self._asking:
            self._held.append(data)
            self._networkProducer.pauseProducing()
            return
        super().rawDataReceived(data)

    def allContentReceived(self) -> None:
        if not self.refused:
            self._wait("answer")
            super().allContentReceived()

    def refuse(self, refusal: Refusal) -> None:
        """Answer now, take nothing more on this connection, and end it once the client can have read why."""
        if not self.refused and self.requests:
            self.refused, self.persistent = True, 0
            self.requests[-1].tell(refusal)

    def requestDone(self, request: Any) -> None:
        self._give_place_back()
        if not self.refused:
            self._wait("head" if self._dataBuffer else "idle")
            if self.factory.server.draining:
                self.persistent = 0
        super().requestDone(request)

    def loseConnection(self) -> None:
        if not self.refused:
            return super().loseConnection()
        self._networkProducer.unregisterProducer()
        self._wait("end")
        self.setTimeout(None)
        self.transport.loseWriteConnection()
        self.transport.resumeProducing()
        return None

    def handed_over(self) -> None:
        """The connection has become a WebSocket, which is counted elsewhere."""
        self._forget()

    def _forget(self) -> None:
        self.watch.all.discard(self)
        self.watch.waiting.pop(self, None)
        self._give_place_back()

    def connectionLost(self, reason: Any = connectionDone) -> None:
        self._forget()
        self._held = []
        super().connectionLost(reason)

    def give_up(self) -> None:
        self._forget()
        self.transport.abortConnection()

    def turn_away(self) -> None:
        if self.state in ("idle", "head"):
            self.transport.loseConnection()
        elif self.state in ("body", "admitted"):
            self.refuse(STOPPING)

    def look(self, now: float) -> None:
        """Let go whoever sends no head, a body too slowly, or reads nothing of the answer."""
        waited = now - self.since
        if self.state == "head" and waited > HEAD:
            self.give_up()
        elif (
            self.state in ("body", "admitted")
            and not self._asking
            and waited > START + self.requests[-1].received / RATE
        ):
            self.refuse(TOO_SLOW)
        elif (self.state == "end" and waited > LINGER) or (self.stalled is not None and now - self.stalled > STALLED):
            self.give_up()

    def pauseProducing(self) -> None:
        self.stalled = time.monotonic()
        super().pauseProducing()

    def resumeProducing(self) -> None:
        self.stalled = None
        super().resumeProducing()


class PacedFactory(http_protocol.HTTPFactory):
    """Makes a `PacedChannel` for each connection, as many as there is room for."""

    protocol = PacedChannel

    def __init__(self, server: Any) -> None:
        super().__init__(server)
        self.watch = Watch(server.most_connections)

    def buildProtocol(self, addr: Any) -> Any:
        return super().buildProtocol(addr) if self.watch.make_space() else None
