"""Addresses of the meetings room; an operation's URL name is its service's name."""

from django.urls import path

from meetings.views import accounts, actions, order, pages, planning

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
    path("meetings/<int:pk>/live/", pages.live, name="live"),
    path("meetings/<int:pk>/convene/", actions.convene_meeting, name="convene_meeting"),
    path("meetings/<int:pk>/cancel/", actions.cancel_meeting, name="cancel_meeting"),
    path("meetings/<int:pk>/open/", actions.open_meeting, name="open_meeting"),
    path("meetings/<int:pk>/interrupt/", order.interrupt_meeting, name="interrupt_meeting"),
    path("meetings/<int:pk>/resume/", order.resume_meeting, name="resume_meeting"),
    path("meetings/<int:pk>/close/", actions.close_meeting, name="close_meeting"),
    path("meetings/<int:pk>/reopen/", actions.reopen_meeting, name="reopen_meeting"),
    path("meetings/<int:pk>/arrival/", actions.record_arrival, name="record_arrival"),
    path("meetings/<int:pk>/departure/", actions.record_departure, name="record_departure"),
    path("meetings/<int:pk>/join/", actions.join_meeting, name="join_meeting"),
    path("meetings/<int:pk>/leave/", actions.leave_meeting, name="leave_meeting"),
    path("meetings/<int:pk>/adjourn/", order.adjourn_meeting, name="adjourn_meeting"),
    path("meetings/<int:pk>/disruptions/report/", order.report_disruption, name="report_disruption"),
    path("meetings/<int:pk>/disruptions/record/", order.record_disruption, name="record_disruption"),
    path("meetings/<int:pk>/disruptions/settle/", order.settle_disruption, name="settle_disruption"),
    path("meetings/<int:pk>/disruptions/repeated/", order.mark_repeated, name="mark_repeated"),
    path("meetings/<int:pk>/order/to-matter/", order.call_to_matter, name="call_to_matter"),
    path("meetings/<int:pk>/order/to-order/", order.call_to_order, name="call_to_order"),
    path("meetings/<int:pk>/order/floor/", order.withdraw_floor, name="withdraw_floor"),
    path("meetings/<int:pk>/order/exclude/", order.exclude_person, name="exclude_person"),
    path("meetings/<int:pk>/order/refusal/", order.record_refusal, name="record_refusal"),
    path("meetings/<int:pk>/order/revoke/", order.revoke_measure, name="revoke_measure"),
    path("meetings/<int:pk>/presiding/hand-over/", order.hand_over_presiding, name="hand_over_presiding"),
    path("meetings/<int:pk>/presiding/resume/", order.resume_presiding, name="resume_presiding"),
]
