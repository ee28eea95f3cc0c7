"""Deleting what is no longer needed: for how long each kind is kept, and how it goes. Journals and histories are never
touched.

`manage.py tidy` and the courier, once a day. What is stored, why and for how long stands in docs/data.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.storage import Storage, default_storage
from django.db.models import FileField, Q, QuerySet
from django.utils import timezone

from agenda.models import ItemNotice
from agenda.services.notices import over_notices
from documents.files import pieces
from documents.files.models import Upload
from documents.files.selectors import broken_uploads
from documents.packs.models import Pack, PackFetch, PackPiece
from documents.packs.services import over_packs, over_pieces, throw_away
from documents.papers.models import PaperOpening
from documents.papers.services import over_openings
from meetings.enums import MeetingState
from meetings.models import AccountInvitation, Display, DisplayCode, Meeting, Outgoing, Reading

DAY = 24 * 60 * 60
AT_ONCE = 1000
OURS = re.compile(r"[a-z_]+/[0-9a-f]{2}/[0-9a-f]{32}")
"""How uploads are named here (`documents.storage`): whatever else lies in that folder is somebody else's."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that goes: its name, how many are due, and deleting them."""

    name: str
    due: Callable[[datetime], int]
    delete: Callable[[datetime], int]


def _rows(name: str, due: Callable[[datetime], QuerySet]) -> Kind:
    return Kind(name, lambda now: due(now).count(), lambda now: _delete(due(now)))


def _delete(rows: QuerySet) -> int:
    """A thousand at a time, so that nobody waits for the database meanwhile."""
    gone, model = 0, rows.model
    while keys := list(rows.order_by().values_list("pk", flat=True)[:AT_ONCE]):
        gone += model._default_manager.filter(pk__in=keys).delete()[1].get(model._meta.label, 0)
    return gone


def _ago(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _sessions(now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=now)


def _sign_ins(now: datetime) -> QuerySet[UserSession]:
    """Of sessions that are over, seen for the last time long enough ago."""
    alive = Session.objects.filter(expire_date__gte=now).values("session_key")
    return UserSession.objects.filter(last_seen_at__lt=_ago(now, settings.RETENTION_SIGN_INS)).exclude(
        session_key__in=alive
    )


def _invitations(now: datetime) -> QuerySet[AccountInvitation]:
    before = _ago(now, settings.RETENTION_INVITATIONS)
    return AccountInvitation.objects.filter(Q(accepted_at__lt=before) | Q(expires_at__lt=before))


def _notices(now: datetime) -> QuerySet[ItemNotice]:
    return over_notices(now)


def _mails(now: datetime) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(settled_at__lt=_ago(now, settings.RETENTION_MAILS))


def _displays(now: datetime) -> QuerySet[Display]:
    """Of meetings that are over, not heard of for a day."""
    over = Display.objects.filter(meeting__state__in=[MeetingState.CLOSED, MeetingState.CANCELLED])
    return over.filter(set_up_at__lt=_ago(now, 1)).exclude(seen_at__gte=_ago(now, 1))


def _display_codes(now: datetime) -> QuerySet[DisplayCode]:
    return DisplayCode.objects.filter(expires_at__lt=_ago(now, 1))


def _readings(now: datetime) -> QuerySet[Reading]:
    return Reading.objects.filter(last_at__lt=_ago(now, settings.RETENTION_READINGS))


def _packs(now: datetime) -> QuerySet[Pack]:
    return over_packs(now, settings.RETENTION_PACKS)


def _pieces(now: datetime) -> QuerySet[PackPiece]:
    return over_pieces(now, settings.RETENTION_PACKS)


def _fetches(now: datetime) -> QuerySet[PackFetch]:
    """Of meetings that are over for long enough: nothing is added to their papers any more."""
    over = Meeting.objects.filter(state__in=[MeetingState.CLOSED, MeetingState.CANCELLED])
    return PackFetch.objects.filter(meeting__in=over, at__lt=_ago(now, settings.RETENTION_PACKS))


def _openings(now: datetime) -> QuerySet[PaperOpening]:
    """Of papers that stand on no coming agenda; the closing of a meeting has deleted most of them."""
    return over_openings()


def _stray_uploads(now: datetime) -> Iterator[str]:
    """Stored files that no row of any room names, as a killed upload leaves them."""
    known = {
        name for field in _file_fields() for name in field.model._default_manager.values_list(field.name, flat=True)
    }
    before = _ago(now, settings.RETENTION_STRAY_UPLOADS)
    for name in _stored(default_storage, ""):
        if OURS.fullmatch(name) and name not in known and default_storage.get_modified_time(name) < before:
            yield name


def _broken_uploads(now: datetime) -> QuerySet[Upload]:
    return broken_uploads(_ago(now, settings.RETENTION_BROKEN_UPLOADS))


def _stray_pieces(now: datetime) -> set[str]:
    """Pieces of uploads of which there is no row, as a process that was killed leaves them."""
    return pieces.keys() - set(Upload.objects.values_list("key", flat=True))


def _delete_broken_uploads(now: datetime) -> int:
    gone = _delete(_broken_uploads(now))
    for key in _stray_pieces(now):
        pieces.throw_away(key)
    return gone


def _file_fields() -> Iterator[FileField]:
    for model in apps.get_models():
        yield from (field for field in model._meta.get_fields() if isinstance(field, FileField))


def _stored(storage: Storage, folder: str) -> Iterator[str]:
    if folder and not storage.exists(folder):
        return
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever uploaded
        return
    yield from (f"{folder}{name}" for name in files)
    for inner in folders:
        yield from _stored(storage, f"{folder}{inner}/")


def _delete_uploads(now: datetime) -> int:
    names = list(_stray_uploads(now))
    for name in names:
        default_storage.delete(name)
    return len(names)


KINDS = (
    _rows("expired sessions", _sessions),
    _rows("records of sign-ins", _sign_ins),
    _rows("invitations", _invitations),
    _rows("notices asked for", _notices),
    _rows("mails that were sent or given up", _mails),
    _rows("hall displays of meetings that are over", _displays),
    _rows("codes for hall displays", _display_codes),
    _rows("records of readings", _readings),
    _rows("openings of papers", _openings),
    Kind("uploads that broke off", lambda now: _broken_uploads(now).count(), _delete_broken_uploads),
    Kind("meeting packs", lambda now: _packs(now).count(), lambda now: throw_away(_packs(now))),
    Kind("pieces of packs", lambda now: _pieces(now).count(), lambda now: throw_away(_pieces(now))),
    _rows("fetched packs", _fetches),
    Kind("left-overs of uploads", lambda now: sum(1 for _ in _stray_uploads(now)), _delete_uploads),
)


def tidy(*, dry_run: bool = False) -> dict[str, int]:
    """Delete what is due, or only count it; answers how many of each kind."""
    now = timezone.now()
    return {kind.name: (kind.due if dry_run else kind.delete)(now) for kind in KINDS}


class Daily:
    """Tidies once a day: the first process that comes by does it, and a restart may do it again, which harms
    nothing.
    """

    def go(self) -> bool:
        """Whether it was this time."""
        if not cache.add("tidied", True, DAY):
            return False
        tidy()
        return True
