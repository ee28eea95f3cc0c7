"""The event kinds of motions on procedure; who moved what, and what came of it, stands in the minutes."""

from django.utils.translation import gettext_lazy as _

from agenda.procedural_kinds import LABELS
from meetings.journal.kinds import EventKind, declare

MOTION = ("item", "number", "motion", "purpose")
PURPOSE = (("purpose", LABELS),)
NAME = ("name",)

PROCEDURE_MOVED = declare(
    EventKind(
        "agenda.procedure.moved",
        _("{name} makes a procedural motion: {purpose}."),
        MOTION,
        NAME,
        choices=PURPOSE,
        in_minutes=True,
    )
)
PROCEDURE_EXPLAINED = declare(
    EventKind(
        "agenda.procedure.explained",
        _("On the motion of {name}: {detail}"),
        MOTION,
        ("name", "detail"),
        in_minutes=True,
    )
)
PROCEDURE_OPPOSED = declare(
    EventKind(
        "agenda.procedure.opposed",
        _("{name} speaks against the procedural motion: {purpose}."),
        MOTION,
        NAME,
        choices=PURPOSE,
    )
)
PROCEDURE_SUPPORTED = declare(
    EventKind(
        "agenda.procedure.supported",
        _("{name} supports the procedural motion: {purpose}."),
        MOTION,
        NAME,
        choices=PURPOSE,
    )
)
PROCEDURE_TAKEN_BACK = declare(
    EventKind(
        "agenda.procedure.taken_back",
        _("The procedural motion of {name} was withdrawn: {purpose}."),
        MOTION,
        NAME,
        choices=PURPOSE,
        in_minutes=True,
    )
)
PROCEDURE_ACCEPTED = declare(
    EventKind(
        "agenda.procedure.accepted",
        _("The procedural motion was accepted: {purpose}."),
        MOTION,
        choices=PURPOSE,
        in_minutes=True,
    )
)
PROCEDURE_DEMANDED = declare(
    EventKind(
        "agenda.procedure.demanded",
        _("Demanded by {supporters} members, as many as it needs: {purpose}."),
        (*MOTION, "supporters"),
        choices=PURPOSE,
        in_minutes=True,
    )
)
PROCEDURE_REJECTED = declare(
    EventKind(
        "agenda.procedure.rejected",
        _("The procedural motion was rejected: {purpose}."),
        MOTION,
        choices=PURPOSE,
        in_minutes=True,
    )
)
