"""Addresses of minutes."""

from django.urls import path

from documents.minutes import views

urlpatterns = [
    path("meetings/<int:pk>/minutes/", views.minutes, name="minutes"),
    path("meetings/<int:pk>/minutes/release/", views.release_minutes, name="release_minutes"),
    path("meetings/<int:pk>/minutes/take-back/", views.take_back_minutes, name="take_back_minutes"),
    path("meetings/<int:pk>/minutes.pdf", views.minutes_pdf, name="minutes_pdf"),
    path("meetings/<int:pk>/minutes-public.pdf", views.public_minutes_pdf, name="public_minutes_pdf"),
    path("meetings/<int:pk>/minutes-draft.pdf", views.draft_minutes_pdf, name="draft_minutes_pdf"),
]
