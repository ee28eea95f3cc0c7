"""Setting hall displays up (Saalanzeigen einrichten): the short code, the link, the devices that came by them.

A display sees what the public sees on the wall and nothing else; none of this widens that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings import events, selectors
from meetings.errors import DomainError
from meetings.journal import record
from meetings.models import Display, DisplayCode, Meeting
from meetings.permissions import Actor, require
from meetings.presence import stamp
from meetings.services.locking import lock_meeting

HOLDS = timedelta(minutes=30)
SHOWS_NUMBER = timedelta(seconds=20)
MOST = 40
"""More displays no hall has; whoever passes the link on cannot fill the list."""
SYSTEM = Actor()


@dataclass(frozen=True, slots=True)
class Sign:
    """A display's sign of life: its language, and the size of its window where the page has told it."""

    language: str
    width: int | None = None
    height: int | None = None


@transaction.atomic
def make_display_code(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Make a code with which a device becomes the meeting's hall display (Einrichtungscode); an older one ends at once.

    409 `display.rehearsal` for a meeting that only its own body sees.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.make_display_code", meeting)
    if meeting.rehearsal_of_id is not None:
        raise DomainError("display.rehearsal", _("A rehearsal is shown to whoever is signed in; it has no code."))
    seed, until = _free_seed(), timezone.now() + HOLDS
    kept = {"seed": seed, "digest": selectors.digest_of(selectors.code_of_seed(seed)), "expires_at": until}
    DisplayCode.objects.update_or_create(meeting=meeting, defaults=kept)
    time = f"{timezone.localtime(until):%H:%M}"
    record(meeting, events.DISPLAY_CODE_MADE, actor=actor, until=stamp(until), time=time)
    return meeting


def _free_seed() -> UUID:
    """One whose code opens no other meeting."""
    while True:
        seed = uuid4()
        if not DisplayCode.objects.filter(digest=selectors.digest_of(selectors.code_of_seed(seed))).exists():
            return seed


@transaction.atomic
def revoke_display_code(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Make the code useless (Code widerrufen); displays that came by it stay. 409 `display.no_code`."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.revoke_display_code", meeting)
    if selectors.display_code_of(meeting) is None:
        raise DomainError("display.no_code", _("There is no code that holds."))
    DisplayCode.objects.filter(meeting=meeting).delete()
    record(meeting, events.DISPLAY_CODE_REVOKED, actor=actor)
    return meeting


@transaction.atomic
def connect_display(*, code: str) -> Display:
    """Let a device be the hall display of the meeting whose code was typed on it.

    400 `display.code_wrong` alike for a code that never was, is over or was revoked, and for a meeting that is over;
    409 `display.too_many`.
    """
    found = selectors.meeting_by_code(code)
    meeting = Meeting.objects.select_for_update().filter(pk=found).first() if found is not None else None
    if meeting is None or selectors.meeting_by_code(code) != meeting.pk:  # once more under the lock
        says = _("No display can be connected with this code. Codes hold for a short time; ask the desk for a new one.")
        raise DomainError("display.code_wrong", says, status=400)
    if meeting.displays.filter(ended_at=None).count() >= MOST:
        raise DomainError("display.too_many", _("No more displays can be connected; ask the desk to disconnect some."))
    return _set_up(meeting, uuid4(), by_code=True)


def _set_up(meeting: Meeting, key: UUID, *, by_code: bool) -> Display:
    last = meeting.displays.aggregate(last=Max("number"))["last"] or 0
    row = Display.objects.create(meeting=meeting, number=last + 1, key=key, by_code=by_code, set_up_at=timezone.now())
    record(meeting, events.DISPLAY_SET_UP, actor=SYSTEM, number=row.number, way="code" if by_code else "link")
    return row


def note_displays(meeting_id: int, heard: Mapping[UUID, Sign], gone: Collection[UUID] = ()) -> None:
    """Write down which displays were heard of, and whose socket was closed. Noted by the program, nobody is asked."""
    now = timezone.now()
    rows = Display.objects.filter(meeting=meeting_id)
    rows.filter(key__in=gone).update(connected_at=None)
    known = {row.key: row for row in rows.filter(key__in=heard)} if heard else {}
    for key, sign in heard.items():
        row = known.get(key) or _came_by_link(meeting_id, key)
        if row is not None and row.ended_at is None:
            _renew(row, sign)
    if heard:
        rows.filter(seen_at__gt=now + selectors.SILENT_DISPLAY).update(seen_at=now)  # the clock was put back


def _renew(row: Display, sign: Sign) -> None:
    """Only what this process knows is written, and nothing once the desk has disconnected it."""
    now = timezone.now()
    since = row.connected_at if selectors.is_connected(row, now) else now
    size = {"width": sign.width, "height": sign.height} if sign.width else {}
    open_rows = Display.objects.filter(pk=row.pk, ended_at=None)
    open_rows.update(connected_at=since, seen_at=now, language=sign.language, **size)


@transaction.atomic
def _came_by_link(meeting_id: int, key: UUID) -> Display | None:
    """A device that has opened the link for the first time gets its number, while the meeting is not over."""
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_id).first()
    if meeting is None or not meeting.is_live:
        return None
    row = meeting.displays.filter(key=key).first()
    if row is not None or meeting.displays.filter(ended_at=None).count() >= MOST:
        return row
    return _set_up(meeting, key, by_code=False)


@transaction.atomic
def name_display(*, meeting: Meeting, display: int, name: str, actor: Actor) -> Meeting:
    """Give a display a name (Anzeige benennen), or none; the desk alone sees it. 400 `display.name_refused`."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.name_display", meeting)
    row = selectors.display_in(meeting, display)
    row.name = name
    try:
        row.clean_fields(exclude={field.name for field in Display._meta.fields} - {"name"})
    except ValidationError as error:
        raise DomainError("display.name_refused", error.messages[0], status=400) from None
    row.save(update_fields=["name"])
    return meeting


@transaction.atomic
def point_out_display(*, meeting: Meeting, display: int, actor: Actor) -> Meeting:
    """Let a display show its number for some seconds (Welche ist das?), or all of them: `display` is 0 then.

    409 `display.not_connected`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.point_out_display", meeting)
    now = timezone.now()
    rows = selectors.displays_of(meeting) if display == 0 else [selectors.display_in(meeting, display)]
    wanted = [row.pk for row in rows if selectors.is_connected(row, now)]
    if not wanted:
        raise DomainError("display.not_connected", _("This display is not connected; it cannot show its number."))
    Display.objects.filter(pk__in=wanted).update(shows_number_until=now + SHOWS_NUMBER)
    return meeting


@transaction.atomic
def disconnect_display(*, meeting: Meeting, display: int, actor: Actor) -> Meeting:
    """Disconnect a display (Anzeige trennen): its page ends at once, and its own link opens nothing any more."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.disconnect_display", meeting)
    row = selectors.display_in(meeting, display)
    Display.objects.filter(pk=row.pk).update(ended_at=timezone.now(), connected_at=None)
    record(meeting, events.DISPLAY_DISCONNECTED, actor=actor, number=row.number)
    return meeting


@transaction.atomic
def renew_display_link(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Make the hall display's old link useless (Link der Saalanzeige erneuern), for instance when it was
    photographed. The code ends with it, and every display that is connected.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.renew_display_link", meeting)
    DisplayCode.objects.filter(meeting=meeting).delete()
    meeting.displays.filter(ended_at=None).update(ended_at=timezone.now(), connected_at=None)
    record(meeting, events.DISPLAY_LINK_RENEWED, actor=actor)
    return meeting
