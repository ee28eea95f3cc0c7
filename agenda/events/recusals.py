"""The event kinds of conflicts of interest. Who took no part in an item stands in the minutes; the ground does not."""

from django.utils.translation import gettext_lazy as _

from meetings.journal.kinds import EventKind, declare

RECUSAL = ("item", "number", "recusal", "person")
NAME = ("name",)

RECUSAL_DECLARED = declare(
    EventKind(
        "agenda.recusal.declared",
        _("{name} declares a conflict of interest in item {number}."),
        RECUSAL,
        NAME,
        changes_rights=True,
    )
)
RECUSAL_DISPUTED = declare(
    EventKind(
        "agenda.recusal.disputed",
        _("The body is to decide whether {name} has a conflict of interest in item {number}."),
        RECUSAL,
        NAME,
        in_minutes=True,
    )
)
RECUSAL_FOUND = declare(
    EventKind(
        "agenda.recusal.found",
        _("The body finds that {name} has a conflict of interest in item {number}."),
        RECUSAL,
        NAME,
        in_minutes=True,
        changes_rights=True,
    )
)
RECUSAL_REFUTED = declare(
    EventKind(
        "agenda.recusal.refuted",
        _("The body finds that {name} has no conflict of interest in item {number}."),
        RECUSAL,
        NAME,
        in_minutes=True,
        changes_rights=True,
    )
)
RECUSAL_TAKEN_BACK = declare(
    EventKind(
        "agenda.recusal.taken_back",
        _("Correction: {name} has no conflict of interest in item {number}."),
        RECUSAL,
        NAME,
        in_minutes=True,
        changes_rights=True,
    )
)
RECUSED = declare(
    EventKind(
        "agenda.recusal.began",
        _("{name} takes no part in item {number} because of a conflict of interest."),
        RECUSAL,
        NAME,
        in_minutes=True,
        changes_rights=True,
    )
)
RECUSAL_OVER = declare(
    EventKind(
        "agenda.recusal.over",
        _("{name} may take part again after item {number}."),
        RECUSAL,
        NAME,
        in_minutes=True,
        changes_rights=True,
    )
)
