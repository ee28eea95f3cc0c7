"""Asking a video server: briefly, of bounded length, and never anywhere else than at its own address."""

from __future__ import annotations

import http.client
import logging
import time
import urllib.request
from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings.video.base import VideoFault

TIMEOUT = 5.0
LONGEST = 1_000_000
PIECE = 16_384
SILENT = _("The video system does not answer.")
STRANGE = _("The video system gives an answer that cannot be understood.")
logger = logging.getLogger(__name__)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the checksum to another host."""

    def redirect_request(self, *args: Any) -> None:
        return None


_opener = urllib.request.build_opener(_StayHere)


def fetch(url: str) -> bytes:
    """The body of the answer. The address holds access data and goes into no log and no message."""
    ends = time.monotonic() + TIMEOUT
    try:
        with _opener.open(url, timeout=TIMEOUT) as response:
            return _body(response, ends)
    except (OSError, http.client.HTTPException, ValueError) as error:
        logger.warning("the video system did not answer: %s", type(error).__name__)
        raise VideoFault(SILENT) from None


def _body(response: Any, ends: float) -> bytes:
    body = b""
    while piece := response.read1(PIECE):
        body += piece
        if len(body) > LONGEST:
            raise VideoFault(STRANGE)
        if time.monotonic() > ends:
            raise VideoFault(SILENT)
    return body
