"""The event kinds of papers: what happens to one stands in its own journal, words and names as secrets."""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.journal.kinds import EventKind, declare

DESK, MEMBERS = Audience.DESK, Audience.PARTICIPANT

PAPER_ADDED = declare(EventKind("documents.paper.added", _("Begun: {subject}"), (), ("subject",), audience=DESK))
PAPER_EDITED = declare(EventKind("documents.paper.edited", _("Changed"), ("fields",), audience=DESK))
PAPER_HANDED_IN = declare(
    EventKind("documents.paper.handed_in", _("Handed in as {number}"), ("number",), audience=DESK)
)
SIGN_OFF_STARTED = declare(
    EventKind(
        "documents.sign_off.started", _("Sent round to be signed off by {names}"), ("round",), ("names",), audience=DESK
    )
)
SIGN_OFF_APPROVED = declare(
    EventKind(
        "documents.sign_off.approved",
        _("Signed off by {name}"),
        ("round", "step"),
        ("name", "remark"),
        audience=DESK,
    )
)
SIGN_OFF_REFUSED = declare(
    EventKind(
        "documents.sign_off.refused",
        _("{name} refused to sign it off: {ground}"),
        ("round", "step"),
        ("name", "ground"),
        audience=DESK,
    )
)
SIGN_OFF_RECALLED = declare(
    EventKind("documents.sign_off.recalled", _("Taken back out of its sign-off"), ("round",), audience=DESK)
)
SIGN_OFF_CLEARED = declare(EventKind("documents.sign_off.cleared", _("Signed off by all"), ("round",), audience=DESK))
SUPPORTER_ASKED = declare(
    EventKind("documents.supporter.asked", _("{name} was asked for support"), (), ("name",), audience=DESK)
)
SUPPORTER_CONFIRMED = declare(
    EventKind("documents.supporter.confirmed", _("Supported by {name}"), ("version",), ("name",), audience=DESK)
)
SUPPORTER_WITHDRAWN = declare(
    EventKind("documents.supporter.withdrawn", _("No longer supported by {name}"), (), ("name",), audience=DESK)
)
PROPOSER_KEPT = declare(EventKind("documents.proposer.kept", _("Noted who proposes it"), audience=DESK))
PROPOSER_FORGOTTEN = declare(EventKind("documents.proposer.forgotten", _("Erased who proposed it"), audience=DESK))
PAPER_RELEASED = declare(
    EventKind(
        "documents.paper.released",
        _("Released, version {version}"),
        ("number", "version"),
        ("digest", "note"),
        audience=MEMBERS,
    )
)
PAPER_WITHDRAWN = declare(
    EventKind("documents.paper.withdrawn", _("Withdrawn: {ground}"), (), ("ground",), audience=MEMBERS)
)
PAPER_DEPUBLISHED = declare(
    EventKind("documents.paper.depublished", _("Taken from the public: {ground}"), (), ("ground",), audience=MEMBERS)
)
PAPER_PUBLISHED = declare(
    EventKind("documents.paper.published", _("Given to the public"), ("version",), audience=MEMBERS)
)
ANNEX_ADDED = declare(
    EventKind("documents.annex.added", _("Annex added: {title}"), ("annex",), ("title", "sha256"), audience=DESK)
)
ANNEX_REMOVED = declare(
    EventKind("documents.annex.removed", _("Annex removed: {title}"), ("annex",), ("title", "sha256"), audience=DESK)
)
ANNEXES_MOVED = declare(
    EventKind("documents.annex.moved", _("Annexes put in another order"), ("annexes",), audience=DESK)
)
CONSULTATION_PLANNED = declare(
    EventKind(
        "documents.consultation.planned",
        _("Goes to {body}"),
        ("consultation", "role"),
        ("body",),
        audience=MEMBERS,
    )
)
CONSULTATION_REMOVED = declare(
    EventKind(
        "documents.consultation.removed",
        _("No longer goes to {body}"),
        ("consultation", "role"),
        ("body",),
        audience=MEMBERS,
    )
)
PAPER_PUT_ON_AGENDA = declare(
    EventKind(
        "documents.paper.put_on_agenda",
        _("On the agenda of {body}"),
        ("consultation", "meeting", "item"),
        ("body",),
        audience=MEMBERS,
    )
)
PAPER_TAKEN_OFF_AGENDA = declare(
    EventKind(
        "documents.paper.taken_off_agenda",
        _("No longer on the agenda of {body}"),
        ("consultation", "meeting", "item"),
        ("body",),
        audience=MEMBERS,
    )
)
PAPER_PLACED = declare(
    EventKind(
        "documents.paper.placed",
        _("Paper {number} at item {item_number}: version {version}"),
        ("paper", "number", "item", "item_number", "version"),
    )
)
"""In the journal of the meeting: what stands at one of its items is another state from now on. A non-public item's has
the item's audience.
"""

PAPER_DISPLACED = declare(
    EventKind(
        "documents.paper.displaced",
        _("Paper {number} is no longer read at item {item_number}"),
        ("paper", "number", "item", "item_number"),
    )
)
"""The same for one that was taken off the item, or from the public."""
