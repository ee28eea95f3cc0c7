"""Serving the program from within a command: static files collected once, Daphne in this process."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command

from config.serving.binder import Binder
from config.serving.bodies import gate_with
from config.serving.capacity import Capacity, raise_file_limit, share_out
from config.serving.courier import Copyist, Courier, Postman
from config.serving.ending import Ending
from config.serving.handler import Handler
from config.setup import private
from meetings.live.database import in_database_thread
from meetings.live.hub import hub

BACKLOG = 2048  # a hall that connects at once; the default of 50 leaves a third of it outside
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - to listen at, never a link
LARGEST_FRAME = 64 * 1024
LAST_MAIL = 2  # seconds for the mail that is being sent; what takes longer is possibly sent
PATIENCE = 30  # seconds for a handshake: the default of 5 turns a hall away that comes in at once on a small machine


def collect_static() -> None:
    """Collect the static files unless none has changed since; a read-only STATIC_ROOT was filled at build time."""
    stamp = settings.DATA_DIR / "static.stamp"
    fingerprint = static_fingerprint()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and (read(stamp) == fingerprint or not os.access(settings.STATIC_ROOT, os.W_OK)):
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    """Name, size and time of every static file, and where they are collected."""
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in finder.list(["CVS", ".*", "*~"]):
            status = os.stat(storage.path(name))
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def collect_garbage_seldom() -> None:
    """Keep the collector from walking through a full house of sockets again and again, which stops the process each
    time.

    Measured with 1,160 sockets: without it the slowest clicks took about 0.3 s less. What is there now stays for good.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class Program:
    """What the server asks of the program when it ends."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    async def say_goodbye(self) -> None:
        """Requests that have not begun are told to come again, sockets too once they have their answers."""
        self.handler.stop()
        hub().say_goodbye()

    async def rest(self) -> None:
        """Until neither a request's thread nor that of the sockets has anything to do: they may wait for this very
        loop.
        """
        await asyncio.gather(self.handler.rest(), in_database_thread(int)())


def make_private(say: Callable[[str], None]) -> None:
    """Take from others what earlier versions let them read; in earnest about what cannot be taken."""
    done, failed = private.tighten(settings.DATA_DIR, settings.UMASK)
    if done:
        say(f"Other users of this machine could reach {', '.join(done)} in {settings.DATA_DIR}; now they cannot.")
    if failed:
        raise CommandError(
            f"Other users of this machine can reach {', '.join(failed)} in {settings.DATA_DIR}, and it is "
            f"not mine to change."
        )


def serve(host: str, port: int, when_ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or a termination signal; `when_ready` is called once the port is open."""
    make_private(lambda sentence: print(sentence, file=sys.stderr, flush=True))
    capacity = share_out(raise_file_limit(), settings.REQUEST_THREADS, settings.SOCKETS)
    settings.SOCKETS = capacity.sockets
    collect_garbage_seldom()
    if "SITE_URL" not in os.environ and not settings.HTTPS:
        named = "127.0.0.1" if host in EVERYWHERE else host
        settings.SITE_URL = f"http://{named}:{port}"
    with private.upload_folder(Path(settings.FILE_UPLOAD_TEMP_DIR)) as folder:
        settings.FILE_UPLOAD_TEMP_DIR = str(folder)
        threads = Courier(), Postman(), Copyist(), Binder()
        for thread in threads:
            thread.start()
        run(host, port, capacity, when_ready)
        for thread in threads:
            thread.stop()
        threads[1].join(LAST_MAIL)


def run(host: str, port: int, capacity: Capacity, when_ready: Callable[[], None]) -> None:
    """Daphne with our options, until it has ended in good order."""
    from daphne.endpoints import build_endpoint_description_strings

    from config import asgi
    from config.serving.paced import PacedServer  # chooses the event loop when imported, so only where it is wanted

    endpoints = [
        f"{endpoint}:backlog={BACKLOG}" for endpoint in build_endpoint_description_strings(host=host, port=port)
    ]
    server = PacedServer(
        application=asgi.application,
        endpoints=endpoints,
        signal_handlers=False,
        gate=gate_with(asgi.http.in_thread),
        most_connections=capacity.connections,
        program=Program(asgi.http),
        websocket_handshake_timeout=PATIENCE,
        websocket_connect_timeout=PATIENCE,
        websocket_max_message_size=LARGEST_FRAME,
        websocket_max_frame_size=LARGEST_FRAME,
        ping_interval=20,
        ping_timeout=20,
        ready_callable=when_ready,
    )
    Ending(server.drain).take_signals()
    server.run()
