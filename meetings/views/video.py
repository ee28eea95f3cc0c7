"""The way into the video conference: one address of our own, the personal one is made at the moment of joining."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings import selectors
from meetings.enums import Role
from meetings.errors import DomainError, not_found
from meetings.http import answer
from meetings.models import Meeting
from meetings.permissions import Actor, can, require
from meetings.video import VideoAdapter, VideoFault, VideoPerson, VideoRole, has_video, system_of

FRAME_RIGHTS = ("camera", "microphone", "display-capture", "fullscreen")


@require_safe
def video(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a participant to their own address; it stands in no page, only in this answer, which nobody keeps."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    require(actor, "meetings.see_video", found)
    system = system_of(found)
    if system is None or not system.has_conference(found):
        raise not_found()
    response = HttpResponseRedirect(_address(system, found, actor))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _address(system: VideoAdapter, found: Meeting, actor: Actor) -> str:
    person = selectors.person_of(actor)
    joining = VideoPerson(found.pk, person.pk, person.name, _role(found, actor))
    try:
        return system.join_address(found, joining)
    except VideoFault as fault:
        raise DomainError("video.failed", fault.message, status=503) from None


def _role(found: Meeting, actor: Actor) -> VideoRole:
    leads = bool(actor.roles & {Role.CHAIR, Role.CLERK}) or found.presiding_id == actor.person_id
    return VideoRole.MODERATOR if leads else VideoRole.PARTICIPANT


@require_POST
def end_video(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk ends what is left of the conference when the meeting is over."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    require(actor, "meetings.see_desk", found)
    if found.is_live:
        raise DomainError("video.meeting_lasts", _("The meeting is not over."))
    system = system_of(found)
    try:
        if system is None or not system.end(found):
            raise not_found()
    except VideoFault as fault:
        raise DomainError("video.failed", fault.message, status=503) from None
    return answer(request, found, reverse("meetings:desk", args=[pk]))


def frame_of(found: Meeting, actor: Actor) -> str:
    """The host that the room page may show in a frame, "" for none."""
    if not (has_video(found) and can(actor, "meetings.see_video", found)):
        return ""
    system = system_of(found)
    return system.frame_origin if system is not None else ""


def rights_in_frame(origin: str) -> str:
    """What the frame may use. Our own address stands in `src`, so the host that follows has to be named."""
    return "; ".join(f"{right} {origin}" for right in FRAME_RIGHTS)


def allow_frame(request: HttpRequest, response: HttpResponse, origin: str) -> HttpResponse:
    """Let this one page show a frame of that host, with camera and microphone."""
    if not origin:
        return response
    response.headers["Permissions-Policy"] = ", ".join(f'{right}=(self "{origin}")' for right in FRAME_RIGHTS)
    csp_update({"frame-src": [SELF, origin]})(lambda request: response)(request)
    return response
