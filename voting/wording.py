"""The result of a poll as the sentence in which councils announce it; made from the counts, never typed."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def result_sentence(outcome: str, *, yes: int, no: int, abstain: int = 0, invalid: int = 0) -> str:
    """ "Einstimmig beschlossen bei 1 Enthaltung" and the like, in the active language.

    ValueError when something is called adopted that nobody voted for.
    """
    if outcome == "adopted":
        return _adopted(yes, no, abstain, invalid)
    if outcome != "rejected":
        raise ValueError(f"{outcome!r} is no outcome")
    return _rejected(yes, no, abstain, invalid)


def _adopted(yes: int, no: int, abstain: int, invalid: int) -> str:
    if yes == 0:
        raise ValueError("nobody voted yes")
    if no == 0:
        return _with(_("Adopted unanimously"), _besides(abstain, invalid))
    return _figures(_("Adopted by a majority: {figures}"), yes, no, abstain, invalid)


def _rejected(yes: int, no: int, abstain: int, invalid: int) -> str:
    if yes == no == 0:
        return _nobody(abstain, invalid)
    if yes == 0:
        return _with(_("Rejected unanimously"), _besides(abstain, invalid))
    if yes == no:
        return _figures(_("Rejected by a tie: {figures}"), yes, no, abstain, invalid)
    if yes > no:
        return _figures(_("Rejected, the required majority was not reached: {figures}"), yes, no, abstain, invalid)
    return _figures(_("Rejected by a majority: {figures}"), yes, no, abstain, invalid)


def _nobody(abstain: int, invalid: int) -> str:
    besides = _besides(abstain, invalid)
    if not besides:
        return _("Not adopted: nobody voted")
    return _("Not adopted: neither yes nor no, {figures}").format(figures=", ".join(besides))


def _figures(sentence: str, yes: int, no: int, abstain: int, invalid: int) -> str:
    votes = [ngettext("{count} yes", "{count} yes", yes).format(count=yes), ngettext("{count} no", "{count} no", no).format(count=no)]
    return sentence.format(figures=", ".join([*votes, *_besides(abstain, invalid)]))


def _with(sentence: str, besides: list[str]) -> str:
    return _("{sentence} with {figures}").format(sentence=sentence, figures=", ".join(besides)) if besides else sentence


def _besides(abstain: int, invalid: int) -> list[str]:
    abstentions = ngettext("{count} abstention", "{count} abstentions", abstain).format(count=abstain)
    spoilt = ngettext("{count} invalid vote", "{count} invalid votes", invalid).format(count=invalid)
    return [words for count, words in ((abstain, abstentions), (invalid, spoilt)) if count]
