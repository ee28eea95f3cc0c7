"""Which minutes somebody gets: what was released, as it was released, or for those who write them the draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from agenda.selectors import closed_to
from documents.minutes.enums import Edition
from documents.minutes.models import DocumentRules, MinutesCopy, MinutesRelease
from meetings.enums import Audience, MeetingState
from meetings.models import Meeting
from meetings.permissions import Actor, can, require
from meetings.registry import Visitor
from meetings.selectors import audience_of, rules_in_force, sees_non_public

ON_START = 6
READ_WITHIN = timedelta(days=30)


def rules_of(meeting: Meeting) -> DocumentRules:
    """The rules about documents in force on the day of the meeting."""
    return rules_in_force(DocumentRules, meeting)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The minutes of a meeting as the permission rules see them: the release that holds, and what the body's rules
    say of drafts.
    """

    meeting: Meeting
    release: MinutesRelease | None
    members_see_drafts: bool = False


def sheets_of(meeting: Meeting) -> Sheets:
    """How the minutes of a meeting stand. Two queries; before the close nothing can be released, nor read by
    members, nor asked.
    """
    if meeting.state != MeetingState.CLOSED:
        return Sheets(meeting, None)
    return Sheets(meeting, standing_release(meeting), rules_of(meeting).members_see_draft_minutes)


def standing_release(meeting: Meeting) -> MinutesRelease | None:
    """The release of a meeting's minutes that holds; None while they are a draft."""
    return MinutesRelease.objects.standing().filter(meeting=meeting).first()


def releases_of(meeting: Meeting) -> list[MinutesRelease]:
    """Every release of a meeting's minutes, those that were taken back too, the newest first."""
    return list(MinutesRelease.objects.filter(meeting=meeting).order_by("-released_at", "-pk"))


def released_for(actor: Actor, meeting: Meeting) -> MinutesCopy | None:
    """The released minutes that are for this person, or None where they get the draft; 409 while there are none for
    them.

    Before the release there is a draft for chair and clerk, from the beginning of the meeting, and where the rules of
    the body say so for its members after the close.
    """
    sheets = sheets_of(meeting)
    if sheets.release is None and can(actor, "documents.see_draft_minutes", sheets):
        return None
    require_minutes(actor, sheets)
    assert sheets.release is not None
    return _copy(sheets.release, actor) if sees_non_public(audience_of(actor)) else public_copy(sheets.release)


def require_minutes(actor: Actor, sheets: Sheets) -> None:
    """Refuse whoever may not have them yet, with the reason that fits: those who write them are told what is
    missing.
    """
    if sheets.release is None and audience_of(actor) == Audience.DESK:
        require(actor, "documents.see_draft_minutes", sheets)
    require(actor, "documents.see_minutes", sheets)


def public_copy(release: MinutesRelease) -> MinutesCopy:
    """What everybody gets."""
    return _with_meeting(release, release.copies.get(version=Edition.PUBLIC))


def _copy(release: MinutesRelease, actor: Actor) -> MinutesCopy:
    """The full minutes; with a conflict of interest one's own copy of them, and the public ones where there is none."""
    if not closed_to(release.meeting, actor):
        return _with_meeting(release, release.copies.get(version=Edition.FULL))
    own = release.copies.filter(version=Edition.ABRIDGED, person=actor.person_id).first()
    return _with_meeting(release, own) if own else public_copy(release)


def _with_meeting(release: MinutesRelease, copy: MinutesCopy) -> MinutesCopy:
    copy.release = release
    return copy


def minutes_on_start(visitor: Visitor) -> list[tuple[Meeting, MinutesRelease | None]]:
    """The meetings that were closed last in the bodies for which this person plans, each with its release. Two
    queries.
    """
    closed = Meeting.objects.filter(
        state=MeetingState.CLOSED, body__in=visitor.desks, rehearsal_of=None
    ).select_related("body")
    rows = list(closed.order_by("-closed_at", "-pk")[:ON_START])
    released = {release.meeting_id: release for release in MinutesRelease.objects.standing().filter(meeting__in=rows)}
    return [(row, released.get(row.pk)) for row in rows]


def minutes_to_release(visitor: Visitor) -> list[Meeting]:
    """The closed meetings of these bodies whose minutes nobody has released, the oldest first. One query."""
    closed = Meeting.objects.filter(state=MeetingState.CLOSED, body__in=visitor.desks, rehearsal_of=None)
    released = MinutesRelease.objects.standing().values("meeting")
    return list(closed.exclude(pk__in=released).order_by("closed_at", "pk")[:ON_START])


def minutes_to_read(visitor: Visitor) -> list[MinutesRelease]:
    """What was released in the last thirty days in the bodies to which this person belongs, the newest first. One
    query.
    """
    found = MinutesRelease.objects.standing().filter(
        meeting__body__in=visitor.bodies, released_at__gte=timezone.now() - READ_WITHIN
    )
    return list(found.select_related("meeting").order_by("-released_at", "-pk")[:ON_START])
