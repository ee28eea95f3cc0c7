"""POST for every service of the list of speakers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from agenda import selectors, services
from agenda.enums import RequestKind
from meetings.http import answer

Given = Callable[[HttpRequest], dict[str, Any]]


def _nothing(request: HttpRequest) -> dict[str, Any]:
    return {}


def _on_item(service: Callable[..., Any], back: str = "desk", given: Given = _nothing) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view of a service that takes an item; the answer leads back to that face of the meeting."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, item = selectors.item_or_404(request.user, pk)
        meeting = service(item=item, actor=actor, **given(request)).meeting
        return answer(request, meeting, reverse(f"meetings:{back}", args=[meeting.pk]))

    view.__name__ = service.__name__
    return view


def _on_request(service: Callable[..., Any], back: str = "desk", given: Given = _nothing) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view of a service that takes a request to speak."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, row = selectors.request_or_404(request.user, pk)
        meeting = service(request=row, actor=actor, **given(request)).meeting
        return answer(request, meeting, reverse(f"meetings:{back}", args=[meeting.pk]))

    view.__name__ = service.__name__
    return view


def number_sent(request: HttpRequest, name: str, otherwise: int = 0) -> int:
    """A number from a form; whatever else was sent there counts as `otherwise`."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _kind(request: HttpRequest) -> dict[str, Any]:
    return {"kind": request.POST.get("kind", RequestKind.CONTRIBUTION)}


def _entered(request: HttpRequest) -> dict[str, Any]:
    who = {"person": number_sent(request, "person"), "presenter": number_sent(request, "presenter"), "guest": request.POST.get("guest", "")}
    return {**_kind(request), **who}


def _called(request: HttpRequest) -> dict[str, Any]:
    return {"without_media": request.POST.get("without_media") == "yes"}


def _times(request: HttpRequest) -> dict[str, Any]:
    """Minutes on the screen, seconds in the program; nonsense is refused by the service."""
    minutes, contributions = number_sent(request, "minutes", -1), number_sent(request, "contributions", -1)
    faction = {"faction_seconds": number_sent(request, "faction_minutes", -1) * 60} if request.POST.get("faction_minutes") else {}
    return {**faction, "seconds": minutes * 60, "contributions": contributions, "whole_meeting": request.POST.get("whole_meeting") == "yes"}


open_list = _on_item(services.open_list)
close_list = _on_item(services.close_list)
close_debate = _on_item(services.close_debate)
ask_for_floor = _on_item(services.ask_for_floor, "room", _kind)
enter_request = _on_item(services.enter_request, given=_entered)
set_speaking_time = _on_item(services.set_speaking_time, given=_times)
withdraw_request = _on_request(services.withdraw_request, "room")
confirm_media = _on_request(services.confirm_media, "room")
strike_request = _on_request(services.strike_request)
call_speaker = _on_request(services.call_speaker, given=_called)
pause_speech = _on_request(services.pause_speech)
interrupt_speech = _on_request(services.interrupt_speech)
continue_speech = _on_request(services.continue_speech)
end_speech = _on_request(services.end_speech)
