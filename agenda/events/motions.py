"""The event kinds of motions and amendments. Who moved what, and what became of it, stands in the minutes (GO NRW
section 52).
"""

from django.utils.translation import gettext_lazy as _

from meetings.journal.kinds import EventKind, declare

MOTION = ("item", "number", "motion")
NAME = ("name",)
WORDS = ("name", "text")

MOTION_MOVED = declare(
    EventKind("agenda.motion.moved", _("{name} moves on item {number}: {text}"), MOTION, WORDS, in_minutes=True)
)
AMENDMENT_MOVED = declare(
    EventKind(
        "agenda.amendment.moved",
        _("{name} moves an amendment on item {number}: {text}"),
        MOTION,
        WORDS,
        in_minutes=True,
    )
)
MOTION_EDITED = declare(
    EventKind(
        "agenda.motion.edited",
        _("The motion of {name} on item {number} was reworded: {text}"),
        MOTION,
        WORDS,
        in_minutes=True,
    )
)
MOTION_WITHDRAWN = declare(
    EventKind(
        "agenda.motion.withdrawn",
        _("The motion of {name} on item {number} was withdrawn."),
        MOTION,
        NAME,
        in_minutes=True,
    )
)
MOTION_SETTLED = declare(
    EventKind(
        "agenda.motion.settled",
        _("The motion of {name} on item {number} was settled without a vote."),
        MOTION,
        NAME,
        in_minutes=True,
    )
)
MOTION_ACCEPTED = declare(
    EventKind(
        "agenda.motion.accepted",
        _("The motion of {name} on item {number} was accepted: {text}"),
        MOTION,
        WORDS,
        in_minutes=True,
    )
)
MOTION_REJECTED = declare(
    EventKind(
        "agenda.motion.rejected",
        _("The motion of {name} on item {number} was rejected: {text}"),
        MOTION,
        WORDS,
        in_minutes=True,
    )
)
MOTION_SET_BACK = declare(
    EventKind(
        "agenda.motion.set_back",
        _("The motion of {name} on item {number} is put to the vote again; the earlier vote does not count."),
        MOTION,
        NAME,
        in_minutes=True,
    )
)
MOTION_SUPPORTED = declare(
    EventKind(
        "agenda.motion.supported",
        _("{supporter} supports the motion of {name} on item {number}."),
        MOTION,
        ("supporter", "name"),
    )
)
SUPPORT_TAKEN_BACK = declare(
    EventKind(
        "agenda.motion.support_taken_back",
        _("{supporter} no longer supports the motion of {name} on item {number}."),
        MOTION,
        ("supporter", "name"),
    )
)
MOTIONS_ORDERED = declare(
    EventKind(
        "agenda.motion.ordered",
        _(
            "By decision of the chair the motion of {name} on item {number} is put to the vote before the motion of "
            "{other}."
        ),
        (*MOTION, "before"),
        ("name", "other"),
    )
)
