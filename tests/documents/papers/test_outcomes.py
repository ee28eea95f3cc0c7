"""What came of papers, read from the meetings in which they were dealt with."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from agenda import services as agenda
from agenda.enums import ChangeKind
from agenda.models import AgendaItem
from agenda.services.changes import CUSTOMARY
from agenda.services.course import take_off
from documents.papers import services
from documents.papers.models import Consultation, Paper
from documents.papers.selectors.outcomes import station_for
from meetings import services as meetings
from meetings.selectors import actor_for, hall_code
from voting import services as voting

DRAFT = "Der Ausschuss beschließt die Einführung."


@pytest.fixture
def begun(write, release, body, convened, clerk):
    """`begun("decision")`: a paper at an item of its own, and the meeting is open; answers with the station."""

    def make(role="decision", **words):
        paper = write(**words)
        row = services.plan_consultation(paper=paper, body=body.pk, role=role, actor=clerk)
        release(paper, is_public=words.get("is_public", True))
        station = services.put_on_agenda(consultation=row, meeting=convened, actor=clerk)
        meetings.open_meeting(meeting=convened, actor=clerk)
        return station

    return make


@pytest.fixture
def people(seat, body):
    return [actor_for(seat("member").person.user, body_id=body.pk) for _ in range(3)]


@pytest.fixture
def come(people):
    def make(meeting):
        for one in people:
            if not actor_for(one.user, body_id=meeting.body_id, meeting=meeting).present:
                meetings.join_meeting(meeting=meeting, mode="hall", code=hall_code(meeting), actor=one)

    return make


@pytest.fixture
def vote(people, come, clerk):
    """Put it to the vote, let three people vote, declare the result."""

    def make(station, votes, **given):
        item = of(station)
        come(item.meeting)
        poll = voting.create_poll(item=item, actor=clerk, open_now=True, **given)
        for one, letter in zip(people, votes, strict=True):
            choice = {"y": "yes", "n": "no", "a": "abstain"}[letter]
            voting.cast_ballot(poll=poll, choice=choice, ballot_id=uuid.uuid4(), actor=one)
        voting.close_poll(poll=poll, actor=clerk)
        return voting.declare_result(poll=poll, actor=clerk)

    return make


def of(station):
    return AgendaItem.objects.select_related("meeting__body", "meeting__journal").get(pk=station.item_id)


def told(station, user=None):
    row = Consultation.objects.select_related("body", "item__meeting__body", "item__meeting__journal").get(
        pk=station.pk
    )
    return station_for(row, user or AnonymousUser())


def call(station, clerk):
    agenda.open_item(item=of(station), actor=clerk)
    return station


def test_nothing_came_of_it_yet(begun, clerk):
    station = begun()
    assert (told(station).outcome, told(station).number) == (None, "Ö 1")
    assert told(call(station, clerk)).outcome is None


@pytest.mark.parametrize(("votes", "outcome"), [("yyn", "adopted"), ("nny", "rejected")])
def test_how_it_was_voted(begun, clerk, vote, votes, outcome):
    station = call(begun(), clerk)
    vote(station, votes)
    found = told(station)
    assert (found.outcome, found.text) == (outcome, "")
    assert ("2 Ja" if votes[0] == "y" else "1 Ja") in found.sentence


def test_an_amended_text_has_its_words(begun, clerk, vote, people, come):
    station = call(begun(), clerk)
    come(of(station).meeting)
    agenda.move_amendment(item=of(station), text="Der Ausschuss beschließt die Einführung ab Mai.", actor=people[0])
    motion = of(station).motions.get()
    vote(station, "yyy", motion=motion.pk)
    vote(station, "yyn")
    found = told(station)
    assert (found.outcome, found.text) == ("amended", "Der Ausschuss beschließt die Einführung ab Mai.")


def test_other_words_at_the_vote_are_an_amended_text_too(begun, clerk, vote):
    station = call(begun(), clerk)
    vote(station, "yyn", question="Der Ausschuss beschließt nichts.")
    assert (told(station).outcome, told(station).text) == ("amended", "Der Ausschuss beschließt nichts.")


def test_a_later_version_does_not_change_what_came_of_it(begun, clerk, vote, release):
    station = call(begun(), clerk)
    vote(station, "yyn")
    agenda.close_item(item=of(station), actor=clerk)
    paper = Paper.objects.get()
    services.edit_paper(paper=paper, version=paper.version, actor=clerk, draft_resolution="Der Rat beschließt.")
    release(paper)
    assert told(station).outcome == "adopted"


@pytest.mark.parametrize(("do", "outcome"), [(agenda.postpone_item, "postponed"), (agenda.withdraw_item, "withdrawn")])
def test_postponed_or_taken_off(begun, clerk, do, outcome):
    station = begun()
    do(item=of(station), actor=clerk)
    assert told(station).outcome == outcome


def test_referred(begun, clerk):
    station = begun()
    take_off(of(station), "postponed", CUSTOMARY, clerk, ChangeKind.REFERRED)
    assert told(station).outcome == "referred"


@pytest.mark.parametrize(("role", "outcome"), [("notice", "noted"), ("hearing", "noted"), ("decision", "dealt_with")])
def test_without_a_vote(begun, clerk, role, outcome):
    station = call(begun(role), clerk)
    agenda.close_item(item=of(station), actor=clerk)
    assert told(station).outcome == outcome


def test_an_annulled_vote_counts_for_nothing(begun, clerk, vote):
    station = call(begun(), clerk)
    poll = vote(station, "yyn")
    voting.annul_poll(poll=poll, ground="Falsch gefragt", actor=clerk)
    assert (told(station).outcome, told(station).sentence) == (None, "")
    vote(station, "nnn")
    assert told(station).outcome == "rejected"


def test_a_vote_that_was_not_declared_is_not_told(begun, clerk, come):
    station = call(begun(), clerk)
    come(of(station).meeting)
    poll = voting.create_poll(item=of(station), actor=clerk, open_now=True, method="hands")
    assert (poll.state, told(station, clerk.user).outcome) == ("open", None)


def test_of_a_non_public_item_another_body_learns_nothing(begun, clerk, vote, actor, council, of_council, signed_in):
    station = begun(is_public=False)
    services.plan_consultation(paper=station.paper_id, body=council.pk, role="decision", actor=clerk)
    item = of(station)
    meetings.exclude_public(meeting=item.meeting, category="Auftragsvergaben", motion="", actor=clerk)
    meetings.close_channels(meeting=item.meeting, actor=clerk)
    call(station, clerk)
    poll = vote(station, "yyn")
    assert poll.state == "declared"
    mine, theirs, anybody = told(station, clerk.user), told(station, of_council("member").user), told(station)
    assert (mine.outcome, mine.number) == ("adopted", "N 1")
    for found in (theirs, anybody):
        assert (found.meeting, found.number, found.outcome, found.sentence, found.text) == (None, "", None, "", "")
    page = signed_in(of_council("member").user).get(f"/papers/{station.paper_id}/").content.decode()
    assert mine.sentence not in page
    assert f'"{item.meeting.get_absolute_url()}"' not in page


def test_what_the_public_reads_as_redacted_follows_the_version(write, release, body, convened, clerk, signed_in):
    """Not what is being written: a form that was cleared there is still left out of what the public has."""
    paper = write(facts="Mit Namen.", public_facts="Ohne Namen.")
    row = services.plan_consultation(paper=paper, body=body.pk, role="decision", actor=clerk)
    release(paper)
    services.put_on_agenda(consultation=row, meeting=convened, actor=clerk)
    fresh = Paper.objects.get(pk=paper.pk)
    services.edit_paper(paper=fresh, version=fresh.version, public_facts="", actor=clerk)
    page = signed_in(None).get(f"/papers/{paper.pk}/").content.decode()
    assert "Fassung für die Öffentlichkeit" in page
    assert "Ohne Namen." in page
