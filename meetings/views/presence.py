"""The list of those present with its corrections, and the roll from a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import rolls, selectors, services
from meetings.enums import Audience
from meetings.errors import DomainError, not_found
from meetings.fields import key, text
from meetings.forms import AttendanceForm
from meetings.http import answer
from meetings.models import Attendance, Meeting
from meetings.permissions import Actor, can, require
from meetings.views.pages import face


@require_safe
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Every interval of everybody, with the forms to correct them."""
    return _list(request, *_at_the_desk(request, pk))


def _at_the_desk(request: HttpRequest, pk: int) -> tuple[Actor, Meeting]:
    actor, found = selectors.meeting_or_404(request.user, pk)
    require(actor, "meetings.see_desk", found)
    return actor, found


def _list(
    request: HttpRequest, actor: Actor, found: Meeting, refused: AttendanceForm | None = None, status: int = 200
) -> HttpResponse:
    may_correct = can(actor, "meetings.correct_attendance", found)
    rows = [(row, _form(row, refused)) for row in selectors.stays_of_all(found)]
    context = {
        "rows": rows,
        "refused": refused,
        "may_correct": may_correct,
        "may_import": can(actor, "meetings.import_roll", found),
    }
    return render(
        request, "meetings/attendance.html", {**face(request, actor, found, Audience.DESK), **context}, status=status
    )


def _form(row: Attendance, refused: AttendanceForm | None) -> AttendanceForm:
    return refused if refused is not None and refused.row.pk == row.pk else AttendanceForm(row)


def _row(request: HttpRequest, found: Meeting) -> Attendance:
    wanted = key(request.POST, "attendance")
    row = next((row for row in selectors.stays_of_all(found) if row.pk == wanted), None)
    if row is None:
        raise not_found()
    return row


@require_POST
def correct_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk corrects when somebody came or went."""
    actor, found = _at_the_desk(request, pk)
    form = AttendanceForm(_row(request, found), request.POST)
    if not form.is_valid():
        return _list(request, actor, found, form, 400)
    try:
        row = services.correct_attendance(meeting=found, attendance=form.row.pk, actor=actor, **form.cleaned_times())
    except DomainError as error:
        if error.status not in {400, 409}:
            raise
        form.add_error(None, str(error))
        return _list(request, actor, found, form, error.status)
    return answer(request, row.meeting, reverse("meetings:attendance", args=[pk]))


@require_POST
def strike_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk strikes what was entered by mistake."""
    actor, found = _at_the_desk(request, pk)
    ground = text(request.POST, "ground")
    row = services.strike_attendance(meeting=found, attendance=_row(request, found).pk, ground=ground, actor=actor)
    return answer(request, row.meeting, reverse("meetings:attendance", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def import_roll(request: HttpRequest, pk: int) -> HttpResponse:
    """A file is chosen, looked at in a preview, and entered when the desk agrees."""
    actor, found = _at_the_desk(request, pk)
    require(actor, "meetings.import_roll", found)
    try:
        if request.method == "POST" and "seen" in request.POST:
            typed = {name: text(request.POST, name) for name in ("text", "seen", "unread")}
            services.import_roll(meeting=found, actor=actor, **typed)
            return redirect("meetings:attendance", pk)
        context = _preview(found, _text(request)) if request.method == "POST" else {}
    except DomainError as error:
        if error.status not in {400, 409}:
            raise
        return _roll_page(request, actor, found, {"refusal": str(error)}, error.status)
    return _roll_page(request, actor, found, context, 200)


def _text(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        return rolls.decode(text(request.POST, "text").encode())
    return rolls.decode(upload.read(rolls.LARGEST + 1))


def _preview(found: Meeting, text: str) -> dict[str, Any]:
    file = selectors.read_roll(found, text)
    good = selectors.entries_to_make(file.entries)
    faulty = [entry for entry in file.entries if entry.fault]
    stamps = {"seen": selectors.roll_stamp(file.entries), "unread_stamp": selectors.unread_stamp(file.unread)}
    return {"text": text, **stamps, "unread": file.unread, "good": good, "faulty": faulty, "is_preview": True}


def _roll_page(
    request: HttpRequest, actor: Actor, found: Meeting, context: dict[str, Any], status: int
) -> HttpResponse:
    return render(
        request, "meetings/roll.html", {**face(request, actor, found, Audience.DESK), **context}, status=status
    )
