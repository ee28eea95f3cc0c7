"""Releases: numbers without gaps, versions that never change, what the public gets."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from documents.papers import services
from documents.papers.models import Paper, PaperVersion
from meetings.errors import DomainError


def fresh(paper):
    return Paper.objects.get(pk=paper.pk)


def test_the_first_release_gives_number_and_version(write, release):
    paper = write()
    version = release(paper)

    assert fresh(paper).number == f"0001/{timezone.localdate().year}"
    assert (fresh(paper).state, version.seq, version.content["subject"]) == ("released", 1, paper.subject)
    assert list(paper.events.order_by("seq").values_list("name", flat=True))[-1] == "documents.paper.released"


def test_series_count_for_themselves_and_have_no_gaps(write, release):
    papers = [write(), write("Mitteilungsvorlage"), write("Antrag"), write("Anfrage"), write("Antrag")]
    for paper in papers:
        release(paper)
    year = timezone.localdate().year
    assert [fresh(paper).number for paper in papers] == [
        f"0001/{year}",
        f"0002/{year}",
        f"A/001/{year}",
        f"F/001/{year}",
        f"A/002/{year}",
    ]


def test_a_release_that_is_refused_takes_no_number(write, release):
    empty = write(draft_resolution="")
    with pytest.raises(DomainError) as refused:
        release(empty)
    assert (refused.value.code, fresh(empty).number) == ("paper.incomplete", "")
    paper = write()
    release(paper)
    assert fresh(paper).number.startswith("0001/")


@pytest.mark.django_db(transaction=True)
def test_two_who_release_at_once_take_two_numbers_in_a_row(write, release):
    papers = [write(subject=f"Vorlage {number}") for number in range(6)]

    def give_out(paper):
        try:
            release(paper)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(give_out, papers))
    assert sorted(fresh(paper).number[:4] for paper in papers) == [f"{number:04}" for number in range(1, 7)]


def test_what_is_written_after_a_release_is_read_with_the_next(write, release, clerk):
    paper = write()
    first = release(paper)
    services.edit_paper(paper=paper, version=1, actor=clerk, facts="Neu.")
    assert PaperVersion.objects.get(paper=paper).content["facts"] == first.content["facts"]
    with pytest.raises(DomainError) as refused:
        release(paper, note=" ")
    assert refused.value.code == "paper.note_missing"
    second = release(paper, note="Begründung ergänzt")
    assert (second.seq, second.content["facts"], second.note) == (2, "Neu.", "Begründung ergänzt")
    assert second.digest != first.digest


def test_nothing_new_is_no_release(write, release):
    paper = write()
    release(paper)
    with pytest.raises(DomainError) as refused:
        release(paper)
    assert refused.value.code == "paper.nothing_new"


def test_a_state_that_nobody_saw_is_not_released(write, release, clerk):
    paper = write()
    services.edit_paper(paper=paper, version=1, actor=clerk, facts="Später.")
    with pytest.raises(DomainError) as refused:
        release(paper, seen=1)
    assert refused.value.code == "paper.changed_meanwhile"


def test_unchecked_it_is_for_members_only_until_it_is_checked(write, release, clerk):
    paper = write()
    release(paper, checked=False)
    assert fresh(paper).public_seq is None
    services.publish_paper(paper=paper, actor=clerk)
    assert (fresh(paper).public_seq, fresh(paper).checked_by) == (1, clerk.user)
    services.depublish_paper(paper=paper, ground="Anschrift eines Bürgers", actor=clerk)
    assert (fresh(paper).public_seq, fresh(paper).ground) == (None, "Anschrift eines Bürgers")


def test_a_non_public_one_is_not_given_to_the_public(write, release, clerk):
    paper = write()
    release(paper, is_public=False)
    with pytest.raises(DomainError) as refused:
        services.publish_paper(paper=paper, actor=clerk)
    assert refused.value.code == "paper.not_public"


@pytest.mark.parametrize("role", ["member", "chair", "administrator", "public"])
def test_others_release_nothing(write, actor, role):
    paper = write()
    with pytest.raises(DomainError):
        services.release_paper(paper=paper, is_public=True, checked=True, actor=actor(role))
    assert not PaperVersion.objects.exists()


def test_a_withdrawn_one_keeps_its_number_and_is_not_released_again(write, release, clerk):
    paper = write()
    release(paper)
    services.withdraw_paper(paper=paper, ground="Überholt", actor=clerk)
    assert (fresh(paper).state, bool(fresh(paper).number)) == ("withdrawn", True)
    with pytest.raises(DomainError):
        release(paper)


@pytest.mark.parametrize("change", ["UPDATE {} SET note = 'x'", "DELETE FROM {}"])
def test_the_database_keeps_versions(write, release, change):
    release(write())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format("documents_paperversion"))


def test_the_database_keeps_numbers(write, release):
    paper = write()
    release(paper)
    for change in ({"number": "9999/2026"}, {"number": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(is_public=False)
