"""Addresses of the meetings room; an operation's URL name is its service's name."""

from django.urls import path

from meetings.views import accounts, actions, pages, planning, publicity, video

app_name = "meetings"

urlpatterns = [
    path("", pages.start, name="start"),
    path("bodies/", pages.bodies, name="bodies"),
    path("bodies/<int:pk>/", pages.body, name="body"),
    path("bodies/<int:pk>/meetings/new/", planning.create_meeting, name="create_meeting"),
    path("bodies/<int:pk>/people/<int:person_pk>/invite/", accounts.invite_person, name="invite_person"),
    path("accounts/invitation/<str:token>/", accounts.accept_invitation, name="accept_invitation"),
    path("meetings/<int:pk>/", pages.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", planning.edit_meeting, name="edit_meeting"),
    path("meetings/<int:pk>/room/", pages.room, name="room"),
    path("meetings/<int:pk>/desk/", pages.desk, name="desk"),
    path("meetings/<int:pk>/public/", pages.public, name="public"),
    path("meetings/<int:pk>/screen/", pages.screen, name="screen"),
    path("meetings/<int:pk>/video/", video.video, name="video"),
    path("meetings/<int:pk>/video/end/", video.end_video, name="end_video"),
    path("meetings/<int:pk>/live/", pages.live, name="live"),
    path("meetings/<int:pk>/convene/", actions.convene_meeting, name="convene_meeting"),
    path("meetings/<int:pk>/cancel/", actions.cancel_meeting, name="cancel_meeting"),
    path("meetings/<int:pk>/open/", actions.open_meeting, name="open_meeting"),
    path("meetings/<int:pk>/interrupt/", actions.interrupt_meeting, name="interrupt_meeting"),
    path("meetings/<int:pk>/resume/", actions.resume_meeting, name="resume_meeting"),
    path("meetings/<int:pk>/close/", actions.close_meeting, name="close_meeting"),
    path("meetings/<int:pk>/reopen/", actions.reopen_meeting, name="reopen_meeting"),
    path("meetings/<int:pk>/public/exclude/", publicity.exclude_public, name="exclude_public"),
    path("meetings/<int:pk>/public/close/", publicity.close_channels, name="close_channels"),
    path("meetings/<int:pk>/public/readmit/", publicity.readmit_public, name="readmit_public"),
    path("meetings/<int:pk>/confidentiality/", publicity.confirm_confidentiality, name="confirm_confidentiality"),
    path("meetings/<int:pk>/arrival/", actions.record_arrival, name="record_arrival"),
    path("meetings/<int:pk>/departure/", actions.record_departure, name="record_departure"),
    path("meetings/<int:pk>/join/", actions.join_meeting, name="join_meeting"),
    path("meetings/<int:pk>/leave/", actions.leave_meeting, name="leave_meeting"),
]
