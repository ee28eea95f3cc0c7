"""Every page that can be reached by links, as clerk, member and citizen: first byte at the median, and its queries.

    manage.py bench pages [--quick]

The pages are found by following links from the start page; the slowest of each address is shown. The time is that of
real HTTP to Daphne, one request after the other.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.load.servers import Server, surroundings, table

FIRST_BYTE, QUERIES = 150.0, 20
EXAMPLES = 3  # pages of one address (three meetings in different states) that are measured for one person
LINK = re.compile(r"""(?:href|data-poll-url|src)=["']([^"'#][^"']*)["']""")
SKIPPED = ("/static/", "/admin/", "/accounts/logout", "/bench/")
HEAD = ["page", "person", "example", "first byte ms", "queries", "bytes"]
Found = list[tuple[str, str, str, int, int]]


def main(argv: list[str]) -> int:
    """Measure and print; 1 when a page is slower than its goal or asks the database more often."""
    rounds = 5 if "--quick" in argv else 15
    with tempfile.TemporaryDirectory(prefix="ratssaal-load-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        people, found = prepare(folder)
        server = Server("daphne", folder)
        try:
            server.wait()
            times = measure(server.port, people, found, rounds)
        finally:
            server.stop()
    return report(found, times)


def report(found: Found, times: dict[tuple[str, str], float]) -> int:
    worst: dict[tuple[str, str], tuple[float, tuple[str, str, str, int, int]]] = {}
    for page in found:
        route, person, path, _, _ = page
        worst[route, person] = max(worst.get((route, person), (0.0, page)), (times[person, path], page))
    missed = [page for page in found if times[page[1], page[2]] > FIRST_BYTE or page[3] > QUERIES]
    rows = [
        [route, person, path, f"{took:.0f}", str(queries), f"{size:,}"]
        for (route, person), (took, (_, _, path, queries, size)) in sorted(worst.items())
    ]
    table(HEAD, rows)
    print(f"\n{len(found)} pages; goals: {FIRST_BYTE:g} ms, {QUERIES} queries.")
    for _, person, path, queries, _ in missed:
        print(f"MISSED {path} as {person}: {times[person, path]:.0f} ms, {queries} queries")
    return 1 if missed else 0


def prepare(folder: Path) -> tuple[dict[str, str], Found]:
    """Fill the folder with the demo (or one meeting, where there is none), sign people in and find their pages."""
    os.environ.update(surroundings(folder), DJANGO_SETTINGS_MODULE="config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from config import demo
    from config.serving import server
    from meetings.models import Meeting
    from tests.load.data import make_meeting

    call_command("migrate", verbosity=0, interactive=False)
    server.collect_static()
    demo.load()
    if not Meeting.objects.exists():
        print("There are no demo data: one meeting with ten items takes their place.\n")
        make_meeting()
    people = {"clerk": browser("clerk"), "member": browser("member"), "citizen": browser(None)}
    found: Found = []
    for person, client in people.items():
        found += pages_of(person, client)
    return {person: cookies_of(client) for person, client in people.items()}, found


def browser(role: str | None) -> Any:
    """A browser in which somebody of that role is signed in; None for a citizen."""
    from django.test import Client

    from meetings.models import User

    client = Client(headers={"host": "127.0.0.1", "accept": "text/html", "accept-language": "de"})
    if role is not None:
        user = User.objects.filter(person__memberships__role=role).order_by("pk")[0]
        client.force_login(user)
    return client


def cookies_of(client: Any) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def pages_of(person: str, client: Any) -> Found:
    """Follow the links from the start page; a few examples of each address with the queries they take."""
    found: Found = []
    examples: dict[str, int] = {}
    seen, waiting = {"/"}, deque(["/"])
    while waiting:
        path = waiting.popleft()
        answer, queries = visit(client, path)
        route = route_of(path)
        if answer.status_code == 200:
            examples[route] = examples.get(route, 0) + 1
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found.append((route, person, path, queries, len(content)))
        for link in links_of(path, answer):
            if link not in seen and examples.get(route_of(link), 0) < EXAMPLES:
                seen.add(link)
                waiting.append(link)
    return [page for page in found if page[0]]


def visit(client: Any, path: str) -> tuple[Any, int]:
    """The page and the number of its queries; the second visit counts, as the process is warm then."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        if answer.streaming and not hasattr(answer.streaming_content, "__iter__"):
            raise RuntimeError(f"{path} streams in a way that this benchmark does not read")
    return answer, len(queries)


def route_of(path: str) -> str:
    """The address with its placeholders; empty for what the program does not serve."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(urlsplit(path).path).route
    except Resolver404:
        return ""


def links_of(path: str, answer: Any) -> Iterator[str]:
    """The addresses of the program itself to which a page leads, by links, redirects and polling."""
    named = [answer["Location"]] if answer.has_header("Location") else []
    if "html" in answer.get("Content-Type", "") and not answer.streaming:
        named += LINK.findall(answer.content.decode())
    for name in named:
        link = urldefrag(urljoin(path, name.replace("&amp;", "&"))).url
        if link.startswith("/") and not link.startswith("//") and not link.startswith(SKIPPED):
            yield link


def measure(port: int, people: dict[str, str], found: Found, rounds: int) -> dict[tuple[str, str], float]:
    """The median time to the first byte of every page, in milliseconds."""
    times: dict[tuple[str, str], float] = {}
    for _, person, path, _, _ in found:
        headers = {"Cookie": people[person], "Accept": "text/html", "Accept-Language": "de"}
        one_by_one = [first_byte(port, path, headers) for _ in range(rounds + 2)]
        times[person, path] = statistics.median(one_by_one[2:])
    return times


def first_byte(port: int, path: str, headers: dict[str, str]) -> float:
    """Milliseconds from the request to the head of the answer, on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    began = time.monotonic()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    took = (time.monotonic() - began) * 1000
    answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}")
    return took
