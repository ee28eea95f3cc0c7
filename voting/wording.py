"""The result as a sentence made from the counts, in the customary forms; never text typed beside figures."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def result_sentence(outcome: str, *, yes: int, no: int, abstain: int) -> str:
    """The sentence for the record (Abstimmungsergebnis), for example "Einstimmig beschlossen bei 1 Enthaltung"."""
    if yes == no:
        return _with_counts(_tied(yes), yes, no, abstain)
    adopted = outcome == "adopted"
    if (no if adopted else yes) == 0:
        words = _("Adopted unanimously") if adopted else _("Rejected unanimously")
        return words + (f" {_abstentions(abstain)}" if abstain else "")
    return _with_counts(_("Adopted by a majority") if adopted else _("Rejected by a majority"), yes, no, abstain)


def _tied(votes: int) -> str:
    return _("Rejected in a tie") if votes else _("Rejected, nobody voted yes or no")


def _abstentions(number: int) -> str:
    return ngettext("with {number} abstention", "with {number} abstentions", number).format(number=number)


def _with_counts(words: str, yes: int, no: int, abstain: int) -> str:
    counts = [_("{number} Yes").format(number=yes), _("{number} No").format(number=no)]
    if abstain:
        counts.append(ngettext("{number} abstention", "{number} abstentions", abstain).format(number=abstain))
    return f"{words}: {', '.join(counts)}"
