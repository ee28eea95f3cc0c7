"""Addresses of calendar files."""

from django.urls import path

from documents.calendars import views

urlpatterns = [
    path("meetings/<int:pk>/calendar.ics", views.calendar, name="calendar"),
]
