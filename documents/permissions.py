"""Who may do what in the documents room."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings.enums import MeetingState
from meetings.permissions import Actor, Rule, anyone, desk, meeting_is_closed, predicate, register, state

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


@state(_("The minutes have not been released yet."))
def minutes_are_released(actor: Actor, sheets: Any) -> bool:
    return sheets.release is not None


@state(_("The minutes have been released already."))
def minutes_are_a_draft(actor: Actor, sheets: Any) -> bool:
    return sheets.release is None


@predicate
def member_who_reads_drafts(actor: Actor, sheets: Any) -> bool:
    """After the close, where the rules of the body give its members the draft."""
    return bool(actor.roles) and sheets.members_see_drafts and _meeting(sheets).state == MeetingState.CLOSED


def _meeting(target: Any) -> Any:
    return getattr(target, "meeting", target)


no_package_yet = _("There is no check package yet; it appears when the meeting has been closed.")
no_minutes_yet = _("There are no minutes yet; they appear when they have been released.")

# fmt: off
register(
    #    action                         who may do it  while this holds                     what others are told
    Rule("documents.see_files",         desk,          told=only_desk),
    Rule("documents.attach_file",       desk,          meeting_takes_place,                 only_desk),
    Rule("documents.remove_file",       desk,          meeting_takes_place & file_is_kept,  only_desk),
    Rule("documents.see_minutes_page",  desk,          meeting_has_begun,                   only_desk),
    Rule("documents.see_draft_minutes", desk | member_who_reads_drafts, meeting_has_begun,  only_desk),
    Rule("documents.see_minutes",       anyone,        minutes_are_released,                no_minutes_yet),
    Rule("documents.release_minutes",   desk,          meeting_is_closed & minutes_are_a_draft, only_desk),
    Rule("documents.take_back_minutes", desk,          minutes_are_released,                only_desk),
    Rule("documents.see_check_package", anyone,        meeting_is_closed,                   no_package_yet),
    Rule("documents.see_full_check_package", desk,     meeting_has_begun,                   only_desk),
)
# fmt: on
