"""Where sockets arrive."""

from django.urls import path

from meetings.consumers import MeetingConsumer

websocket_urlpatterns = [path("ws/meetings/<int:pk>/", MeetingConsumer.as_asgi())]
