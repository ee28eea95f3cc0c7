"""The note for the minutes, written by the desk while the meeting runs and after it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agenda import events
from agenda.models import AgendaItem
from agenda.selectors import open_item, part_now
from agenda.services.base import clean, lock_item, tell
from meetings.errors import DomainError
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.typed import paragraphs


def turn_note(item: AgendaItem, was: str = "") -> None:
    """Lay the note of the other part aside when a locked item has come into one; `was` is the item's part until now.

    The new version keeps out what is being typed into the page that shows the other one.
    """
    part = part_now(item)
    if part == (item.note_part or was or item.part):
        return
    item.note, item.other_note, item.note_part, item.note_version = (
        item.other_note,
        item.note,
        part,
        item.note_version + 1,
    )
    item.save(update_fields=["note", "other_note", "note_part", "note_version"])


def turn_open_note(meeting: Meeting) -> None:
    """The public went out or came in while an item is being dealt with."""
    item = open_item(meeting)
    if item is not None:
        item.meeting = meeting
        turn_note(item)


@transaction.atomic
def write_note(*, item: AgendaItem, text: str, version: int, actor: Actor) -> AgendaItem:
    """Store the note on an item (Notiz für die Niederschrift); only the desk sees it and that it was written.

    `version` is the note the person had before them: 409 `note.changed_meanwhile` when somebody else has written.
    The same text sent again changes nothing, so a client may repeat what got lost. 400 `data.invalid`.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.write_note", item)
    text = paragraphs(text)
    if item.note == text:
        return item
    if item.note_version != version:
        raise DomainError(
            "note.changed_meanwhile", _("Somebody else has changed this note meanwhile. Nothing was saved.")
        )
    item.note, item.note_version = text, version + 1
    clean(item, exclude=[field.name for field in item._meta.fields if field.name != "note"])
    item.save(update_fields=["note", "note_version"])
    tell(item, events.NOTE_WRITTEN, actor, version=item.note_version)
    return item
