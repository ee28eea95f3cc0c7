"""What the minutes say where somebody reads closely: who led, who wrote, what was moved, on which day, once."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation
from pypdf import PdfReader

from agenda.services import (
    add_item,
    close_item,
    enter_procedural,
    enter_recusal,
    move_amendment,
    move_motion,
    open_item,
    withdraw_motion,
    write_note,
)
from documents.minutes.content import Moved, Remark, Vote, minutes_of
from documents.minutes.exports.pdf import pdf_of
from meetings.enums import Audience, Role
from meetings.models import Meeting
from meetings.selectors import actor_for
from meetings.services import close_meeting, hand_over_presiding, record_arrival, resume_presiding
from tests.publicity import open_secret
from tests.resolved import RESOLVED
from voting.services import cast_ballot, close_poll, create_poll, declare_result, open_poll, put_procedural_to_vote

pytestmark = pytest.mark.any_database


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def words(meeting, audience=Audience.PUBLIC, **state):
    with translation.override("de"):
        return text_of(pdf_of(minutes_of(meeting, audience, **state), "de"))


def section_of(meeting, item, audience=Audience.PUBLIC):
    with translation.override("de"):
        return next(section for section in minutes_of(meeting, audience).sections if section.item.pk == item.pk)


@pytest.fixture
def hall(running, seat, clerk):
    """Chair, deputy and two members, all in the hall."""
    rows = [seat("chair"), seat("deputy_chair"), seat("member"), seat("member")]
    for row in rows:
        record_arrival(meeting=running, person=row.person, mode="hall", actor=clerk)
    return rows


def vote(item, rows, choices, clerk, **about):
    words = "" if about else "Wir bauen."
    return count(
        open_poll(poll=create_poll(item=item, question=words, actor=clerk, **about), actor=clerk), rows, choices, clerk
    )


def count(poll, rows, choices, clerk):
    for row, choice in zip(rows, choices, strict=True):
        cast_ballot(poll=poll, choice=choice, ballot_id=uuid4(), actor=actor_for(row.person.user, body_id=row.body_id))
    return declare_result(poll=close_poll(poll=poll, actor=clerk), actor=clerk)


# Who led, who wrote
# ----------------------------------------------------------------------------------------------------


def test_each_item_names_who_led_it(running, hall, item, clerk):
    other = add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="public", title="Danach")
    called = open_item(item=item, actor=clerk)
    hand_over_presiding(meeting=running, person=hall[1].person, for_item=True, actor=clerk)
    close_item(item=called, actor=clerk)
    close_item(item=open_item(item=other, actor=clerk), actor=clerk)

    led = [[entry.person.name for entry in section_of(running, row).presided] for row in (item, other)]

    assert led == [["Clara Chair", "Dora Deputy"], []]
    printed = words(running)
    assert "Vorsitz Clara Chair; Dora Deputy bei Ö 1" in printed
    assert "Vorsitz: Clara Chair, Dora Deputy ab " in printed


def test_who_led_on_is_named_with_every_item_until_the_chair_is_back(running, hall, item, clerk):
    rows = [
        item,
        *(
            add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="public", title=f"Punkt {n}")
            for n in (2, 3)
        ),
    ]
    hand_over_presiding(meeting=running, person=hall[1].person, for_item=False, actor=clerk)
    for row in rows:
        if row == rows[2]:
            resume_presiding(meeting=running, actor=clerk)
        close_item(item=open_item(item=row, actor=clerk), actor=clerk)

    assert [[entry.person.name for entry in section_of(running, row).presided] for row in rows] == [
        ["Dora Deputy"],
        ["Dora Deputy"],
        [],
    ]


def test_the_minute_taker_is_not_called_absent(running, hall, item, clerk, seat):
    idle = seat("clerk")

    with translation.override("de"):
        minutes = minutes_of(running, Audience.PUBLIC)
    people = {person.name: person.writes for group in minutes.groups for person in group.people}

    assert (minutes.clerk.name, people["Klaus Clerk"], people[idle.person.name]) == ("Klaus Clerk", True, False)
    assert "Klaus Clerk Schriftführung führte die Niederschrift" in words(running)


def test_a_clerk_in_the_list_of_presence_stands_there_as_everybody(running, hall, clerk):
    person = running.body.memberships.get(role=Role.CLERK).person
    record_arrival(meeting=running, person=person, mode="hall", actor=clerk)

    assert "Klaus Clerk Schriftführung Im Saal" in words(running)


# What was moved and decided
# --------------------------------------------------------------------------------------------


def test_a_recommendation_is_called_one(running, hall, clerk):
    item = add_item(
        meeting=running, resolution=RESOLVED, actor=clerk, part="public", title="Rat", treatment="recommendation"
    )
    vote(open_item(item=item, actor=clerk), hall, ["yes"] * 4, clerk)

    (found,) = section_of(running, item).votes

    assert found.label == "Beschlussempfehlung"
    assert "Beschlussempfehlung Wir bauen." in words(running)


@pytest.mark.parametrize(
    ("choices", "untold"),
    [
        (["yes", "yes", "yes", "yes"], [("Ja", 4)]),
        (["yes", "yes", "yes", "abstain"], [("Ja", 3)]),
        (["yes", "yes", "no", "abstain"], []),
        (["no", "no", "no", "no"], [("Nein", 4)]),
    ],
)
def test_counts_stand_once(running, hall, item, clerk, choices, untold):
    vote(open_item(item=item, actor=clerk), hall, choices, clerk)

    (found,) = section_of(running, item).votes

    assert [(str(label), count) for label, count in found.untold] == untold
    for number, word in ((choices.count("yes"), "Ja"), (choices.count("no"), "Nein")):
        assert words(running).count(f"{word}: {number}") + found.sentence.count(f"{number} {word}") == (
            number > 0 or "Mehrheitlich" in found.sentence
        )


def test_what_was_moved_stands_under_its_item_with_mover_and_difference(running, hall, item, clerk):
    called = open_item(item=item, actor=clerk)
    motion = move_motion(item=called, text="Der Platz wird rot gepflastert.", person=hall[2].person_id, actor=clerk)
    move_amendment(
        item=called, motion=motion.pk, text="Der Platz wird grün gepflastert.", person=hall[3].person_id, actor=clerk
    )
    withdraw_motion(motion=motion.amendments.get(), actor=clerk)

    section = section_of(running, item)

    moved = [entry for entry in section.entries if isinstance(entry, Moved)]
    assert [(entry.label, entry.mover, entry.became) for entry in moved] == [
        ("Antrag", "Mira Member (Blau)", ""),
        ("Änderungsantrag (zum Antrag von Mira Member (Blau))", "Mira Member 2 (Blau)", "Zurückgezogen"),
    ]
    printed = words(running)
    assert "Der Platz wird [rot] grün gepflastert." in printed
    assert printed.count("Der Platz wird rot gepflastert.") == 1
    assert not [remark for remark in minutes_of(running, Audience.PUBLIC).course if "Platz" in remark.sentence]


def test_a_decided_motion_stands_once_with_its_vote(running, hall, item, clerk):
    called = open_item(item=item, actor=clerk)
    motion = move_motion(item=called, text="Der Platz wird rot.", person=hall[2].person_id, actor=clerk)
    vote(called, hall, ["yes"] * 4, clerk, motion=motion.pk)

    kinds = [type(entry) for entry in section_of(running, item).entries if not isinstance(entry, Remark)]

    assert kinds == [Moved, Vote]
    assert "wurde angenommen: Der Platz" not in words(running)


def test_a_motion_on_procedure_is_called_one_and_stands_under_its_item(running, hall, item, clerk):
    called = open_item(item=item, actor=clerk)
    procedural = enter_procedural(item=called, kind="end_list", person=hall[2].person_id, actor=clerk)
    count(put_procedural_to_vote(motion=procedural, actor=clerk), hall, ["yes"] * 4, clerk)

    section = section_of(running, item)

    assert [entry.label for entry in section.votes] == ["Antrag zur Geschäftsordnung"]
    sentences = [entry.sentence for entry in section.entries if isinstance(entry, Remark)]
    assert any("Mira Member" in sentence and "Schluss der Redeliste" in sentence for sentence in sentences)
    assert not [remark for remark in minutes_of(running, Audience.PUBLIC).course if "Redeliste" in remark.sentence]
    assert "Beschlussvorschlag Wir bauen." not in words(running)


def test_a_conflict_of_interest_stands_under_its_item(running, hall, item, clerk):
    enter_recusal(item=item, person=hall[2].person_id, actor=clerk)
    close_item(item=open_item(item=item, actor=clerk), actor=clerk)

    sentences = [entry.sentence for entry in section_of(running, item).entries]

    assert sentences
    assert {"Mira Member" in sentence for sentence in sentences} == {True}
    assert not [remark for remark in minutes_of(running, Audience.PUBLIC).course if "Mira Member" in remark.sentence]


# On which day
# ----------------------------------------------------------------------------------------------------------


def test_what_happened_on_another_day_has_its_date(meeting, clerk, running):
    """A decision about the meeting from the days before it, and what happens after midnight."""
    before = timezone.localtime(running.opened_at)
    Meeting.objects.filter(pk=running.pk).update(opened_at=running.opened_at + timedelta(days=3))
    running.refresh_from_db()

    assert f"{before:%d.%m.%Y, %H:%M} Uhr Die Sitzung wurde eröffnet." in words(running)


def test_what_happened_on_the_day_has_only_its_time(running):
    at = timezone.localtime(running.opened_at)

    assert f" {at:%H:%M} Uhr Die Sitzung wurde eröffnet." in words(running)
    assert f"{at:%d.%m.%Y}, {at:%H:%M} Uhr Die Sitzung" not in words(running)


# Up to when
# ------------------------------------------------------------------------------------------------------------


def stamp(moment):
    return f"{timezone.localtime(moment):%H:%M} Uhr"


def test_minutes_say_up_to_when_they_go_and_that_they_were_changed_after_the_close(running, item, clerk):
    close_item(item=open_item(item=item, actor=clerk), actor=clerk)
    closed = close_meeting(meeting=running, actor=clerk)
    before = words(closed)
    item.refresh_from_db()
    write_note(item=item, text="Nachgetragen", version=item.note_version, actor=clerk)

    state, after = minutes_of(closed, Audience.PUBLIC).state, words(closed)

    assert state.as_of == state.changed_at == closed.events.order_by("seq").last().at
    assert "geändert nach Schluss" not in before
    assert after.count("geändert nach Schluss der Sitzung") == 1 + len(
        PdfReader(io.BytesIO(pdf_of(minutes_of(closed, Audience.PUBLIC), "de"))).pages
    )
    assert after.count(f"Stand: {timezone.localtime(state.as_of):%d.%m.%Y, %H:%M} Uhr") == after.count("Seite ")


def test_the_public_does_not_learn_that_something_non_public_was_changed(running, item, secret_item, clerk, hall):
    close_item(item=open_item(item=item, actor=clerk), actor=clerk)
    called = open_secret(item=secret_item, actor=clerk)
    close_item(item=called, actor=clerk)
    closed = close_meeting(meeting=running, actor=clerk)
    secret_item.refresh_from_db()
    write_note(item=secret_item, text="Geheimer Nachtrag", version=secret_item.note_version, actor=clerk)

    states = {audience: minutes_of(closed, audience).state for audience in (Audience.PUBLIC, Audience.PARTICIPANT)}

    assert states[Audience.PUBLIC].changed_at is None
    assert states[Audience.PUBLIC].as_of == closed.events.get(name="meetings.meeting.closed").at
    assert states[Audience.PARTICIPANT].changed_at is not None


# Two documents
# ---------------------------------------------------------------------------------------------------------


def test_the_two_documents_have_two_names_and_say_the_same_of_each_other(running):
    public, full = words(running, Audience.PUBLIC), words(running, Audience.PARTICIPANT)

    assert "Öffentliche Niederschrift" in public
    assert "vollständige Niederschrift nur für die Mitglieder des Gremiums" in public
    assert "Vollständige Niederschrift" in full
    assert "öffentliche Niederschrift für alle" in full
    assert "eigenen Niederschrift" not in public + full


def test_the_record_is_signed_electronically(running, clerk):
    assert "Elektronisch signierter Verlauf" in words(close_meeting(meeting=running, actor=clerk))
