"""Who gets how far into a paper."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agenda import services as agenda
from documents.papers import services
from documents.papers.models import Paper
from documents.papers.selectors import PapersSought, papers_sought
from documents.papers.selectors.access import Access, access_to
from meetings.enums import Role
from meetings.models import Reading
from meetings.selectors import actor_for
from meetings.services import convene_meeting


def of(paper, actor):
    fresh = Paper.objects.get(pk=paper.pk)
    return access_to(fresh, actor_for(actor.user, body_id=fresh.body_id))


@pytest.fixture
def planned(write, release, body, meeting, clerk):
    """Released, checked, on the agenda of a meeting that is a draft."""
    paper = write()
    station = services.plan_consultation(paper=paper, body=body.pk, role="decision", actor=clerk)
    release(paper)
    services.put_on_agenda(consultation=station, meeting=meeting, actor=clerk)
    return paper


def test_a_draft_is_for_its_author_and_the_clerk(write, actor, clerk, of_council):
    author = actor("member")
    paper = write("Antrag", by=author)
    assert of(paper, clerk) == of(paper, author) == Access.WORK
    for other in (actor("chair"), actor("member"), actor("administrator"), of_council("clerk"), actor("public")):
        assert of(paper, other) == Access.NONE


def test_a_released_one_is_for_the_members_of_its_bodies(write, release, actor, council, of_council, clerk):
    paper = write()
    release(paper)
    member, outsider = actor("substitute"), of_council("member")
    assert (of(paper, member), of(paper, outsider)) == (Access.FULL, Access.NONE)
    services.plan_consultation(paper=paper, body=council.pk, role="decision", actor=clerk)
    assert of(paper, outsider) == Access.FULL


def test_the_public_has_it_with_the_convened_agenda(planned, meeting, actor, clerk):
    assert of(planned, actor("public")) == Access.NONE
    convene_meeting(meeting=meeting, actor=clerk)
    assert of(planned, actor("public")) == Access.PUBLIC


def test_not_while_it_stands_in_a_non_public_part_and_again_after(planned, convened, actor, clerk):
    item = Paper.objects.get(pk=planned.pk).consultations.get().item
    anybody = actor("public")
    assert of(planned, anybody) == Access.PUBLIC
    type(item).objects.filter(pk=item.pk).update(part="non_public")
    assert of(planned, anybody) == Access.NONE
    type(item).objects.filter(pk=item.pk).update(part="public")
    assert of(planned, anybody) == Access.PUBLIC
    services.depublish_paper(paper=planned, ground="Namen", actor=clerk)
    assert of(planned, anybody) == Access.NONE


def test_whoever_has_a_conflict_of_interest_does_not_read_it(write, release, body, convened, actor, clerk):
    paper = write()
    station = services.plan_consultation(paper=paper, body=body.pk, role="decision", actor=clerk)
    release(paper, is_public=False)
    station = services.put_on_agenda(consultation=station, meeting=convened, actor=clerk)
    member = actor("member")
    assert of(paper, member) == Access.FULL
    agenda.enter_recusal(item=station.item, person=member.person_id, actor=clerk)
    assert of(paper, member) == Access.NONE
    assert not papers_sought(member.user, PapersSought()).exists()


def test_lists_hold_the_same_as_pages_and_no_word_that_is_only_being_written(planned, convened, actor, clerk, write):
    services.edit_paper(paper=planned, version=1, actor=clerk, subject="Geheimes Wort")
    write(subject="Nur ein Entwurf")
    found = {role: actor(role) for role in ("member", "public")} | {"clerk": clerk}
    for role, user in ((role, someone.user) for role, someone in found.items()):
        assert (role, papers_sought(user, PapersSought()).count()) == (role, 2 if role == "clerk" else 1)
        hits = papers_sought(user, PapersSought(words="geheimes")).count()
        assert (role, hits) == (role, 1 if role == "clerk" else 0)
        assert papers_sought(user, PapersSought(words="ePayment Bürger")).count() == (0 if role == "clerk" else 1)


def test_roles_of_another_body_do_not_count(write, release, of_council):
    release(paper := write())
    assert Role.CLERK in of_council("clerk").roles
    assert of(paper, of_council("clerk")) == Access.NONE


def read_by(paper):
    return [row.reader_id for row in Reading.objects.filter(what="documents.paper", key=paper.pk)]


@pytest.mark.parametrize(
    ("words", "options", "is_noted"),
    [
        ({}, {}, False),
        ({"public_facts": "Ohne Namen."}, {}, True),
        ({}, {"checked": False}, True),
        ({}, {"is_public": False}, True),
    ],
)
def test_who_reads_more_than_the_public_is_on_record(
    write, release, body, meeting, clerk, actor, signed_in, words, options, is_noted
):
    """REQ-20: also the words that are left out for the public, and a version that nobody has looked through."""
    paper, member = write(**words), actor("member")
    release(paper, **options)

    for address in ("documents:paper", "documents:paper_pdf"):
        assert signed_in(member.user).get(reverse(address, args=[paper.pk])).status_code == 200

    assert (member.user.pk in read_by(paper)) is is_noted


def test_a_corrected_version_is_on_record_until_somebody_has_looked_through_it(write, release, clerk, actor, signed_in):
    paper, member = write(), actor("member")
    release(paper)
    services.edit_paper(paper=paper, version=1, actor=clerk, facts="Mit Namen.")
    release(paper, checked=False)
    page = reverse("documents:paper", args=[paper.pk])

    assert "Mit Namen." in signed_in(member.user).get(page).content.decode()

    assert read_by(paper) == [member.user.pk]
