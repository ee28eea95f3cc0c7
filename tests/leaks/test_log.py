"""A day of use leaves no token, session, code, mail address or address of a client in the log, whatever goes wrong."""

import logging
import re
import secrets

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.models import ItemNotice
from agenda.selectors import cancel_token, confirm_token
from config.logs import without_names
from meetings import services
from meetings.models import Person
from meetings.selectors import display_token
from tests.conftest import PASSWORD
from tests.leaks.crawl import ALL, ask, other_addresses, room_addresses
from tests.leaks.logged import formatter_of_the_program, logged
from tests.leaks.planted import Planted
from tests.posted import deliver

CLIENT, SIXTH, CODE = "203.0.113.77", "2001:db8:7::77", "WRNG-CODE"
pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture
def world():
    return Planted()


def tokens(world, monkeypatch):
    """Every kind of link that opens something, each of them good."""
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size=32: f"invitationtoken{size:0>28}")
    person = Person.objects.get(family_name="Ohne Konto")
    services.invite_person(person=person, email="neu@example.org", body=world.body, actor=world.clerk, link=str)
    monkeypatch.undo()
    wish = ItemNotice.objects.create(
        item=world.item, email="buerger@example.org", minutes=15, language="de", asked_at=timezone.now()
    )
    world.client("member").get("/")
    Client().post("/accounts/password/reset/", {"email": world.people["member"].user.email})
    deliver()
    key = re.search(r"/reset/key/(\S+)/", mail.outbox[-1].body)[1]
    return {
        "invitation": f"invitationtoken{32:0>28}",
        "presenter": world.links()["own"],
        "display": display_token(world.meeting),
        "confirm": confirm_token(wish, 15, "de"),
        "cancel": cancel_token(wish),
        "reset": key.partition("-")[2],
        "email key": "confirmkeyofanaddress0123456789",
    }


def addresses(found):
    """Good and bad addresses with each token: as it is, cut, with something behind it, in a query, without its last
    slash.
    """
    yield from (f"/accounts/invitation/{found['invitation']}{end}" for end in ("/", "", "x/", "/more/", "/?next=/"))
    yield from (f"/p/{found['presenter']}{end}" for end in ("/", "", "x/", "/live/", "/live", "/more/"))
    yield from (f"/meetings/1/screen/{found['display']}{end}" for end in ("/", "x/", "/code/", "/more/"))
    yield from (f"/notices/confirm/{found['confirm']}{end}" for end in ("/", "x/", "/more/"))
    yield from (f"/notices/end/{found['cancel']}{end}" for end in ("/", "x/", "/more/"))
    yield from (f"/accounts/password/reset/key/1-{found['reset']}{end}" for end in ("/", "x/", "/more/"))
    yield from (f"/accounts/confirm-email/{found['email key']}{end}" for end in ("/", "x", "/more/"))
    yield from (f"/nowhere/{token}/?token={token}" for token in found.values())
    yield from (
        f"/ACCOUNTS/invitation/{found['invitation']}/",
        f"//p/{found['presenter']}/",
        f"/accounts/login/?next=/p/{found['presenter']}/",
    )


def names_of(world, found, clients):
    """What must not stand in any line."""
    cookies = [morsel.value for client in clients for name, morsel in client.cookies.items() if len(morsel.value) > 8]
    sessions = [client.session.session_key for client in clients if client.session.session_key]
    return [
        *found.values(),
        *cookies,
        *sessions,
        *world.canaries,
        CLIENT,
        SIXTH,
        CODE,
        "neu@example.org",
        "buerger@example.org",
        PASSWORD,
    ]


def use(world, found, clients):
    """Every page as everybody, every link in every wrong form, wrong codes and passwords, forged forms and hosts."""
    for client in clients:
        for address in (*room_addresses(world, found["presenter"]), *other_addresses(), *addresses(found)):
            list(ask(client, address, ALL if client is clients[0] else ()))
    for client in clients:
        for address in addresses(found):
            client.post(address, {"email": "buerger@example.org", "password": PASSWORD})
            Client(enforce_csrf_checks=True, REMOTE_ADDR=CLIENT).post(address)
            client.get(address, headers={"host": f"{CLIENT}:8000"})
        for number in range(12):
            client.post("/accounts/login/", {"login": "buerger@example.org", "password": f"{PASSWORD} {number}"})
        client.post("/accounts/login/code/", {"email": world.people["chair"].user.email})
        client.post("/accounts/login/code/confirm/", {"code": CODE})


def test_no_line_of_a_day_names_anybody_or_opens_anything(world, monkeypatch):
    found = tokens(world, monkeypatch)
    clients = [world.client(role) for role in ("public", "member", "clerk")]
    for client, address in zip(clients, (CLIENT, SIXTH, CLIENT), strict=True):
        client.defaults["REMOTE_ADDR"] = address
    with logged() as log:
        use(world, found, clients)
    secret = names_of(world, found, clients)

    bare = {word for word in secret if any(word in line for line in log.bare)}
    assert set(found.values()) - bare == set()  # else the search would find nothing anywhere
    assert len(log.lines) > 500
    assert {word: line for line in log.lines for word in secret if word in line} == {}


@pytest.mark.parametrize(
    "name", ["meetings:accept_invitation", "agenda:presenter", "agenda:confirm_notice", "agenda:cancel_notice"]
)
def test_the_traceback_of_a_failure_names_nobody(client, monkeypatch, name):
    token, view = "a-token-of-many-letters-0123456789", reverse(name, args=["x"])

    def fail(*args, **kwargs):
        raise RuntimeError(
            f"{view.replace('/x/', f'/{token}/')} of nina@example.org at {CLIENT}: Key "
            f"(email)=(nina@example.org), {args}, {kwargs}"
        )

    monkeypatch.setattr("django.core.handlers.base.BaseHandler.resolve_request", fail)
    client.raise_request_exception = False
    with logged() as log:
        answer = client.get(
            view.replace("/x/", f"/{token}/"), REMOTE_ADDR=CLIENT, headers={"cookie": "session=0123456789abcdefghij"}
        )

    text = "\n".join(log.lines)
    assert (answer.status_code, "RuntimeError" in text, 'File "' in text) == (500, True, True)
    assert [word for word in (token, "nina@", CLIENT, "0123456789abcdefghij") if word in text] == []


@pytest.mark.parametrize(
    "name",
    ["django.request", "daphne.server", "daphne.http_protocol", "allauth", "asyncio", "django.security.csrf", "own"],
)
def test_every_logger_is_covered(name):
    with logged() as log:
        logging.getLogger(name).error(
            "took too long: <WebRequest method=GET uri=/p/TOKEN-1/?x=TOKEN-2 clientproto=HTTP/1.1> %s", (CLIENT, 4711)
        )

    assert len(log.lines) == 1
    assert log.lines[0].endswith("uri=/p/… clientproto=HTTP/1.1> ('…', 4711)")


def test_the_program_has_one_handler_and_it_is_discreet():
    assert formatter_of_the_program()
    assert [
        name for name in ("django", "django.request", "django.server", "daphne") if logging.getLogger(name).handlers
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        "Listening on TCP address 127.0.0.1:8000",
        "account 17 is locked for password from here on (network)",
        "Not Found: /meetings/7/room/",
        'File "/srv/ratssaal/meetings/views/pages.py", line 12, in start',
        "2026-11-27 12:34:56,789 at [::1]:8000, version 5.2.19, foo::bar",
    ],
)
def test_what_names_nobody_stays(text):
    assert without_names(text) == text
