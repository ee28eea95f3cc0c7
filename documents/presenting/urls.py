"""Addresses of pages, of what is presented, and of presenters' slides."""

from django.urls import path

from documents.presenting.views import guests, pages, showing

urlpatterns = [
    path("files/<int:pk>/pages/", pages.pages, name="pages"),
    path("files/<int:pk>/pages/<int:page>/text/", pages.page_text, name="page_text"),
    path("files/<int:pk>/pages/<int:page>/<int:width>.png", pages.page_picture, name="page_picture"),
    path("files/<int:pk>/place/", pages.keep_place, name="keep_place"),
    path("files/<int:pk>/present/", showing.present_file, name="present_file"),
    path("meetings/<int:pk>/slides/turn/", showing.turn_page, name="turn_page"),
    path("meetings/<int:pk>/slides/stop/", showing.stop_presenting, name="stop_presenting"),
    path("p/<str:token>/slides/", guests.put_slides, name="put_slides"),
    path("p/<str:token>/slides/take-off/", guests.take_slides_off, name="take_slides_off"),
    path("p/<str:token>/present/", guests.presenter_presents, name="presenter_presents"),
    path("p/<str:token>/turn/", guests.presenter_turns, name="presenter_turns"),
    path("p/<str:token>/stop/", guests.presenter_stops, name="presenter_stops"),
    path("p/<str:token>/pages/<int:file_pk>/<int:page>/<int:width>.png", guests.presenter_page, name="presenter_page"),
]
