"""The fixed cast: Clara chairs, Klaus is the clerk, Mira a member, Sami a substitute, Vito the public.

`seat("member")` makes one more of a role; `house` is the institution with one body and its rules.
"""

from __future__ import annotations

import gc
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.core.cache import cache
from django.db import ProgrammingError, connection
from django.test import Client, TransactionTestCase
from django.utils import translation

from documents.guards import guard, unguard
from documents.minutes.triggers import guard_minutes, unguard_minutes
from documents.papers.triggers import RULES as PAPERS
from documents.papers.triggers import SIGN_OFFS
from meetings import services, triggers_records
from meetings.enums import VOTING_ROLES, Role
from meetings.journal import triggers
from meetings.models import Body, Faction, Institution, Meeting, Membership, Person, Term, User
from meetings.permissions import Actor
from meetings.selectors import actor_for
from tests import ready
from tests.approved import approve
from tests.council80 import seat_council
from voting import triggers as polls

BERLIN = ZoneInfo("Europe/Berlin")
PASSWORD = "correct horse battery"
CAST = {
    "chair": ("Clara", "Chair", Role.CHAIR),
    "deputy_chair": ("Dora", "Deputy", Role.DEPUTY_CHAIR),
    "clerk": ("Klaus", "Clerk", Role.CLERK),
    "member": ("Mira", "Member", Role.MEMBER),
    "expert_citizen": ("Egon", "Expert", Role.EXPERT_CITIZEN),
    "advisory_member": ("Ada", "Advisory", Role.ADVISORY_MEMBER),
    "substitute": ("Sami", "Substitute", Role.SUBSTITUTE),
}
_numbers = itertools.count(1)
# Tests make little garbage that refers to itself; looking for it all the time takes a tenth of their time.
gc.freeze()
gc.set_threshold(200_000, 20, 100)
# A slow machine is no fault: how long an example takes is nobody's promise.
hypothesis.settings.register_profile("calm", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("calm")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long is begun first, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


EMPTY = """
DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
        IF name NOT IN ('django_migrations', 'django_content_type', 'auth_permission') THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
END $$
"""


def empty_postgres() -> bool:
    """Empty all tables, without the journal's guard; to truncate a hundred tables takes a second each time. False where
    the role may not do that.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(EMPTY)
    except ProgrammingError:
        return False
    return True


@pytest.fixture(autouse=True, scope="session")
def journal_can_be_emptied() -> Iterator[None]:
    """Tests with real transactions empty all tables at their end; the journal's guard steps aside for that only."""
    emptying = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        if connection.vendor == "postgresql" and empty_postgres():
            return
        triggers.unguard_journal(connection)
        triggers.unguard_heads(connection)
        triggers_records.unguard_records(connection)
        polls.unguard_polls(connection)
        unguard_minutes(connection)
        unguard(connection, {**PAPERS, **SIGN_OFFS})
        emptying(self)
        triggers.guard_journal(connection)
        triggers.guard_heads(connection)
        triggers_records.guard_records(connection)
        polls.guard_polls(connection)
        guard_minutes(connection)
        guard(connection, {**PAPERS, **SIGN_OFFS})

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = emptying


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """SQLite: the migrated file is there already, in the folder of this process, which is thrown away; PostgreSQL has a
    template.
    """
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        shutil.copyfile(ready.sqlite_file(), test["NAME"])
        return True
    test["TEMPLATE"] = ready.template(os.environ["DATABASE_URL"])
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """At the end the thread in which sockets ask the database may hold a connection still; PostgreSQL drops no
    database then.
    """
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")


@pytest.fixture(autouse=True)
def forget_rates() -> None:
    """No test is refused because another one has tried too often."""
    cache.clear()


@pytest.fixture(autouse=True)
def speak_german() -> Iterator[None]:
    """A request leaves its language behind in the thread; every test begins with the program's own."""
    with translation.override("de"):
        yield


@pytest.fixture
def institution(db: None) -> Institution:
    return Institution.objects.create(name="Stadt Beispiel")


@pytest.fixture
def body(institution: Institution) -> Body:
    return Body.objects.create(institution=institution, name="Ausschuss für Proben", statutory_seats=5)


@pytest.fixture
def faction(institution: Institution) -> Faction:
    term = Term.objects.create(institution=institution, name="2020-2099", starts_on=date(2020, 11, 1))
    return Faction.objects.create(term=term, name="Fraktion Blau", short_name="Blau")


def make_user(email: str = "", **fields: Any) -> User:
    return User.objects.create_user(email or f"person{next(_numbers)}@example.org", PASSWORD, **fields)


@pytest.fixture
def seat(body: Body, faction: Faction) -> Callable[..., Membership]:
    """Make one more member of the body with an account; the first of each role has the cast's name."""
    made: dict[str, int] = {}

    def make(role: str, **fields: Any) -> Membership:
        given, family, kind = CAST[role]
        made[role] = made.get(role, 0) + 1
        number = "" if made[role] == 1 else f" {made[role]}"
        person = Person.objects.create(user=make_user(), given_name=given, family_name=family + number)
        defaults = {
            "voting_right": kind in VOTING_ROLES,
            "rank": made[role] if kind == Role.SUBSTITUTE else None,
            "faction": faction if kind in VOTING_ROLES else None,
            "starts_on": date(2020, 11, 1),
        }
        return Membership.objects.create(person=person, body=body, role=kind, **{**defaults, **fields})

    return make


@pytest.fixture
def actor(body: Body, seat: Callable[..., Membership]) -> Callable[..., Actor]:
    """Somebody of that role, ready to act; "public" and "administrator" need no seat."""

    def make(role: str, meeting: Meeting | None = None) -> Actor:
        if role == "public":
            return Actor(body_id=body.pk)
        user = make_user(is_superuser=True, is_staff=True) if role == "administrator" else seat(role).person.user
        return actor_for(user, body_id=body.pk, meeting=meeting)

    return make


@pytest.fixture
def clerk(actor: Callable[..., Actor]) -> Actor:
    return actor("clerk")


@pytest.fixture
def meeting(body: Body, clerk: Actor) -> Meeting:
    """A hybrid draft of tomorrow, planned by the clerk."""
    start = (datetime.now(BERLIN) + timedelta(days=1)).replace(hour=17, minute=0, second=0, microsecond=0)
    data = {"title": "1. Sitzung", "starts_at": start, "format": "hybrid", "hall": "Saal 1"}
    return approve(services.create_meeting(body=body, actor=clerk, **data))


@pytest.fixture
def convened(meeting: Meeting, clerk: Actor) -> Meeting:
    return services.convene_meeting(meeting=meeting, actor=clerk)


@pytest.fixture
def running(convened: Meeting, clerk: Actor) -> Meeting:
    return services.open_meeting(meeting=convened, actor=clerk)


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """A browser of that user; None for a citizen."""

    def make(user: Any) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return make


def names_of(meeting: Meeting) -> list[str]:
    """The names of the meeting's events, in order."""
    return list(meeting.events.values_list("name", flat=True))


@pytest.fixture
def council80(body: Body) -> list[Person]:
    """80 members with names of eight languages, besides the cast (tests/council80.py)."""
    return seat_council(body)
