"""Papers are begun and changed by those who may, and by nobody else."""

from __future__ import annotations

import pytest

from documents.papers import services
from documents.papers.models import Paper
from meetings.errors import DomainError
from tests.documents.papers.conftest import WORDS


def names(paper):
    return list(paper.events.order_by("seq").values_list("name", flat=True))


def test_a_draft_has_no_number_and_the_first_entry_of_its_journal(write, clerk):
    paper = write(subject="  Neue\tStraßen ")

    assert (paper.subject, paper.number, paper.state, paper.author) == ("Neue Straßen", "", "draft", clerk.user)
    assert names(paper) == ["documents.paper.added"]
    assert paper.events.get().secrets.get().value == "Neue Straßen"


@pytest.mark.parametrize("role", ["member", "chair", "substitute", "expert_citizen"])
def test_members_write_motions_and_no_papers_of_the_office(write, actor, role):
    member = actor(role)
    assert write("Antrag", by=member).author == member.user
    with pytest.raises(DomainError) as refused:
        write("Beschlussvorlage", by=member)
    assert refused.value.code == "permission.denied"


def test_who_does_not_belong_to_the_body_writes_nothing(write, actor):
    with pytest.raises(DomainError):
        write("Antrag", by=actor("administrator"))
    assert not Paper.objects.exists()


def test_an_answer_says_to_what(write, release):
    with pytest.raises(DomainError) as refused:
        write("Antwort der Verwaltung")
    assert refused.value.code == "paper.parent_missing"
    question = write("Anfrage")
    release(question)
    answer = write("Antwort der Verwaltung", parent=question)
    release(answer)
    number = Paper.objects.get(pk=question.pk).number
    assert number.startswith("F/001/")
    assert Paper.objects.get(pk=answer.pk).number == f"{number}-01"


def test_two_who_write_do_not_overwrite_each_other(write, clerk):
    paper = write()
    services.edit_paper(paper=paper, version=1, actor=clerk, facts="Eins.")
    with pytest.raises(DomainError) as refused:
        services.edit_paper(paper=paper, version=1, actor=clerk, facts="Zwei.")
    assert refused.value.code == "paper.changed_meanwhile"
    assert Paper.objects.get(pk=paper.pk).facts == "Eins."


def test_what_did_not_change_is_no_entry(write, clerk):
    paper = write()
    again = services.edit_paper(paper=paper, version=1, actor=clerk, **WORDS)
    assert (again.version, names(paper)) == (1, ["documents.paper.added"])


def test_an_author_changes_the_draft_and_not_what_was_handed_in(write, actor):
    member = actor("member")
    paper = write("Antrag", by=member)
    services.edit_paper(paper=paper, version=1, actor=member, facts="Besser.")
    services.hand_in_paper(paper=paper, actor=member)
    with pytest.raises(DomainError) as refused:
        services.edit_paper(paper=paper, version=2, actor=member, facts="Noch besser.")
    assert refused.value.status == 403


@pytest.mark.parametrize(("field", "words"), [("facts", "x" * 200001), ("subject", ""), ("subject", "x" * 501)])
def test_what_does_not_fit_is_refused(write, clerk, field, words):
    paper = write()
    with pytest.raises(DomainError) as refused:
        services.edit_paper(paper=paper, version=1, actor=clerk, **{field: words})
    assert refused.value.code == "data.invalid"


def test_a_draft_is_thrown_away_and_a_numbered_paper_is_not(write, clerk, actor):
    paper = write()
    services.discard_paper(paper=paper, actor=clerk)
    assert not Paper.objects.exists()
    member = actor("member")
    motion = write("Antrag", by=member)
    services.hand_in_paper(paper=motion, actor=member)
    with pytest.raises(DomainError):
        services.discard_paper(paper=motion, actor=clerk)
    assert Paper.objects.get().number
