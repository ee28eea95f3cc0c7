"""The permission engine: predicates that compose, one table of rules, `can` and `require`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.enums import Role
from meetings.errors import DomainError


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever has come by a presenter's personal link: which presenter, with which link, on which item."""

    presenter: int
    link_version: int
    item: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with the facts that decide their rights in one body at one moment.

    Made by `meetings.selectors.actor_for`; services read it anew under the lock. `user` is None for the public, and for
    a presenter, whose personal link opens one page and acts on the slides of one item: then `guest` says whose it is.
    `votes` says that they hold a voting seat: in a
    meeting the one they sit on right now, their own or somebody else's; outside of one their membership's. Whoever is
    `excluded`, or is `outside` for a conflict of interest while the public is out, has no roles. `bodies` are all to
    which the person belongs today, by their ids; what they may do in another of them is worked out for that one.
    """

    user: Any = None
    person_id: int | None = None
    body_id: int | None = None
    roles: frozenset[Role] = frozenset()
    bodies: frozenset[int] = frozenset()
    votes: bool = False
    present: bool = False
    administrator: bool = False
    excluded: bool = False
    outside: bool = False
    guest: Guest | None = None

    @property
    def is_shut_out(self) -> bool:
        """Whether they have the rights of the public only, although they belong to the body."""
        return self.excluded or self.outside

    def reference(self) -> str:
        """The pseudonym that stands in the journal: no name, so that names can be erased."""
        if self.guest is not None:
            return f"presenter:{self.guest.presenter}"
        return f"user:{self.user.pk}" if self.user is not None else "system"


Test = Callable[[Actor, Any], bool]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A named yes-or-no question about an actor and a target; composes with `&`, `|` and `~`."""

    name: str
    test: Test
    says: str | Promise = ""
    parts: tuple[Predicate, ...] = ()

    def __call__(self, actor: Actor, target: Any = None) -> bool:
        return bool(self.test(actor, target))

    def __and__(self, other: Predicate) -> Predicate:
        return Predicate(f"{self.name} & {other.name}", lambda a, t: self(a, t) and other(a, t), parts=(self, other))

    def __or__(self, other: Predicate) -> Predicate:
        return Predicate(f"{self.name} | {other.name}", lambda a, t: self(a, t) or other(a, t), self.says or other.says)

    def __invert__(self) -> Predicate:
        return Predicate(f"not {self.name}", lambda a, t: not self(a, t), self.says)

    def refusal(self, actor: Actor, target: Any = None) -> str | Promise:
        """The sentence of the first part that does not hold; empty when that part has none."""
        failing = next((part for part in self.parts if not part(actor, target)), None)
        return failing.refusal(actor, target) if failing else self.says


def predicate(test: Test) -> Predicate:
    """Turn a function of (actor, target) into a predicate of the same name."""
    return Predicate(test.__name__, test)


def state(says: str | Promise) -> Callable[[Test], Predicate]:
    """Turn a function into a predicate about the state of the target, with the sentence for when it does not hold."""
    return lambda test: Predicate(test.__name__, test, says)


always = Predicate("always", lambda actor, target: True)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: the action, who may do it, while this holds, and what others are told."""

    action: str
    who: Predicate
    while_: Predicate = always
    told: str | Promise = _("You may not do this.")


_rules: dict[str, Rule] = {}


def register(*rules: Rule) -> None:
    """Add a room's table; the same action twice is a programming error."""
    for rule in rules:
        if rule.action in _rules and _rules[rule.action] != rule:
            raise ValueError(f"permission {rule.action} is registered twice")
        _rules[rule.action] = rule


def all_rules() -> list[Rule]:
    """Every rule of every room, by name."""
    return [_rules[action] for action in sorted(_rules)]


def can(actor: Actor, action: str, target: Any = None) -> bool:
    """Whether a button may be shown; services call `require` all the same."""
    rule = _rules[action]
    return rule.who(actor, target) and rule.while_(actor, target)


def require(actor: Actor, action: str, target: Any = None) -> None:
    """Refuse with 403 whoever may not, and with 409 whoever may but not now."""
    rule = _rules[action]
    if not rule.who(actor, target):
        if actor.excluded:
            raise DomainError(
                "permission.excluded",
                _("You are excluded from this meeting; you may follow its public part."),
                status=403,
            )
        if actor.outside:
            because = _("You are outside because of a conflict of interest in the item that is being dealt with.")
            raise DomainError("permission.outside", because, status=403)
        raise DomainError("permission.denied", rule.told, status=403)
    if not rule.while_(actor, target):
        says = rule.while_.refusal(actor, target) or _("This is not possible in the present state of the meeting.")
        raise DomainError("state.not_now", says, status=409)
