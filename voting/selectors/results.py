"""What came out of a poll, as screens, minutes and recounts show it. No totals before the close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.enums import Part
from agenda.models import AgendaItem
from meetings.enums import Audience
from meetings.models import Meeting
from meetings.names import key_of
from voting.enums import Abstentions, Choice, MajorityRule, Method, PollState, VotesByName
from voting.majority import required_yes
from voting.models import Ballot, Elector, Poll, PollRemark
from voting.selectors.core import polls_seen_by
from voting.selectors.electors import elector_by_name
from voting.tally import by_group
from voting.wording import factions_sentence, result_sentence

ON_START = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """The result that holds: as counted first, or as counted again."""

    outcome: str
    counts: dict[str, int]
    casting: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One answer of a result: how often, and by whom where the rules of procedure show it."""

    code: str
    label: str
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One elector in the seat chart: how they voted, or nothing where names are not shown."""

    name: str
    faction: str
    choice: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something added to a result: an objection, a recount with its sentence, that it was annulled."""

    kind: str
    label: str
    text: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A counted poll as screens and minutes show it; the sentence is made from the counts."""

    poll: Poll
    sentence: str
    lines: tuple[Line, ...]
    by_name: bool
    outcome: str
    factions: tuple[tuple[str, dict[str, int]], ...] = ()
    factions_sentence: str = ""
    places: tuple[Place, ...] = ()
    notes: tuple[Note, ...] = ()
    rule: str = ""

    @property
    def item(self) -> AgendaItem:
        """What it was about."""
        return self.poll.item

    @property
    def question(self) -> str:
        """The words that were put to the vote."""
        return self.poll.question

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """(label, number) for yes, no, abstain and not voted; empty for what was taken by acclamation."""
        return tuple((line.label, line.count) for line in self.lines)

    @property
    def names(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(label, names) for the same; empty where the rules of procedure print no names."""
        return tuple((line.label, line.names) for line in self.lines if line.names) if self.by_name else ()


def polls_for(meeting: Meeting, audience: Audience) -> list[Record]:
    """Every counted poll this audience may see, annulled ones too, in the order in which they were opened. Four
    queries, however many.
    """
    return _records(polls_seen_by(meeting, audience).order_by("opened_at", "pk"))


def record_of(poll: Poll) -> Record:
    """The result of one counted poll."""
    return _records(Poll.objects.select_related("item").filter(pk=poll.pk))[0]


def results_by_item(meeting: Meeting, audience: Audience) -> dict[int, list[Record]]:
    """What was declared on the matter of each item, by the item's id: nothing before the chair says it, no votes on
    procedure.
    """
    found: dict[int, list[Record]] = {}
    for record in _records(_on_matters(polls_seen_by(meeting, audience)).order_by("opened_at", "pk")):
        found.setdefault(record.poll.item_id, []).append(record)
    return found


def latest_decisions() -> list[Poll]:
    """The last public decisions of all bodies, the newest first, each with its meeting. Two queries."""
    open_to_all = Poll.objects.filter(
        part=Part.PUBLIC, item__part=Part.PUBLIC, meeting__rehearsal_of=None, meeting__convened_at__isnull=False
    )
    noted = Prefetch("remarks", PollRemark.objects.order_by("seq"), to_attr="noted")
    rows = _on_matters(open_to_all).select_related("item", "meeting__body").prefetch_related(noted)
    return list(rows.order_by("-declared_at", "-pk")[:ON_START])


def _on_matters(polls: QuerySet[Poll]) -> QuerySet[Poll]:
    return polls.filter(state=PollState.DECLARED, procedural_motion=None, recusal=None)


def _records(polls: QuerySet[Poll]) -> list[Record]:
    valid = Prefetch("ballots", Ballot.objects.filter(superseded=False), to_attr="valid")
    people = Elector.objects.select_related("person", "faction").prefetch_related(valid)
    remarks = Prefetch("remarks", PollRemark.objects.select_related("person").order_by("seq"), to_attr="noted")
    about = polls.select_related(
        "item", "called__person", "procedural_motion", "recusal", "motion__mover", "motion__faction"
    )
    rows = about.filter(closed_at__isnull=False).prefetch_related(Prefetch("electors", people, to_attr="roll"), remarks)
    return [_record(_by_name(poll)) for poll in rows]


def _by_name(poll: Any) -> Any:
    poll.roll.sort(key=elector_by_name)
    return poll


def _record(poll: Any) -> Record:
    standing = standing_of(poll)
    by_name = (
        poll.votes_by_name != VotesByName.NEVER and poll.method != Method.ACCLAMATION and _is_complete(poll, standing)
    )
    return Record(
        poll=poll,
        sentence=result_of(poll, standing),
        lines=_lines(poll, standing, _names_by_choice(poll) if by_name else {}),
        by_name=by_name,
        outcome=standing.outcome,
        **_factions(poll, by_name),
        places=_places(poll, by_name),
        notes=tuple(_notes(poll)),
        rule=rule_of(poll),
    )


def _is_complete(poll: Any, standing: Standing) -> bool:
    """Whether the names make up the numbers: not where hands were counted without names."""
    return sum(elector.weight for elector in poll.roll if elector.valid) == sum(
        standing.counts[choice] for choice in Choice.values
    )


def _lines(poll: Any, standing: Standing, names: dict[str, list[str]]) -> tuple[Line, ...]:
    if poll.method == Method.ACCLAMATION:
        return ()
    answers = [*((choice.value, choice.label) for choice in Choice), ("not_voted", pgettext("result", "Not voted"))]
    return tuple(Line(code, str(label), standing.counts[code], tuple(names.get(code, ()))) for code, label in answers)


def _names_by_choice(poll: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for elector in poll.roll:
        found.setdefault(_choice(elector), []).append(elector.person.name)
    return found


def _choice(elector: Any) -> str:
    return elector.valid[0].choice if elector.valid else "not_voted"


def _factions(poll: Any, by_name: bool) -> dict[str, Any]:
    """The numbers of each faction, where the rules want them and the names are known."""
    if not (by_name and poll.by_faction):
        return {}
    rows = [
        (elector.faction.short_name if elector.faction else "", _choice(elector), elector.weight)
        for elector in poll.roll
    ]
    groups = by_group(rows)
    return {"factions": tuple(groups.items()), "factions_sentence": factions_sentence(groups)}


def _places(poll: Any, by_name: bool) -> tuple[Place, ...]:
    """The electorate for the seat chart, faction by faction."""
    seats = [(elector.faction.short_name if elector.faction else "", elector) for elector in poll.roll]
    ordered = sorted(seats, key=lambda pair: (pair[0] == "", key_of(pair[0])))
    return (
        tuple(Place(elector.person.name, faction, _choice(elector)) for faction, elector in ordered) if by_name else ()
    )


def _notes(poll: Any) -> list[Note]:
    """What was added; where something was counted again also what was said first."""
    recounts = [row for row in poll.noted if row.outcome]
    first = Standing(poll.declared_outcome or poll.outcome or "", _counts_in(poll), poll.casting)
    before = [Note("first", _("Result as counted first"), "", result_of(poll, first))] if recounts else []
    return [*before, *(_note(poll, row) for row in poll.noted)]


def _note(poll: Any, row: PollRemark) -> Note:
    if row.outcome:
        return Note(row.kind, row.get_kind_display(), row.text, result_of(poll, _standing_in(row)))
    return Note(row.kind, row.get_kind_display(), f"{row.person.name if row.person else ''}: {row.text}")


def standing_of(poll: Any) -> Standing:
    """The result of a counted poll that holds: the last recount or correction, else what was counted at the close."""
    remarks = poll.noted if hasattr(poll, "noted") else list(poll.remarks.all())
    last = next((row for row in reversed(remarks) if row.outcome), None)
    return (
        _standing_in(last)
        if last
        else Standing(poll.declared_outcome or poll.outcome or "", _counts_in(poll), poll.casting)
    )


def _standing_in(row: PollRemark) -> Standing:
    return Standing(row.outcome or "", _counts_in(row), row.casting)


def _counts_in(row: Poll | PollRemark) -> dict[str, int]:
    return {answer: getattr(row, f"{answer}_count") for answer in (*Choice.values, "not_voted")}


def sentence_for(poll: Poll) -> str:
    """The result of a counted poll as a sentence, in the active language."""
    return result_of(poll, standing_of(poll))


def result_of(poll: Poll, standing: Standing) -> str:
    """These numbers of a poll as the sentence in which councils announce them."""
    yes, no, abstain = (standing.counts[choice] for choice in ("yes", "no", "abstain"))
    how = str(poll.method) if poll.method == Method.ACCLAMATION else ""
    needed = _needed_to_name(poll, standing)
    return result_sentence(
        standing.outcome, yes=yes, no=no, abstain=abstain, how=how, casting=standing.casting, needed=needed
    )


def _needed_to_name(poll: Poll, standing: Standing) -> int | None:
    """The same, where it is not simply more yes than no."""
    plain = poll.majority_rule == "simple" and poll.abstentions == Abstentions.IGNORED
    return None if plain or poll.method == Method.ACCLAMATION else _needed(poll, standing)


def _needed(poll: Poll, standing: Standing) -> int | None:
    """How many yes the rule wants of so many votes."""
    return required_yes(
        poll.majority_rule,
        cast=standing.counts["yes"] + standing.counts["no"],
        abstain=standing.counts["abstain"],
        present=poll.present_count,
        members=poll.members_count,
        abstentions=poll.abstentions,
    )


def verdict_of(poll: Poll) -> str:
    """The result of a counted poll without its numbers ("Adopted by a majority"), for where they stand beside it."""
    standing = standing_of(poll)
    yes, no = standing.counts["yes"], standing.counts["no"]
    how = str(poll.method) if poll.method == Method.ACCLAMATION else ""
    words = result_sentence(
        standing.outcome, yes=yes, no=no, how=how, casting=standing.casting, needed=_needed_to_name(poll, standing)
    )
    return words.partition(":")[0]


def rule_of(poll: Poll) -> str:
    """The majority that decides, in words (REQ-99); empty for acclamation, where nothing is counted."""
    known = poll.majority_rule in MajorityRule.values and poll.method != Method.ACCLAMATION
    return str(MajorityRule(poll.majority_rule).label) if known else ""
