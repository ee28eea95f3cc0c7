"""A small directory of a municipality (OpenID Connect provider) on 127.0.0.1: discovery, authorize, token, userinfo;
PKCE is a must.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "ratssaal", "a-secret-that-both-know-0123456789"


class Directory:
    """Signs in at once whoever `claims` describe, and remembers what it was asked."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.url = ""
        self.asked: list[dict[str, str]] = []
        self.codes: dict[str, str] = {}
        self.tokens: set[str] = set()

    def discovery(self) -> dict[str, Any]:
        places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        found = {f"{name}_endpoint": f"{self.url}/{path}" for name, path in places.items()}
        return {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **found,
        }

    def authorize(self, wish: dict[str, str]) -> str:
        """Where the browser is sent back to; without a challenge the request is refused."""
        self.asked.append(wish)
        if wish.get("code_challenge_method") != "S256" or not wish.get("code_challenge"):
            return f"{wish['redirect_uri']}?{urlencode({'error': 'invalid_request', 'state': wish['state']})}"
        code = secrets.token_urlsafe(8)
        self.codes[code] = wish["code_challenge"]
        return f"{wish['redirect_uri']}?{urlencode({'code': code, 'state': wish['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """A token for a code that was never used and whose verifier fits its challenge."""
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if self.codes.pop(form.get("code", ""), None) != proof or form.get("client_secret") != SECRET:
            return None
        token = secrets.token_urlsafe(8)
        self.tokens.add(token)
        said = jwt.encode(
            {"iss": self.url, "aud": CLIENT, "sub": self.claims["sub"], "exp": 2**33, "iat": 1}, SECRET, "HS256"
        )
        return {"access_token": token, "token_type": "Bearer", "id_token": said}


def _handler(directory: Directory) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                wish = {name: values[0] for name, values in parse_qs(parts.query).items()}
                return self._say(302, {}, {"Location": directory.authorize(wish)})
            known = self.headers.get("Authorization", "").removeprefix("Bearer ") in directory.tokens
            pages = {
                "/.well-known/openid-configuration": directory.discovery(),
                "/userinfo": directory.claims if known else None,
            }
            found = pages.get(parts.path)
            return self._say(200 if found else 404, found or {})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            token = directory.token({name: values[0] for name, values in parse_qs(sent).items()})
            self._say(200 if token else 400, token or {"error": "invalid_grant"})

        def _say(self, status: int, content: dict[str, Any], headers: dict[str, str] | None = None) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                **(headers or {}),
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


@contextmanager
def directory_at_work() -> Iterator[Directory]:
    directory = Directory()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(directory))
    directory.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield directory
    finally:
        server.shutdown()
        server.server_close()
