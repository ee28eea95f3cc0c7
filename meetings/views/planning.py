"""The form with which a meeting is planned and changed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from meetings import selectors, services
from meetings.errors import DomainError
from meetings.fields import key_or_none
from meetings.forms import MeetingForm
from meetings.models import Meeting
from meetings.permissions import require


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """New meeting in one form; `?copy=<id>` begins with the data of an earlier one."""
    actor, body = selectors.body_or_404(request.user, pk)
    require(actor, "meetings.create_meeting")
    form = MeetingForm(request.POST or None, instance=Meeting(body=body), initial=_copied(request))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(services.create_meeting(body=body, actor=actor, **form.cleaned_meeting()))
        except DomainError as error:
            form.refuse(error)
    status = 400 if form.is_bound else 200
    return render(request, "meetings/meeting_form.html", {"form": form, "body": body}, status=status)


def _copied(request: HttpRequest) -> dict[str, object]:
    wanted = key_or_none(request.GET, "copy")
    source = selectors.visible_meetings(request.user).filter(pk=wanted).first() if wanted else None
    fields = ("title", "format", "legal_basis", "hall", "video_system", "video_link")
    return (
        {name: getattr(source, name) for name in fields} if source and selectors.may_copy(request.user, source) else {}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a planned meeting; somebody else's change meanwhile is shown, never overwritten (409)."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    require(actor, "meetings.edit_meeting", found)
    form = MeetingForm(request.POST or None, instance=found)
    status = 400 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            data, version = form.cleaned_meeting(), form.cleaned_data["version"]
            return redirect(services.edit_meeting(meeting=found, actor=actor, version=version, **data))
        except DomainError as error:
            form.refuse(error)
            status = error.status
    context = {"form": form, "body": found.body, "meeting": found}
    return render(request, "meetings/meeting_form.html", context, status=status)
