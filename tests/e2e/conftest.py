"""A real server (`manage.py demo` in a process of its own, on throw-away data) and real browsers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import ready

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=30_000)  # a state is waited for, however busy the machine is


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class House:
    """The running demo: its folder, its environment, and what `manage.py demo --describe` prints."""

    folder: Path
    environment: dict[str, str]
    description: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.description[key]

    def manage(self, *words: str) -> str:
        """Run another command of the same installation, beside the server."""
        command = [sys.executable, "manage.py", *words]
        environment = {**self.environment, "DATA_DIR": str(self.folder), "HTTPS": "0"}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    @contextmanager
    def telling(self, code: str) -> Iterator[Callable[[str], None]]:
        """A second process of the installation that has run this code; what it is told, it does at once."""
        loop = f"{code}\nimport sys\nfor line in sys.stdin:\n    exec(line)\n    print('done', flush=True)"
        environment = {**self.environment, "DATA_DIR": str(self.folder), "HTTPS": "0"}
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", loop]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            asked, answers = cast(IO[str], process.stdin), cast(IO[str], process.stdout)

            def tell(line: str) -> None:
                print(line, file=asked, flush=True)
                assert answers.readline() == "done\n", line

            yield tell
            asked.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The running demo, described as `manage.py demo --describe` prints it."""
    with running_demo(tmp_path_factory.mktemp("house")) as found:
        yield found


@contextmanager
def running_demo(folder: Path, **settings: str) -> Iterator[House]:
    """A demo in a process of its own, with these settings besides those of the tests."""
    port = free_port()
    if not os.environ.get("DATABASE_URL"):
        ready.put_into(folder)
    command = [sys.executable, "manage.py", "demo", "--port", str(port), "--data", str(folder)]
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATA_DIR"}
    }
    environment |= {"RATSSAAL_BOOTSTRAP": "0", **settings}
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/readyz", server, folder / "server.log")
        description = [*command[:3], "--describe", "--port", str(port), "--data", str(folder)]
        printed = subprocess.run(
            description, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        ).stdout
        yield House(folder, environment, json.loads(printed))
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_until_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(3000):  # a machine that has much else to do takes minutes for the demo's data
        if server.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(log.read_text())


@pytest.fixture
def manage(house: House) -> Callable[..., str]:
    return house.manage


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["BROWSER_PATH"], args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def keys() -> dict[tuple[str, int], Any]:
    """Who has signed in once need not type the password again: their cookies, by role and number."""
    return {}


@pytest.fixture
def visit(house: House, chromium: Browser, keys: dict[tuple[str, int], Any]) -> Iterator[Callable[..., Page]]:
    """`visit("clerk")`: a browser of its own, signed in as a demo account of that role; None for a citizen.

    `typed=True` signs in by the form, with a session that is nobody else's.
    Whatever a page writes to the console as an error fails the test: that includes breaches of the CSP.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        role: str | None = None,
        number: int = 0,
        size: tuple[int, int] = (1440, 900),
        *,
        typed: bool = False,
        **options: Any,
    ) -> Page:
        known = None if typed or role is None else keys.get((role, number))
        options = {"locale": "de-DE", "base_url": house["base_url"], "storage_state": known, **options}
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}") if grave(message) else None)
        if role is not None and known is None:
            sign_in(page, account(house, role, number))
        if role is not None and not typed:
            keys.setdefault((role, number), context.storage_state())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def grave(message: Any) -> bool:
    """Errors count, but not those of a connection that a test cuts on purpose, nor answers that a test provokes."""
    return message.type == "error" and not any(
        word in message.text for word in ("ERR_INTERNET_DISCONNECTED", "status of 4")
    )


def account(house: House, role: str, number: int = 0) -> dict[str, str]:
    return [entry for entry in house["accounts"] if entry["role"] == role][number]


def sign_in(page: Page, who: dict[str, str]) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", who["email"])
    page.fill("input[name=password]", who["password"])
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
