"""Daphne with its holes closed: what comes in is weighed, what goes out waits for its reader, and it ends in good
order.

Measured with one 48 MB file: Twisted took every uploaded form apart in memory on the event loop (up to 700 MB and 9 s
in which no socket was served), and a slow client had the whole file waiting for it in the server's memory. Daphne read
every body whole into the memory once more: 400 MB from anybody were 400 MB more. See also `config/serving/channel.py`.
Imported by `config.serving.server` only, because importing Daphne chooses the event loop.
"""

from __future__ import annotations

import asyncio
import logging
from contextvars import Context
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol

import daphne.server
from daphne import http_protocol
from daphne.server import Server
from django.conf import settings
from twisted.internet import reactor
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IPushProducer
from twisted.internet.task import LoopingCall
from zope.interface import implementer  # type: ignore[import-untyped]

from config.serving.channel import PacedChannel, PacedFactory
from config.serving.gate import SMALL, Gate, Head
from config.serving.refusals import STORAGE_FULL, TOO_LARGE, Refusal, asker_of, words

logger = logging.getLogger(__name__)
GRACE = 6.0  # seconds in which requests under way, and answers to sockets, are brought to their end
CANCELLED = 1.0  # seconds for those that had to be cancelled
SERVER_RESTARTS = (1001, 1012)
"""Close codes that autobahn refuses to a program as a mistake; a server that ends has to say them."""


@implementer(IPushProducer)
class Pace:
    """Says whether the client's connection takes more right now; Twisted calls it."""

    def __init__(self) -> None:
        self.free = asyncio.Event()
        self.free.set()

    def pauseProducing(self) -> None:
        self.free.clear()

    def resumeProducing(self) -> None:
        self.free.set()

    def stopProducing(self) -> None:
        self.free.set()  # the connection is gone: whoever waits finds that out


class PacedRequest(http_protocol.WebRequest):
    """A request that takes no more than it may, hands its body to Django as a file, and knows how fast its client
    reads.
    """

    pace: Pace | None = None
    allowance = SMALL
    received = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, parsePOSTFormSubmission=False, **kwargs)

    def introduce(self, method: bytes, uri: bytes, version: bytes) -> None:
        """Say what is asked as soon as the head is there; Twisted itself tells the request only after the body."""
        self.method, self.uri, self.clientproto, self.path = method, uri, version, uri.split(b"?", 1)[0]

    def head(self) -> Head:
        session = self.received_cookies.get(settings.SESSION_COOKIE_NAME.encode(), b"")
        return Head(self.path.decode("latin-1"), session.decode("latin-1"), self.channel.length)

    def gotLength(self, length: int | None) -> None:
        """A place for the body: in memory while it is small, then in the data folder and nowhere else."""
        small = length is not None and length <= SMALL
        folder = settings.FILE_UPLOAD_TEMP_DIR
        self.content = BytesIO() if small else SpooledTemporaryFile(SMALL, dir=folder)  # noqa: SIM115 - closed with the request

    def handleContentChunk(self, data: bytes) -> None:
        channel: PacedChannel | None = self.channel
        if channel is None or channel.refused:
            return
        self.received += len(data)
        if self.received > self.allowance:
            channel.refuse(TOO_LARGE)
            return
        try:
            self.content.write(data)
        except OSError:
            channel.refuse(STORAGE_FULL)

    def take_body(self) -> Any:
        """The body as a file, once; Daphne, which would read it whole, gets an empty one."""
        body, self.content = self.content, BytesIO()
        body.seek(0)
        return body

    def process(self) -> Any:
        channel, done = self.channel, super().process()
        if self.transport is None:
            channel.handed_over()
        return done

    def tell(self, refusal: Refusal) -> None:
        """Answer at once, without the program."""
        chosen = self.received_cookies.get(settings.LANGUAGE_COOKIE_NAME.encode(), b"").decode("latin-1")
        media_type, body = words(refusal, asker_of(self._named(b"Accept"), self._named(b"Accept-Language"), chosen))
        headers = [(b"Content-Type", media_type), (b"Content-Length", b"%d" % len(body))]
        headers += [(b"Cache-Control", b"no-store"), (b"Connection", b"close"), (b"X-Content-Type-Options", b"nosniff")]
        headers += [(b"Retry-After", b"5")] if refusal.status == 503 else []
        self.handle_reply({"type": "http.response.start", "status": refusal.status, "headers": headers})
        self.handle_reply({"type": "http.response.body", "body": body})

    def _named(self, header: bytes) -> str:
        return str(self.requestHeaders.getRawHeaders(header, [b""])[0].decode("latin-1"))

    def handle_reply(self, message: dict[str, Any]) -> None:
        """Begin to listen to the client's pace when an answer comes in several pieces."""
        in_pieces = message["type"] == "http.response.body" and message.get("more_body", False)
        if in_pieces and self.pace is None and not self.finished and self.channel is not None:
            self.pace = Pace()
            self.registerProducer(self.pace, True)
        super().handle_reply(message)

    def finish(self) -> None:
        if self.pace is not None and self.channel is not None:
            self.unregisterProducer()
        super().finish()

    def connectionLost(self, reason: Any) -> None:
        if self.pace is not None:
            self.pace.stopProducing()
        super().connectionLost(reason)


class Program(Protocol):
    """What the server asks of the program when it ends."""

    async def say_goodbye(self) -> None:
        """Begin nothing new; sockets are told."""

    async def rest(self) -> None:
        """Until nothing is under way in any thread."""


class PacedServer(Server):
    """A server that weighs bodies, whose applications wait until the client has taken what was sent, and that can be
    drained.
    """

    draining = False

    def __init__(
        self,
        *args: Any,
        gate: Gate | None = None,
        most_connections: int = 2048,
        program: Program | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.gate, self.most_connections, self.program = gate, most_connections, program
        self.ports: list[Any] = []

    def run(self) -> None:
        http_protocol.WebRequest = PacedRequest  # Daphne's factory looks the class up here
        daphne.server.HTTPFactory = PacedFactory  # and its server the factory here
        reactor.callWhenRunning(lambda: LoopingCall(self.http_factory.watch.look).start(1.0))
        super().run()

    def listen_success(self, port: Any) -> None:
        self.ports.append(port)
        super().listen_success(port)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if scope["type"] == "http":
            scope["ratssaal.body"] = protocol.take_body()
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        if (
            message["type"] == "websocket.close"
            and message.get("code") in SERVER_RESTARTS
            and protocol.state == protocol.STATE_OPEN
        ):
            protocol.sendCloseFrame(code=message["code"])
            return
        await super().handle_reply(protocol, message)
        pace = getattr(protocol, "pace", None)
        if pace is not None:
            await pace.free.wait()

    def drain(self) -> None:
        """End in good order: take nothing new, bring what is under way to its end, then stop. Safe to call from a
        signal.
        """
        loop = reactor._asyncioEventloop
        # A signal comes in the middle of anything: without a context of its own this would belong to some request that
        # is over.
        loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._drain(), loop=loop), context=Context())

    async def _drain(self) -> None:
        self.draining = True
        try:
            for port in self.ports:
                port.stopListening()
            self.http_factory.watch.turn_away()
            await asyncio.wait_for(self._come_to_rest(), GRACE)
        except TimeoutError:
            logger.warning("something did not come to its end within %s s and is cut off", GRACE)
        except Exception:
            logger.exception("the good order of the end was disturbed")
        finally:
            self.stop()

    async def _come_to_rest(self) -> None:
        if self.program is not None:
            await self.program.say_goodbye()
        while left := self._busy():
            await asyncio.wait(left)
        if self.program is not None:
            await self.program.rest()

    def _busy(self) -> list[asyncio.Future[Any]]:
        """The applications that still run."""
        running = [details.get("application_instance") for details in self.connections.values()]
        return [each for each in running if each is not None and not each.done()]

    def kill_all_applications(self) -> Any:
        """As Daphne does, but for so long and no longer, and also when some connection has no application yet."""
        left = self._busy()
        for each in left:
            each.cancel()
        return Deferred.fromFuture(asyncio.ensure_future(asyncio.wait(left, timeout=CANCELLED))) if left else None
