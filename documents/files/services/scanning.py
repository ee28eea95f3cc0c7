"""Asking ClamAV's daemon about a file (Virenprüfung), where `CLAMD` names one: INSTREAM, as clamd(8) tells it."""

from __future__ import annotations

import logging
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import File as Content
from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError

PATIENCE = 60.0
LONGEST_ANSWER = 4096
logger = logging.getLogger(__name__)


def scan(upload: Content) -> None:
    """Nothing when the file is clean or no daemon is configured; 400 `file.infected`, 503 `scan.unavailable`.

    Fails closed: a daemon that is away, or says anything but that the file is clean, lets nothing in.
    """
    if not settings.CLAMD:
        return
    try:
        said = _ask(upload)
    except OSError as error:
        said = f"{type(error).__name__}: {error}"
    upload.seek(0)
    if said.endswith(" FOUND"):
        found = said.removeprefix("stream: ").removesuffix(" FOUND")
        logger.warning("a file was refused: %s", found)
        message = _("The virus scanner has found {found} in this file. It was not taken.")
        raise DomainError("file.infected", message.format(found=found[:100]), status=400)
    if said != "stream: OK":
        logger.error("the virus scanner did not answer for a file: %s", said)
        words = _(
            "The virus scanner cannot be reached, so no files are taken now. Nothing was stored; try again later."
        )
        raise DomainError("scan.unavailable", words, status=503)


def _ask(upload: Content) -> str:
    with _connection(settings.CLAMD) as daemon:
        daemon.sendall(b"zINSTREAM\0")
        for chunk in upload.chunks():
            daemon.sendall(struct.pack("!L", len(chunk)) + chunk)
        daemon.sendall(struct.pack("!L", 0))
        return _answer(daemon)


def _answer(daemon: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER and (piece := daemon.recv(LONGEST_ANSWER)):
        said += piece
    return said.rstrip(b"\0\n").decode(errors="replace")


def _connection(address: str) -> socket.socket:
    """`unix:///run/clamav/clamd.ctl` or `tcp://host:3310`."""
    url = urlsplit(address)
    if url.scheme == "tcp":
        return socket.create_connection((url.hostname or "", url.port or 3310), timeout=PATIENCE)
    daemon = socket.socket(socket.AF_UNIX)
    daemon.settimeout(PATIENCE)
    try:
        daemon.connect(url.path)
    except BaseException:
        daemon.close()
        raise
    return daemon
