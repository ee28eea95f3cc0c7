"""Every address of the program, asked in every way in which it may answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from zlib import crc32

from django.contrib import admin
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter

from agenda.models import AgendaItem, Motion, Presenter, ProceduralMotion, Recusal, SpeakingRequest
from documents.files.models import File, Upload
from documents.papers.models import Consultation, Paper, PaperFile, PaperType, PaperVersion, Supporter
from meetings.enums import LegalKind
from meetings.models import Body, Institution, Meeting, Membership, Outgoing, Person
from meetings.selectors import display_token
from tests.addresses import addresses_of_rooms
from tests.leaks.planted import Planted, text_of
from tests.undone import undone as take_back
from voting.models import Poll

MODELS: dict[str, Any] = {
    "bodies": Body, "meetings": Meeting, "items": AgendaItem, "polls": Poll, "files": File, "presenters": Presenter,
    "requests": SpeakingRequest, "recusals": Recusal, "procedure": ProceduralMotion, "motions": Motion,
    "mails": Outgoing, "institutions": Institution, "papers": Paper, "annexes": PaperFile,
    "paper-kinds": PaperType, "consultations": Consultation, "supporters": Supporter,
}  # fmt: skip
VIEWS = ("public", "room", "desk", "screen")


def room_addresses(world: Planted, link: str) -> Iterator[str]:
    """Every address of our rooms with every row it can name; `link` is the presenter's token that may be tried."""
    for name, pattern in addresses_of_rooms():
        yield from _of_route(name, pattern, link)
    for meeting in (world.meeting, world.draft):
        live = reverse("meetings:live", args=[meeting.pk])
        yield from (f"{live}?view={view}&seq=0" for view in VIEWS)
        yield from (f"{reverse(f'meetings:{view}', args=[meeting.pk])}?lang=en" for view in VIEWS)
        yield f"{reverse('meetings:create_meeting', args=[world.body.pk])}?copy={meeting.pk}"


def _of_route(name: str, pattern: Any, link: str) -> Iterator[str]:
    converters = pattern.pattern.converters
    if {"token", "pk"} <= converters.keys():
        yield from (reverse(name, args=[row.pk, display_token(row)]) for row in Meeting.objects.all())
    elif "page" in converters:
        yield from _of_pages(name, converters, link)
    elif str(pattern.pattern).startswith("legal/"):
        keys = [Institution.objects.get().pk] if "pk" in converters else []
        kinds = [[kind] for kind in LegalKind.values] if "kind" in converters else [[]]
        yield from (reverse(name, args=[*keys, *kind]) for kind in kinds)
    elif "token" in converters:
        yield reverse(name, args=[link])
    elif "person_pk" in converters:
        yield from (
            reverse(name, args=[body.pk, person.pk])
            for body in Body.objects.all()
            for person in Person.objects.all()[:2]
        )
    elif "membership_pk" in converters:
        rows = Membership.objects.all()[:3]
        yield from (reverse(name, args=[body.pk, row.pk]) for body in Body.objects.all() for row in rows)
    elif "item_pk" in converters:
        yield from (
            reverse(name, args=[meeting.pk, item.pk])
            for meeting in Meeting.objects.all()
            for item in AgendaItem.objects.all()
        )
    elif converters.keys() & {"seq", "key", "name"}:
        yield from _of_document(name, pattern)
    elif converters and isinstance(converters["pk"], IntConverter):
        model = MODELS[str(pattern.pattern).split("/")[0]]
        yield from (reverse(name, args=[row.pk]) for row in model.objects.all())
    else:
        yield reverse(name)


def _of_document(name: str, pattern: Any) -> Iterator[str]:
    converters = pattern.pattern.converters
    if "seq" in converters:
        yield from (reverse(name, args=[row.paper_id, row.seq]) for row in PaperVersion.objects.all())
    elif "key" in converters:
        yield from (reverse(name, args=[upload.key]) for upload in Upload.objects.all())
    else:
        rows = MODELS[str(pattern.pattern).split("/")[0]].objects.all()
        yield from (reverse(name, args=[file.pk, wanted]) for file in rows for wanted in (file.name, "x"))


def _of_pages(name: str, converters: Any, link: str) -> Iterator[str]:
    """The first page of every file, as text and as picture; by a presenter's link, too."""
    before = [link] if "token" in converters else []
    after = [400] if "width" in converters else []
    yield from (reverse(name, args=[*before, file.pk, 1, *after]) for file in File.objects.all())


def other_addresses() -> Iterator[str]:
    """What needs no row: sign-in, account, health; and the administration with every row it can name."""
    resolver = get_resolver()
    for name in resolver.reverse_dict:
        if isinstance(name, str):
            possibilities = resolver.reverse_dict.getlist(name)
            if not possibilities[0][0][0][1]:
                yield reverse(name)
    yield from ("/no/such/page", "/meetings/999999/", "/accounts/invitation/x/", "/p/x/")
    for model, _admin in admin.site._registry.items():
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield from (reverse(f"{label}_{page}") for page in ("changelist", "add"))
        yield from (
            reverse(f"{label}_{page}", args=[row.pk])
            for row in model.objects.all()
            for page in ("change", "history", "delete")
        )


def ask(client: Client, url: str, turns: Iterable[int] = ()) -> Iterator[str]:
    """GET as a page, and for each turn in one of four other ways; of these each address gets another one at each next
    turn.

    The four: a range of it as JSON in English, HEAD, and a POST answered as a page or as JSON, whose effects are
    undone.
    """
    yield text_of(client.get(url, headers={"accept": "text/html"}))
    for turn in turns:
        yield text_of(WAYS[(crc32(url.encode()) + turn) % len(WAYS)](client, url))


WAYS: tuple[Callable[[Client, str], Any], ...] = (
    lambda client, url: client.get(
        url, headers={"accept": "application/json", "accept-language": "en", "range": "bytes=0-5"}
    ),
    lambda client, url: undone(client, url, "text/html"),
    lambda client, url: client.head(url, headers={"accept": "text/html"}),
    lambda client, url: undone(client, url, "application/json"),
)


ALL = range(len(WAYS))


class Undo(Exception):
    """Leaves the transaction of one request."""


def undone(client: Client, url: str, accept: str) -> Any:
    """The answer to an empty POST; whatever it did is taken back."""
    response = None
    try:
        with take_back():
            response = client.post(url, {}, headers={"accept": accept})
            raise Undo
    except Undo:
        return response
