"""The program as an ASGI application: HTTP, and the sockets of the live view."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = get_asgi_application()  # sets Django up; what needs models comes after it

try:
    from meetings.routing import websocket_urlpatterns
except ModuleNotFoundError as error:
    if error.name != "meetings.routing":
        raise
    websocket_urlpatterns = []

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))),
    }
)
