"""Who may do what with files."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.permissions import meeting_of, only_desk
from meetings.enums import MeetingState
from meetings.permissions import Actor, Rule, desk, register, state


@state(_("The meeting was cancelled."))
def meeting_takes_place(actor: Actor, target: Any) -> bool:
    return meeting_of(target).state != MeetingState.CANCELLED


@state(_("This file has been removed meanwhile."))
def file_is_kept(actor: Actor, file: Any) -> bool:
    return file.removed_at is None


# fmt: off
register(
    #    action                         who may do it  while this holds                     what others are told
    Rule("documents.see_files",         desk,          told=only_desk),
    Rule("documents.attach_file",       desk,          meeting_takes_place,                 only_desk),
    Rule("documents.remove_file",       desk,          meeting_takes_place & file_is_kept,  only_desk),
)
# fmt: on
