"""Citizens' proposals: who proposes is known to the office alone, and is forgotten."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from documents.papers import services
from documents.papers.models import Proposer
from documents.papers.selectors.proposals import proposer_of
from meetings.errors import DomainError

CAME = {"name": "Frau Bürgerin", "address": "Weg 1\n47051 Duisburg", "received_on": date(2026, 11, 2)}


@pytest.fixture
def proposal(write):
    return write("Anregung nach § 24 GO NRW", subject="Eine Bank am Platz")


def keep(proposal, actor, **data):
    return services.keep_proposer(paper=proposal, actor=actor, **{**CAME, **data})


def test_the_office_takes_it_down_changes_and_erases_it(proposal, clerk):
    keep(proposal, clerk)
    keep(proposal, clerk, acknowledged_on=date(2026, 11, 5))
    row = proposer_of(proposal, clerk)
    assert (row.name, row.address, row.acknowledged_on) == (CAME["name"], CAME["address"], date(2026, 11, 5))
    services.forget_proposer(paper=proposal, actor=clerk)
    assert not Proposer.objects.exists()
    with pytest.raises(DomainError) as refused:
        services.forget_proposer(paper=proposal, actor=clerk)
    assert refused.value.code == "proposer.unknown"
    names = list(proposal.events.order_by("seq").values_list("name", flat=True))
    assert names[1:] == ["documents.proposer.kept"] * 2 + ["documents.proposer.forgotten"]
    assert not any(row.secrets.exists() for row in proposal.events.filter(name__startswith="documents.proposer."))


def test_nobody_else_reads_or_writes_it(proposal, clerk, release, actor, of_council, signed_in):
    keep(proposal, clerk)
    version = release(proposal)
    assert CAME["name"] not in str(version.content)
    for other in (actor("member"), actor("chair"), actor("administrator"), of_council("clerk"), actor("public")):
        assert proposer_of(proposal, other) is None
        with pytest.raises(DomainError):
            keep(proposal, other, name="x")
    for other, reads in ((clerk, True), (actor("member"), False)):
        page = signed_in(other.user).get(proposal.get_absolute_url()).content.decode()
        assert (CAME["name"] in page, "Eine Bank" in page) == (reads, True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"name": " "}, "data.invalid"),
        ({"acknowledged_on": date(2026, 11, 1)}, "proposer.acknowledged_before"),
        ({"received_on": date(27, 1, 1)}, "data.invalid"),
    ],
)
def test_what_cannot_be_is_refused(proposal, clerk, data, code):
    with pytest.raises(DomainError) as refused:
        keep(proposal, clerk, **data)
    assert (refused.value.code, refused.value.status, Proposer.objects.exists()) == (code, 400, False)


def test_other_kinds_have_no_proposer(write, clerk):
    with pytest.raises(DomainError) as refused:
        keep(write(), clerk)
    assert refused.value.code == "state.not_now"


def test_the_database_knows_no_acknowledgement_before_it_came(proposal):
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposer.objects.create(paper=proposal, **CAME, acknowledged_on=date(2026, 11, 1))


def test_the_form_says_what_is_wrong_at_the_field(proposal, clerk, signed_in):
    address = f"{proposal.get_absolute_url()}proposer/"
    browser = signed_in(clerk.user)
    wrong = browser.post(address, {"name": "", "received_on": "2026-11-02"})
    assert (wrong.status_code, "name" in wrong.context["form"].errors) == (400, True)
    late = {"name": "A", "received_on": "2026-11-02", "acknowledged_on": "2026-11-01"}
    assert "acknowledged_on" in browser.post(address, late).context["form"].errors
    assert browser.post(address, {"name": "A", "received_on": "2026-11-02"}).status_code == 302
    assert Proposer.objects.get().name == "A"
