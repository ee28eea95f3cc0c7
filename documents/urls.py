"""Addresses of the documents room; an operation's URL name is its service's name."""

from django.urls import path

from documents.views import exports, files, minutes

app_name = "documents"

urlpatterns = [
    path("meetings/<int:pk>/files/", files.files, name="files"),
    path("meetings/<int:pk>/calendar.ics", exports.calendar, name="calendar"),
    path("meetings/<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<int:pk>/minutes/release/", minutes.release_minutes, name="release_minutes"),
    path("meetings/<int:pk>/minutes/take-back/", minutes.take_back_minutes, name="take_back_minutes"),
    path("meetings/<int:pk>/minutes.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    path("meetings/<int:pk>/minutes-public.pdf", minutes.public_minutes_pdf, name="public_minutes_pdf"),
    path("meetings/<int:pk>/minutes-draft.pdf", minutes.draft_minutes_pdf, name="draft_minutes_pdf"),
    path("meetings/<int:pk>/check-package.zip", exports.check_package, name="check_package"),
    path("items/<int:pk>/files/", files.attach_file, name="attach_file"),
    path("files/<int:pk>/remove/", files.remove_file, name="remove_file"),
    path("files/<int:pk>/<str:name>", files.file, name="file"),
]
