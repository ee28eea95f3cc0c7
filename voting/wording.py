"""The result of a poll as the sentence in which councils announce it; made from the counts, never typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext


def result_sentence(
    outcome: str,
    *,
    yes: int,
    no: int,
    abstain: int = 0,
    invalid: int = 0,
    how: str = "",
    casting: str = "",
    needed: int | None = None,
) -> str:
    """ "Einstimmig beschlossen bei 1 Enthaltung" and the like, in the active language.

    `how` "acclamation" is a decision to which nobody objected: nothing was counted, so no number is named (ohne
    Widerspruch). `casting` is the chair's casting vote and is named where it fits: "yes" or "no" at a tie that it broke
    (Stichentscheid). `needed` is the number of yes that the majority required; it is named where yes outnumber no and
    are fewer than that.

    ValueError for an outcome that is none, and when something is called adopted that had no more yes than no, unless a
    casting vote adopted it.
    """
    if outcome not in ("adopted", "rejected"):
        raise ValueError(f"{outcome!r} is no outcome")
    if how == "acclamation":
        return _("Adopted without objection") if outcome == "adopted" else _("Rejected without objection")
    if yes == no > 0 and (outcome, casting) in TIE_BROKEN:
        return _figures(TIE_BROKEN[outcome, casting](), yes, no, abstain, invalid)
    if outcome == "adopted":
        return _adopted(yes, no, abstain, invalid)
    return _rejected(yes, no, abstain, invalid, needed)


def factions_sentence(groups: Mapping[str, Mapping[str, int]]) -> str:
    """ "Dafür: 10 (4 SPD, 3 CDU, 2 Grüne, 1 fraktionslos); dagegen: 2 (2 AfD)": how the factions voted, in the active
    language.

    `groups` are the counts of "yes", "no" and "abstain" by short name of the faction ("" for those without one), as
    `voting.tally.by_group` makes them; other answers are not named. The larger number first, of equals in the order
    given, those without a faction last. Empty when nobody answered.
    """
    labels = {"yes": _("in favour: {figures}"), "no": _("against: {figures}"), "abstain": _("abstentions: {figures}")}
    parts = [
        label.format(figures=figures) for answer, label in labels.items() if (figures := _of_groups(groups, answer))
    ]
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:]


TIE_BROKEN: Mapping[tuple[str, str], Callable[[], str]] = {
    ("adopted", "yes"): lambda: _("Adopted on a tie by the casting vote of the chair: {figures}"),
    ("rejected", "no"): lambda: _("Rejected on a tie by the casting vote of the chair: {figures}"),
}


def _adopted(yes: int, no: int, abstain: int, invalid: int) -> str:
    if yes <= no:
        raise ValueError("no majority voted yes")
    if no == 0:
        return _with(_("Adopted unanimously"), abstain, invalid)
    return _figures(_("Adopted by a majority: {figures}"), yes, no, abstain, invalid)


def _rejected(yes: int, no: int, abstain: int, invalid: int, needed: int | None) -> str:
    if yes == no == 0:
        return _nobody(abstain, invalid)
    if yes == 0:
        return _with(_("Rejected unanimously"), abstain, invalid)
    if yes == no:
        return _figures(_("Rejected by a tie: {figures}"), yes, no, abstain, invalid)
    if yes > no:
        return _figures(_short_of(yes, needed), yes, no, abstain, invalid)
    return _figures(_("Rejected by a majority: {figures}"), yes, no, abstain, invalid)


def _short_of(yes: int, needed: int | None) -> str:
    if needed is None or needed <= yes:
        return _("Rejected, the required majority was not reached: {figures}")
    return _("Rejected, the required majority of {needed} yes was not reached: {figures}").replace(
        "{needed}", str(needed)
    )


def _nobody(abstain: int, invalid: int) -> str:
    besides = _besides(abstain, invalid)
    if not besides:
        return _("Not adopted: nobody voted")
    return _("Not adopted: neither yes nor no, {figures}").format(figures=", ".join(besides))


def _figures(sentence: str, yes: int, no: int, abstain: int, invalid: int) -> str:
    votes = [
        ngettext("{count} yes", "{count} yes", yes).format(count=yes),
        ngettext("{count} no", "{count} no", no).format(count=no),
    ]
    return sentence.format(figures=", ".join([*votes, *_besides(abstain, invalid)]))


def _with(sentence: str, abstain: int, invalid: int) -> str:
    spoilt = npgettext(
        "with", "{count} invalid vote", "{count} invalid votes", invalid
    )  # German needs another case here
    besides = _besides(abstain, invalid, spoilt)
    return _("{sentence} with {figures}").format(sentence=sentence, figures=", ".join(besides)) if besides else sentence


def _besides(abstain: int, invalid: int, spoilt: str = "") -> list[str]:
    abstentions = ngettext("{count} abstention", "{count} abstentions", abstain)
    spoilt = spoilt or ngettext("{count} invalid vote", "{count} invalid votes", invalid)
    return [words.format(count=count) for count, words in ((abstain, abstentions), (invalid, spoilt)) if count]


def _of_groups(groups: Mapping[str, Mapping[str, int]], answer: str) -> str:
    """ "10 (4 SPD, 3 CDU, ...)"; empty when no group answered so."""
    numbers = {name: number for name, counts in groups.items() if (number := counts.get(answer, 0))}
    if not numbers:
        return ""
    names = sorted(numbers, key=lambda name: (name == "", -numbers[name]))
    return f"{sum(numbers.values())} ({', '.join(_of_group(name, numbers[name]) for name in names)})"


def _of_group(name: str, number: int) -> str:
    if name:
        return f"{number} {name}"
    return ngettext("{count} without a faction", "{count} without a faction", number).format(count=number)
