"""The program itself with a few addresses more, for measuring only.

`python -m tests.load.program daphne|uvicorn PORT [--timed]`, with DATA_DIR naming a folder that `data.py` has filled.
`/bench/show` sends a ready picture of 1 KB (the broadcast alone), `/bench/service` calls a service (the whole path);
`/bench/costs` hands over what drawing and encoding have taken since it was last asked, when started with `--timed`.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections.abc import Callable
from time import monotonic, thread_time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from channels.db import database_sync_to_async

from config import asgi  # sets Django up; what needs models comes after it
from config.serving import server
from meetings import selectors
from meetings.enums import Audience
from meetings.live import broadcast as broadcast_module
from meetings.live import screens
from meetings.live.hub import hub
from meetings.live.pictures import Picture
from meetings.models import Meeting, User
from tests.load.clients import allow_many_files
from tests.load.sample import HTML, PANEL

Answer = dict[str, Any]
FAR = 1_000_000  # numbers of pictures that no journal reaches here


class Bench:
    """Answers `/bench/...` and hands everything else to the program."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.shown = FAR
        self.took: dict[str, list[float]] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/bench/"):
            await self.inner(scope, receive, send)
            return
        act = getattr(self, scope["path"].removeprefix("/bench/"))
        answer = act()
        body = json.dumps(await answer if inspect.isawaitable(answer) else answer).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
        await send({"type": "http.response.body", "body": body})

    def ready(self) -> Answer:
        return {}

    def show(self) -> Answer:
        broadcast = next(iter(hub().broadcasts.values()))
        self.shown += 1
        picture = Picture(0, {Audience.PUBLIC: self.shown}, {(Audience.PUBLIC, "de"): {PANEL: HTML}}, {})
        began = monotonic()
        broadcast.show(picture, whole=True)
        return {"t0": began, "key": f'{{"seq":{self.shown}'}

    async def service(self) -> Answer:
        began = monotonic()
        seq = await database_sync_to_async(call_or_close)()
        return {"t0": began, "key": f'{{"seq":{seq}', "committed": monotonic() - began}

    def costs(self) -> Answer:
        taken, self.took = self.took, {}
        return taken

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function; the processor seconds of its thread are noted under `name`."""

        def called(*args: Any, **kwargs: Any) -> Any:
            began = thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.took.setdefault(name, []).append(thread_time() - began)

        return called

    def measure(self) -> None:
        """Put a clock around what an event costs apart from writing to the sockets."""
        screens.draw.func = self.timed("draw", screens.draw.func)  # type: ignore[attr-defined]
        broadcast_module.grants.func = self.timed("rights", broadcast_module.grants.func)  # type: ignore[attr-defined]
        screens.encode = self.timed("encode", screens.encode)
        broadcast = broadcast_module.Broadcast
        broadcast._order = self.timed("order", broadcast._order)  # type: ignore[method-assign]
        broadcast._strayed = self.timed("strayed", broadcast._strayed)  # type: ignore[method-assign]


def call_or_close() -> int:
    """Let the clerk call the first item, or close it, which every screen shows at once; the number of the event."""
    from agenda import services as agenda
    from agenda.models import AgendaItem

    meeting = Meeting.objects.get(state="running")
    item = AgendaItem.objects.filter(meeting=meeting, part="public").order_by("pk")[0]
    clerk = selectors.actor_for(
        User.objects.get(person__memberships__role="clerk"), body_id=meeting.body_id, meeting=meeting
    )
    step = {"pending": agenda.open_item, "open": agenda.close_item}.get(item.state, agenda.reopen_item)
    step(item=item, actor=clerk)
    return Meeting.objects.values_list("journal__last_seq", flat=True).get(pk=meeting.pk)


def under_uvicorn(application: Any, port: int) -> None:
    import uvicorn

    options: dict[str, Any] = {
        "ws": "websockets-sansio",
        "loop": "asyncio",
        "lifespan": "off",
        "backlog": server.BACKLOG,
    }
    uvicorn.run(
        application,
        host="127.0.0.1",
        port=port,
        log_level="error",
        access_log=False,
        ws_max_size=server.LARGEST_FRAME,
        **options,
    )


def main(name: str, port: int, timed: bool) -> None:
    bench = Bench(asgi.application)
    if timed:
        bench.measure()
    if name == "uvicorn":
        return under_uvicorn(bench, port)
    # config.serving.server takes it from there, with its own options
    asgi.application = bench  # type: ignore[assignment]
    server.serve("127.0.0.1", port, lambda: None)
    return None


if __name__ == "__main__":
    allow_many_files()
    main(sys.argv[1], int(sys.argv[2]), "--timed" in sys.argv[3:])
