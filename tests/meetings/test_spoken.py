import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from meetings.journal.sentences import filled, spoken

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    ("sentence", "title", "filled_in"),
    [
        ("die Sitzung „{title}“.", "„Gutes tun“ in Duisburg", "die Sitzung „‚Gutes tun‘ in Duisburg“."),
        ("die Sitzung „{title}“.", 'Erprobung "Melder"', "die Sitzung „Erprobung ‚Melder‘“."),
        ("die Sitzung „{title}“.", "“A” und „B“", "die Sitzung „‚A‘ und ‚B‘“."),
        ("the meeting “{title}”.", "„Gutes tun“ in Duisburg", "the meeting “‘Gutes tun’ in Duisburg”."),
        ("die Sitzung {title}.", "„Gutes tun“", "die Sitzung „Gutes tun“."),
        ("die Sitzung „{title}“.", 'Bildschirme mit 24"', 'die Sitzung „Bildschirme mit 24"“.'),
    ],
)
def test_what_a_sentence_quotes_has_the_inner_marks(sentence, title, filled_in):
    assert filled(sentence, {"title": title}) == filled_in


def test_nothing_in_a_value_is_taken_for_a_place_of_another():
    assert filled("„{title}“ {name}", {"title": "{name} „{x}“", "name": "N"}) == "„{name} ‚{x}‘“ N"


def test_the_chair_reads_a_title_with_marks_of_its_own():
    with translation.override("en"):
        assert spoken(gettext_lazy("I open the meeting “{title}” and welcome you all."), title="„Gutes tun“") == (
            "Ich eröffne die Sitzung „‚Gutes tun‘“ und begrüße Sie alle."
        )
