"""The next steps that put something to the vote: what is due first, and the words with which it is put."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.enums import MotionState, Treatment
from agenda.models import AgendaItem
from agenda.procedural_kinds import LABELS
from agenda.selectors import (
    dispute_on,
    is_withheld,
    more_far_reaching,
    motions_of,
    mover_of,
    open_item,
    pending_procedural,
    points_of_order_wait,
    requests_of,
    speaker_of,
    supporters_needed,
    withheld_motion,
    wording_of,
)
from meetings.enums import MeetingState
from meetings.journal.sentences import spoken
from meetings.models import Meeting
from meetings.registry import Step
from voting.enums import VOID
from voting.models import Poll
from voting.selectors import (
    drafts_of,
    earlier_than,
    motions_put,
)

DECIDED = frozenset({Treatment.DECISION, Treatment.RECOMMENDATION, Treatment.MOTION})


def prepared_step(meeting: Meeting) -> Step | None:
    """A prepared vote on the open item is opened."""
    item = item_now(meeting)
    drafts = drafts_of(item) if item else []
    if item is None or not drafts:
        return None
    fields, confirm = passing(earlier_than(drafts[0]))
    url = reverse("voting:open_poll", args=[drafts[0].pk])
    step = Step(_("Open the prepared vote"), url, fields=fields, confirm=confirm, words=_asking(drafts[0].question))
    return released_first(step, item, drafts[0], *subject_of(drafts[0]), words=drafts[0].question)


def subject_of(poll: Poll) -> list[Any]:
    """The row on which is voted, where it is not the draft resolution."""
    return [row for row in (poll.motion, poll.procedural_motion, poll.recusal) if row is not None]


def passing(earlier: dict[str, str]) -> tuple[tuple[tuple[str, str], ...], str]:
    """The fields and the question of a button that passes over more far-reaching motions (REQ-69)."""
    if not earlier:
        return (), ""
    says = _("More far-reaching: {names}. Press again to vote on this first, by decision of the chair")
    return (("despite_motions", earlier["keys"]),), says.format(names=earlier["names"])


def _asking(question: str) -> str:
    return spoken(gettext_lazy("We come to the vote on: {question}"), question=question)


def _put_motion(meeting: Meeting) -> Step | None:
    """The most far-reaching motion is due first (REQ-69)."""
    item = item_now(meeting)
    rows = motions_of(meeting, item) if item else []
    due = next(iter(more_far_reaching(rows, None, supporters_needed(meeting))), None) if rows else None
    if item is None or due is None or due.pk in motions_put(meeting):
        return None
    label = _("Put the motion of {name} to the vote").format(name=mover_of(due))
    fields = (("open", "1"), ("motion", str(due.pk)))
    words = wording_of(rows, item, due)
    step = Step(label, reverse("voting:create_poll", args=[item.pk]), fields=fields, words=_asking(words))
    return released_first(step, item, due, words=words)


def released_first(step: Step, item: AgendaItem, *rows: Any, words: str = "") -> Step:
    """What arose in the non-public part would be refused in public: then the list comes first, in which it is
    released.
    """
    hidden = any(is_withheld(row, item) for row in rows) or withheld_motion(item, motions_of(item.meeting, item), words)
    return (
        Step(_("Decide first what becomes public"), reverse("agenda:matters", args=[item.pk]), method="get")
        if hidden
        else step
    )


def vote_step(meeting: Meeting) -> Step | None:
    """The most far-reaching motion is put to the vote, else the draft resolution."""
    return _put_motion(meeting) or _put_draft(meeting)


def _put_draft(meeting: Meeting) -> Step | None:
    """The draft resolution, as amended; no more when another motion was accepted in its place."""
    item = item_now(meeting)
    if item is None or item.treatment not in DECIDED or not item.draft_resolution or _is_through(meeting, item):
        return None
    fields = (("open", "1"),)
    words = wording_of(motions_of(meeting, item), item)
    step = Step(
        _("Put to the vote"), reverse("voting:create_poll", args=[item.pk]), fields=fields, words=_asking(words)
    )
    return released_first(step, item, words=words)


def _is_through(meeting: Meeting, item: AgendaItem) -> bool:
    replaced = any(row.state == MotionState.ACCEPTED and not row.is_amendment for row in motions_of(meeting, item))
    taken = Poll.objects.filter(item=item, motion=None, procedural_motion=None, recusal=None).exclude(state__in=VOID)
    return replaced or taken.exists()


def dispute_step(meeting: Meeting) -> Step | None:
    """The body decides whether somebody has a conflict of interest, before anything else is voted on."""
    item = item_now(meeting)
    dispute = dispute_on(item) if item else None
    if item is None or dispute is None:
        return None
    words = spoken(
        gettext_lazy("It is disputed whether {name} has a conflict of interest. We vote on that first."),
        name=dispute.person.name,
    )
    label = _("Let the body decide about {name}").format(name=dispute.person.name)
    return released_first(
        Step(label, reverse("voting:put_recusal_to_vote", args=[dispute.pk]), words=words), item, dispute
    )


def procedure_step(meeting: Meeting) -> Step | None:
    """A motion on procedure comes before everything else, when one has spoken for it and one against."""
    item = item_now(meeting)
    pending = pending_procedural(meeting) if item else None
    if item is None or pending is None or points_of_order_wait(meeting, item) or speaker_of(requests_of(meeting, item)):
        return None
    kind, url = LABELS[pending.kind], reverse("voting:put_procedural_to_vote", args=[pending.pk])
    words = spoken(
        gettext_lazy("{name} makes a procedural motion: {kind}. We vote on that first."),
        name=pending.mover.name,
        kind=kind,
    )
    return released_first(Step(_("Vote on the procedure: {kind}").format(kind=kind), url, words=words), item, pending)


def item_now(meeting: Meeting) -> AgendaItem | None:
    """The item that is being dealt with in a running meeting."""
    return open_item(meeting) if meeting.state == MeetingState.RUNNING else None
