"""What anybody can send to the server, byte by byte, and what it may cost: bodies, heads, files, a full disk."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.config.wire import Program, code, council, full_disk, post, rest, status, statuses
from tests.load.bench_council import TOKEN

pytestmark = [pytest.mark.long, pytest.mark.any_database]

MB = 1024**2
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
PDF = b"%PDF-1.7\n" + b"x" * (5 * MB) + b"\n%%EOF\n"
CHUNK = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"


@pytest.fixture(scope="module")
def place():
    with council() as place:
        yield place


@pytest.fixture(scope="module")
def program(place):
    program = Program(place)
    yield program
    program.stop()


@pytest.fixture
def clerk(place):
    return f"{place.council['clerk']}; csrf={TOKEN}"


@pytest.fixture
def member(place):
    return f"{list(place.council['members'].values())[-1]}; csrf={TOKEN}"


def form(content=PDF, name="Vorlage.pdf"):
    """A multipart form with one file."""
    head = (
        f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: '
        f"application/pdf\r\n\r\n"
    )
    return head.encode() + content + b"\r\n--edge--\r\n"


def upload(cookie, body, length=None):
    headers = ["Content-Type: multipart/form-data; boundary=edge", f"X-CSRFToken: {TOKEN}", "Connection: close"]
    return post(
        "/items/1/files/", *headers, f"Content-Length: {len(body) if length is None else length}", cookie=cookie
    )


@pytest.mark.parametrize("path", ["/accounts/login/", "/items/1/files/", "/nowhere/", "/healthz"])
@pytest.mark.parametrize("cookie", ["", "session=madeupmadeupmadeupmadeupmadeup12"])
def test_a_stranger_sends_no_more_than_a_small_form(program, path, cookie):
    answer = program.talk(post(path, f"Content-Length: {10 * MB}", cookie=cookie), b"x" * 1000)

    assert (status(answer), code(answer), b"Connection: close" in answer) == (413, "body.too_large", True)


def test_a_body_that_does_not_say_how_large_it_is_is_counted(program):
    answer = program.talk(post("/accounts/login/", "Transfer-Encoding: chunked"), *[CHUNK] * 40)

    assert (status(answer), code(answer)) == (413, "body.too_large")


def test_a_small_form_of_a_stranger_arrives_whole(program):
    body = b"login=" + b"x" * 60_000
    answer = program.talk(post("/accounts/login/", f"Content-Length: {len(body)}", "Connection: close"), body)

    assert status(answer) == 403  # no form token: it was read


def test_whoever_is_signed_in_sends_a_form_and_no_more(program, member):
    taken = program.talk(
        post(
            "/polls/999/ballot/", f"Content-Length: {MB}", f"X-CSRFToken: {TOKEN}", "Connection: close", cookie=member
        ),
        b"x" * MB,
    )
    refused = program.talk(post("/polls/999/ballot/", f"Content-Length: {3 * MB}", cookie=member))
    counted = program.talk(post("/polls/999/ballot/", "Transfer-Encoding: chunked", cookie=member), *[CHUNK] * 60)

    assert (status(taken), status(refused), status(counted)) == (404, 413, 413)


def test_many_large_bodies_at_once_leave_the_memory_as_it_was(program):
    def send(number):
        with program.connect() as connection, contextlib.suppress(ConnectionError):
            connection.sendall(post("/accounts/login/", f"Content-Length: {1024 * MB}"))
            with contextlib.suppress(ConnectionError):
                for _ in range(32 * 16):
                    connection.sendall(b"x" * 65_536)
            return status(rest(connection))

    program.talk(*[HEALTH[:-2] + b"Connection: close\r\n\r\n"])
    before = program.memory()
    with ThreadPoolExecutor(20) as senders:
        answers = list(senders.map(send, range(20)))

    assert answers == [413] * 20
    assert program.memory() - before < 24 * MB
    program.until(lambda: program.incoming == [])


def test_after_a_refusal_nothing_more_is_taken_on_the_connection(program):
    answers = program.talk(HEALTH + post("/accounts/login/", "Content-Length: 100000") + b"x" * 100_000 + HEALTH)

    assert statuses(answers) == [200, 413]


def test_requests_behind_a_small_body_are_answered_in_their_order(program):
    last = HEALTH[:-2] + b"Connection: close\r\n\r\n"
    answers = program.talk(HEALTH + post("/accounts/login/", "Content-Length: 3") + b"a=b" + HEALTH + last)

    assert statuses(answers) == [200, 403, 200, 200]


def test_requests_behind_a_body_that_was_asked_about_are_answered_too(program, member):
    last = HEALTH[:-2] + b"Connection: close\r\n\r\n"
    body = post("/polls/999/ballot/", "Content-Length: 100000", f"X-CSRFToken: {TOKEN}", cookie=member) + b"x" * 100_000
    answers = program.talk(body + HEALTH + body + last)

    assert statuses(answers) == [404, 200, 404, 200]


def test_whoever_asks_before_sending_is_invited_only_when_the_body_is_taken(program, member):
    def ask(length, cookie=""):
        with program.connect() as connection:
            connection.sendall(
                post("/polls/999/ballot/", f"Content-Length: {length}", "Expect: 100-continue", cookie=cookie)
            )
            return status(connection.recv(65_536))

    assert [ask(10), ask(100_000), ask(100_000, member), ask(3 * MB, member)] == [100, 413, 100, 413]


@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Length: -5"],
        ["Content-Length: +5"],
        ["Content-Length: 5", "Content-Length: 6"],
        ["Content-Length: 5", "Content-Length: 5"],
        ["Content-Length: 5", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: gzip, chunked"],
        [f"Content-Length: {'9' * 6000}"],
        [f"X-{number}: x" for number in range(2000)],
    ],
    ids=[
        "negative",
        "signed",
        "two lengths",
        "one length twice",
        "length and chunks",
        "gzip",
        "thousands of digits",
        "thousands of headers",
    ],
)
def test_a_head_that_makes_no_sense_is_refused_and_the_connection_ended(program, headers):
    assert statuses(program.talk(post("/accounts/login/", *headers) + b"abcde" + HEALTH)) == [400]


def test_a_length_that_no_disk_holds_is_too_large(program):
    assert status(program.talk(post("/accounts/login/", f"Content-Length: {10**25}"))) == 413


def test_the_clerk_sends_a_file_and_only_the_file_stays(program, clerk):
    body = form()
    answer = program.talk(upload(clerk, body), body)

    assert status(answer) == 201
    assert [path.stat().st_size for path in program.files] == [len(PDF)]
    program.until(lambda: program.incoming == [])


def test_who_may_not_add_files_is_told_before_anything_is_taken(program, member):
    answer = program.talk(upload(member, b"", 40 * MB))

    assert (status(answer), code(answer)) == (403, "permission.denied")


def test_even_the_clerk_sends_no_more_than_the_limit(program, clerk):
    assert status(program.talk(upload(clerk, b"", 300 * MB))) == 413


def test_an_upload_that_breaks_off_leaves_nothing_and_takes_no_place(program, clerk):
    before, body = program.files, form()
    for _ in range(20):
        with program.connect() as connection:
            connection.sendall(upload(clerk, body) + body[: 3 * MB])
    other = form(b"%PDF-1.7\n" + b"y" * (4 * MB))

    program.until(lambda: status(program.talk(upload(clerk, other), other)) == 201)
    assert len(program.files) == len(before) + 1
    program.until(lambda: program.incoming == [])


def test_a_kind_that_is_not_taken_leaves_nothing(program, clerk):
    before, body = program.files, form(b"MZ" + b"x" * (4 * MB), "Vorlage.exe")
    answer = program.talk(upload(clerk, body), body)

    assert (status(answer), code(answer)) == (415, "file.kind_not_taken")
    program.until(lambda: program.incoming == [])  # it is closed when the answer has been sent
    assert program.files == before


def test_so_many_large_bodies_at_once_and_the_next_is_asked_to_wait(program, clerk):
    with contextlib.ExitStack() as open_ones:
        for _ in range(16):
            connection = open_ones.enter_context(program.connect())
            connection.sendall(
                post("/items/1/files/", f"Content-Length: {5 * MB}", "Expect: 100-continue", cookie=clerk)
            )
            assert status(connection.recv(1000)) == 100
        answer = program.talk(upload(clerk, b"", 5 * MB))

    assert (status(answer), code(answer)) == (503, "upload.busy")


def test_a_full_disk_is_said_and_nothing_is_lost_in_silence(clerk, place):
    (place.folder / "uploads").mkdir(exist_ok=True)
    with full_disk(MB // 2) as disk:
        program = Program(place, "-c", SERVE_AT.format(disk), "serve")
        try:
            answers = [program.talk(upload(clerk, b"", 5 * MB)), program.talk(upload(clerk, b"x" * MB), b"x" * MB)]
            ready = program.talk(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        finally:
            program.stop()

    assert [(status(answer), code(answer)) for answer in answers] == [(507, "storage.full")] * 2
    assert status(ready) in (200, 503)


SERVE_AT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
from django.conf import settings
settings.FILE_UPLOAD_TEMP_DIR = {!r}
django.setup()
from config.serving import server
server.serve("127.0.0.1", int(sys.argv[-1]), lambda: None)
""".replace("{!r}", "'{}'")


@pytest.fixture
def hasty(place):
    program = Program(place, "-m", "tests.config.hasty", "hasty")
    yield program
    program.stop()


@pytest.mark.parametrize(
    "beginning",
    [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n", HEALTH + b"G"],
    ids=["nothing", "half a head", "a second one"],
)
def test_a_head_that_does_not_come_to_its_end_is_not_waited_for(hasty, beginning):
    with hasty.connect() as connection:
        connection.sendall(beginning)
        assert statuses(rest(connection)) == [200] * beginning.count(HEALTH)


def test_a_body_that_comes_too_slowly_is_not_waited_for(hasty):
    answer = hasty.talk(post("/accounts/login/", "Content-Length: 60000"), b"x" * 10)

    assert (status(answer), code(answer)) == (408, "body.too_slow")


def test_whoever_keeps_a_connection_without_asking_is_left_alone(hasty):
    with hasty.connect() as connection:
        for _ in range(3):
            connection.sendall(HEALTH)
            assert status(connection.recv(65_536)) == 200
            connection.settimeout(1.0)
            with pytest.raises(TimeoutError):
                connection.recv(1)
            connection.settimeout(30)


def test_a_foreign_host_is_one_line(place):
    program = Program(place, LOG_LEVEL="INFO")
    try:
        foreign = b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
        answers = [status(program.talk(foreign)) for _ in range(20)]
        lines = program.log.read_text().splitlines()
    finally:
        program.stop()

    assert answers == [400] * 20
    assert len([line for line in lines if "evil" in line]) == 1
    assert not any("Traceback" in line or line.startswith("  ") for line in lines)
