"""The quorum as it stands, and its formal checks."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings import events, quorum
from meetings.memo import remembered
from meetings.models import EventSecret, Meeting, MeetingEvent, RulesOfProcedure, SeatHolding
from meetings.registry import recused_now
from meetings.selectors.rules import rules_of
from meetings.selectors.seats import holdings, seats_of, substitutes_of

FOUND = ("meetings.formality.", "meetings.quorum.")
LATELY = 40
"""So many of the latest events are read with what was found: the desk shows the last of them."""


@remembered
def quorum_of(meeting: Meeting) -> quorum.Quorum:
    """The present seat holders held against the body's rule, right now."""
    return quorum.count(_rule(meeting), sides(meeting))


def _rule(meeting: Meeting) -> quorum.QuorumRule:
    rules: RulesOfProcedure = rules_of(meeting)
    members = meeting.body.statutory_seats or len(seats_of(meeting))
    return quorum.QuorumRule(members, rules.experts_below_council, rules.deemed_quorate)


def sides(meeting: Meeting) -> list[bool]:
    """For each seat that is held whether its holder is a member of the council; a substitute counts as what they
    are.
    """
    held = _counting(meeting)
    replaced = any(row.is_substitution for row in held)
    own = {row.person_id: row.is_council_member for row in substitutes_of(meeting)} if replaced else {}
    return [_side(row, own) for row in held]


def _counting(meeting: Meeting) -> list[SeatHolding]:
    """The seats that count now: where the body's rules say so, without those recused from the item (REQ-43)."""
    held = list(holdings(meeting).values())
    if rules_of(meeting).recused_count_for_quorum:
        return held
    recused = recused_now(meeting)
    return [row for row in held if row.person_id not in recused]


def _side(holding: SeatHolding, substitutes: dict[int, bool]) -> bool:
    if holding.is_substitution:
        return substitutes.get(holding.person_id, True)
    return holding.seat.is_council_member


def votes_are_barred(meeting: Meeting) -> bool:
    """Whether no vote may be opened for want of a quorum."""
    return quorum_of(meeting).bars_votes(lack_established=meeting.lacks_quorum)


def lack_established_at(meeting: Meeting) -> datetime | None:
    """Since when the lack of a quorum stands established; None when the last check found one, or none was made."""
    since = None
    for check in meeting.quorum_checks.order_by("at", "pk"):
        since = None if check.quorate else since or check.at
    return since


@remembered
def told_lately(meeting: Meeting) -> list[MeetingEvent]:
    """What was found, which displays were set up, and the latest events, each with its secrets. One query."""
    found_out = Q(name__startswith=FOUND[0]) | Q(name__startswith=FOUND[1]) | Q(name=events.DISPLAY_SET_UP.name)
    wanted = found_out | Q(seq__gt=meeting.last_seq - LATELY)
    rows = meeting.events.filter(wanted).order_by("seq")
    found: dict[int, MeetingEvent] = {}
    for row in rows.annotate(word=F("secrets__key"), said=F("secrets__value")):
        event = found.setdefault(row.pk, row)
        known = event.__dict__.setdefault("_prefetched_objects_cache", {}).setdefault("secrets", [])
        if row.word is not None:
            known.append(EventSecret(event=event, key=row.word, value=row.said))
    return list(found.values())


def findings_of(meeting: Meeting) -> list[MeetingEvent]:
    """What was found at the beginning and about the quorum, as the journal alone knows it."""
    return [event for event in told_lately(meeting) if event.name.startswith(FOUND)]


def had_displays(meeting: Meeting) -> bool:
    """Whether any hall display was ever set up; most meetings' desks need not ask which."""
    return any(event.name == events.DISPLAY_SET_UP.name for event in told_lately(meeting))


def _asked_and_answered(meeting: Meeting) -> list[MeetingEvent]:
    names = {events.QUORUM_REQUESTED.name, events.QUORUM_CHECKED.name}
    return [event for event in findings_of(meeting) if event.name in names]


def checks_made(meeting: Meeting) -> int:
    """How many formal checks there were."""
    return sum(event.name == events.QUORUM_CHECKED.name for event in _asked_and_answered(meeting))


def pending_request(meeting: Meeting) -> MeetingEvent | None:
    """The request for a check that nobody has answered yet."""
    last = next(iter(_asked_and_answered(meeting)[-1:]), None)
    return last if last is not None and last.name == events.QUORUM_REQUESTED.name else None


def reconvening_notice(first: Meeting) -> str:
    """What the invitation to a meeting convened again must say (GO NRW section 49(2)), in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        day = date_format(timezone.localtime(first.starts_at), "DATE_FORMAT")
        return _(
            "This meeting is convened again because the body was not quorate on {day}. For the matters that were put "
            "off then it"
            " is quorate regardless of how many members appear (GO NRW section 49(2))."
        ).format(day=day)
