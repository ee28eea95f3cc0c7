"""Every page of the program as every kind of reader gets it, in every state of a meeting: for those who read HTML as
a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from agenda import services as agenda
from agenda.models import AgendaItem, Motion
from meetings import services as meetings
from meetings.enums import Role
from meetings.models import Membership, Person
from meetings.services.accounts import invite_person
from tests.leaks.crawl import other_addresses, room_addresses, undone
from tests.leaks.planted import Planted
from tests.matrix.world import World, shut
from tests.undone import undone as take_back
from voting import services as voting

READERS = ("clerk", "public", "member", "chair", "administrator")
FORMS_OF = "clerk"
"""Whose forms are sent empty, too: the page then comes back with its errors."""
OWN = re.compile(
    r'(?<=csrfmiddlewaretoken" value=")\w+|(?<=csrf-token" content=")\w+|(?<=name="next" '
    r'value=")[^"]*|(?<=\?next=)[^"]*'
)
"""What differs between two askings, or two addresses, of the same page."""


class Lively(World):
    """The matrix's world with items below items."""

    def _plan(self) -> None:
        super()._plan()
        add = {"meeting": self.meeting, "actor": self.clerk, "part": "public"}
        below = agenda.add_item(**add, parent=self.next, title="Darunter")
        agenda.add_item(**add, parent=below, title="Noch tiefer")
        agenda.add_item(**add, title="Danach")


class Undo(Exception):
    """Takes the first of the two worlds back."""


def every_page() -> Iterator[tuple[str, str]]:
    """(what was asked, HTML), each different page once; parts of pages, which a script fetches, are none."""
    known: set[str] = set()
    for name, answer in _answers():
        page = _html_of(answer)
        if page and page not in known:
            known.add(page)
            yield f"{answer.status_code} {name}", page


def _html_of(answer: Any) -> str:
    """The page without what is different each time; empty for files, redirections and parts of pages."""
    if answer is None or answer.streaming or "text/html" not in answer.headers.get("Content-Type", ""):
        return ""
    page = OWN.sub("x", answer.content.decode())
    return page if page.startswith("<!doctype html>") else ""


def _answers() -> Iterator[tuple[str, Any]]:
    try:
        with take_back():
            yield from _of_a_lively_meeting()
            raise Undo
    except Undo:
        yield from _in_all_states()


def _of_a_lively_meeting() -> Iterator[tuple[str, Any]]:
    """Whatever can be on at once is on: motions, a conflict, a disturbance, a measure, a list of speakers, an open
    vote.
    """
    world = Lively()
    agenda.move_amendment(
        item=world.item,
        text="Wir vertagen nie.",
        motion=world.motion.pk,
        person=world.people["chair"].pk,
        actor=world.clerk,
    )
    urls = sorted({*room_addresses(world, world.url("agenda:presenter").split("/")[-2]), *_ours()})
    yield from _asked(world, "lively", urls)
    yield from ((f"POST {url}", undone(world.client(FORMS_OF), url, "text/html")) for url in urls)
    yield from _in_particular(world)
    meetings.interrupt_meeting(meeting=world.meeting, actor=world.clerk)
    yield from _asked(world, "interrupted", _faces(world))
    meetings.settle_disruption(
        meeting=world.meeting, disruption=world.disruption.pk, ground="insignificant", actor=world.clerk
    )
    meetings.resume_meeting(meeting=world.meeting, actor=world.clerk)
    for step in (voting.close_poll, voting.declare_result):
        step(poll=world.poll, actor=world.clerk)
        yield from _asked(world, step.__name__, _faces(world))
    motions = list(Motion.objects.values_list("pk", flat=True))
    for method in ("hands", "roll_call"):
        poll = voting.create_poll(
            item=world.item, question="Noch eine?", method=method, despite_motions=motions, actor=world.clerk
        )
        voting.open_poll(poll=poll, despite_motions=motions, actor=world.clerk)
        yield from _asked(world, method, _faces(world))
        voting.annul_poll(poll=poll, ground="Versehen", actor=world.clerk)


def _in_particular(world: World) -> Iterator[tuple[str, Any]]:
    """Pages that want more than an address: a conflict, a preview, a mail's link, a fresh sign-in."""
    clerk, item = world.client("clerk"), reverse("agenda:edit_item", args=[world.item.pk])
    for url, data in (
        (item, {**world.data("agenda:edit_item"), "version": 99}),
        (reverse("agenda:write_note", args=[world.item.pk]), {"text": "anders", "version": 99}),
        (world.url("meetings:import_roll"), {"text": "Name;Art\nExpert_citizen;Saal\nNiemand;Mond\n"}),
        (world.url("agenda:notice@next"), {"email": "vito@example.org", "minutes": 15}),
    ):
        with take_back():
            yield f"POST {url}", clerk.post(url, data, headers={"accept": "text/html"})
    yield (
        "recomputed",
        clerk.get(f"{world.url('voting:see_recomputed')}?elector={world.elector}", headers={"accept": "text/html"}),
    )
    yield "release", clerk.get(f"{world.url('agenda:matters@secret')}?place=.public.", headers={"accept": "text/html"})
    yield "invitation", Client().get(_invitation(world))
    guest = Client(headers={"accept": "text/html"})
    guest.post("/accounts/login/code/", {"email": "member@example.org"})
    yield "code", guest.get("/accounts/login/code/confirm/")
    guest.post("/accounts/login/", {"login": "member@example.org", "password": "x"})
    yield from ((f"fresh: {url}", guest.get(url)) for url in _ours() if "/accounts/" in url and "logout" not in url)


def _invitation(world: World) -> str:
    person, links = Person.objects.create(family_name="Neu"), []
    Membership.objects.create(person=person, body=world.body, role=Role.ADVISORY_MEMBER, starts_on=date(2020, 1, 1))
    link = lambda token: links.append(token) or token  # noqa: E731
    invite_person(person=person, email="gast@example.org", body=world.body, actor=world.clerk, link=link)
    return reverse("meetings:accept_invitation", args=links)


def _in_all_states() -> Iterator[tuple[str, Any]]:
    """From before the public leaves to after the end; then the draft beside it, called off."""
    world = Planted()
    for phase in world.passage():
        yield from _asked(world, phase, [*_faces(world), *_faces(world, world.draft)])
    meetings.convene_meeting(meeting=world.draft, actor=world.clerk)
    yield from _asked(world, "convened", _faces(world, world.draft))
    meetings.cancel_meeting(meeting=world.draft, actor=world.clerk)
    yield from _asked(world, "cancelled", _faces(world, world.draft))


def _faces(world: World, meeting: Any = None) -> list[str]:
    """The pages that change with the state of a meeting."""
    meeting = meeting or world.meeting
    names = ("meeting", "room", "reading", "desk", "public", "screen", "attendance", "edit_meeting")
    faces = [*(f"meetings:{name}" for name in names), "agenda:agenda", "documents:files"]
    items = [reverse("agenda:item", args=[item.pk]) for item in AgendaItem.objects.filter(meeting=meeting)]
    return ["/", *(reverse(name, args=[meeting.pk]) for name in faces), *items]


def _asked(world: World, phase: str, urls: list[str]) -> Iterator[tuple[str, Any]]:
    """What the clerk cannot fetch with GET, nobody can."""
    urls = [url for url in urls if "/live/" not in url]
    for role in READERS:
        answers = {url: _get(world, role, url) for url in urls}
        yield from ((f"{phase}, {role}: {url}", answer) for url, answer in answers.items())
        urls = [url for url, answer in answers.items() if answer.status_code != 405]


def _get(world: World, role: str, url: str) -> Any:
    answer = world.client(role).get(url, headers={"accept": "text/html"})
    shut(answer)
    return answer


def _ours() -> Iterator[str]:
    """Sign-in and account; Django's administration is Django's."""
    return (url for url in other_addresses() if not url.startswith("/admin/"))
