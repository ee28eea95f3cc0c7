"""Serving the program from within a command: static files collected once, Daphne in this process."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

BACKLOG = 2048  # a hall that connects at once; the default of 50 leaves a third of it outside
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - to listen at, never a link
LARGEST_FRAME = 64 * 1024
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
    """Keep the collector from walking through a full house of sockets again and again, which stops the process each time.

    Measured with 1,160 sockets: without it the slowest clicks took about 0.3 s less. What is there now stays for good.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def serve(host: str, port: int, when_ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or a termination signal; `when_ready` is called once the port is open."""
    from daphne.endpoints import build_endpoint_description_strings

    from config.asgi import application
    from config.courier import Courier
    from config.paced import PacedServer  # chooses the event loop when imported, so only where it is wanted

    collect_garbage_seldom()
    if "SITE_URL" not in os.environ and not settings.HTTPS:
        named = "127.0.0.1" if host in EVERYWHERE else host
        settings.SITE_URL = f"http://{named}:{port}"
    courier = Courier()
    courier.start()
    endpoints = [f"{endpoint}:backlog={BACKLOG}" for endpoint in build_endpoint_description_strings(host=host, port=port)]
    PacedServer(
        application=application,
        endpoints=endpoints,
        websocket_handshake_timeout=PATIENCE,
        websocket_connect_timeout=PATIENCE,
        websocket_max_message_size=LARGEST_FRAME,
        websocket_max_frame_size=LARGEST_FRAME,
        ping_interval=20,
        ping_timeout=20,
        ready_callable=when_ready,
    ).run()
    courier.stop()
