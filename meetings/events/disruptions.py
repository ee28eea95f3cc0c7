"""The event kinds of technical disturbances.

A report holds somebody's own words and goes to the participants; the minutes get what came of it.
"""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.events import words
from meetings.journal.kinds import EventKind, declare

GROUNDS = (("ground", words.GROUNDS),)

DISRUPTION_REPORTED = declare(
    EventKind(
        "meetings.disruption.reported",
        _("{name} reports a technical disturbance: “{remark}”"),
        keys=("disruption", "person", "source"),
        secrets=("name", "remark"),
        audience=Audience.PARTICIPANT,
    )
)
GENERAL_DISRUPTION_REPORTED = declare(
    EventKind(
        "meetings.disruption.general_reported",
        _("A technical disturbance of the whole meeting was entered: “{remark}”"),
        keys=("disruption", "source"),
        secrets=("remark",),
        audience=Audience.PARTICIPANT,
    )
)
DISRUPTION_DETECTED = declare(
    EventKind(
        "meetings.disruption.detected",
        _("The program has noticed a technical disturbance affecting {name}."),
        keys=("disruption", "person"),
        secrets=("name",),
        audience=Audience.PARTICIPANT,
    )
)
DISRUPTION_SETTLED = declare(
    EventKind(
        "meetings.disruption.settled",
        _("The technical disturbance affecting {name} since {began} was settled: {ground}."),
        keys=("disruption", "person", "began", "ground"),
        choices=GROUNDS,
        secrets=("name",),
        in_minutes=True,
    )
)
GENERAL_DISRUPTION_SETTLED = declare(
    EventKind(
        "meetings.disruption.general_settled",
        _("The technical disturbance of the whole meeting since {began} was settled: {ground}."),
        keys=("disruption", "began", "ground"),
        choices=GROUNDS,
        in_minutes=True,
    )
)
STEP_DISRUPTED = declare(
    EventKind(
        "meetings.disruption.step_listed",
        _("To be repeated because of the technical disturbance: {label}"),
        keys=("disruption", "step", "what", "key"),
        secrets=("label",),
        in_minutes=True,
    )
)
STEP_REPEATED = declare(
    EventKind(
        "meetings.disruption.step_repeated",
        _("Repeated after the technical disturbance: {label}"),
        keys=("disruption", "step", "what", "key"),
        secrets=("label",),
        in_minutes=True,
    )
)
