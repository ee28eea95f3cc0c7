"""Addresses of the voting room; an operation's URL name is its service's name."""

from django.urls import path

from voting import views

app_name = "voting"

urlpatterns = [
    path("items/<int:pk>/polls/", views.create_poll, name="create_poll"),
    path("items/<int:pk>/acclamation/", views.take_by_acclamation, name="take_by_acclamation"),
    path("meetings/<int:pk>/approval/", views.override_approval, name="override_approval"),
    path("recusals/<int:pk>/vote/", views.put_recusal_to_vote, name="put_recusal_to_vote"),
    path("procedure/<int:pk>/vote/", views.put_procedural_to_vote, name="put_procedural_to_vote"),
    path("polls/<int:pk>/open/", views.open_poll, name="open_poll"),
    path("polls/<int:pk>/ballot/", views.cast_ballot, name="cast_ballot"),
    path("polls/<int:pk>/close/", views.close_poll, name="close_poll"),
    path("polls/<int:pk>/declare/", views.declare_result, name="declare_result"),
    path("polls/<int:pk>/hands/", views.enter_hands, name="enter_hands"),
    path("polls/<int:pk>/names/", views.enter_votes, name="enter_votes"),
    path("polls/<int:pk>/call/", views.call_elector, name="call_elector"),
    path("polls/<int:pk>/admit/", views.admit_elector, name="admit_elector"),
    path("polls/<int:pk>/way/", views.change_way, name="change_way"),
    path("polls/<int:pk>/annul/", views.annul_poll, name="annul_poll"),
    path("polls/<int:pk>/repeat/", views.repeat_poll, name="repeat_poll"),
    path("polls/<int:pk>/objection/", views.object_to_result, name="object_to_result"),
    path("polls/<int:pk>/recount/", views.recount_result, name="recount_result"),
    path("polls/<int:pk>/recomputed/", views.see_recomputed, name="see_recomputed"),
    path("polls/<int:pk>/discard/", views.discard_poll, name="discard_poll"),
]
