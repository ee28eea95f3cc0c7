"""The facts that rules are made of. They read the actor and the target, never the database."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import MailState, Publicity, Role
from meetings.enums import MeetingState as State
from meetings.permissions.engine import Actor, predicate, state


def meeting_of(target: Any) -> Any:
    """The meeting that a target belongs to: itself, or what it points to."""
    return getattr(target, "meeting", target)


@predicate
def anyone(actor: Actor, target: Any) -> bool:
    return True


@predicate
def administrator(actor: Actor, target: Any) -> bool:
    return actor.administrator


@predicate
def clerk(actor: Actor, target: Any) -> bool:
    return Role.CLERK in actor.roles


@predicate
def chair(actor: Actor, target: Any) -> bool:
    return bool(actor.roles & {Role.CHAIR, Role.DEPUTY_CHAIR})


desk = chair | clerk


@predicate
def participant(actor: Actor, target: Any) -> bool:
    """Everybody who belongs to the body, with or without a vote; they may see the non-public part."""
    return bool(actor.roles)


@predicate
def seat_holder(actor: Actor, target: Any) -> bool:
    """Whoever holds a voting seat, their own or as a substitute."""
    return actor.votes


@state(_("You are not on the list of those present."))
def present(actor: Actor, target: Any) -> bool:
    return actor.present


@state(_("The meeting is no longer a draft."))
def meeting_is_draft(actor: Actor, target: Any) -> bool:
    return meeting_of(target).state == State.DRAFT


@state(_("The meeting has not been convened, or has already begun."))
def meeting_is_convened(actor: Actor, target: Any) -> bool:
    return meeting_of(target).state == State.CONVENED


@state(_("The meeting has already begun or was cancelled."))
def meeting_is_planned(actor: Actor, target: Any) -> bool:
    return meeting_of(target).state in {State.DRAFT, State.CONVENED}


@state(_("The meeting is not running."))
def meeting_is_running(actor: Actor, target: Any) -> bool:
    return meeting_of(target).state == State.RUNNING


@state(_("The meeting is not interrupted."))
def meeting_is_interrupted(actor: Actor, target: Any) -> bool:
    return meeting_of(target).state == State.INTERRUPTED


@state(_("The meeting has not begun or is over."))
def meeting_is_open(actor: Actor, target: Any) -> bool:
    return meeting_of(target).state in {State.RUNNING, State.INTERRUPTED}


@state(_("The meeting has not been convened or is over."))
def meeting_is_live(actor: Actor, target: Any) -> bool:
    return meeting_of(target).is_live


@state(_("The meeting has not begun."))
def meeting_has_begun(actor: Actor, target: Any) -> bool:
    return meeting_of(target).opened_at is not None


@state(_("The meeting is not closed."))
def meeting_is_closed(actor: Actor, target: Any) -> bool:
    return meeting_of(target).state == State.CLOSED


@state(_("The meeting is over."))
def meeting_is_unfinished(actor: Actor, target: Any) -> bool:
    return meeting_of(target).state not in {State.CLOSED, State.CANCELLED}


@state(_("The public has already been excluded."))
def public_is_in(actor: Actor, target: Any) -> bool:
    return meeting_of(target).publicity == Publicity.PUBLIC


@state(_("This e-mail has been sent, is on its way, or was given up."))
def mail_may_go_again(actor: Actor, target: Any) -> bool:
    """It was not taken, or nobody knows; and its text is still there and of use."""
    return (
        target.state in {MailState.FAILED, MailState.POSSIBLY_SENT}
        and target.settled_at is None
        and target.expires_at > timezone.now()
    )


@state(_("The public is not excluded."))
def public_is_out(actor: Actor, target: Any) -> bool:
    return meeting_of(target).publicity != Publicity.PUBLIC
