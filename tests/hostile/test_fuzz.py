"""Requests that no page of ours sends: always refused with 3xx or 4xx, and nothing written."""

import json
from itertools import cycle
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter

from tests.addresses import ROOMS, addresses_of_rooms
from tests.matrix.world import World, shut
from tests.undone import undone

OUR_FIELDS = (
    "title", "starts_at", "ends_at", "format", "version", "person", "mode", "email", "part", "parent", "treatment",
    "planned_minutes",
    "place", "text", "name", "question", "open", "choice", "ballot_id", "confidential", "hall", "video_link",
    "motion", "reasons", "over", "despite_motions",
)  # fmt: skip
NUMBERS = ("0", "2147483648", "9223372036854775807", "9223372036854775808", "18446744073709551616", "9" * 400)
DEEP = "[" * 20000 + "]" * 20000
FIELD = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nx\r\n--x--\r\n'
VALUES = {
    "empty": "",
    "huge": "x" * 100_000,
    "word": "abc",
    "negative": "-1",
    "beyond": "9" * 30,
    "other_digits": "１２٣",
    "fraction": "1e999",
    "list": ["1", "2", "\x00"],
    "nul": "\x00",
    "binary": b"\xff\xfe\x00\x80",
    "object": '{"$gt": ""}',
}
BODIES = {
    "no_form": ("text/plain", b"hello"),
    "deep": ("application/json", DEEP.encode()),
    "list": ("application/json", b"[1, 2]"),
    "number": ("application/json", b"1e999"),
    "nested": ("application/json", b'{"choice": {"a": []}, "ballot_id": 7}'),
    "broken": ("application/json", b'{"choice": "\xff'),
    "utf_16": ("application/json", '{"choice": "yes"}'.encode("utf-16")),
    "no_boundary": ("multipart/form-data", b"--x\r\n\r\n"),
    "bad_boundary": ("multipart/form-data; boundary=x", b"--y\r\nContent-Disposition: form-data\r\n\r\n1"),
    "cut_off": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-',
    ),
    "bad_charset": ("application/x-www-form-urlencoded; charset=klingon", b"title=x"),
    "zip_charset": ("multipart/form-data; boundary=x; charset=zip", FIELD),
    "idna_charset": ("multipart/form-data; boundary=x; charset=idna", FIELD),
    "undefined_charset": ("multipart/form-data; boundary=x; charset=undefined", FIELD),
    "many": ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(3000))),
    "bytes": ("application/x-www-form-urlencoded", b"title=%ff%00&%00=%00"),
    "nothing": ("", b""),
}
ROUTES = [(name, pattern.pattern.converters) for name, pattern in addresses_of_rooms()]
ACTIONS_WITHOUT_INPUT = {
    "meetings:interrupt_meeting", "meetings:close_meeting", "agenda:close_item", "agenda:take_back_item",
    "agenda:remove_item",
    "agenda:postpone_item", "agenda:withdraw_item", "agenda:remove_presenter", "agenda:renew_presenter_link",
    "voting:open_poll",
    "voting:close_poll", "voting:declare_result", "voting:discard_poll", "documents:remove_file",
    "meetings:convene_meeting",
    "meetings:cancel_meeting", "meetings:open_meeting", "meetings:resume_meeting", "meetings:reopen_meeting",
    "meetings:leave_meeting",
    "agenda:open_list", "agenda:close_list", "agenda:close_debate", "agenda:withdraw_request", "agenda:strike_request",
    "agenda:support_motion", "agenda:take_support_back", "agenda:withdraw_motion", "agenda:settle_motion",
    "agenda:confirm_media", "agenda:call_speaker", "agenda:pause_speech", "agenda:continue_speech", "agenda:end_speech",
    "agenda:open_item", "agenda:reopen_item", "agenda:interrupt_speech",
    "agenda:take_back_recusal", "voting:put_recusal_to_vote", "agenda:oppose_procedural", "agenda:support_procedural",
    "agenda:withdraw_procedural", "voting:put_procedural_to_vote", "meetings:adjourn_meeting",
    "meetings:resume_presiding",
}  # fmt: skip
"""They need nothing but their address, so whatever is sent besides it may not hinder them."""
WITH_INPUT = [name for name, _ in ROUTES if name not in ACTIONS_WITHOUT_INPUT]


pytestmark = [pytest.mark.long, pytest.mark.django_db]


class Undo(Exception):
    """Leaves the transaction of one request."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all: every request is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        made.rows = rows()
        yield made
        transaction.set_rollback(True)


def turns(world):
    """The clerk, who may do most, asks everything; of the others one after the other, so that each asks every
    address in some way.
    """
    clerk, *others = browsers(world)
    return clerk, cycle(others)


def browsers(world):
    """The clerk, who may do most; a member, who may vote; a citizen."""
    for role in ("clerk", "member", "public"):
        client = Client(raise_request_exception=False)
        if role in world.people:
            client.force_login(world.people[role].user)
        yield client


class Writes:
    """Notices every statement that may change a row; with it, rows need counting only where something was written."""

    def __init__(self):
        self.seen = False

    def __call__(self, execute, sql, params, many, context):
        self.seen |= sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        return execute(sql, params, many, context)


def rows():
    """How many rows each table of ours has."""
    tables = [model._meta.db_table for room in ROOMS for model in apps.get_app_config(room).get_models()]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', COUNT(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


def send(ask, before):
    """(status, whether the number of rows was changed) of one request, which is then undone; `before` are the
    world's rows.
    """
    status, changed, writes = 0, False, Writes()
    try:
        with undone(), connection.execute_wrapper(writes):
            answer = ask()
            shut(answer)
            status = answer.status_code
            changed = writes.seen and rows() != before
            raise Undo
    except Undo:
        return status, changed


def faults(answers):
    """What must not be: a breakdown, and rows written by a request that was refused or made no sense."""
    wrong = {key: (status, changed) for key, (status, changed) in answers.items() if status >= 500 or status < 200}
    refused = {key: (status, changed) for key, (status, changed) in answers.items() if status >= 400 and changed}
    return {**wrong, **refused}


@pytest.mark.parametrize("value", VALUES)
def test_fields_without_sense_never_break(world, value):
    sent = dict.fromkeys(OUR_FIELDS, VALUES[value])
    clerk, others = turns(world)
    answers = {}
    for name in WITH_INPUT:
        url = world.url(name)
        for number, client in enumerate((clerk, next(others))):
            answers[name, number] = send(lambda client=client, url=url: client.post(url, sent), world.rows)
        for field in world.data(name):
            data = {**world.data(name), field: VALUES[value]}
            answers[name, field] = send(lambda url=url, data=data: clerk.post(url, data), world.rows)

    assert faults(answers) == {}


def test_missing_fields_are_refused(world):
    optional = {
        ("agenda:edit_item", "subtitle"), ("voting:create_poll", "question"), ("documents:attach_file", "title"),
        ("agenda:move_motion", "reasons"), ("agenda:move_motion", "person"), ("agenda:move_amendment", "person"),
        ("agenda:move_amendment", "motion"), ("agenda:edit_motion", "reasons"),
        ("agenda:ask_for_floor", "kind"), ("agenda:enter_request", "kind"),
        ("agenda:move_procedural", "detail"), ("agenda:enter_procedural", "detail"),
        ("agenda:declare_recusal", "ground"), ("agenda:enter_recusal", "ground"), ("agenda:enter_recusal", "disputed"),
        ("meetings:check_quorum", "checks"), ("meetings:strike_attendance", "arrived"),
        ("meetings:strike_attendance", "left"), ("documents:add_paper", "facts"),
        ("documents:release_paper", "is_public"), ("documents:release_paper", "checked"),
    }  # fmt: skip
    answers = {}
    for number, client in enumerate(browsers(world)):
        for name in WITH_INPUT:
            for field in world.data(name):
                data = {key: item for key, item in world.data(name).items() if key != field}
                url = world.url(name)
                answers[name, field, number] = send(
                    lambda client=client, url=url, data=data: client.post(url, data), world.rows
                )

    assert faults(answers) == {}
    assert {key: answer for key, answer in answers.items() if answer[1] and key[:2] not in optional} == {}


@pytest.mark.any_database
@pytest.mark.parametrize("body", BODIES)
def test_bodies_of_foreign_kinds_never_break(world, body):
    kind, content = BODIES[body]
    clerk, others = turns(world)
    wanted = cycle(["text/html", "application/json"])
    answers = {}
    for name, _ in ROUTES:
        url = world.url(name)
        for number, client in enumerate((clerk, next(others))):
            headers = {"accept": next(wanted)}
            answers[number, name] = send(
                lambda client=client, url=url, headers=headers: client.generic(
                    "POST", url, content, content_type=kind, headers=headers
                ),
                world.rows,
            )
        next(wanted)  # so that each asks half of the addresses for JSON

    assert faults(answers) == {}


@pytest.mark.parametrize("number", NUMBERS, ids=len)
@pytest.mark.parametrize("method", ["get", "post"])
def test_numbers_of_rows_that_cannot_be(world, number, method):
    answers = {}
    clerk, others = turns(world)
    for name, converters in ROUTES:
        if isinstance(converters.get("pk"), IntConverter):
            arguments = [number if isinstance(converter, IntConverter) else "x" for converter in converters.values()]
            url = reverse(name, args=arguments)
            for client in (clerk, next(others)):
                answers[id(client), url] = send(lambda client=client, url=url: getattr(client, method)(url), world.rows)

    assert {key: answer for key, answer in answers.items() if answer[0] not in {302, 403, 404, 405} or answer[1]} == {}


@pytest.mark.any_database
@pytest.mark.parametrize("value", VALUES)
def test_questions_in_addresses_never_break(world, value):
    wanted = dict.fromkeys(("seq", "view", "lang", "copy", "next", "added", "q", "page"), VALUES[value])
    answers = {}
    by_turns = cycle(browsers(world))
    for _ in range(list(VALUES).index(value) % 3):  # so that over the values each of them asks every address
        next(by_turns)
    for name, _ in ROUTES:
        client, url = next(by_turns), world.url(name)
        answers[name] = send(lambda client=client, url=url: client.get(url, wanted), world.rows)

    assert faults(answers) == {}


@pytest.mark.any_database
@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
)
def test_no_address_sends_people_elsewhere(world, target):
    client = Client()
    places = []
    for url in ("/accounts/login/", "/accounts/logout/", "/i18n/setlang/", world.url("meetings:join_meeting")):
        data = {"next": target, "login": "clerk@example.org", "password": "x", "language": "en", "mode": "remote"}
        answer = client.post(f"{url}?next={target}", data)
        places.append(answer.headers.get("Location", "/"))

    assert {
        place for place in places if urlsplit(place).netloc or "evil" in urlsplit(place).path or "\\" in place
    } == set()


def test_a_json_ballot_nested_too_deeply_is_refused_in_words(world):
    client = next(iter(browsers(world)))
    answer = client.post(
        world.url("voting:cast_ballot"),
        DEEP[:3000],
        content_type="application/json",
        headers={"accept": "application/json"},
    )

    assert answer.status_code == 400
    assert json.loads(answer.content)["code"] == "ballot.malformed"
