"""`manage.py demo` from outside."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from config.setup.bootstrap import ROOT

pytestmark = [pytest.mark.long, pytest.mark.any_database]


@pytest.fixture
def command(tmp_path):
    """The command line and environment of a demo with its own folder."""
    hidden = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "HTTPS", "DATA_DIR", "ALLOWED_HOSTS")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}

    def build(*arguments):
        line = [sys.executable, "-u", "manage.py", "demo", "--data", str(tmp_path / "data"), *arguments]
        return {"args": line, "cwd": ROOT, "env": environment, "text": True}

    return build


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(process, pattern):
    """Read the process's output up to the line that matches."""
    seen = []
    for line in process.stdout:
        seen.append(line)
        if re.search(pattern, line):
            return "".join(seen)
    raise AssertionError(f"ended without {pattern!r}: {''.join(seen)} {process.stderr.read()}")


def test_demo_says_in_one_sentence_that_its_port_is_busy(command, tmp_path):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = subprocess.run(**command("--port", str(port)), capture_output=True)

    assert done.returncode == 1
    assert re.fullmatch(
        rf"Cannot listen on 127\.0\.0\.1, port {port} \(.*\); choose another with --port\.\n", done.stderr
    )
    assert not (tmp_path / "data").exists()


def test_demo_describes_itself_in_json_and_nothing_else(command, free_port):
    done = subprocess.run(**command("--describe", "--port", str(free_port)), capture_output=True)

    described = json.loads(done.stdout)
    assert sorted(described) == ["accounts", "base_url", "meetings", "papers"]
    assert described["base_url"] == f"http://127.0.0.1:{free_port}"


def heed_ctrl_c():
    """A shell that runs the tests in the background makes its children deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_demo_serves_refuses_a_twin_and_ends_cleanly(command, free_port):
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "preexec_fn": heed_ctrl_c}
    with subprocess.Popen(**command("--port", str(free_port)), **pipes) as server:
        try:
            wait_for(server, "Ctrl-C ends it")
            with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/readyz", timeout=20) as answer:
                assert json.load(answer) == {"database": "ok", "channel_layer": "ok"}
            twin = subprocess.run(**command("--port", "0"), capture_output=True)
        finally:
            server.send_signal(signal.SIGINT)
        rest = server.stdout.read()

    assert server.returncode == 0
    assert rest.endswith("Stopped.\n")
    assert twin.returncode == 1
    assert "A demo is running on" in twin.stderr
