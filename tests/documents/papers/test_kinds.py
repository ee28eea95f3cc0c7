"""Kinds of papers are data that clerks and administrators keep."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.papers import services
from documents.papers.models import Paper, PaperSeries, PaperType
from documents.papers.selectors.kinds import next_number
from meetings.errors import DomainError
from meetings.models import Body, Institution

NEW = {"name": "Bericht", "pattern": "R{serial:03}/{yy}", "origin": "administration"}


def refused(do, **data):
    with pytest.raises(DomainError) as error:
        do(**data)
    return error.value.code, error.value.status


def test_clerk_and_administrator_add_rename_order_and_retire(institution, kinds, clerk, actor):
    new = services.add_paper_kind(institution=institution, actor=clerk, **NEW)
    assert list(PaperType.objects.values_list("name", flat=True))[-1] == "Bericht"
    services.edit_paper_kind(paper_kind=new, actor=actor("administrator"), name="Sachstandsbericht", hand_in_days=10)
    services.move_paper_kind(paper_kind=new, up=True, actor=clerk)
    assert list(PaperType.objects.values_list("name", flat=True))[-2] == "Sachstandsbericht"
    services.retire_paper_kind(paper_kind=new, retired=True, actor=clerk)
    assert refused(services.add_paper, body=clerk_body(clerk), type=new.pk, actor=clerk, subject="x")[0] == "not_found"
    services.retire_paper_kind(paper_kind=new, retired=False, actor=clerk)
    new.refresh_from_db()
    assert (new.is_used, new.hand_in_days) == (True, 10)
    assert LogEntry.objects.filter(object_id=str(new.pk)).count() == 5


def clerk_body(clerk):
    return Body.objects.get(pk=clerk.body_id)


@pytest.mark.parametrize("role", ["member", "chair", "public"])
def test_others_change_nothing(institution, kinds, actor, role):
    before, kind = list(PaperType.objects.values()), kinds["Antrag"]
    for do, data in (
        (services.add_paper_kind, {"institution": institution, **NEW}),
        (services.edit_paper_kind, {"paper_kind": kind, "name": "x"}),
        (services.move_paper_kind, {"paper_kind": kind, "up": True}),
        (services.retire_paper_kind, {"paper_kind": kind, "retired": True}),
    ):
        assert refused(do, actor=actor(role), **data) == ("permission.denied", 403)
    assert list(PaperType.objects.values()) == before


def test_a_clerk_of_another_institution_changes_nothing(clerk):
    other = Institution.objects.create(name="Anderswo")
    assert refused(services.add_paper_kind, institution=other, actor=clerk, **NEW) == ("permission.denied", 403)


@pytest.mark.parametrize("pattern", ["", "2026", "{serial}{serial}", "{nobody}/{serial}", "{serial"])
def test_a_pattern_that_gives_no_number_is_refused_at_its_field(institution, kinds, clerk, signed_in, pattern):
    data = {**NEW, "hand_in_days": 0, "pattern": pattern}
    answer = signed_in(clerk.user).post(f"/institutions/{institution.pk}/paper-kinds/new/", data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["pattern"])
    code = refused(services.edit_paper_kind, paper_kind=kinds["Antrag"], actor=clerk, pattern=pattern)
    assert code == ("data.invalid", 400)
    assert PaperType.objects.get(pk=kinds["Antrag"].pk).pattern == "{kind}/{serial:03}/{year}"


def test_a_name_is_taken_once(institution, kinds, clerk, signed_in):
    data = {**NEW, "name": "Antrag"}
    assert refused(services.add_paper_kind, institution=institution, actor=clerk, **data) == (
        "paper_kind.name_taken",
        409,
    )
    answer = signed_in(clerk.user).post(f"/institutions/{institution.pk}/paper-kinds/new/", {**data, "hand_in_days": 0})
    assert list(answer.context["form"].errors) == ["name"]


def test_the_preview_is_the_number_that_comes_and_takes_none(write, release, clerk, institution, kinds, signed_in):
    year = timezone.localdate().year
    kind = kinds["Antrag"]
    assert next_number(kind) == f"A/001/{year}"
    release(paper := write("Antrag"))
    assert Paper.objects.get(pk=paper.pk).number == f"A/001/{year}"
    assert next_number(kind) == f"A/002/{year}"
    series = list(PaperSeries.objects.values())
    data = {**NEW, "pattern": "N{serial:05}", "hand_in_days": 0, "preview": "yes"}
    page = signed_in(clerk.user).post(f"/paper-kinds/{kind.pk}/edit/", data).content.decode()
    assert "N00001" in page
    assert PaperType.objects.get(pk=kind.pk).name == "Antrag"
    assert list(PaperSeries.objects.values()) == series


def test_papers_keep_the_number_that_they_have(write, release, clerk, kinds):
    release(paper := write("Antrag"))
    number = Paper.objects.get(pk=paper.pk).number
    services.edit_paper_kind(paper_kind=kinds["Antrag"], actor=clerk, pattern="M{serial}")
    release(later := write("Antrag"))
    assert [Paper.objects.get(pk=one.pk).number for one in (paper, later)] == [number, "M1"]


def test_the_page_lists_them_in_order(institution, kinds, clerk, signed_in):
    page = signed_in(clerk.user).get(f"/institutions/{institution.pk}/paper-kinds/").content.decode()
    places = [page.index(f">{name}</a>") for name in kinds]
    assert places == sorted(places)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_papers_costs_the_same_for_one_and_for_three(write, clerk, signed_in, number):
    for _number in range(number):
        write("Antrag")
    browser = signed_in(clerk.user)
    browser.get("/papers/")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/papers/?mine=yes")
    assert len(asked) == QUERIES


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_kinds_costs_the_same_for_one_and_for_three(institution, clerk, signed_in, number):
    for place in range(number):
        services.add_paper_kind(institution=institution, actor=clerk, **{**NEW, "name": f"Art {place}"})
    browser = signed_in(clerk.user)
    browser.get("/papers/")
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(f"/institutions/{institution.pk}/paper-kinds/").content.decode()
    assert page.count("R001/") == number
    assert len(asked) == 8


QUERIES = 13


def test_the_form_changes_all_of_a_kind(kinds, clerk, signed_in):
    data = {**NEW, "kind": "R", "decides": "on", "hand_in_days": 14}
    assert signed_in(clerk.user).post(f"/paper-kinds/{kinds['Antrag'].pk}/edit/", data).status_code == 302
    row = PaperType.objects.get(pk=kinds["Antrag"].pk)
    assert (row.name, row.kind, row.decides, row.hand_in_days) == ("Bericht", "R", True, 14)
