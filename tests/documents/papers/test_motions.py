"""Motions and inquiries of members: factions, supporters, deadlines, the acknowledgement, answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.papers import services
from documents.papers.claims import has_to_be_included
from documents.papers.models import Paper, PaperType, Supporter
from documents.papers.panels_start import tasks_of_papers
from documents.papers.selectors import PapersSought, papers_sought
from documents.papers.selectors.access import Access, access_to
from documents.papers.selectors.motions import backing_of, deadlines_of, factions_for, relatives_of
from meetings.errors import DomainError
from meetings.models import Faction, Institution, Meeting, Outgoing, Term
from meetings.selectors import actor_for, visitor_of


def of(paper, actor):
    fresh = Paper.objects.get(pk=paper.pk)
    return access_to(fresh, actor_for(actor.user, body_id=fresh.body_id))


def refused(do, **data):
    with pytest.raises(DomainError) as error:
        do(**data)
    return error.value.code, error.value.status


@pytest.fixture
def author(actor):
    return actor("member")


@pytest.fixture
def motion(write, author):
    return write("Antrag", by=author)


@pytest.mark.parametrize(
    ("backers", "seats", "by_faction", "binds"),
    [(3, 17, False, False), (4, 17, False, True), (0, 17, True, True), (1, 5, False, True), (3, 0, False, False)],
)
def test_a_fifth_of_the_members_or_a_faction_has_to_be_heard(backers, seats, by_faction, binds):
    assert has_to_be_included(backers, seats, by_faction=by_faction) is binds


def test_an_asked_member_reads_the_draft_confirms_and_withdraws(motion, author, actor):
    asked, other = actor("chair"), actor("member")
    row = services.ask_supporter(paper=motion, person=asked.person_id, actor=author)
    assert (of(motion, asked), of(motion, other)) == (Access.SHOWN, Access.NONE)
    (task,) = tasks_of_papers(visitor_of(asked.user))
    assert task.label == f"Unterstützen: {motion}"
    assert refused(services.support_paper, paper=motion, seen=7, actor=asked) == ("paper.changed_meanwhile", 409)
    services.support_paper(paper=motion, seen=1, actor=asked)
    assert Supporter.objects.get().supported_version == 1
    assert tasks_of_papers(visitor_of(asked.user)) == []
    assert refused(services.support_paper, paper=motion, seen=1, actor=asked) == ("state.not_now", 409)
    assert refused(services.edit_paper, paper=motion, version=1, actor=asked, facts="x") == ("permission.denied", 403)
    services.withdraw_support(supporter=row, actor=asked)
    assert of(motion, asked) == Access.NONE
    names = list(motion.events.order_by("seq").values_list("name", flat=True))
    assert names[1:] == [f"documents.supporter.{done}" for done in ("asked", "confirmed", "withdrawn")]


def test_who_was_not_asked_supports_nothing_and_takes_nothing_back(motion, author, actor, clerk):
    row = services.ask_supporter(paper=motion, person=actor("chair").person_id, actor=author)
    for other in (actor("member"), actor("public"), actor("administrator")):
        assert refused(services.support_paper, paper=motion, seen=1, actor=other) == ("not_found", 404)
        assert refused(services.withdraw_support, supporter=row, actor=other) == ("not_found", 404)
    assert refused(services.support_paper, paper=motion, seen=1, actor=clerk) == ("permission.denied", 403)
    assert Supporter.objects.get().confirmed_at is None


def test_only_members_of_the_body_are_asked_and_each_once(motion, author, actor, clerk, of_council):
    chair = actor("chair").person_id
    services.ask_supporter(paper=motion, person=chair, actor=author)
    for person, code in (
        (chair, "supporter.asked"),
        (author.person_id, "supporter.asked"),
        (of_council("member").person_id, "not_found"),
        (clerk.person_id, "not_found"),
    ):
        assert refused(services.ask_supporter, paper=motion, person=person, actor=author)[0] == code


def test_support_ends_with_the_release_and_the_office_seeks_none(motion, author, actor, release, write, clerk):
    asked = actor("chair")
    services.ask_supporter(paper=motion, person=asked.person_id, actor=author)
    services.hand_in_paper(paper=motion, actor=author)
    assert of(motion, asked) == Access.SHOWN
    release(motion)
    assert of(motion, asked) == Access.FULL  # as a member of the body
    assert refused(services.support_paper, paper=motion, seen=1, actor=asked) == ("state.not_now", 409)
    code = refused(services.ask_supporter, paper=write(), person=asked.person_id, actor=clerk)
    assert code == ("state.not_now", 409)


def test_supporters_and_author_count_for_the_fifth(motion, author, actor, body):
    body.statutory_seats = 10
    body.save()
    chair = actor("chair")
    services.ask_supporter(paper=motion, person=chair.person_id, actor=author)
    assert not backing_of(Paper.objects.get(pk=motion.pk)).is_binding
    services.support_paper(paper=motion, seen=1, actor=chair)
    backing = backing_of(Paper.objects.get(pk=motion.pk))
    assert (backing.confirmed, backing.is_binding) == (1, True)


def test_a_discarded_draft_takes_its_supporters_along(motion, author, actor):
    services.ask_supporter(paper=motion, person=actor("chair").person_id, actor=author)
    services.discard_paper(paper=motion, actor=author)
    assert not Supporter.objects.exists()


def test_one_writes_for_ones_own_faction(write, author, faction, clerk, body):
    other = Faction.objects.create(term=faction.term, name="Fraktion Grau", short_name="Grau")
    assert write("Antrag", by=author, faction=faction).faction == faction
    assert list(factions_for(author, body)) == [faction]
    for kind, by, whose in (("Antrag", author, other), ("Beschlussvorlage", clerk, faction)):
        assert refused(write, kind=kind, by=by, faction=whose) == ("paper.faction_unknown", 400)
    away = Term.objects.create(
        institution=Institution.objects.create(name="Anderswo"), name="x", starts_on="2020-01-01"
    )
    stranger = Faction.objects.create(term=away, name="Fern", short_name="Fern")
    assert refused(write, kind="Antrag", by=clerk, faction=stranger) == ("paper.faction_unknown", 400)
    assert write("Antrag", by=clerk, faction=other).faction == other


def test_the_faction_stays_when_it_was_handed_in(write, author, faction, clerk):
    paper = write("Antrag", by=author, faction=faction)
    services.hand_in_paper(paper=paper, actor=author)
    services.edit_paper(paper=paper, version=1, actor=clerk, faction=None, facts="Neu")
    assert Paper.objects.get(pk=paper.pk).faction == faction


def test_handing_in_is_acknowledged_by_mail_with_the_number(write, author, clerk):
    paper = write("Anfrage", by=author)
    services.hand_in_paper(paper=paper, actor=author)
    mail = Outgoing.objects.get()
    number = Paper.objects.get(pk=paper.pk).number
    assert (mail.kind, mail.recipient) == ("documents.acknowledgement", author.user.email)
    assert f"Anfrage {number} ist eingegangen" in mail.subject
    assert paper.subject in mail.text
    assert f"/papers/{paper.pk}/" in mail.text
    Outgoing.objects.all().delete()
    services.hand_in_paper(paper=write(), actor=clerk)
    assert not Outgoing.objects.exists()


def test_a_mail_about_what_is_not_public_does_not_name_it(write, author, clerk):
    paper = write("Antrag", by=author)
    Paper.objects.filter(pk=paper.pk).update(is_public=False)
    services.hand_in_paper(paper=paper, actor=author)
    mail = Outgoing.objects.get()
    assert paper.subject not in mail.subject + mail.text


def test_the_deadline_before_the_next_meeting(convened, motion, author, body):
    kind = motion.type
    assert deadlines_of(author.user, body, kind) == []
    PaperType.objects.update(hand_in_days=10)
    kind.refresh_from_db()
    start = (datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(days=20)).replace(hour=17)
    Meeting.objects.filter(pk=convened.pk).update(starts_at=start)
    (row,) = deadlines_of(author.user, body, kind)
    assert (row.day, row.is_over) == (start.date() - timedelta(days=11), False)
    (late,) = deadlines_of(author.user, body, kind, timezone.now() + timedelta(days=12))
    assert late.is_over


def test_drafts_of_meetings_are_not_told_to_members(meeting, motion, author, clerk, body):
    PaperType.objects.update(hand_in_days=10)
    kind = PaperType.objects.get(pk=motion.type_id)
    assert deadlines_of(author.user, body, kind) == []
    assert [row.meeting for row in deadlines_of(clerk.user, body, kind)] == [meeting]


def test_an_answer_stands_on_both_pages_for_who_reads_it(write, release, clerk, author, signed_in):
    inquiry = write("Anfrage", by=author)
    services.hand_in_paper(paper=inquiry, actor=author)
    reply = write("Antwort der Verwaltung", parent=inquiry, subject="Antwort auf die Frage")
    page = signed_in(author.user).get(inquiry.get_absolute_url()).content.decode()
    assert "Antwort auf die Frage" not in page
    release(reply)
    page = signed_in(author.user).get(inquiry.get_absolute_url()).content.decode()
    assert "Antwort auf die Frage" in page
    above, below = relatives_of(Paper.objects.get(pk=reply.pk), author.user)
    assert ([row.paper for row in above], below) == ([inquiry], [])
    services.edit_paper(paper=reply, version=1, actor=clerk, subject="Noch nicht heraus")
    assert "Noch nicht heraus" not in signed_in(author.user).get(inquiry.get_absolute_url()).content.decode()


def test_what_is_being_written_of_the_other_paper_is_not_told_in_the_form(
    write, release, author, clerk, kinds, signed_in
):
    inquiry = write("Anfrage")
    release(inquiry)
    services.edit_paper(paper=inquiry, version=1, actor=clerk, subject="Noch nicht heraus")
    kind = kinds["Änderungsantrag"].pk
    address = f"/bodies/{inquiry.body_id}/papers/new/?kind={kind}&to={inquiry.pk}"
    page = signed_in(author.user).get(address).content.decode()
    assert Paper.objects.get(pk=inquiry.pk).number in page
    assert "Noch nicht heraus" not in page


def test_only_mine_are_those_i_wrote_or_support(motion, author, actor, write, clerk):
    asked = actor("chair")
    services.ask_supporter(paper=motion, person=asked.person_id, actor=author)
    write("Antrag", by=asked, subject="Eigener")
    mine = {role: papers_sought(one.user, PapersSought(mine=True)) for role, one in (("a", author), ("b", asked))}
    assert (list(mine["a"]), mine["b"].count()) == ([motion], 2)
    assert not papers_sought(clerk.user, PapersSought(mine=True)).exists()
    assert not papers_sought(
        actor("public").user or type("U", (), {"is_authenticated": False})(), PapersSought(mine=True)
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three_supporters(motion, author, actor, number, signed_in):
    for _number in range(number):
        services.ask_supporter(paper=motion, person=actor("chair").person_id, actor=author)
    browser = signed_in(author.user)
    browser.get(motion.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        browser.get(motion.get_absolute_url())
    assert len(asked) == QUERIES


QUERIES = 23
