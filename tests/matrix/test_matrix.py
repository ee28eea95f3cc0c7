"""Every address, method and role. An address that is not in table.txt fails, and so does an answer that differs from
it.

The world is a running hybrid meeting with an open public item, a pending public one, a pending non-public one, a draft
meeting beside it, and one person of every role. `name@target` chooses the object; see `targets`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from tests.addresses import ROOMS
from tests.matrix.world import ROLES, World, shut
from tests.undone import undone

TABLE = Path(__file__).with_name("table.txt")
pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.any_database]


def rows() -> list[tuple[str, str, tuple[str, ...]]]:
    """(name@target, method, answers by role) of every line."""
    lines = (line.split("#")[0].split() for line in TABLE.read_text(encoding="utf-8").splitlines())
    return [(cells[0], cells[1], tuple(cells[2:])) for cells in lines if cells]


def addresses(resolver=None, space="") -> Iterator[str]:
    """The names of all addresses of the program."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, space + (f"{pattern.namespace}:" if pattern.namespace else ""))
        else:
            yield f"{space}{pattern.name}"


def test_every_address_is_in_the_table():
    known = {name.split("@")[0] for name, _, _ in rows()}

    missing = {
        name
        for name in addresses()
        if name not in known and not name.endswith("None") and not name.startswith("admin:")
    }

    assert missing == set()


def test_the_table_names_only_addresses_that_exist():
    assert {name.split("@")[0] for name, _, _ in rows()} - set(addresses()) == set()


def test_our_rooms_stand_in_the_table_with_get_and_post():
    methods: dict[str, set[str]] = {}
    for name, method, _ in rows():
        methods.setdefault(name.split("@")[0], set()).add(method)

    assert {
        name for name, found in methods.items() if name.split(":")[0] in ROOMS and not {"GET", "POST"} <= found
    } == set()


class Undo(Exception):
    """Leaves the transaction of one request, so that the next role finds the world as it was."""


def ask(world: World, client: Client, name: str, method: str) -> int:
    try:
        with undone():
            url, data = world.url(name), world.data(name)
            answer = (
                client.generic(method, url)
                if method not in {"GET", "POST"}
                else getattr(client, method.lower())(url, data)
            )
            raise Undo
    except Undo:
        shut(answer)
        return answer.status_code


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all rows: every request is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("name", "method", "expected"), rows(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_answer_to_each_role(world, name, method, expected):
    answers = tuple(str(ask(world, world.client(role), name, method)) for role in ROLES)

    assert dict(zip(ROLES, answers, strict=True)) == dict(zip(ROLES, expected, strict=True))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_change_nothing(world, method):
    names = sorted({name for name, _, _ in rows() if name.split(":")[0] in ROOMS})

    answers = {
        (name, role): ask(world, world.client(role), name, method) for name in names for role in ("public", "clerk")
    }

    assert {key: status for key, status in answers.items() if status not in {302, 403, 404, 405}} == {}


def test_the_administration_is_closed_to_everybody_but_the_administrator(world):
    names = [name for name in addresses() if re.fullmatch(rf"admin:({'|'.join(ROOMS)})_\w+_(changelist|add)", name)]

    answers = {(name, role): ask(world, world.client(role), name, "GET") for name in names for role in ROLES}

    assert names
    assert {key for key, status in answers.items() if status == 200} == {(name, "administrator") for name in names}
    assert {status for (_, role), status in answers.items() if role != "administrator"} == {302}
