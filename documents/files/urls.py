"""Addresses of files."""

from django.urls import path

from documents.files import views

urlpatterns = [
    path("meetings/<int:pk>/files/", views.files, name="files"),
    path("items/<int:pk>/files/", views.attach_file, name="attach_file"),
    path("files/<int:pk>/remove/", views.remove_file, name="remove_file"),
    path("files/<int:pk>/read/<str:name>", views.read_file, name="read_file"),
    path("files/<int:pk>/<str:name>", views.file, name="file"),
]
