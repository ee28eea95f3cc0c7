"""Small servers that speak the interfaces of video systems: they check what they are sent as strictly as the real
ones.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape

import jwt

SECRET = "a-shared-secret-of-the-test"


class JitsiLike:
    """What prosody's token authentication checks before it lets somebody into a room."""

    def __init__(self, app_id: str, secret: str, host: str) -> None:
        self.app_id, self.secret, self.host = app_id, secret, host

    def admit(self, address: str, **options: object) -> dict[str, object]:
        """The user of the token; raises `jwt.InvalidTokenError` for whoever would stay outside."""
        url = urlsplit(address)
        token = dict(parse_qsl(url.query))["jwt"]
        required = {"require": ["exp", "nbf", "room", "sub"]}
        claims = jwt.decode(
            token, self.secret, algorithms=["HS256"], audience="jitsi", issuer=self.app_id, options=required, **options
        )
        if claims["sub"] != self.host or claims["room"] != url.path.strip("/"):
            raise jwt.InvalidTokenError("not for this room")
        user: dict[str, object] = claims["context"]["user"]
        if not all(isinstance(value, str | int | None) for value in user.values()):
            raise jwt.InvalidTokenError("lib-jitsi-meet takes texts only")
        return user


@dataclass
class Conference:
    """One conference of the server: its creation data and who is in it."""

    fields: dict[str, str]
    created: int
    attendees: list[dict[str, str]] = field(default_factory=list)


class BigBlueButtonLike:
    """create, join, getMeetingInfo and end, with checksums; `misbehave` replaces the next answers."""

    def __init__(self, checksum: str = "sha256") -> None:
        self.checksum = checksum
        self.conferences: dict[str, Conference] = {}
        self.calls: list[str] = []
        self.misbehave: Callable[[BaseHTTPRequestHandler], None] | None = None
        self.url = ""

    def answer(self, path: str) -> tuple[int, str]:
        """Status and XML for a path with its query; a join that succeeds answers 302."""
        parts = urlsplit(path)
        name = parts.path.removeprefix("/bigbluebutton/api/")
        self.calls.append(name)
        query, _, given = parts.query.rpartition("&checksum=")
        if given != hashlib.new(self.checksum, f"{name}{query}{SECRET}".encode()).hexdigest():
            return 200, failed("checksumError")
        fields = dict(parse_qsl(query, strict_parsing=True))
        handler = {"create": self._create, "join": self._join, "getMeetingInfo": self._info, "end": self._end}.get(name)
        return handler(fields) if handler else (200, failed("unsupportedRequest"))

    def _create(self, fields: dict[str, str]) -> tuple[int, str]:
        known = self.conferences.setdefault(fields["meetingID"], Conference(fields, 1700000000000 + len(self.calls)))
        if any(known.fields[name] != fields[name] for name in ("moderatorPW", "attendeePW")):
            return 200, failed("idNotUnique")
        return 200, success(
            f"<meetingID>{escape(fields['meetingID'])}</meetingID><createTime>{known.created}</createTime>"
        )

    def _join(self, fields: dict[str, str]) -> tuple[int, str]:
        found = self.conferences.get(fields["meetingID"])
        if found is None or fields.get("createTime") != str(found.created):
            return 200, failed("mismatchCreateTimeParam" if found else "invalidMeetingIdentifier")
        passwords = {found.fields["moderatorPW"]: "MODERATOR", found.fields["attendeePW"]: "VIEWER"}
        if passwords.get(fields["password"]) != fields["role"]:
            return 200, failed("invalidPassword")
        found.attendees.append({"hasVideo": "false", "hasJoinedVoice": "false", "isListeningOnly": "false", **fields})
        return 302, ""

    def _info(self, fields: dict[str, str]) -> tuple[int, str]:
        found = self.conferences.get(fields["meetingID"])
        if found is None:
            return 200, failed("notFound")
        names = ("userID", "fullName", "role", "hasVideo", "hasJoinedVoice", "isListeningOnly")
        rows = ("".join(f"<{name}>{escape(one[name])}</{name}>" for name in names) for one in found.attendees)
        return 200, success(f"<attendees>{''.join(f'<attendee>{row}</attendee>' for row in rows)}</attendees>")

    def _end(self, fields: dict[str, str]) -> tuple[int, str]:
        found = self.conferences.get(fields["meetingID"])
        if found is None or found.fields["moderatorPW"] != fields["password"]:
            return 200, failed("notFound" if found is None else "invalidPassword")
        del self.conferences[fields["meetingID"]]
        return 200, success("")


def success(inside: str) -> str:
    return f"<response><returncode>SUCCESS</returncode>{inside}</response>"


def failed(key: str) -> str:
    return f"<response><returncode>FAILED</returncode><messageKey>{key}</messageKey><message>{key}</message></response>"


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": "text/xml", "Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def serving(system: BigBlueButtonLike) -> Iterator[BigBlueButtonLike]:
    """The server on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if system.misbehave is not None:
                system.misbehave(self)
            else:
                status, text = system.answer(self.path)
                send(self, status, text.encode(), **({"Location": "/html5client/"} if status == 302 else {}))

        def log_message(self, *args: object) -> None:
            """Tests stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    system.url = f"http://127.0.0.1:{server.server_port}/bigbluebutton/"
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
