"""Addresses of the voting room; an operation's URL name is its service's name."""

from django.urls import path

from voting import views

app_name = "voting"

urlpatterns = [
    path("items/<int:pk>/polls/", views.create_poll, name="create_poll"),
    path("recusals/<int:pk>/vote/", views.put_recusal_to_vote, name="put_recusal_to_vote"),
    path("procedure/<int:pk>/vote/", views.put_procedural_to_vote, name="put_procedural_to_vote"),
    path("polls/<int:pk>/open/", views.open_poll, name="open_poll"),
    path("polls/<int:pk>/ballot/", views.cast_ballot, name="cast_ballot"),
    path("polls/<int:pk>/close/", views.close_poll, name="close_poll"),
    path("polls/<int:pk>/declare/", views.declare_result, name="declare_result"),
    path("polls/<int:pk>/discard/", views.discard_poll, name="discard_poll"),
]
