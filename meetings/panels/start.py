"""What the meetings room expects of whoever opens the start page, and its stages of the work on a meeting."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings import registry, selectors
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.registry import Phase, Task, Visitor


@registry.tell_tasks
def tasks_of_the_desk(visitor: Visitor) -> list[Task]:
    """Drafts to convene, meetings that should have begun, mails that failed, accounts to invite to."""
    if not visitor.desks:
        return []
    clerks = [*_mails(visitor), *_accounts(visitor)] if visitor.is_clerk else []
    return [*_not_begun(visitor), *_drafts(visitor), *clerks]


def _drafts(visitor: Visitor) -> Iterator[Task]:
    drafts = selectors.drafts_for(visitor)
    last = selectors.last_days_to_convene(drafts)
    for meeting in drafts:
        label = _("Convene: {meeting}").format(meeting=meeting.title)
        yield Task(
            last[meeting.pk], label, _begins(meeting), meeting.get_absolute_url(), _("Check and convene"), is_first=True
        )


def _not_begun(visitor: Visitor) -> Iterator[Task]:
    for meeting in selectors.not_begun_for(visitor):
        day = timezone.localtime(meeting.starts_at).date()
        label = _("Open or cancel: {meeting}").format(meeting=meeting.title)
        yield Task(
            day,
            label,
            _("It should have begun: {when}").format(when=_begins(meeting)),
            _desk(meeting),
            _("Go to the desk"),
        )


def _begins(meeting: Meeting) -> str:
    return date_format(timezone.localtime(meeting.starts_at), "DATETIME_FORMAT")


def _desk(meeting: Meeting) -> str:
    return reverse("meetings:desk", args=[meeting.pk])


def _mails(visitor: Visitor) -> Iterator[Task]:
    for body, name, number in selectors.troubled_by_body(visitor):
        words = ngettext(
            "{number} e-mail was not taken or possibly sent.",
            "{number} e-mails were not taken or possibly sent.",
            number,
        )
        url = reverse("meetings:mails_of_body", args=[body])
        yield Task(visitor.day, words.format(number=number), name, url, _("Look at the e-mails"))


def _accounts(visitor: Visitor) -> Iterator[Task]:
    for body, name, number in selectors.uninvited_by_body(visitor):
        words = ngettext("{number} person has no account yet", "{number} persons have no account yet", number).format(
            number=number
        )
        url = f"{reverse('meetings:body', args=[body])}#people-heading"
        yield Task(None, words, name, url, _("Invite"))


@registry.tell_phases
def invitation_phase(meeting: Meeting) -> Phase:
    """Convened or not (Einladung)."""
    if meeting.convened_at is None:
        return Phase(20, gettext_lazy("Invitation"), "meetings:meeting", "", _("not convened yet"))
    words = _("convened on {day}").format(day=date_format(timezone.localtime(meeting.convened_at), "SHORT_DATE_FORMAT"))
    return Phase(20, gettext_lazy("Invitation"), "meetings:meeting", "done", words)


@registry.tell_phases
def meeting_phase(meeting: Meeting) -> Phase:
    """The meeting itself (Sitzung)."""
    state = "now" if meeting.is_open else "done" if meeting.state == MeetingState.CLOSED else ""
    words = meeting.get_state_display() if meeting.is_open or state else _begins(meeting)
    return Phase(30, gettext_lazy("Meeting"), "meetings:desk", state, words)
