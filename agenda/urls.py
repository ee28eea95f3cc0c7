"""Addresses of the agenda room; an operation's URL name is its service's name."""

from django.urls import path

from agenda.views import actions, floor, motions, pages, planning

app_name = "agenda"

urlpatterns = [
    path("meetings/<int:pk>/agenda/", pages.agenda, name="agenda"),
    path("meetings/<int:pk>/agenda/add/", planning.add_item, name="add_item"),
    path("meetings/<int:pk>/reconvene/", actions.reconvene_meeting, name="reconvene_meeting"),
    path("items/<int:pk>/", pages.item, name="item"),
    path("items/<int:pk>/edit/", planning.edit_item, name="edit_item"),
    path("items/<int:pk>/move/", planning.move_item, name="move_item"),
    path("items/<int:pk>/remove/", planning.remove_item, name="remove_item"),
    path("items/<int:pk>/open/", actions.open_item, name="open_item"),
    path("items/<int:pk>/close/", actions.close_item, name="close_item"),
    path("items/<int:pk>/take-back/", actions.take_back_item, name="take_back_item"),
    path("items/<int:pk>/postpone/", actions.postpone_item, name="postpone_item"),
    path("items/<int:pk>/withdraw/", actions.withdraw_item, name="withdraw_item"),
    path("items/<int:pk>/reopen/", actions.reopen_item, name="reopen_item"),
    path("items/<int:pk>/note/", planning.write_note, name="write_note"),
    path("items/<int:pk>/list/open/", floor.open_list, name="open_list"),
    path("items/<int:pk>/list/close/", floor.close_list, name="close_list"),
    path("items/<int:pk>/list/enter/", floor.enter_request, name="enter_request"),
    path("items/<int:pk>/debate/close/", floor.close_debate, name="close_debate"),
    path("items/<int:pk>/ask/", floor.ask_for_floor, name="ask_for_floor"),
    path("items/<int:pk>/times/", floor.set_speaking_time, name="set_speaking_time"),
    path("requests/<int:pk>/withdraw/", floor.withdraw_request, name="withdraw_request"),
    path("requests/<int:pk>/strike/", floor.strike_request, name="strike_request"),
    path("requests/<int:pk>/media/", floor.confirm_media, name="confirm_media"),
    path("requests/<int:pk>/call/", floor.call_speaker, name="call_speaker"),
    path("requests/<int:pk>/pause/", floor.pause_speech, name="pause_speech"),
    path("requests/<int:pk>/continue/", floor.continue_speech, name="continue_speech"),
    path("requests/<int:pk>/end/", floor.end_speech, name="end_speech"),
    path("items/<int:pk>/motions/", motions.move_motion, name="move_motion"),
    path("items/<int:pk>/amendments/", motions.move_amendment, name="move_amendment"),
    path("motions/<int:pk>/edit/", motions.edit_motion, name="edit_motion"),
    path("motions/<int:pk>/support/", motions.support_motion, name="support_motion"),
    path("motions/<int:pk>/support/take-back/", motions.take_support_back, name="take_support_back"),
    path("motions/<int:pk>/withdraw/", motions.withdraw_motion, name="withdraw_motion"),
    path("motions/<int:pk>/settle/", motions.settle_motion, name="settle_motion"),
    path("motions/<int:pk>/order/", motions.order_motions, name="order_motions"),
    path("items/<int:pk>/presenters/add/", planning.add_presenter, name="add_presenter"),
    path("presenters/<int:pk>/remove/", planning.remove_presenter, name="remove_presenter"),
    path("presenters/<int:pk>/renew-link/", planning.renew_presenter_link, name="renew_presenter_link"),
    path("p/<str:token>/", pages.presenter, name="presenter"),
]
