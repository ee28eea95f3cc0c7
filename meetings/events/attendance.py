"""The event kinds of who is there, who can be reached, and what was corrected. `meetings.presence` replays them.

`since` and `until` are moments in UTC; `time` and `before` and `after` the same by the clock of the house, for the
sentence.
"""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience, EnteredBy
from meetings.events import words
from meetings.journal.kinds import EventKind, declare

CROWD = 0.5
"""Where ten people a second come and go, every screen would else be written to ten times a second."""
WAYS = (("mode", words.WAYS), ("entered_by", EnteredBy))

PERSON_ARRIVED = declare(
    EventKind(
        "meetings.attendance.arrived",
        _("{name} is present ({mode})."),
        keys=("person", "mode", "entered_by", "since"),
        choices=WAYS,
        secrets=("name",),
        in_minutes=True,
        changes_rights=True,
        patience=CROWD,
    )
)
PERSON_IMPORTED = declare(
    EventKind(
        "meetings.attendance.imported",
        _("{name} has been present since {time} ({mode}), according to the imported list."),
        keys=("person", "mode", "since", "time"),
        choices=WAYS[:1],
        secrets=("name",),
        in_minutes=True,
        changes_rights=True,
        patience=CROWD,
    )
)
PERSON_LEFT = declare(
    EventKind(
        "meetings.attendance.left",
        _("{name} {reason}."),
        keys=("person", "reason", "until"),
        choices=(("reason", words.DEPARTURES),),
        secrets=("name",),
        in_minutes=True,
        changes_rights=True,
        patience=CROWD,
    )
)
WAY_CHANGED = declare(
    EventKind(
        "meetings.attendance.changed",
        _("{name} now takes part {mode}."),
        keys=("person", "mode", "entered_by", "since"),
        choices=WAYS,
        secrets=("name",),
        in_minutes=True,
        changes_rights=True,
        patience=CROWD,
    )
)
PERSON_LOST = declare(
    EventKind(
        "meetings.attendance.lost",
        _("{name} has counted as absent since {time}: the connection was lost."),
        keys=("person", "until", "time"),
        secrets=("name",),
        in_minutes=True,
        changes_rights=True,
        patience=CROWD,
    )
)
PERSON_HEALED = declare(
    EventKind(
        "meetings.attendance.healed",
        _("{name} is present again ({mode}): the connection is restored."),
        keys=("person", "mode", "since"),
        choices=WAYS[:1],
        secrets=("name",),
        in_minutes=True,
        changes_rights=True,
        patience=CROWD,
    )
)
CONNECTION_LOST = declare(
    EventKind(
        "meetings.connection.lost",
        _("{name} has been unreachable since {time}."),
        keys=("person", "since", "time"),
        secrets=("name",),
        patience=CROWD,
    )
)
CONNECTION_RESTORED = declare(
    EventKind(
        "meetings.connection.restored",
        _("{name} can be reached again."),
        keys=("person",),
        secrets=("name",),
        patience=CROWD,
    )
)
ATTENDANCE_CORRECTED = declare(
    EventKind(
        "meetings.attendance.corrected",
        _("Correction: {name} was present {after}, not {before}. Ground: {ground}"),
        keys=("person", "was_since", "was_until", "since", "until", "before", "after"),
        secrets=("name", "ground"),
        in_minutes=True,
        changes_rights=True,
        patience=CROWD,
    )
)
ATTENDANCE_STRUCK = declare(
    EventKind(
        "meetings.attendance.struck",
        _("Correction: the attendance of {name} {before} was entered by mistake. Ground: {ground}"),
        keys=("person", "was_since", "was_until", "before"),
        secrets=("name", "ground"),
        in_minutes=True,
        changes_rights=True,
        patience=CROWD,
    )
)
DISPLAY_LINK_RENEWED = declare(
    EventKind(
        "meetings.display.link_renewed",
        _("The link of the hall display was renewed."),
        audience=Audience.DESK,
        changes_rights=True,
    )
)
