"""What the server says itself, before Django has seen a request: 413, 408, 503, 507, as page or JSON, ready made."""

from __future__ import annotations

import errno
import json
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
"""How the system says that a disk, or somebody's share of it, is full."""


@dataclass(frozen=True)
class Refusal:
    """A refusal in words: `status` for HTTP, `code` for programs, `message` for people."""

    status: int
    code: str
    message: str | Promise


TOO_LARGE = Refusal(413, "body.too_large", _("What you sent is larger than allowed here. Nothing of it was kept."))
TOO_SLOW = Refusal(
    408, "body.too_slow", _("What you sent did not arrive in time. Nothing of it was kept; please try again.")
)
STORAGE_FULL = Refusal(
    507,
    "storage.full",
    _("There is no room left on the server. Nothing of what you sent was kept; tell whoever runs it."),
)
BUSY = Refusal(
    503,
    "upload.busy",
    _("Too many files are being received just now. Nothing of yours was kept; please try again in a moment."),
)
STOPPING = Refusal(
    503,
    "server.stopping",
    _("The program is being restarted. Nothing of this was stored; please try again in a moment."),
)
UNAVAILABLE = Refusal(
    503,
    "server.unavailable",
    _("The program cannot answer just now. Nothing of this was stored; please try again in a moment."),
)


@dataclass(frozen=True, slots=True)
class Asker:
    """How somebody wants to be told: in JSON or as a page, and in which language."""

    json: bool
    language: str


def asker_of(accept: str, accept_language: str, chosen: str = "") -> Asker:
    """Read from the headers; `chosen` is the language cookie."""
    wanted = [chosen, *(code for code, _quality in parse_accept_lang_header(accept_language))]
    return Asker("application/json" in accept, next(filter(None, map(_known, wanted)), settings.LANGUAGE_CODE))


def _known(language: str) -> str:
    try:
        return translation.get_supported_language_variant(language) if language else ""
    except LookupError:
        return ""


@lru_cache(maxsize=256)
def words(refusal: Refusal, asker: Asker) -> tuple[bytes, bytes]:
    """Media type and body; made once, however often it has to be said."""
    with translation.override(asker.language):
        message = str(refusal.message)
        if asker.json:
            return b"application/json", json.dumps({"code": refusal.code, "message": message}).encode()
        page = render_to_string("500.html", {"status": refusal.status, "code": refusal.code, "message": message})
        return b"text/html; charset=utf-8", page.encode()
