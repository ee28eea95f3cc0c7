"""Papers on agendas: put there, taken off, and what an item says of the paper that it follows."""

from __future__ import annotations

import pytest

from agenda import services as agenda
from agenda.forms import ItemForm
from agenda.models import AgendaItem
from agenda.places import Place
from agenda.selectors import reveal_stamp, subtree_of
from documents.papers import services
from documents.papers.models import Consultation, Paper
from meetings import services as meetings
from meetings.errors import DomainError
from meetings.models import Meeting
from tests.approved import approve
from tests.resolved import RESOLVED


def code(call, *args, **data):
    with pytest.raises(DomainError) as refused:
        call(*args, **data)
    return refused.value.code


def of(item):
    return AgendaItem.objects.select_related("meeting__body", "meeting__journal").get(pk=getattr(item, "pk", item))


def placed(meeting):
    """What the meeting's journal says of papers: version (0 for none any more) and audience."""
    rows = meeting.events.filter(name__startswith="documents.paper.").order_by("seq")
    return [(row.data.get("version", 0), row.audience) for row in rows]


@pytest.fixture
def station(write, release, body, clerk):
    """A released, checked paper that is to go to the body."""
    paper = write()
    row = services.plan_consultation(paper=paper, body=body.pk, role="decision", actor=clerk)
    release(paper)
    return row


@pytest.fixture
def put(clerk):
    def onto(station, meeting, item=0):
        return services.put_on_agenda(consultation=station, meeting=meeting, item=item, actor=clerk)

    return onto


@pytest.fixture
def correct(release, clerk):
    """A new version with these words."""

    def make(paper, *, is_public=True, checked=True, **words):
        fresh = Paper.objects.get(pk=getattr(paper, "pk", paper))
        services.edit_paper(paper=fresh, version=fresh.version, actor=clerk, **words)
        return release(fresh, is_public=is_public, checked=checked)

    return make


def another_meeting(body, clerk) -> Meeting:
    data = {"title": "2. Sitzung", "starts_at": "2099-05-05T17:00+02:00", "format": "in_person", "hall": "Saal"}
    return approve(meetings.create_meeting(body=body, actor=clerk, **data))


def test_a_new_item_has_the_words_of_the_paper_and_follows_it(station, put, convened):
    done = put(station, convened)

    item = of(done.item)
    assert (item.title, item.draft_resolution, item.treatment, item.part) == (
        "ePayment in allen Bürgerämtern",
        "Der Ausschuss beschließt die Einführung.",
        "decision",
        "public",
    )
    assert done.is_followed_by_item
    assert placed(convened) == [(1, "public")]
    event = convened.events.get(name="documents.paper.placed")
    assert (event.data["item"], event.data["item_number"], event.data["paper"]) == (item.pk, "Ö 1", done.paper_id)


def test_an_item_that_is_there_keeps_its_words(station, put, convened, clerk, correct):
    item = agenda.add_item(meeting=convened, part="public", title="Bezahlen", actor=clerk)
    done = put(station, convened, item.pk)
    correct(done.paper_id, subject="Anderer Betreff")

    assert (of(item).title, of(item).draft_resolution, done.is_followed_by_item) == ("Bezahlen", "", False)
    assert AgendaItem.objects.count() == 1
    assert code(put, station, convened, item.pk) == "paper.on_agenda"


def test_in_a_running_meeting_it_goes_on_an_item_that_waits_and_extends_nothing(station, put, running, clerk):
    assert code(put, station, running) == "agenda.extension_unresolved"
    item = agenda.add_item(meeting=running, part="public", title="Bezahlen", actor=clerk, resolution=RESOLVED)
    put(station, running, item.pk)
    assert placed(running) == [(1, "public")]
    services.take_off_agenda(consultation=Consultation.objects.get(), actor=clerk)
    agenda.open_item(item=of(item), actor=clerk)
    assert code(put, Consultation.objects.get(), running, item.pk) == "item.not_pending"


def test_a_meeting_of_another_body_is_not_found(station, put, council, convened, clerk):
    other = Meeting.objects.get(pk=convened.pk)
    Meeting.objects.filter(pk=convened.pk).update(body=council)
    other.refresh_from_db()
    assert code(put, station, other) == "not_found"
    assert not AgendaItem.objects.exists()


def test_it_stands_on_one_coming_agenda_of_a_body_and_no_more(station, put, convened, body, clerk):
    put(station, convened)
    later = another_meeting(body, clerk)
    assert code(put, station, later) == "paper.on_agenda"
    assert Consultation.objects.count() == AgendaItem.objects.count() == 1


@pytest.mark.parametrize("how", ["postponed", "cancelled", "left"])
def test_what_was_postponed_or_left_goes_on_the_next_agenda_once(station, put, convened, body, clerk, how):
    done = put(station, convened)
    if how == "postponed":
        agenda.postpone_item(item=of(done.item), actor=clerk)
    elif how == "cancelled":
        meetings.cancel_meeting(meeting=convened, actor=clerk)
    else:
        meetings.close_meeting(meeting=meetings.open_meeting(meeting=convened, actor=clerk), actor=clerk)
    later = another_meeting(body, clerk)
    again = put(done, later)

    assert (again.pk != done.pk, again.item.meeting_id, again.role) == (True, later.pk, "decision")
    assert of(done.item).meeting_id == convened.pk
    assert code(put, done, later) == "paper.on_agenda"
    assert Consultation.objects.count() == 2


def test_a_withdrawn_paper_goes_on_no_agenda(station, put, convened, clerk):
    services.withdraw_paper(paper=station.paper_id, ground="Überholt", actor=clerk)
    assert code(put, station, convened) == "state.not_now"
    assert not AgendaItem.objects.exists()


def test_a_paper_that_was_left_can_be_withdrawn(station, put, convened, clerk):
    put(station, convened)
    with pytest.raises(DomainError):
        services.withdraw_paper(paper=station.paper_id, ground="Überholt", actor=clerk)
    meetings.close_meeting(meeting=meetings.open_meeting(meeting=convened, actor=clerk), actor=clerk)
    services.withdraw_paper(paper=station.paper_id, ground="Überholt", actor=clerk)


@pytest.mark.parametrize("role", ["member", "chair", "administrator", "public"])
def test_others_put_nothing_on_agendas(station, convened, actor, role):
    someone = actor(role)
    assert code(services.put_on_agenda, consultation=station, meeting=convened, actor=someone) in {
        "permission.denied",
        "not_found",
    }
    assert not AgendaItem.objects.exists()


def test_nothing_that_nobody_looked_through_stands_in_the_public_part(write, release, body, convened, clerk, put):
    paper = write()
    row = services.plan_consultation(paper=paper, body=body.pk, role="decision", actor=clerk)
    release(paper, checked=False)
    assert code(put, row, convened) == "paper.unchecked"
    services.publish_paper(paper=paper, actor=clerk)
    assert of(put(row, convened).item).title == paper.subject


def test_taken_off_the_item_stays_and_is_its_own(station, put, convened, clerk, correct):
    done = put(station, convened)
    services.take_off_agenda(consultation=done, actor=clerk)
    correct(done.paper_id, subject="Neu")

    item = of(done.item)
    assert (item.state, item.title) == ("pending", "ePayment in allen Bürgerämtern")
    assert Consultation.objects.get().item is None
    assert placed(convened) == [(1, "public"), (0, "public")]
    assert agenda.edit_item(item=item, version=item.version, title="Frei", actor=clerk).title == "Frei"


@pytest.mark.parametrize("when", ["open", "over"])
def test_what_was_called_or_left_is_not_taken_off(station, put, convened, clerk, when):
    done = put(station, convened)
    running = meetings.open_meeting(meeting=convened, actor=clerk)
    if when == "open":
        agenda.open_item(item=of(done.item), actor=clerk)
        assert code(services.take_off_agenda, consultation=done, actor=clerk) == "item.not_pending"
    else:
        meetings.close_meeting(meeting=running, actor=clerk)
        assert code(services.take_off_agenda, consultation=done, actor=clerk) == "state.not_now"
    assert Consultation.objects.get().item_id == done.item_id


def test_a_new_version_changes_the_item_until_it_is_called(station, put, convened, clerk, correct):
    done = put(station, convened)
    correct(done.paper_id, subject="Zweiter Betreff", draft_resolution="Der Ausschuss lehnt ab.")
    assert (of(done.item).title, of(done.item).draft_resolution) == ("Zweiter Betreff", "Der Ausschuss lehnt ab.")

    running = meetings.open_meeting(meeting=convened, actor=clerk)
    agenda.open_item(item=of(done.item), actor=clerk)
    correct(done.paper_id, subject="Dritter Betreff", draft_resolution="Nichts.")
    assert (of(done.item).title, of(done.item).draft_resolution) == ("Zweiter Betreff", "Der Ausschuss lehnt ab.")
    assert [version for version, _audience in placed(running)] == [1, 2, 3]

    agenda.close_item(item=of(done.item), actor=clerk)
    correct(done.paper_id, subject="Vierter Betreff")
    meetings.close_meeting(meeting=running, actor=clerk)
    assert [version for version, _audience in placed(running)] == [1, 2, 3]


def test_a_meeting_that_is_over_changes_no_more(station, put, convened, clerk, correct):
    done = put(station, convened)
    meetings.close_meeting(meeting=meetings.open_meeting(meeting=convened, actor=clerk), actor=clerk)
    correct(done.paper_id, subject="Danach")
    assert of(done.item).title == "ePayment in allen Bürgerämtern"
    assert [version for version, _audience in placed(convened)] == [1]


def test_of_an_unchecked_version_the_public_item_says_nothing_until_it_is_checked(
    station, put, convened, clerk, correct
):
    done = put(station, convened)
    correct(done.paper_id, subject="Mit Anschrift", draft_resolution="Herr X.", checked=False)
    assert of(done.item).title == "ePayment in allen Bürgerämtern"
    assert placed(convened) == [(1, "public"), (2, "participant")]

    services.publish_paper(paper=done.paper_id, actor=clerk)
    assert (of(done.item).title, of(done.item).draft_resolution) == ("Mit Anschrift", "Herr X.")
    assert placed(convened)[2:] == [(2, "public")]


def test_what_is_taken_from_the_public_goes_from_the_item_too(station, put, convened, clerk, correct):
    done = put(station, convened)
    services.depublish_paper(paper=done.paper_id, ground="Namen", actor=clerk)
    assert of(done.item).draft_resolution == ""
    assert placed(convened) == [(1, "public"), (0, "public"), (1, "participant")]

    services.publish_paper(paper=done.paper_id, actor=clerk)
    assert of(done.item).draft_resolution == "Der Ausschuss beschließt die Einführung."


@pytest.mark.parametrize("is_public", [True, False])
def test_of_a_non_public_item_only_participants_learn(write, release, body, convened, clerk, put, is_public, correct):
    paper = write()
    row = services.plan_consultation(paper=paper, body=body.pk, role="decision", actor=clerk)
    release(paper, is_public=is_public)
    item = agenda.add_item(meeting=convened, part="non_public", title="Geheim", actor=clerk)
    put(row, convened, item.pk)
    correct(paper, facts="Neu.", is_public=is_public)
    services.take_off_agenda(consultation=Consultation.objects.get(), actor=clerk)
    assert placed(convened) == [(1, "participant"), (2, "participant"), (0, "participant")]


def test_a_non_public_paper_at_a_public_item_is_not_told_to_the_public(write, release, body, convened, clerk, put):
    paper = write()
    row = services.plan_consultation(paper=paper, body=body.pk, role="decision", actor=clerk)
    release(paper, is_public=False)
    item = agenda.add_item(meeting=convened, part="public", title="Offen", actor=clerk)
    put(row, convened, item.pk)
    assert placed(convened) == [(1, "participant")]


def test_on_the_agenda_of_a_draft_only_the_desk_learns(station, put, meeting):
    put(station, meeting)
    assert placed(meeting) == [(1, "desk")]


def test_the_public_words_stand_in_the_public_part_and_the_others_in_the_other(
    write, release, body, convened, clerk, put
):
    paper = write(public_draft_resolution="Der Ausschuss beschließt.")
    row = services.plan_consultation(paper=paper, body=body.pk, role="decision", actor=clerk)
    release(paper)
    done = put(row, convened)
    assert of(done.item).draft_resolution == "Der Ausschuss beschließt."

    agenda.move_item(item=of(done.item), place=Place(None, "non_public", None), actor=clerk)
    assert of(done.item).draft_resolution == "Der Ausschuss beschließt die Einführung."
    item = of(done.item)
    stamp = reveal_stamp(subtree_of(item))
    agenda.move_item(item=item, place=Place(None, "public", None), revealed=stamp, actor=clerk)
    assert of(done.item).draft_resolution == "Der Ausschuss beschließt."


def test_words_from_a_paper_are_not_edited_at_the_agenda(station, put, convened, clerk, signed_in):
    done = put(station, convened)
    item = of(done.item)
    for words in ({"title": "Anders"}, {"draft_resolution": "Anders."}):
        assert code(agenda.edit_item, item=item, version=item.version, actor=clerk, **words) == "item.words_elsewhere"
    assert agenda.edit_item(item=item, version=item.version, planned_minutes=20, actor=clerk).planned_minutes == 20
    assert not {"title", "draft_resolution"} & set(ItemForm(instance=item).fields)
    page = signed_in(clerk.user).get(f"/items/{item.pk}/").content.decode()
    assert done.paper.get_absolute_url() in page
    assert 'name="draft_resolution"' not in page
    assert "Der Ausschuss beschließt die Einführung." in page


def test_two_papers_at_one_item_and_one_paper_in_two_bodies(
    station, put, convened, clerk, write, release, body, council, of_council
):
    first = put(station, convened)
    other = write(subject="Zweite Vorlage")
    row = services.plan_consultation(paper=other, body=body.pk, role="decision", actor=clerk)
    release(other)
    put(row, convened, first.item_id)
    services.plan_consultation(paper=first.paper_id, body=council.pk, role="decision", actor=clerk)
    assert list(Consultation.objects.filter(item=first.item_id).order_by("pk")) == [first, row]
    theirs = Consultation.objects.get(body=council)
    elsewhere = another_meeting(council, of_council("clerk"))
    assert code(services.put_on_agenda, consultation=theirs, meeting=elsewhere, actor=clerk) == "permission.denied"
