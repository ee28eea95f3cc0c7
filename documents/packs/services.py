"""Packs: asked for, built in the background, handed out, thrown away.

A pack is no record: whatever is written here can be deleted and is made anew. So nothing of it stands in the journal,
and no meeting is locked for it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.packs.content import Contents, contents_of
from documents.packs.enums import PackKind, PackState
from documents.packs.models import Pack, PackFetch, PackPiece, pack_place
from documents.readings import note_whole
from meetings.enums import Way
from meetings.errors import DomainError
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.services import record_reading

FORGOTTEN_AFTER = timedelta(minutes=2)
"""A builder that has said nothing for so long was killed; another one takes over."""
TRY_AGAIN_AFTER = timedelta(minutes=5)
MOST_ATTEMPTS = 3
SELDOM = timedelta(minutes=10)
MOST_PACKS = 24
"""Of one meeting; what nobody has fetched for longest goes first."""
woken = threading.Event()
WHAT = "documents.pack"
TITLE = _("Meeting pack, with the non-public part")


def build_pack(*, meeting: Meeting, actor: Actor) -> Pack:
    """Have the pack put together that is for this person now (Sitzungsmappe zusammenstellen); it is not waited for."""
    require(actor, "documents.build_pack", meeting)
    return ask_for_pack(contents_of(meeting, actor))


def ask_for_pack(contents: Contents) -> Pack:
    """The pack with these contents: there already, or asked for now."""
    now = timezone.now()
    given = {
        "kind": contents.kind,
        "is_public": contents.is_public,
        "spec": contents.spec(),
        "asked_at": now,
        "used_at": now,
        "total": len(contents.parts) + 1,
    }
    pack, made = Pack.objects.get_or_create(meeting=contents.meeting, digest=contents.digest(), defaults=given)
    if pack.used_at < now - SELDOM:
        Pack.objects.filter(pk=pack.pk).update(used_at=now)
    if made or _again(pack, now):
        woken.set()
    return pack


def _again(pack: Pack, now: datetime) -> bool:
    """Try once more, later, what has failed."""
    failed = Pack.objects.filter(pk=pack.pk, state=PackState.FAILED, touched_at__lt=now - TRY_AGAIN_AFTER)
    return bool(failed.update(state=PackState.WAITING, attempts=0, asked_at=now))


def claim_pack(pk: int | None = None) -> Pack | None:
    """Take the pack that has waited longest, or this one, for building; None where there is none, or another one was
    quicker.
    """
    now = timezone.now()
    forgotten = Q(state=PackState.BUILDING, touched_at__lt=now - FORGOTTEN_AFTER)
    waiting = Pack.objects.filter(Q(state=PackState.WAITING) | forgotten)
    waiting = waiting if pk is None else waiting.filter(pk=pk)
    for found in waiting.order_by("asked_at", "pk").values_list("pk", flat=True)[:5]:
        taken = Pack.objects.filter(Q(state=PackState.WAITING) | forgotten, pk=found)
        if taken.update(state=PackState.BUILDING, touched_at=now, done=0, attempts=F("attempts") + 1):
            return Pack.objects.select_related("meeting").get(pk=found)
    return None


def take_up_again() -> int:
    """At the start of the only process: what was being built when it was killed waits again."""
    return Pack.objects.filter(state=PackState.BUILDING).update(state=PackState.WAITING)


def tell_progress(pack: Pack, done: int) -> None:
    """So many of its parts are ready; also a sign of life."""
    Pack.objects.filter(pk=pack.pk, state=PackState.BUILDING).update(done=done, touched_at=timezone.now())


@transaction.atomic
def finish_pack(pack: Pack, content: File, *, body: int, trailer: str, sha256: str, pages: int) -> bool:
    """Keep what was built; False when somebody else was quicker."""
    place = default_storage.save(pack_place(pack, ""), content)
    now, built = timezone.now(), Pack.objects.filter(pk=pack.pk, state=PackState.BUILDING)
    done = built.update(
        state=PackState.READY,
        stored=place,
        size=default_storage.size(place),
        body=body,
        trailer=trailer,
        sha256=sha256,
        pages=pages,
        done=F("total"),
        built_at=now,
        touched_at=now,
    )
    if not done:
        default_storage.delete(place)
        return False
    _throw_away_oldest(pack.meeting_id)
    return True


def fail_pack(pack: Pack) -> None:
    """It could not be built: it waits for another attempt, a few times."""
    over = pack.attempts >= MOST_ATTEMPTS
    state = PackState.FAILED if over else PackState.WAITING
    Pack.objects.filter(pk=pack.pk, state=PackState.BUILDING).update(state=state, touched_at=timezone.now())


def lose_pack(pack: Pack) -> None:
    """Its file is gone, as after a restored backup: it is made anew."""
    Pack.objects.filter(pk=pack.pk, state=PackState.READY).update(
        state=PackState.WAITING, stored="", attempts=0, asked_at=timezone.now()
    )
    woken.set()


def keep_piece(digest: str, content: File | None, *, pages: int = 0, damaged: bool = False, problem: str = "") -> None:
    """Keep a file as it goes into packs, or why it does not."""
    place = default_storage.save(pack_place(None, ""), content) if content is not None else ""
    given = {"stored": place, "pages": pages, "damaged": damaged, "problem": problem, "used_at": timezone.now()}
    PackPiece.objects.update_or_create(digest=digest, defaults=given)


def note_pack(*, contents: Contents, reader: Actor) -> None:
    """A pack that not everybody may have goes on record before it is sent, and each such file in it: who asks for a
    file finds whoever got it this way, too. 503 `reading.not_recorded`.
    """
    if contents.is_public:
        return
    note_whole(contents.meeting, WHAT, TITLE, Way.DOWNLOAD, reader)
    for part in contents.parts:
        if not part.is_public:
            record_reading(
                reader=reader,
                meeting=contents.meeting,
                what=part.what,
                key=part.key,
                title=part.title,
                way=Way.DOWNLOAD,
            )


@transaction.atomic
def remember_fetch(*, contents: Contents, reader: Actor) -> None:
    """What this person has from now on, for their next supplement; nothing of who is not signed in."""
    if reader.user is None or contents.kind == PackKind.PRINT:
        return
    row = PackFetch.objects.select_for_update().filter(meeting=contents.meeting, user=reader.user).first()
    had = row.after if row else []
    now_has = sorted({*had, *contents.marks})
    if row and row.kind == contents.kind and row.after == now_has:
        return  # the same once more: what was new in it is still what is new
    PackFetch.objects.update_or_create(
        meeting=contents.meeting,
        user=reader.user,
        defaults={"kind": contents.kind, "before": had, "after": now_has, "at": timezone.now()},
    )


def known_to(meeting: Meeting, reader: Actor, current: Sequence[str]) -> set[str]:
    """What somebody has already of these papers. Whose last supplement was all that is new gets the same one again: a
    download may have broken off. 409 `pack.none_fetched`, `pack.nothing_new`.
    """
    row = PackFetch.objects.filter(meeting=meeting, user=reader.user).first()
    if row is None:
        raise DomainError("pack.none_fetched", _("You have not fetched a pack of this meeting yet. Fetch it first."))
    if {*current} - {*row.after}:
        return {*row.after}
    if row.kind == PackKind.SUPPLEMENT and {*current} - {*row.before}:
        return {*row.before}
    raise DomainError("pack.nothing_new", _("Nothing is new since you fetched the papers of this meeting last."))


def over_packs(now: datetime, days: int) -> QuerySet[Pack]:
    """What nobody has asked for so long."""
    return Pack.objects.filter(used_at__lt=now - timedelta(days=days))


def over_pieces(now: datetime, days: int) -> QuerySet[PackPiece]:
    """The same of pieces; a fault of the moment is not remembered for longer than a day."""
    transient = Q(problem="too_slow", used_at__lt=now - timedelta(days=1))
    return PackPiece.objects.filter(Q(used_at__lt=now - timedelta(days=days)) | transient)


def throw_away(rows: QuerySet[Pack] | QuerySet[PackPiece]) -> int:
    """Delete these rows with their files."""
    gone = 0
    for row in rows:
        gone += row.delete()[0]
        if row.stored:
            default_storage.delete(str(row.stored.name))
    return gone


def _throw_away_oldest(meeting: int) -> None:
    kept = Pack.objects.filter(meeting=meeting).order_by("-used_at", "-pk").values_list("pk", flat=True)[:MOST_PACKS]
    throw_away(Pack.objects.filter(meeting=meeting).exclude(pk__in=list(kept)))
