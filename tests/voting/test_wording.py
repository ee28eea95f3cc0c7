import pytest
from django.utils import translation

from voting.majority import decide
from voting.wording import result_sentence

TABLE = [
    ((12, 0, 0), "Einstimmig beschlossen", "Adopted unanimously"),
    ((12, 0, 1), "Einstimmig beschlossen bei 1 Enthaltung", "Adopted unanimously with 1 abstention"),
    ((12, 0, 2), "Einstimmig beschlossen bei 2 Enthaltungen", "Adopted unanimously with 2 abstentions"),
    ((1, 0, 14), "Einstimmig beschlossen bei 14 Enthaltungen", "Adopted unanimously with 14 abstentions"),
    ((12, 3, 1), "Mehrheitlich beschlossen: 12 Ja, 3 Nein, 1 Enthaltung", "Adopted by a majority: 12 yes, 3 no, 1 abstention"),
    ((12, 3, 0), "Mehrheitlich beschlossen: 12 Ja, 3 Nein", "Adopted by a majority: 12 yes, 3 no"),
    ((7, 8, 1), "Mehrheitlich abgelehnt: 7 Ja, 8 Nein, 1 Enthaltung", "Rejected by a majority: 7 yes, 8 no, 1 abstention"),
    ((1, 2, 3), "Mehrheitlich abgelehnt: 1 Ja, 2 Nein, 3 Enthaltungen", "Rejected by a majority: 1 yes, 2 no, 3 abstentions"),
    ((0, 9, 0), "Einstimmig abgelehnt", "Rejected unanimously"),
    ((0, 9, 1), "Einstimmig abgelehnt bei 1 Enthaltung", "Rejected unanimously with 1 abstention"),
    ((7, 7, 0), "Bei Stimmengleichheit abgelehnt: 7 Ja, 7 Nein", "Rejected by a tie: 7 yes, 7 no"),
    ((7, 7, 1), "Bei Stimmengleichheit abgelehnt: 7 Ja, 7 Nein, 1 Enthaltung", "Rejected by a tie: 7 yes, 7 no, 1 abstention"),
    ((0, 0, 15), "Nicht beschlossen: weder Ja noch Nein, 15 Enthaltungen", "Not adopted: neither yes nor no, 15 abstentions"),
    ((0, 0, 1), "Nicht beschlossen: weder Ja noch Nein, 1 Enthaltung", "Not adopted: neither yes nor no, 1 abstention"),
    ((0, 0, 0), "Nicht beschlossen: niemand hat abgestimmt", "Not adopted: nobody voted"),
]


@pytest.mark.parametrize(("counts", "german", "english"), TABLE)
def test_result_sentence_in_both_languages(counts, german, english):
    yes, no, abstain = counts
    outcome = decide("simple", yes=yes, no=no, abstain=abstain)

    with translation.override("de"):
        said = result_sentence(outcome, yes=yes, no=no, abstain=abstain)
    with translation.override("en"):
        told = result_sentence(outcome, yes=yes, no=no, abstain=abstain)

    assert (said, told) == (german, english)


def test_result_sentence_names_invalid_votes():
    with translation.override("de"):
        assert result_sentence("adopted", yes=5, no=4, abstain=3, invalid=3) == (
            "Mehrheitlich beschlossen: 5 Ja, 4 Nein, 3 Enthaltungen, 3 ungültige Stimmen"
        )


def test_result_sentence_of_a_majority_that_does_not_suffice():
    with translation.override("de"):
        assert result_sentence("rejected", yes=10, no=6) == "Abgelehnt, die erforderliche Mehrheit wurde nicht erreicht: 10 Ja, 6 Nein"


@pytest.mark.parametrize("outcome", ["adopted", "postponed", ""])
def test_result_sentence_refuses_what_cannot_be(outcome):
    with pytest.raises(ValueError, match=r"nobody voted yes|no outcome"):
        result_sentence(outcome, yes=0, no=3)
