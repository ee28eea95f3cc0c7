"""The program as an ASGI application: HTTP, and the sockets of the live view."""

import os
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.urls import re_path

from config.serving.handler import get_http_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = get_http_application(settings.REQUEST_THREADS)  # sets Django up; what needs models comes after it

from meetings.live.frames import is_from_page  # noqa: E402
from meetings.routing import websocket_urlpatterns  # noqa: E402


class BrowserOrigin:
    """Refuses pages of other hosts and other ports (cross-site WebSocket hijacking); programs that name no origin may
    come in.

    Cookies know no ports: a page of another program on this host would read with the member's rights. A browser always
    names the origin and cannot be made to leave it out, and only a browser carries a person's cookie.
    """

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if b"origin" in dict(scope["headers"]) and not is_from_page(scope):
            return await WebsocketDenier()(scope, receive, send)
        return await self.inner(scope, receive, send)


class KeepSend:
    """Keeps the server's own `send` for the live outlets, which write ready bytes past the middleware."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        return await self.inner({**scope, "ratssaal.send": send}, receive, send)


async def nowhere(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """A socket at an address that nobody serves is refused before the handshake (403), as one to a hidden meeting
    is.
    """
    await receive()
    await send({"type": "websocket.close", "code": 4404})


# an ASGI application, no view
known = URLRouter([*websocket_urlpatterns, re_path(r"", nowhere)])  # type: ignore[arg-type]
sockets = BrowserOrigin(AuthMiddlewareStack(known))
application = ProtocolTypeRouter({"http": http, "websocket": KeepSend(sockets)})
