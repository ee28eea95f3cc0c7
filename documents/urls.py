"""Addresses of the documents room, wing by wing; an operation's URL name is its service's name."""

from django.urls import include, path

app_name = "documents"

urlpatterns = [
    path("", include("documents.calendars.urls")),
    path("", include("documents.files.urls")),
    path("", include("documents.presenting.urls")),
    path("", include("documents.papers.urls")),
    path("", include("documents.minutes.urls")),
    path("", include("documents.packs.urls")),
    path("", include("documents.check.urls")),
]
