"""Counting ballots: exact, whole numbers only, nothing of the database. What the numbers mean: `voting.majority`.

A weight is how many votes one ballot carries: one in a council, several in a special-purpose association (Zweckverband)
whose by-laws say so, one's own and those of the people one stands in for in an association with proxies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

Group = TypeVar("Group", bound=Hashable)
Person = TypeVar("Person", bound=Hashable)


def count(ballots: Iterable[tuple[str, int]]) -> dict[str, int]:
    """How many votes each choice has (Auszählung), from choice and weight of every ballot; a choice nobody made is not
    in it.

    ValueError for a weight that is not a whole number from one: whoever has no vote has no ballot either.
    """
    totals: dict[str, int] = {}
    for choice, weight in ballots:
        totals[choice] = totals.get(choice, 0) + _weight(weight)
    return totals


def merge(*tallies: Mapping[str, int]) -> dict[str, int]:
    """One tally of several, such as hands in the hall and devices elsewhere (gemischte Abstimmung).

    The caller sees to it that nobody is counted in two of them. ValueError for counts that are not whole numbers from
    zero.
    """
    totals: dict[str, int] = {}
    for choice, number in (pair for tally in tallies for pair in tally.items()):
        totals[choice] = totals.get(choice, 0) + _number(number)
    return totals


def by_group(rows: Iterable[tuple[Group, str, int]]) -> dict[Group, dict[str, int]]:
    """A tally for each group (nach Fraktionen), from group, choice and weight of every ballot; groups in the order
    they come in.
    """
    ballots: dict[Group, list[tuple[str, int]]] = {}
    for group, choice, weight in rows:
        ballots.setdefault(group, []).append((choice, weight))
    return {group: count(pairs) for group, pairs in ballots.items()}


def leading(votes: Mapping[Group, int]) -> list[Group]:
    """The options with the most votes (relative Mehrheit), in the order given; several at a tie, none when nobody
    voted.

    Who of several leads is not decided here: a run-off or a lot is for people to hold. ValueError as in `merge`.
    """
    most = max((_number(number) for number in votes.values()), default=0)
    return [option for option, number in votes.items() if number == most > 0]


def with_proxies(
    electors: Mapping[Person, int],
    proxies: Mapping[Person, Person],
    *,
    present: Collection[Person],
    limit: int | None = None,
) -> dict[Person, int]:
    """The weight of each elector who is present (Stimmrechtsvollmacht): their own and that of the absent who gave them
    a proxy.

    `electors` are all with their own weight, in whose order the answer comes; `proxies` says who gave theirs to whom;
    `limit` is how many one person may hold. A proxy is not passed on: one given to somebody who is absent is not used,
    even if they gave away their own. A council knows no proxies; an association does where its statutes allow them (BGB
    sections 38, 40).

    ValueError for people who are no electors, a giver who is present, proxies that run in a circle, more than the
    limit.
    """
    for person in (*present, *proxies, *proxies.values()):
        if person not in electors:
            raise ValueError(f"{person!r} is no elector")
    _check_givers(proxies, present)
    _check_limit(proxies, limit)
    given = {holder: [giver for giver in proxies if proxies[giver] == holder] for holder in present}
    return {
        person: sum(_weight(electors[each]) for each in (person, *given[person]))
        for person in electors
        if person in given
    }


def _check_givers(proxies: Mapping[Person, Person], present: Collection[Person]) -> None:
    for giver in proxies:
        if giver in present:
            raise ValueError(f"{giver!r} is present and votes in person")
        _check_circle(proxies, giver)


def _check_circle(proxies: Mapping[Person, Person], giver: Person) -> None:
    seen, at = {giver}, proxies[giver]
    while at in proxies and at not in seen:
        seen.add(at)
        at = proxies[at]
    if at in seen:
        raise ValueError(f"the proxy of {giver!r} runs in a circle")


def _check_limit(proxies: Mapping[Person, Person], limit: int | None) -> None:
    if limit is None:
        return
    allowed = _number(limit)
    for holder, held in Counter(proxies.values()).items():
        if held > allowed:
            raise ValueError(f"{holder!r} holds {held} proxies, {allowed} are allowed")


def _weight(weight: int) -> int:
    if _number(weight) == 0:
        raise ValueError("a weight is a whole number from one")
    return weight


def _number(number: int) -> int:
    if type(number) is not int or number < 0:
        raise ValueError("counts and weights are whole numbers from zero")
    return number
