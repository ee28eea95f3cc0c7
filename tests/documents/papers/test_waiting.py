"""The start page says which papers wait for whom."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.papers import services
from documents.papers.deadlines import working_days_after
from documents.papers.panels_start import refused_papers, tasks_of_papers
from documents.papers.services import Signer
from meetings.selectors import visitor_of


def tasks(actor):
    return tasks_of_papers(visitor_of(actor.user))


def labels(actor):
    return [task.label for task in tasks(actor)]


@pytest.fixture
def signer(of_council):
    return of_council("member")


def send(paper, clerk, *people, days=3):
    signers = [Signer(step, person, days=days) for step, person in enumerate(people, 1)]
    return services.start_sign_off(paper=paper, signers=signers, actor=clerk)


def test_who_is_to_sign_has_it_with_the_day_until_it_is_signed(write, clerk, signer, of_council):
    paper, deputy = write(), of_council("chair")
    services.start_sign_off(paper=paper, signers=[Signer(1, signer.person_id, deputy.person_id)], actor=clerk)
    (task,) = tasks(signer)
    paper.refresh_from_db()
    assert (task.label, task.due) == (f"Mitzeichnen: {paper}", working_days_after(visitor_of(signer.user).day, 3))
    assert tasks(deputy)[0].detail == "Beschlussvorlage, in Vertretung für Rat member"
    services.sign_off_paper(paper=paper, actor=deputy)
    assert labels(signer) == labels(deputy) == []


def test_who_comes_later_waits(write, clerk, signer, of_council):
    later = of_council("chair")
    send(write(), clerk, signer.person_id, later.person_id)
    assert (len(labels(signer)), labels(later)) == (1, [])


def test_author_and_round_learn_of_a_refusal_and_nobody_else(write, actor, clerk, signer, of_council):
    author, other, stranger = actor("member"), of_council("chair"), of_council("member")
    paper = send(write("Antrag", by=author), clerk, signer.person_id, other.person_id)
    services.refuse_sign_off(paper=paper, ground="Die Kosten fehlen.", actor=signer)
    (task,) = tasks(author)
    assert task.label == f"Wieder bei Ihnen: {paper}"
    assert task.detail.endswith("Rat member hat die Mitzeichnung abgelehnt: Die Kosten fehlen.")
    for one in (signer, other):
        (part,) = refused_papers(visitor_of(one.user))
        assert [row.remark for row, _name in part.shown["lines"]] == ["Die Kosten fehlen."]
    assert refused_papers(visitor_of(stranger.user)) == refused_papers(visitor_of(author.user)) == []
    assert labels(stranger) == []


def test_the_round_reads_why_and_not_what_is_being_written_anew(write, clerk, signer, of_council, signed_in):
    other = of_council("chair")
    paper = send(write(), clerk, signer.person_id, other.person_id)
    services.refuse_sign_off(paper=paper, ground="Die Kosten fehlen.", actor=signer)
    services.edit_paper(paper=paper, version=1, actor=clerk, subject="Neuer Betreff")
    page = signed_in(other.user).get("/").content.decode()
    assert "Die Kosten fehlen." in page
    assert "Neuer Betreff" not in page


def test_the_clerk_has_what_was_handed_in_what_is_cleared_and_what_is_unchecked(
    write, release, actor, clerk, signer, of_council
):
    handed = write("Antrag", by=actor("member"))
    services.hand_in_paper(paper=handed, actor=clerk)
    cleared = send(write(), clerk, signer.person_id)
    services.sign_off_paper(paper=cleared, actor=signer)
    unchecked, taken, closed = write(), write(subject="Weg"), write(subject="Intern")
    release(unchecked, checked=False)
    release(taken)
    services.depublish_paper(paper=taken, ground="Namen", actor=clerk)
    release(closed, is_public=False)
    for paper in (handed, cleared, unchecked):
        paper.refresh_from_db()
    expected = [f"Prüfen und freigeben: {handed}", f"Freigeben: {cleared}"]
    assert labels(clerk) == [*expected, f"Auf personenbezogene Daten durchsehen: {unchecked}"]
    assert labels(actor("chair")) == labels(of_council("clerk")) == []


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(write, clerk, signer, number):
    for _number in range(number):
        send(write(), clerk, clerk.person_id, signer.person_id)
        refused = send(write(), clerk, signer.person_id)
        services.refuse_sign_off(paper=refused, ground="Nein", actor=signer)
        services.hand_in_paper(paper=write(), actor=clerk)
    visitor = visitor_of(clerk.user)
    with CaptureQueriesContext(connection) as asked:
        found = tasks_of_papers(visitor)
    assert (len(found), len(asked)) == (3 * number, 4)
    with CaptureQueriesContext(connection) as asked:
        assert len(refused_papers(visitor_of(signer.user))[0].shown["lines"]) == number
    assert len(asked) == 2
