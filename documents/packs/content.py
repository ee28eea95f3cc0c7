"""What a pack holds for one person, at this moment and by their rights, and the digest by which it is known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils import translation

from agenda.enums import Part as Side
from agenda.selectors import Row, agenda_of, closed_to
from documents.packs.enums import PackKind
from documents.packs.registry import Part, tell_parts
from documents.papers.selectors.state import State, state_of
from meetings.enums import Audience, MeetingFormat
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors import audience_of, sees_non_public

FORM = 2
"""How packs look; another number, and all of them are made anew."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the agenda with its parts; `is_closed` for whoever has a conflict of interest in it."""

    row: Row
    parts: tuple[Part, ...] = ()
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a pack. `is_public` says that everybody may have it; then it is the same for everybody."""

    meeting: Meeting
    kind: PackKind
    is_public: bool
    entries: tuple[Entry, ...]
    state: State

    @property
    def parts(self) -> list[Part]:
        """All parts in their order."""
        return [part for entry in self.entries for part in entry.parts]

    @property
    def marks(self) -> list[str]:
        """What somebody has who has this."""
        return [part.mark for part in self.parts]

    def spec(self) -> dict[str, Any]:
        """The same as data, from which the file is made without asking for any right again."""
        meeting = self.meeting
        return {
            "form": FORM,
            "kind": self.kind,
            "public": self.is_public,
            "institution": meeting.body.institution.name,
            "body": meeting.body.name,
            "title": meeting.title,
            "starts_at": meeting.starts_at.isoformat(),
            "hall": meeting.hall,
            "state": [self.state.agenda, self.state.papers],
            "by_video": meeting.format == MeetingFormat.DIGITAL,
            "rows": [_row(entry) for entry in self.entries],
        }

    def digest(self) -> str:
        """Changes exactly with what is in it."""
        return hashlib.sha256(json.dumps(self.spec(), sort_keys=True).encode()).hexdigest()


def contents_of(meeting: Meeting, actor: Actor, kind: PackKind = PackKind.WHOLE) -> Contents:
    """What this person may have of the papers of a meeting, exactly as file by file (Sitzungsmappe).

    Where nothing of it is non-public it is the pack for everybody. In the language of the institution.
    """
    audience, closed = audience_of(actor), closed_to(meeting, actor)
    with translation.override(settings.LANGUAGE_CODE):
        everything = _contents(meeting, audience, closed, kind)
        if everything.is_public and sees_non_public(audience):
            return _contents(meeting, Audience.PUBLIC, frozenset(), kind)
    return everything


def _contents(meeting: Meeting, audience: Audience, closed: Collection[int], kind: PackKind) -> Contents:
    found: dict[int, list[Part]] = {}
    for parts in tell_parts.ask(meeting, audience):
        for part in parts:
            assert part.row.item is not None
            found.setdefault(part.row.item.pk, []).append(part)
    entries = tuple(_entry(row, found, closed) for row in agenda_of(meeting, audience))
    is_public = not sees_non_public(audience) or not any(map(_is_secret, entries))
    return Contents(meeting, kind, is_public, entries, state_of(meeting, audience))


def _entry(row: Row, found: dict[int, list[Part]], closed: Collection[int]) -> Entry:
    key = row.item.pk if row.item else None
    if key in closed:
        return Entry(row, is_closed=True)
    return Entry(row, tuple(found.get(key, ())) if key else ())


def _is_secret(entry: Entry) -> bool:
    return entry.row.part != Side.PUBLIC or any(not part.is_public for part in entry.parts)


def new_in(contents: Contents, known: Collection[str]) -> Contents:
    """Only what is not among what somebody has (Nachlieferung), with the rows to which it belongs."""
    entries = (
        replace(entry, parts=tuple(part for part in entry.parts if part.mark not in known), is_closed=False)
        for entry in contents.entries
    )
    left = tuple(entry for entry in entries if entry.parts)
    is_public = contents.is_public or not any(map(_is_secret, left))
    return Contents(contents.meeting, PackKind.SUPPLEMENT, is_public, left, contents.state)


def _row(entry: Entry) -> dict[str, Any]:
    row = entry.row
    return {
        "number": row.number,
        "depth": row.depth,
        "title": row.title,
        "public": row.part == Side.PUBLIC,
        "hidden": not row.may_see,
        "closed": entry.is_closed,
        "parts": list(_parts(entry)),
    }


def _parts(entry: Entry) -> Iterator[dict[str, Any]]:
    for part in entry.parts:
        yield {
            "title": part.title,
            "label": part.label,
            "name": part.name,
            "place": part.place,
            "media_type": part.media_type,
            "sha256": part.sha256,
            "public": part.is_public,
            "url": f"{settings.SITE_URL}{part.url}",
        }
