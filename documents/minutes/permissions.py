"""Who may do what with minutes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.permissions import meeting_has_begun, meeting_of, only_desk
from meetings.enums import MeetingState
from meetings.permissions import Actor, Rule, anyone, desk, meeting_is_closed, predicate, register, state

no_minutes_yet = _("There are no minutes yet; they appear when they have been released.")


@state(_("The minutes have not been released yet."))
def minutes_are_released(actor: Actor, sheets: Any) -> bool:
    return sheets.release is not None


@state(_("The minutes have been released already."))
def minutes_are_a_draft(actor: Actor, sheets: Any) -> bool:
    return sheets.release is None


@predicate
def member_who_reads_drafts(actor: Actor, sheets: Any) -> bool:
    """After the close, where the rules of the body give its members the draft."""
    return bool(actor.roles) and sheets.members_see_drafts and meeting_of(sheets).state == MeetingState.CLOSED


# fmt: off
register(
    #    action                         who may do it  while this holds                     what others are told
    Rule("documents.see_minutes_page",  desk,          meeting_has_begun,                   only_desk),
    Rule("documents.see_draft_minutes", desk | member_who_reads_drafts, meeting_has_begun,  only_desk),
    Rule("documents.see_minutes",       anyone,        minutes_are_released,                no_minutes_yet),
    Rule("documents.release_minutes",   desk,          meeting_is_closed & minutes_are_a_draft, only_desk),
    Rule("documents.take_back_minutes", desk,          minutes_are_released,                only_desk),
)
# fmt: on
