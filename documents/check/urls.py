"""Addresses of check packages."""

from django.urls import path

from documents.check import views

urlpatterns = [
    path("meetings/<int:pk>/check-package.zip", views.check_package, name="check_package"),
]
