"""The yardstick: the broadcast server of the `websockets` library with nothing around it.

`python -m tests.load.bare PORT`; `GET /bench/show` broadcasts one frame of the program's size and answers with the
moment before.
"""

from __future__ import annotations

import asyncio
import json
import sys
from http import HTTPStatus
from time import monotonic
from typing import Any

from websockets.asyncio.server import ServerConnection, broadcast, serve

from tests.load.clients import allow_many_files
from tests.load.sample import frame_text

BACKLOG = 2048


class Bare:
    """All connections, and the number of the next frame."""

    def __init__(self) -> None:
        self.connections: set[ServerConnection] = set()
        self.seq = 0

    async def stay(self, connection: ServerConnection) -> None:
        self.connections.add(connection)
        try:
            await connection.wait_closed()
        finally:
            self.connections.discard(connection)

    def answer(self, connection: ServerConnection, request: Any) -> Any:
        """Answer the bench's own addresses; let everything else become a socket."""
        if request.path.startswith("/bench/ready"):
            return connection.respond(HTTPStatus.OK, "{}")
        if request.path.startswith("/bench/show"):
            return connection.respond(HTTPStatus.OK, json.dumps(self.show()))
        return None

    def show(self) -> dict[str, Any]:
        self.seq += 1
        began = monotonic()
        broadcast(self.connections, frame_text(self.seq))
        return {"t0": began, "key": f'{{"seq":{self.seq}'}


async def main(port: int) -> None:
    bare = Bare()
    async with serve(
        bare.stay, "127.0.0.1", port, process_request=bare.answer, compression=None, backlog=BACKLOG
    ) as server:
        await server.serve_forever()


if __name__ == "__main__":
    allow_many_files()
    asyncio.run(main(int(sys.argv[1])))
