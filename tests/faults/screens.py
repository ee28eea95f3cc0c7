"""A page without a browser: one socket and what it pushes, the page's own way back, and polling where no socket
opens.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
from time import monotonic
from typing import Any

from tests.faults.panels import differences, panel_pushed, panels_of
from tests.load.crowd import PING, Member, Seat

OPENING, SILENCE, POLL_EVERY, ANSWER = 10.0, 7.0, 3.0, 6.0
"""Seconds, as in meetings/live.js."""
RIGHTS_LOST = (4401, 4403, 4404)


def read(port: int, path: str, cookie: str, patience: float) -> tuple[int, str]:
    """Ask for a page; status and text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


class Connection(Seat):
    """One socket of a screen; it gives up after the same silence as the page."""

    __slots__ = ("screen", "silence")

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen, screen.greeting())
        self.screen = screen
        self.silence: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._listen(OPENING)

    def connection_lost(self, error: Exception | None) -> None:
        if self.silence:
            self.silence.cancel()
        super().connection_lost(error)

    def _listen(self, patience: float = SILENCE) -> None:
        if self.silence:
            self.silence.cancel()
        self.silence = asyncio.get_running_loop().call_later(patience, self.transport.abort)

    def _look(self, opcode: int, data: bytes, start: int, length: int) -> None:
        self._listen()
        if opcode == 8:
            self.screen.closed_with(int.from_bytes(data[start : start + 2], "big"))
            self.transport.abort()
        elif opcode != 1:
            super()._look(opcode, data, start, length)
        elif self.screen.take(json.loads(data[start : start + length])):
            self.transport.write(PING)


class Screen(Member):
    """Somebody's page: shows what is pushed, comes back by itself, asks by plain requests while it cannot."""

    def __init__(self, port: int, face: str, cookie: str, name: str) -> None:
        super().__init__(port, "", cookie, stalled=False)
        self.face, self.name = face, name
        self.page = f"/meetings/1/{face}/"
        self.panels: dict[str, list[Any]] = {}
        self.seq = self.whole = 0
        self.changed_at = 0.0
        self.thrown_out: list[int] = []
        self.losses = 0
        self.connection: Connection | None = None
        self._asking: asyncio.Task[None] | None = None

    async def load(self, port: int) -> None:
        """Load the page anew from that port."""
        status, text = await asyncio.to_thread(read, port, self.page, self.cookie, 10)
        assert status == 200, f"{self.page}: {status}"
        self.panels = panels_of(text)
        self.seq = self.whole = int(text.partition('data-seq="')[2].partition('"')[0])

    def seat(self) -> Connection:
        self.path = f"/ws/meetings/1/?view={self.face}&seq={self.whole}&lang=de"
        self.connection = Connection(self)
        self.connection.opened.add_done_callback(self._opened)
        return self.connection

    def take(self, frame: dict[str, Any]) -> bool:
        """A frame, pushed or asked for; whether it wants a sign of life."""
        self.seq = max(self.seq, frame["seq"])
        for name, html in frame.get("panels", {}).items():
            if name in self.panels and self.panels[name] != (pushed := panel_pushed(html)):
                self.panels[name], self.changed_at = pushed, monotonic()
        return frame["type"] == "heartbeat" and self.face in {"room", "desk"}

    def closed_with(self, code: int) -> None:
        if code in RIGHTS_LOST:
            self.thrown_out.append(code)

    async def _visit(self) -> bool:
        """One connection; after it the page knows nothing for certain, and asks when the next one fails, too."""
        opened = await super()._visit()
        if not opened and self.losses and self._asking is None:
            self._asking = asyncio.create_task(self._ask_again_and_again())
        self.losses += 1
        self.whole = 0
        return opened

    def _opened(self, opened: asyncio.Future[bool]) -> None:
        if not opened.cancelled() and opened.result():
            self._stop_asking()

    def _stop_asking(self) -> None:
        if self._asking:
            self._asking.cancel()
            self._asking = None

    async def _ask_again_and_again(self) -> None:
        while True:
            await asyncio.sleep(POLL_EVERY)
            query = f"/meetings/1/live/?view={self.face}&seq={self.whole}"
            with contextlib.suppress(OSError, http.client.HTTPException):
                status, text = await asyncio.to_thread(read, self.port, query, self.cookie, ANSWER)
                if status == 200 and (frame := json.loads(text))["seq"] >= self.seq:
                    self.take(frame)
                    self.whole = frame["seq"]

    def leave(self) -> None:
        """Close the page."""
        self._stop_asking()
        if self.connection and self.connection.transport:
            self.connection.transport.abort()

    def differs(self, fresh: str) -> list[str]:
        """What is not as on a page loaded now."""
        return [f"{self.name}, {self.face}: {text}" for text in differences(self.panels, panels_of(fresh))]
