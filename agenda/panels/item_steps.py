"""The desk's next steps around an item: it is called, closed, taken up again; the public goes out and comes in."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import selectors
from agenda.enums import ItemState
from agenda.models import AgendaItem
from meetings.enums import MeetingState, Publicity
from meetings.journal.sentences import spoken
from meetings.models import Meeting
from meetings.panels.publicity import EXCLUSION
from meetings.panels.quorum import check_step
from meetings.panels.repeating import tick_step, waiting_steps
from meetings.registry import Step
from meetings.selectors import checks_made

MOVED_BY = (
    "agenda.floor.asked",
    "agenda.floor.taken_back",
    "agenda.floor.struck",
    "agenda.floor.given",
    "agenda.speech.",
    "agenda.speaking_time.",
)
"""What moves the expected times, but nothing else of the agenda."""


def quorum_step(meeting: Meeting) -> Step | None:
    """The quorum is established between the opening and the first item; a body that goes on without it counts as
    quorate all the same.
    """
    if meeting.state != MeetingState.RUNNING or checks_made(meeting) or selectors.has_begun(meeting):
        return None
    return check_step(meeting)


def close_step(meeting: Meeting) -> Step | None:
    """The open item is closed."""
    item = _open_in_running(meeting)
    if item is None:
        return None
    number = selectors.numbers_of(meeting)[item.pk]
    words = spoken(gettext_lazy("Is there anything else on this? – If not, I close item {number}."), number=number)
    return Step(
        _("Close item {number}").format(number=number), reverse("agenda:close_item", args=[item.pk]), words=words
    )


def _open_in_running(meeting: Meeting) -> AgendaItem | None:
    return selectors.open_item(meeting) if meeting.state == MeetingState.RUNNING else None


def publicity_step(meeting: Meeting) -> Step | None:
    """Between the parts: the public goes out before the first non-public item, and comes in before the next public
    one.
    """
    following = selectors.next_pending(meeting) if meeting.state == MeetingState.RUNNING else None
    if following is None or following[0].is_public == (meeting.publicity == Publicity.PUBLIC):
        return None
    if following[0].is_public:
        words = spoken(gettext_lazy("The public is readmitted; we continue in public."))
        return Step(_("Readmit the public"), reverse("meetings:readmit_public", args=[meeting.pk]), words=words)
    words = spoken(
        gettext_lazy("We now come to the non-public part. I ask the public to leave the hall; the broadcast ends.")
    )
    return Step(_("Exclude the public"), EXCLUSION, method="get", words=words)


def closing_step(meeting: Meeting) -> Step | None:
    """A way of the public could not be closed: it is asked again before anything non-public is dealt with."""
    if meeting.publicity != Publicity.CLOSING or not meeting.is_open:
        return None
    return Step(_("Ask the public channels again"), reverse("meetings:close_channels", args=[meeting.pk]))


def repeat_step(meeting: Meeting) -> Step | None:
    """While a disturbed item waits nothing new begins: it is taken up again, and noted as repeated when it is
    through.
    """
    step = next(iter(waiting_steps(meeting, "agenda.item")), None)
    if step is None or selectors.open_item(meeting) is not None:
        return None
    item = next((row for row in selectors.items_in_order(meeting) if row.pk == step.key), None)
    settled_at = step.disruption.settled_at
    waits = (
        item is not None
        and item.state == ItemState.CLOSED
        and settled_at
        and item.closed_at
        and item.closed_at <= settled_at
    )
    return take_up_step(item) if item is not None and waits else tick_step(meeting, step)


def take_up_step(item: AgendaItem) -> Step:
    """A closed item is dealt with once more."""
    label = _("Take up item {number} again").format(number=selectors.number_of(item))
    return Step(label, reverse("agenda:reopen_item", args=[item.pk]))


def call_step(meeting: Meeting) -> Step | None:
    """The next item of the agenda is called."""
    following = selectors.next_pending(meeting) if meeting.state == MeetingState.RUNNING else None
    if following is None:
        return None
    item, number = following
    words = spoken(gettext_lazy("I call item {number}: {title}."), number=number, title=item.title)
    return Step(_("Call item {number}").format(number=number), reverse("agenda:open_item", args=[item.pk]), words=words)


def reconvene_step(meeting: Meeting) -> Step | None:
    """A meeting that lacked a quorum is convened again."""
    if (
        meeting.state != MeetingState.CLOSED
        or not meeting.lacks_quorum
        or meeting.reconvened.exclude(state=MeetingState.CANCELLED).exists()
    ):
        return None
    return Step(_("Convene again after lack of quorum"), reverse("agenda:reconvene_meeting", args=[meeting.pk]))
