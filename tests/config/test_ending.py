"""The end of the process: in good order, in bounded time, at once when asked twice; sockets are told."""

import contextlib
import json
import signal
import sqlite3
from uuid import uuid4

import pytest
from django.conf import settings
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from config.serving.ending import CUT_OFF
from tests.config.wire import Program, code, council, post, rest, status
from tests.load.bench_council import TOKEN

pytestmark = pytest.mark.long

ON_SQLITE = pytest.mark.skipif(not settings.USES_SQLITE, reason="holds the lock of SQLite's file")


@pytest.fixture(scope="module")
def place():
    with council() as place:
        yield place


@pytest.fixture
def program(place):
    program = Program(place, "-m", "tests.config.hasty", "telling")
    yield program
    program.stop()


@pytest.fixture
def ballot():
    return str(uuid4())


@pytest.fixture
def member(place):
    return list(place.council["members"].values())[-1]


def page(program, cookie):
    """An open room of a member, as the page opens it."""
    address = f"ws://127.0.0.1:{program.port}/ws/meetings/{program.place.council['meeting']}/?view=room"
    return connect(
        address, additional_headers={"Cookie": cookie}, origin=f"http://127.0.0.1:{program.port}", open_timeout=30
    )


def cast(program, cookie, ballot):
    """A ballot on its way; the connection, from which nothing has been read."""
    body = f"choice=yes&ballot_id={ballot}"
    headers = [
        f"Content-Length: {len(body)}",
        "Content-Type: application/x-www-form-urlencoded",
        f"X-CSRFToken: {TOKEN}",
    ]
    connection = program.connect()
    head = post(f"/polls/{program.place.council['polls'][0]}/ballot/", *headers, cookie=f"{cookie}; csrf={TOKEN}")
    connection.sendall(head + body.encode())
    return connection


@contextlib.contextmanager
def locked(place):
    """Somebody else writes to the database and does not come to an end."""
    other = sqlite3.connect(place.folder / "db.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


def last_words(socket):
    """The frames that come before the server closes, and the code with which it closes."""
    frames = []
    try:
        while True:
            frames.append(json.loads(socket.recv(timeout=30)))
    except ConnectionClosed as closed:
        return frames, closed.rcvd.code


def code_of_the_close(socket):
    return last_words(socket)[1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_and_sockets_are_told_to_come_again(program, member, number):
    with page(program, member) as socket, page(program, "") as public:
        socket.recv(timeout=30)
        public.recv(timeout=30)
        program.process.send_signal(number)

        assert (code_of_the_close(socket), code_of_the_close(public)) == (1012, 1012)
    assert program.process.wait(10) == 0


def test_connections_that_ask_nothing_do_not_hold_it_up(program):
    with contextlib.ExitStack() as open_ones:
        idle = [open_ones.enter_context(program.connect()) for _ in range(20)]
        for connection in idle[:10]:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert status(connection.recv(65_536)) == 200
        sending = open_ones.enter_context(program.connect())
        sending.sendall(post("/accounts/login/", "Content-Length: 1000", "Expect: 100-continue"))
        assert status(sending.recv(1000)) == 100

        assert program.end() == 0
        answer = rest(sending)
        assert (status(answer), code(answer)) == (503, "server.stopping")
        assert [rest(connection) for connection in idle] == [b""] * 20


@ON_SQLITE
def test_what_is_under_way_is_brought_to_its_end(program, member, ballot):
    with locked(program.place) as other, cast(program, member, ballot) as connection:
        program.until(lambda: waits_for_the_lock(program))
        program.process.send_signal(signal.SIGTERM)
        program.until(lambda: not listens(program))
        other.execute("ROLLBACK")
        answer = rest(connection)

    assert status(answer) == 201
    assert json.loads(answer.rpartition(b"\r\n\r\n")[2])["ballot_id"] == ballot
    assert program.process.wait(10) == 0


def waits_for_the_lock(program):
    """The ballot has come as far as it can."""
    return "casting" in program.log.read_text()


def listens(program):
    with contextlib.suppress(OSError), program.connect():
        return True
    return False


@ON_SQLITE
def test_a_database_that_does_not_answer_holds_it_up_for_seconds_only(program, member, ballot):
    with locked(program.place), cast(program, member, ballot):
        program.until(lambda: waits_for_the_lock(program))

        assert program.end() == CUT_OFF


@ON_SQLITE
def test_whoever_asks_twice_does_not_wait(program, member, ballot):
    with locked(program.place), cast(program, member, ballot):
        program.until(lambda: waits_for_the_lock(program))
        program.process.send_signal(signal.SIGTERM)
        program.until(lambda: not listens(program))

        assert program.end(within=3.0) == 128 + signal.SIGTERM


def test_a_ballot_that_was_sent_before_is_answered_before_the_socket_is_closed(program, member, ballot):
    with page(program, member) as socket:
        socket.recv(timeout=30)
        socket.send(
            json.dumps(
                {"type": "ballot", "poll": program.place.council["polls"][0], "choice": "yes", "ballot_id": ballot}
            )
        )
        program.process.send_signal(signal.SIGTERM)
        frames, code_of_close = last_words(socket)

    answers = [frame["status"] for frame in frames if frame["type"] == "ballot"]
    assert (answers in ([201], []), code_of_close) == (True, 1012)
    assert program.process.wait(10) == 0
    stored = json.loads(
        program.place.run("tests.faults.ledger", program.place.council["meeting"], program.place.council["polls"][0])
    )
    assert [row["ballot_id"] for row in stored["ballots"]].count(ballot) == len(answers)
