"""What the voting room hangs into others: the desk's next steps, and checks before an item or a meeting is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from agenda.enums import ItemState
from agenda.models import AgendaItem
from agenda.panels.item_steps import take_up_step
from agenda.registry import check_before_leaving, check_outside_votes, name_motions_at_the_vote
from agenda.selectors import (
    numbers_of,
)
from meetings.enums import MeetingState
from meetings.errors import DomainError
from meetings.journal.sentences import spoken
from meetings.models import DisruptedStep, Meeting
from meetings.panels.quorum import check_step
from meetings.panels.repeating import tick_step, waiting_steps
from meetings.registry import Answered, Step, StepDone, check_before_close, check_before_seat_change, name_steps
from meetings.selectors import votes_are_barred
from voting.enums import Choice, Method, PollState
from voting.models import Elector, Poll
from voting.putting import item_now, passing, released_first, subject_of
from voting.selectors import (
    annulled_on,
    counted_since,
    earlier_than,
    hands_are_missing,
    motions_put,
    names_unreachable,
    next_to_call,
    rest_is_for,
    sentence_for,
    turnout,
    unfinished_poll,
    unreachable_electors,
)

ICONS = {Choice.YES: "check", Choice.NO: "x", Choice.ABSTAIN: "dash"}


ASKING = gettext_lazy("Who is in favour? – Who is against? – Who abstains?")
ASKING_THE_REST = gettext_lazy("Who is against? – Who abstains? – Then all others are in favour.")


def confirm_close(poll: Poll) -> str:
    """What the second press on "close" says: who cannot be reached, else how many have not voted yet."""
    if names := names_unreachable(poll):
        return _("Not reachable: {names}. Press again to close the vote all the same").format(names=names)
    voted, entitled = turnout(poll)
    if voted == entitled:
        return _("Press again to close the vote")
    missing = ngettext(
        "Press again: {count} person has not voted", "Press again: {count} persons have not voted", entitled - voted
    )
    return missing.format(count=entitled - voted)


def close_step(meeting: Meeting) -> Step | None:
    """The open vote is closed; before that, hands that are missing are entered."""
    poll = _in_state(meeting, PollState.OPEN)
    if poll is None or meeting.state != MeetingState.RUNNING:
        return None
    if hands_are_missing(poll):
        words = spoken(ASKING_THE_REST if rest_is_for(poll) else ASKING)
        return Step(
            _("Enter the hands"), f"{reverse('meetings:desk', args=[meeting.pk])}#poll-hands", method="get", words=words
        )
    fields, url = (("despite_unreachable", despite(poll)),), reverse("voting:close_poll", args=[poll.pk])
    confirm, waits = confirm_close(poll), poll.called is not None and not poll.called.ballots.exists()
    if waits and poll.called is not None:
        answers = _answers(poll, reverse("voting:call_elector", args=[poll.pk]))
        return Step(
            _("Close the vote"),
            url,
            fields=fields,
            confirm=confirm,
            words=_how(poll.called.person.name),
            answers=answers,
        )
    words = spoken(gettext_lazy("Has everybody voted? Then I close the vote."))
    return Step(_("Close the vote"), url, fields=fields, confirm=confirm, words=words)


def call_step(meeting: Meeting) -> Step | None:
    """In a roll call the answer of whoever was called is entered; then the next name is called."""
    poll = _in_state(meeting, PollState.OPEN)
    if poll is None or poll.method != Method.ROLL_CALL or meeting.state != MeetingState.RUNNING:
        return None
    following = next_to_call(poll)
    if poll.called is not None and not poll.called.ballots.exists():
        return _answer_step(poll, following)
    if following is None:
        return None
    name = following.person.name
    return Step(_("Call {name}").format(name=name), reverse("voting:call_elector", args=[poll.pk]), words=_how(name))


def _how(name: str) -> str:
    return spoken(gettext_lazy("{name}, how do you vote?"), name=name)


def _answer_step(poll: Poll, following: Elector | None) -> Step | None:
    """The three answers; to go on without one is possible, too, but takes a second press."""
    if poll.called is None or following is None:
        return None
    url, name = reverse("voting:call_elector", args=[poll.pk]), poll.called.person.name
    confirm = _("Press again: {name} has not answered").format(name=name)
    label = _("No answer; call {name}").format(name=following.person.name)
    called = (("called", str(poll.called_id)),)
    return Step(label, url, fields=called, confirm=confirm, words=_how(name), answers=_answers(poll, url))


def _answers(poll: Poll, url: str) -> tuple[Answered, ...]:
    """A button pressed twice, or at two desks, must not answer for the next one: each says whom it is for."""
    called = ("called", str(poll.called_id))
    return tuple(
        Answered(choice.label, url, (("answer", choice.value), called), str(key), ICONS[choice])
        for key, choice in enumerate(Choice, start=1)
    )


def despite(poll: Poll) -> str:
    """Whom the closing button names as not reachable, by id: the decision holds for these and nobody else."""
    return ",".join(str(person.pk) for person in unreachable_electors(poll))


def declare_step(meeting: Meeting) -> Step | None:
    """The result of the closed vote is declared."""
    poll = _in_state(meeting, PollState.CLOSED)
    if poll is None:
        return None
    with override(settings.LANGUAGE_CODE):
        words = _("I declare the result: {result}").format(result=sentence_for(poll))
    return Step(_("Declare the result"), reverse("voting:declare_result", args=[poll.pk]), words=words)


def _quorate_first(meeting: Meeting, step: Step | None) -> Step | None:
    """Where the vote would be refused for want of a quorum, the check that may find one comes first."""
    item = item_now(meeting)
    barred = item is not None and not item.quorum_waived and votes_are_barred(meeting)
    return check_step(meeting) if step is not None and barred else step


def when_quorate(finder: Callable[[Meeting], Step | None]) -> Callable[[Meeting], Step | None]:
    """For a finder whose step opens a vote on the open item."""

    @wraps(finder)
    def found(meeting: Meeting) -> Step | None:
        return _quorate_first(meeting, finder(meeting))

    return found


def _in_state(meeting: Meeting, state: PollState) -> Poll | None:
    poll = unfinished_poll(meeting)
    return poll if poll and poll.state == state else None


def _no_poll_waits(item: AgendaItem) -> None:
    """What is voted on, and by whom, is frozen until the result has been declared."""
    if item.polls.filter(state__in=[PollState.OPEN, PollState.CLOSED]).exists():
        raise DomainError("vote.being_taken", _("A vote is being taken. That is possible after its result."))


def repeat_step(meeting: Meeting) -> Step | None:
    """A disturbed vote is held again on its item, and noted as repeated when its result has been declared."""
    for step in waiting_steps(meeting, "voting.poll"):
        poll = Poll.objects.filter(meeting=meeting, pk=step.key).select_related("item").first()
        if poll is not None and (found := _again(meeting, step, poll)):
            return found
    return None


def _again(meeting: Meeting, step: DisruptedStep, poll: Poll) -> Step | None:
    poll.item.meeting = meeting
    if Poll.objects.filter(item=poll.item, opened_at__gt=step.disruption.settled_at, state=PollState.DECLARED).exists():
        return tick_step(meeting, step)
    current = item_now(meeting)
    if current == poll.item:
        return _quorate_first(meeting, _hold_again(poll))
    return take_up_step(poll.item) if current is None and poll.item.state == ItemState.CLOSED else None


def _hold_again(poll: Poll) -> Step:
    fields, confirm = passing(earlier_than(poll))
    words = spoken(gettext_lazy("The vote is held again: {question}"), question=poll.question)
    step = Step(
        _("Repeat the vote"), reverse("voting:repeat_poll", args=[poll.pk]), fields=fields, confirm=confirm, words=words
    )
    return released_first(step, poll.item, poll, *subject_of(poll), words=poll.question)


def annulled_step(meeting: Meeting) -> Step | None:
    """What was annulled on the open item is held again before anything else is voted on."""
    item = item_now(meeting)
    annulled = annulled_on(item) if item else []
    return _hold_again(annulled[0]) if annulled else None


def _nothing_unfinished(place: Any) -> None:
    """Refuse to leave an item, or to close a meeting, whose poll is not through."""
    states = set(place.polls.filter(state__in=[PollState.OPEN, PollState.CLOSED]).values_list("state", flat=True))
    if PollState.OPEN in states:
        raise DomainError("poll.still_open", _("A vote is still open. Close it first."))
    if states:
        raise DomainError("poll.not_declared", _("The result of the last vote has not been declared yet."))


def _no_open_poll(meeting: Meeting) -> None:
    """The electorate of an open vote is frozen: whoever votes for a seat keeps it until the vote is closed."""
    if meeting.polls.filter(state=PollState.OPEN).exists():
        raise DomainError("seat.poll_open", _("A vote is open. The seat can change hands after it has been closed."))


@name_steps
def _votes_taken(meeting: Meeting, moment: datetime) -> list[StepDone]:
    numbers = numbers_of(meeting)
    found = counted_since(meeting, moment)
    return [
        StepDone("voting.poll", poll.pk, f"{numbers[poll.item_id]} {poll.question}", poll.is_public) for poll in found
    ]


check_before_close(_nothing_unfinished)
check_before_seat_change(_no_open_poll)
check_before_leaving(_nothing_unfinished)
check_outside_votes(_no_poll_waits)
name_motions_at_the_vote(motions_put)
