"""The pages: start, bodies, and the faces of one meeting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from meetings import registry, selectors
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.fields import key_or_none
from meetings.http import of_one_moment
from meetings.live.displays import seconds_left
from meetings.live.panels import beside_of
from meetings.live.pictures import picture_for, sees
from meetings.memo import read_once
from meetings.models import Meeting
from meetings.permissions import Actor, can, require
from meetings.registry import tabs_for
from meetings.selectors.people import bodies_kept_by, bodies_to_manage
from meetings.services.connections import note_polling
from meetings.services.displays import Sign, note_displays
from meetings.typed import FIRST_YEAR, LAST_YEAR
from meetings.views.video import allow_frame, frame_of, rights_in_frame

VIEWS = {"public": Audience.PUBLIC, "room": Audience.PARTICIPANT, "desk": Audience.DESK, "screen": Audience.SCREEN}


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What runs and what is expected of whoever is signed in; for everybody what comes next and what was decided."""
    visitor = selectors.visitor_of(request.user)
    coming = selectors.coming_for(visitor)
    running = [meeting for meeting in coming if meeting.is_open]
    words = (
        {key: said for told in registry.tell_running_words.ask(running) for key, said in told.items()}
        if running
        else {}
    )
    parts = [part for found in registry.tell_start_parts.ask(visitor) for part in found]
    ahead = [meeting for meeting in coming if not meeting.is_open]
    first = None if visitor.is_clerk or running or not ahead else ahead.pop(0)
    tasks = [task for found in registry.tell_tasks.ask(visitor) for task in found]
    context = {
        "visitor": visitor,
        "running": [{"meeting": meeting, "now": words.get(meeting.pk, "")} for meeting in running],
        "first": first,
        "ahead": ahead,
        "drafts": selectors.drafts_for(visitor),
        "tasks": sorted(tasks, key=lambda task: (task.due is None, task.due or visitor.day)),
        "late": sum(task.due is not None and task.due < visitor.day for task in tasks),
        "parts": sorted(parts, key=lambda part: part.rank),
        "institution": coming[0].body.institution if coming else "",
        "oversees": selectors.oversees(request.user),
    }
    return render(request, "meetings/start.html", context)


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """All meetings that somebody may know of, by body and year."""
    body, year = key_or_none(request.GET, "body"), key_or_none(request.GET, "year")
    year = year if year and FIRST_YEAR <= year <= LAST_YEAR else None
    found = selectors.meetings_sought(request.user, body=body, year=year, page=request.GET.get("page"))
    context = {
        "found": found,
        "bodies": selectors.all_bodies(),
        "years": selectors.years_of_meetings(request.user),
        "wanted": {"body": body, "year": year},
        "more": "".join(f"&{name}={value}" for name, value in (("body", body), ("year", year)) if value),
        "planned_for": _planned_for(request),
    }
    return render(request, "meetings/meetings.html", context)


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """All bodies with their next meeting."""
    context = {
        "bodies": bodies_to_manage(),
        "planned_for": _planned_for(request),
        "keeps_people": bool(bodies_kept_by(request.user)) if request.user.is_authenticated else False,
    }
    return render(request, "meetings/bodies.html", context)


def _planned_for(request: HttpRequest) -> set[int]:
    return set(selectors.bodies_to_plan_for(request.user).values_list("pk", flat=True))


@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: its people by role and faction, its meetings."""
    actor, found = selectors.body_or_404(request.user, pk)
    memberships, may_unlock = selectors.current_memberships(found), can(actor, "meetings.unlock_account")
    context = {
        "body": found,
        "actor": actor,
        "memberships": memberships,
        "meetings": selectors.meetings_of(request.user, found, request.GET.get("meetings")),
        "last": selectors.visible_meetings(request.user).filter(body=found).first(),
        "may_plan": can(actor, "meetings.create_meeting"),
        "may_invite": can(actor, "meetings.invite_person"),
        "may_keep": can(actor, "meetings.see_people") and found.rehearsal_of_id is None,
        "sees_history": can(actor, "meetings.see_body_history"),
        "sees_mails": can(actor, "meetings.see_mails"),
        "locked": selectors.locked_accounts(row.person.user_id for row in memberships) if may_unlock else set(),
    }
    if context["sees_mails"]:
        context["troubled_mails"] = selectors.troubled_mails(found)
    if context["sees_history"]:
        context["history"] = selectors.history_of(found)
    return render(request, "meetings/body.html", context)


@require_safe
@of_one_moment
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting's own page: everything this person may see of it, and the ways into it."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    audience = selectors.audience_of(actor)
    context = {
        **face(request, actor, found, audience),
        "parts": [part for parts in registry.tell_meeting_parts.ask(found, actor, audience) for part in parts],
        "lead": next((lead for lead in registry.tell_lead.ask(found, actor, audience) if lead is not None), None),
        "may_edit": can(actor, "meetings.edit_meeting", found),
        "may_convene": can(actor, "meetings.convene_meeting", found),
        "may_cancel": can(actor, "meetings.cancel_meeting", found),
        "is_participant": can(actor, "meetings.see_room", found),
        "report_path": selectors.rules_of(found).report_path if actor.roles else "",
        "is_desk": can(actor, "meetings.see_desk", found),
    }
    return render(request, "meetings/meeting.html", context)


@require_safe
@of_one_moment
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """The room of a member, one tab: what happens now and what I may do.

    Whoever is outside for a conflict of interest sees here what the public sees, until the item is over.
    """
    actor, found = selectors.meeting_or_404(request.user, pk)
    if actor.excluded:
        return redirect("meetings:public", pk)
    if actor.outside:
        return render(request, "live/public.html", {**face(request, actor, found, Audience.PUBLIC), "view": "room"})
    require(actor, "meetings.see_room", found)
    origin = frame_of(found, actor)
    frame = {"video_frame": origin, "video_allow": rights_in_frame(origin)}
    context = {**face(request, actor, found, Audience.PARTICIPANT), **frame}
    return allow_frame(request, render(request, "live/room.html", context), origin)


@require_safe
@of_one_moment
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk of clerk and chair: the whole meeting on one screen."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    if actor.is_shut_out:
        return redirect("meetings:public" if actor.excluded else "meetings:room", pk)
    require(actor, "meetings.see_desk", found)
    return render(request, "live/desk.html", face(request, actor, found, Audience.DESK))


@require_safe
@of_one_moment
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk in its reading form for whoever presides (Sprechzettel): the words to be said, large, and what is
    needed at once.
    """
    actor, found = selectors.meeting_or_404(request.user, pk)
    if actor.is_shut_out:
        return redirect("meetings:public" if actor.excluded else "meetings:room", pk)
    require(actor, "meetings.see_desk", found)
    return render(request, "live/reading.html", face(request, actor, found, Audience.DESK))


@require_safe
@of_one_moment
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """What everybody may follow live."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    return render(request, "live/public.html", face(request, actor, found, Audience.PUBLIC))


@require_safe
@of_one_moment
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The hall display: readable from 15 m, nothing non-public."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    return render(request, "live/screen.html", face(request, actor, found, Audience.SCREEN))


def face(request: HttpRequest, actor: Actor, found: Meeting, audience: Audience) -> dict[str, Any]:
    """What every live page of a meeting needs."""
    read_once(found)
    view = next(name for name, wanted in VIEWS.items() if wanted == audience)
    return {
        "meeting": found,
        "actor": actor,
        "audience": str(audience),
        "view": view,
        "seq": sees(found, audience),
        "tabs": tabs_for(actor, found),
    }


@require_safe
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """The polling fallback: the frame a socket would get, or 204 when the client has seen it all."""
    wanted = VIEWS.get(request.GET.get("view", "desk"))
    if wanted is None:
        raise DomainError("live.view_unknown", "view: public, room, desk or screen", status=400)
    key = selectors.key_in(pk, request.GET.get("display", ""))
    actor, found, frame = _frame(request, pk, wanted, key)
    if key is not None:
        note_displays(pk, {key: Sign(get_language() or "")})
    if frame is None or selectors.sees_non_public(Audience(frame["audience"])):
        _note(actor, found)
    response = HttpResponse(status=204) if frame is None else JsonResponse(frame)
    response.headers["Cache-Control"] = "no-store"
    return response


@of_one_moment
def _frame(
    request: HttpRequest, pk: int, wanted: Audience, key: UUID | None
) -> tuple[Actor, Meeting, dict[str, Any] | None]:
    actor, found = selectors.meeting_or_404(request.user, pk)
    if key is not None and selectors.ended_displays(found, {key}):
        raise selectors.disconnected()
    audience = selectors.granted(actor, wanted)
    knows_all = request.GET.get("seq") == str(found.last_seq) and not beside_of(found)
    if selectors.sees_non_public(audience) and knows_all:
        return actor, found, None
    return actor, found, picture_for(found, audience, actor.person_id) | _number_to_show(found, key)


def _number_to_show(found: Meeting, key: UUID | None) -> dict[str, Any]:
    """What a socket would be told in a frame of its own."""
    row = found.displays.filter(key=key).first() if key is not None else None
    seconds = seconds_left(row) if row is not None else 0
    return {"display": {"number": row.number, "seconds": seconds}} if row is not None and seconds else {}


def _note(actor: Actor, found: Meeting) -> None:
    """A page that asks is a sign of life."""
    if actor.person_id is not None and found.is_open:
        note_polling(found, actor.person_id)
