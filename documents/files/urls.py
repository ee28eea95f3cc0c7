"""Addresses of files."""

from django.urls import path

from documents.files import views

urlpatterns = [
    path("meetings/<int:pk>/files/", views.files, name="files"),
    path("items/<int:pk>/files/", views.attach_file, name="attach_file"),
    path("items/<int:pk>/uploads/", views.begin_upload, name="begin_upload"),
    path("uploads/<str:key>/", views.send_piece, name="send_piece"),
    path("uploads/<str:key>/finish/", views.finish_upload, name="finish_upload"),
    path("uploads/<str:key>/drop/", views.drop_upload, name="drop_upload"),
    path("files/<int:pk>/move/", views.move_file, name="move_file"),
    path("files/<int:pk>/remove/", views.remove_file, name="remove_file"),
    path("files/<int:pk>/read/<str:name>", views.read_file, name="read_file"),
    path("files/<int:pk>/original/<str:name>", views.original_file, name="original_file"),
    path("files/<int:pk>/<str:name>", views.file, name="file"),
]
