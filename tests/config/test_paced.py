"""The server keeps neither uploads nor slow downloads in memory."""

import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from config.setup.bootstrap import ROOT

PIECE, PIECES = 256 * 1024, 200
PROGRAM = f"""
import sys
from config.serving.paced import PacedServer

sent = 0

async def application(scope, receive, send):
    global sent
    if scope["type"] != "http":
        return
    await send({{"type": "http.response.start", "status": 200, "headers": []}})
    if scope["path"] == "/sent":
        await send({{"type": "http.response.body", "body": str(sent).encode()}})
        return
    for _ in range({PIECES}):
        await send({{"type": "http.response.body", "body": b"x" * {PIECE}, "more_body": True}})
        sent += {PIECE}
    await send({{"type": "http.response.body", "body": b""}})

endpoint = f"tcp:{{sys.argv[1]}}:interface=127.0.0.1"
PacedServer(application=application, endpoints=[endpoint], ready_callable=lambda: print("up", flush=True)).run()
"""


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(number)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout.readline() == "up\n"
        yield number
        server.terminate()


def get(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return answer.read()


def settled(port):
    """How much the application has handed over when it no longer moves on."""
    before, now = -1, 0
    while now != before:
        time.sleep(0.3)
        before, now = now, int(get(port, "/sent"))
    return now


def test_paced_server_waits_for_a_client_that_does_not_read(port):
    with socket.create_connection(("127.0.0.1", port)) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        held = settled(port)

    assert 0 < held < PIECE * PIECES / 2


def test_paced_server_sends_everything_to_one_that_reads(port):
    assert len(get(port, "/")) == PIECE * PIECES


def test_paced_server_goes_on_when_a_waiting_client_leaves(port):
    with socket.create_connection(("127.0.0.1", port)) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        settled(port)

    assert len(get(port, "/")) == PIECE * PIECES
