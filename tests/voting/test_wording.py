import pytest
from django.utils import translation

from voting.majority import decide
from voting.wording import factions_sentence, result_sentence

pytestmark = pytest.mark.any_database

TABLE = [
    ((12, 0, 0), "Einstimmig beschlossen", "Adopted unanimously"),
    ((12, 0, 1), "Einstimmig beschlossen bei 1 Enthaltung", "Adopted unanimously with 1 abstention"),
    ((12, 0, 2), "Einstimmig beschlossen bei 2 Enthaltungen", "Adopted unanimously with 2 abstentions"),
    ((1, 0, 14), "Einstimmig beschlossen bei 14 Enthaltungen", "Adopted unanimously with 14 abstentions"),
    (
        (12, 3, 1),
        "Mehrheitlich beschlossen: 12 Ja, 3 Nein, 1 Enthaltung",
        "Adopted by a majority: 12 yes, 3 no, 1 abstention",
    ),
    ((12, 3, 0), "Mehrheitlich beschlossen: 12 Ja, 3 Nein", "Adopted by a majority: 12 yes, 3 no"),
    (
        (7, 8, 1),
        "Mehrheitlich abgelehnt: 7 Ja, 8 Nein, 1 Enthaltung",
        "Rejected by a majority: 7 yes, 8 no, 1 abstention",
    ),
    (
        (1, 2, 3),
        "Mehrheitlich abgelehnt: 1 Ja, 2 Nein, 3 Enthaltungen",
        "Rejected by a majority: 1 yes, 2 no, 3 abstentions",
    ),
    ((0, 9, 0), "Einstimmig abgelehnt", "Rejected unanimously"),
    ((0, 9, 1), "Einstimmig abgelehnt bei 1 Enthaltung", "Rejected unanimously with 1 abstention"),
    ((7, 7, 0), "Bei Stimmengleichheit abgelehnt: 7 Ja, 7 Nein", "Rejected by a tie: 7 yes, 7 no"),
    (
        (7, 7, 1),
        "Bei Stimmengleichheit abgelehnt: 7 Ja, 7 Nein, 1 Enthaltung",
        "Rejected by a tie: 7 yes, 7 no, 1 abstention",
    ),
    (
        (0, 0, 15),
        "Nicht beschlossen: weder Ja noch Nein, 15 Enthaltungen",
        "Not adopted: neither yes nor no, 15 abstentions",
    ),
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
        assert (
            result_sentence("rejected", yes=10, no=6)
            == "Abgelehnt, die erforderliche Mehrheit wurde nicht erreicht: 10 Ja, 6 Nein"
        )


@pytest.mark.parametrize(
    ("outcome", "yes"), [("adopted", 0), ("adopted", 3), ("adopted", 2), ("postponed", 5), ("", 5)]
)
def test_result_sentence_refuses_what_cannot_be(outcome, yes):
    with pytest.raises(ValueError, match=r"voted yes|no outcome"):
        result_sentence(outcome, yes=yes, no=3)


SEVEN = {"yes": 7, "no": 7}
SPECIAL = [
    (
        "adopted",
        SEVEN | {"casting": "yes"},
        "Bei Stimmengleichheit durch die Stimme der Sitzungsleitung beschlossen: 7 Ja, 7 Nein",
    ),
    (
        "rejected",
        SEVEN | {"casting": "no"},
        "Bei Stimmengleichheit durch die Stimme der Sitzungsleitung abgelehnt: 7 Ja, 7 Nein",
    ),
    (
        "rejected",
        {"yes": 1, "no": 1, "abstain": 1, "casting": "no"},
        "Bei Stimmengleichheit durch die Stimme der Sitzungsleitung abgelehnt: 1 Ja, 1 Nein, 1 Enthaltung",
    ),
    ("rejected", SEVEN | {"casting": "yes"}, "Bei Stimmengleichheit abgelehnt: 7 Ja, 7 Nein"),
    ("adopted", {"yes": 8, "no": 7, "casting": "yes"}, "Mehrheitlich beschlossen: 8 Ja, 7 Nein"),
    ("rejected", {"yes": 7, "no": 8, "casting": "no"}, "Mehrheitlich abgelehnt: 7 Ja, 8 Nein"),
    ("rejected", {"yes": 0, "no": 0, "casting": "no"}, "Nicht beschlossen: niemand hat abgestimmt"),
    ("adopted", {"yes": 0, "no": 0, "how": "acclamation"}, "Ohne Widerspruch beschlossen"),
    ("rejected", {"yes": 0, "no": 0, "how": "acclamation"}, "Ohne Widerspruch abgelehnt"),
    ("adopted", {"yes": 12, "no": 0, "how": "open"}, "Einstimmig beschlossen"),
    (
        "rejected",
        {"yes": 11, "no": 3, "abstain": 1, "needed": 12},
        "Abgelehnt, die erforderliche Mehrheit von 12 Ja wurde nicht erreicht: 11 Ja, 3 Nein, 1 Enthaltung",
    ),
    (
        "rejected",
        {"yes": 11, "no": 3, "needed": 11},
        "Abgelehnt, die erforderliche Mehrheit wurde nicht erreicht: 11 Ja, 3 Nein",
    ),
    ("rejected", {"yes": 3, "no": 4, "needed": 12}, "Mehrheitlich abgelehnt: 3 Ja, 4 Nein"),
    (
        "adopted",
        {"yes": 12, "no": 1, "abstain": 3, "needed": 12},
        "Mehrheitlich beschlossen: 12 Ja, 1 Nein, 3 Enthaltungen",
    ),
    ("rejected", {"yes": 0, "no": 2, "invalid": 1}, "Einstimmig abgelehnt bei 1 ungültigen Stimme"),
    (
        "adopted",
        {"yes": 9, "no": 0, "abstain": 1, "invalid": 2},
        "Einstimmig beschlossen bei 1 Enthaltung, 2 ungültigen Stimmen",
    ),
    ("rejected", {"yes": 0, "no": 0, "invalid": 1}, "Nicht beschlossen: weder Ja noch Nein, 1 ungültige Stimme"),
]


@pytest.mark.parametrize(("outcome", "given", "german"), SPECIAL)
def test_result_sentence_in_customary_forms(outcome, given, german):
    assert result_sentence(outcome, **given) == german


def test_result_sentence_in_english():
    with translation.override("en"):
        assert [
            result_sentence("adopted", **SEVEN, casting="yes"),
            result_sentence("rejected", **SEVEN, casting="no"),
            result_sentence("adopted", yes=0, no=0, how="acclamation"),
            result_sentence("rejected", yes=0, no=0, how="acclamation"),
            result_sentence("rejected", yes=11, no=1, needed=12),
        ] == [
            "Adopted on a tie by the casting vote of the chair: 7 yes, 7 no",
            "Rejected on a tie by the casting vote of the chair: 7 yes, 7 no",
            "Adopted without objection",
            "Rejected without objection",
            "Rejected, the required majority of 12 yes was not reached: 11 yes, 1 no",
        ]


@pytest.mark.parametrize("outcome", ["postponed", ""])
def test_result_sentence_refuses_an_acclamation_without_outcome(outcome):
    with pytest.raises(ValueError, match="no outcome"):
        result_sentence(outcome, yes=0, no=0, how="acclamation")


GROUPS = {
    "CDU": {"yes": 3, "no": 0, "abstain": 0, "not_voted": 2},
    "": {"yes": 3, "no": 0, "abstain": 2},
    "SPD": {"yes": 4},
    "Grüne": {"yes": 3, "no": 1},
    "AfD": {"yes": 0, "no": 2, "abstain": 0},
    "FDP": {"abstain": 1},
    "{figures}": {"not_voted": 9},
}


def test_factions_sentence_in_both_languages():
    with translation.override("en"):
        told = factions_sentence(GROUPS)

    assert (factions_sentence(GROUPS), told) == (
        "Dafür: 13 (4 SPD, 3 CDU, 3 Grüne, 3 fraktionslos); dagegen: 3 (2 AfD, 1 Grüne); Enthaltungen: 3 (1 FDP, 2 "
        "fraktionslos)",
        "In favour: 13 (4 SPD, 3 CDU, 3 Grüne, 3 without a faction); against: 3 (2 AfD, 1 Grüne); "
        "abstentions: 3 (1 FDP, 2 without a faction)",
    )


@pytest.mark.parametrize(
    ("groups", "german"),
    [
        ({}, ""),
        ({"SPD": {"yes": 0, "not_voted": 3}}, ""),
        ({"": {"no": 1}}, "Dagegen: 1 (1 fraktionslos)"),
        ({"{names}": {"abstain": 2}}, "Enthaltungen: 2 (2 {names})"),
    ],
)
def test_factions_sentence_names_only_answers_that_were_given(groups, german):
    assert factions_sentence(groups) == german
