"""Kinds of papers, and a paper in each state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from documents.papers import services
from documents.papers.models import Paper, PaperType, PaperVersion
from documents.papers.profiles import NRW
from meetings.enums import Role
from meetings.models import Body, Institution, Membership, Person
from meetings.permissions import Actor
from meetings.selectors import actor_for
from tests.conftest import make_user

WORDS = {
    "subject": "ePayment in allen Bürgerämtern",
    "facts": "Die Bürgerämter nehmen Karten an.",
    "draft_resolution": "Der Ausschuss beschließt die Einführung.",
}


@pytest.fixture
def kinds(institution: Institution) -> dict[str, PaperType]:
    rows = [PaperType.objects.create(institution=institution, position=at, **row) for at, row in enumerate(NRW)]
    return {row.name: row for row in rows}


@pytest.fixture
def write(body: Body, clerk: Actor, kinds: dict[str, PaperType]) -> Callable[..., Paper]:
    """A draft of the office; sign-off is not asked for."""
    PaperType.objects.update(needs_sign_off=False)

    def make(kind: str = "Beschlussvorlage", by: Actor = clerk, **data: Any) -> Paper:
        return services.add_paper(body=body, type=kinds[kind].pk, actor=by, **{**WORDS, **data})

    return make


@pytest.fixture
def release(clerk: Actor) -> Callable[..., PaperVersion]:
    def give_out(paper: Paper, *, is_public: bool = True, checked: bool = True, **data: Any) -> PaperVersion:
        data.setdefault("note", "geändert" if paper.versions.exists() else "")
        return services.release_paper(paper=paper, is_public=is_public, checked=checked, actor=clerk, **data)

    return give_out


@pytest.fixture
def council(institution: Institution) -> Body:
    return Body.objects.create(institution=institution, name="Rat der Stadt")


@pytest.fixture
def of_council(council: Body) -> Callable[[str], Actor]:
    """Somebody of the council alone."""

    def make(role: str) -> Actor:
        user = make_user()
        person = Person.objects.create(user=user, family_name=f"Rat {role}")
        Membership.objects.create(
            person=person,
            body=council,
            role=Role(role),
            voting_right=role in {"member", "chair"},
            rank=1 if role == "substitute" else None,
            starts_on=date(2020, 1, 1),
        )
        return actor_for(user, body_id=council.pk)

    return make
