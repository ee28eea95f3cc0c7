"""Who may present what, and who hands in slides."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda.enums import ItemState
from documents.files.permissions import file_is_kept
from documents.storage import PDF
from meetings.permissions import Actor, Rule, desk, meeting_is_open, meeting_is_unfinished, register, state
from meetings.permissions.engine import predicate


def item_of(target: Any) -> Any:
    """The item of a file, a presenter, a presentation or somebody's own slides; an item itself; None of a meeting."""
    if hasattr(target, "item"):
        return target.item
    if hasattr(target, "file"):
        return target.file.item
    return target if hasattr(target, "meeting") else None


@predicate
def reports_on_it(actor: Actor, target: Any) -> bool:
    """Whoever has the personal link of a presenter of this very item, or of the item that is being presented on."""
    item = item_of(target)
    return actor.guest is not None and item is not None and actor.guest.item == item.pk


@predicate
def own_deck(actor: Actor, slides: Any) -> bool:
    return actor.guest is not None and slides.presenter_id == actor.guest.presenter


@predicate
def has_account(actor: Actor, target: Any) -> bool:
    return actor.user is not None


@state(_("This item is not being dealt with right now."))
def its_item_is_open(actor: Actor, file: Any) -> bool:
    return bool(file.item.state == ItemState.OPEN)


@state(_("Your item has been called: the slides can no longer be exchanged."))
def its_item_waits(actor: Actor, target: Any) -> bool:
    return bool(item_of(target).state == ItemState.PENDING)


@state(_("Only PDF files can be presented."))
def file_is_pdf(actor: Actor, file: Any) -> bool:
    return bool(file.media_type == PDF)


@state(_("The meeting is over."))
def meeting_goes_on(actor: Actor, target: Any) -> bool:
    return meeting_is_unfinished(actor, item_of(target).meeting)


presenters = _("Only the chair, the clerk and whoever reports on this item may do this.")
own = _("Only whoever reports on this item may do this.")
# fmt: off
register(
    #    action, who may do it, while this holds, what others are told
    Rule("documents.present_file",    desk | reports_on_it,
         meeting_is_open & its_item_is_open & file_is_kept & file_is_pdf,                   presenters),
    Rule("documents.turn_page",       desk | reports_on_it, meeting_is_open,                presenters),
    Rule("documents.stop_presenting", desk | reports_on_it, meeting_is_open,                presenters),
    Rule("documents.put_slides",      reports_on_it,        meeting_goes_on & its_item_waits, own),
    Rule("documents.take_slides_off", own_deck,             meeting_goes_on & its_item_waits, own),
    Rule("documents.keep_place",      has_account,          told=_("Sign in first.")),
)
# fmt: on
