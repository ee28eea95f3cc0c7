"""Who may do what in the documents room."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings.enums import MeetingState
from meetings.permissions import Actor, Rule, anyone, desk, meeting_is_closed, register, state

only_desk = _("Only the chair or the clerk may do this.")


@state(_("The meeting was cancelled."))
def meeting_takes_place(actor: Actor, target: Any) -> bool:
    return _meeting(target).state != MeetingState.CANCELLED


@state(_("There are no minutes before the meeting has begun."))
def meeting_has_begun(actor: Actor, target: Any) -> bool:
    return _meeting(target).opened_at is not None


@state(_("This paper has been removed meanwhile."))
def file_is_kept(actor: Actor, file: Any) -> bool:
    return file.removed_at is None


def _meeting(target: Any) -> Any:
    return target if hasattr(target, "last_seq") else target.meeting


no_package_yet = _("There is no check package yet; it appears when the meeting has been closed.")
no_minutes_yet = _("There are no minutes yet; they appear when the meeting has been closed.")

# fmt: off
register(
    #    action                         who may do it  while this holds                     what others are told
    Rule("documents.see_files",         desk,          told=only_desk),
    Rule("documents.attach_file",       desk,          meeting_takes_place,                 only_desk),
    Rule("documents.remove_file",       desk,          meeting_takes_place & file_is_kept,  only_desk),
    Rule("documents.see_draft_minutes", desk,          meeting_has_begun,                   only_desk),
    Rule("documents.see_minutes",       anyone,        meeting_is_closed,                   no_minutes_yet),
    Rule("documents.see_check_package", anyone,        meeting_is_closed,                   no_package_yet),
    Rule("documents.see_full_check_package", desk,     meeting_has_begun,                   only_desk),
)
# fmt: on
