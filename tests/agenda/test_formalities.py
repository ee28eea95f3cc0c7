"""The customary findings: offered one after the other, recorded once, taken back visibly, and said in the language
of the house.
"""

import pytest
from django.utils import translation

from agenda.services import add_item, open_item
from meetings import registry, selectors, services
from meetings.errors import DomainError
from meetings.models import RulesOfProcedure
from tests.resolved import RESOLVED


def step_of(meeting):
    meeting.refresh_from_db()
    return registry.next_step(meeting)


def press(meeting, actor):
    """Press the next step when it is a finding; answers which."""
    step = step_of(meeting)
    formality = dict(step.fields)["formality"]
    services.note_formality(meeting=meeting, formality=formality, actor=actor)
    return formality


def test_the_findings_come_one_after_the_other_around_the_quorum(running, clerk, seat):
    services.record_arrival(meeting=running, person=seat("member").person, mode="hall", actor=clerk)
    add_item(meeting=running, resolution=RESOLVED, part="public", title="Bericht", actor=clerk)

    first = press(running, clerk)
    assert step_of(running).url.endswith("/quorum/check/")
    services.check_quorum(meeting=running, actor=clerk)
    rest = [press(running, clerk), press(running, clerk)]

    assert [first, *rest] == ["convening", "conflicts", "agenda"]
    assert step_of(running).url.endswith("/open/")


def test_a_body_that_approves_minutes_is_asked_for_them(running, clerk, body):
    RulesOfProcedure.objects.create(
        institution=body.institution,
        body=body,
        valid_from="2020-01-01",
        formalities=["minutes", "unknown"],
        deemed_quorate=False,
    )

    assert selectors.next_formality(running) == "minutes"
    services.note_formality(meeting=running, formality="minutes", actor=clerk)
    assert selectors.next_formality(running) is None


def test_once_the_first_item_was_called_nothing_more_is_offered(running, clerk):
    item = add_item(meeting=running, resolution=RESOLVED, part="public", title="Bericht", actor=clerk)
    open_item(item=item, actor=clerk)

    assert "formality" not in dict(step_of(running).fields)


def test_note_formality_refuses(running, clerk, actor):
    services.note_formality(meeting=running, formality="agenda", actor=clerk)
    found = []
    for formality, who in (("agenda", clerk), ("nonsense", clerk), ("convening", actor("member"))):
        with pytest.raises(DomainError) as refused:
            services.note_formality(meeting=running, formality=formality, actor=who)
        found.append((refused.value.code, refused.value.status))

    assert found[:2] == [("formality.noted_already", 409), ("formality.unknown", 400)]
    assert found[2][1] == 403
    assert selectors.formalities_noted(running) == ["agenda"]


def test_take_back_formality_offers_it_again_and_both_stay_in_the_journal(running, clerk):
    services.note_formality(meeting=running, formality="convening", actor=clerk)
    services.take_back_formality(meeting=running, formality="convening", actor=clerk)
    names = list(running.events.order_by("seq").values_list("name", flat=True))[-2:]

    assert selectors.formalities_noted(running) == []
    assert names == ["meetings.formality.convening_noted", "meetings.formality.taken_back"]
    with pytest.raises(DomainError, match=r"."):
        services.take_back_formality(meeting=running, formality="convening", actor=clerk)


def test_the_words_are_said_in_the_language_of_the_house(convened):
    with translation.override("en"):
        step = step_of(convened)
        label, words = str(step.label), step.words

    assert label == "Open the meeting"
    assert words.startswith("Ich eröffne die Sitzung „1. Sitzung“")


def test_the_reading_form_shows_the_words_and_the_step(running, clerk, signed_in):
    page = signed_in(clerk.user).get(f"/meetings/{running.pk}/reading/")

    assert "Ich stelle fest, dass form- und fristgerecht eingeladen worden ist." in page.text
    assert "Festhalten: ordnungsgemäß eingeladen" in page.text
