"""POST for the chair's tools: interruption and adjournment, disturbances, measures of order, presiding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings import selectors, services
from meetings.errors import DomainError, not_found
from meetings.http import answer
from meetings.models import Meeting, Person

View = Callable[[HttpRequest, int], HttpResponse]
GROUND = "ground-"


def _number(value: str) -> int | None:
    """A row's id as a form sends it; None for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def _sent(request: HttpRequest, name: str) -> int | None:
    return _number(request.POST.get(name, ""))


def _row(request: HttpRequest, name: str) -> int:
    """A row's id; 404 for what can be none, as for a row that does not exist."""
    key = _sent(request, name)
    if key is None:
        raise not_found()
    return key


def _person(request: HttpRequest, found: Meeting) -> Person:
    person = selectors.people_to_admit(found).filter(pk=_row(request, "person")).first()
    if person is None:
        raise not_found()
    return person


def _view(name: str, fields: Callable[[HttpRequest, Meeting], dict[str, Any]], back: str = "desk") -> View:
    """The view of a service of the meeting that takes what `fields` reads from the form."""
    service = getattr(services, name)

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, found = selectors.meeting_or_404(request.user, pk)
        service(meeting=found, actor=actor, **fields(request, found))
        found.journal.refresh_from_db()
        return answer(request, found, reverse(f"meetings:{back}", args=[pk]))

    view.__name__ = name
    return view


def _offered(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    return {"offered": request.POST.get("offered", "")}


def _interruption(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    return {"cause": request.POST.get("cause", "break"), **_offered(request, found)}


def _grounds(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    """The chosen grounds; a field left empty chooses none."""
    sent = {_number(name.removeprefix(GROUND)): value for name, value in request.POST.items() if name.startswith(GROUND) and value}
    return {"grounds": {key: value for key, value in sent.items() if key is not None}, **_offered(request, found)}


def _trouble(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    return {"trouble": request.POST.get("trouble", ""), "remark": request.POST.get("remark", "")}


def _trouble_of(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    person = None if request.POST.get("person") == "" else _person(request, found)  # chosen and empty: the whole meeting
    return {"person": person, **_trouble(request, found)}


def _settlement(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    return {"disruption": _row(request, "disruption"), "ground": request.POST.get("ground", "")}


def _call(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    warned = {"yes": True, "no": False}.get(request.POST.get("warned", ""))
    return {"person": _person(request, found), "warned": warned, "offered": _sent(request, "offered")}


def _hand_over(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    for_item = {"item": True, "end": False}.get(request.POST.get("until", ""))
    if for_item is None:
        raise DomainError("presiding.until_unknown", _("Choose: for this item or until further notice."), status=400)
    return {"person": _person(request, found), "for_item": for_item, "offered": _sent(request, "offered")}


def _whom(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    return {"person": _person(request, found)}


def _measure(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    return {"measure": _row(request, "measure")}


interrupt_meeting = _view("interrupt_meeting", _interruption)
resume_meeting = _view("resume_meeting", _grounds)
adjourn_meeting = _view("adjourn_meeting", _offered)
report_disruption = _view("report_disruption", _trouble, "room")
record_disruption = _view("record_disruption", _trouble_of)
settle_disruption = _view("settle_disruption", _settlement)
mark_repeated = _view("mark_repeated", lambda request, found: {"step": _row(request, "step")})
call_to_matter = _view("call_to_matter", _call)
call_to_order = _view("call_to_order", _call)
withdraw_floor = _view("withdraw_floor", _whom)
exclude_person = _view("exclude_person", _whom)
record_refusal = _view("record_refusal", _measure)
revoke_measure = _view("revoke_measure", _measure)
hand_over_presiding = _view("hand_over_presiding", _hand_over)
resume_presiding = _view("resume_presiding", lambda request, found: {"offered": _sent(request, "offered")})
