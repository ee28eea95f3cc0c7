"""The event kinds of measures of order (GO NRW section 51). What happens on a non-public item is for participants."""

from django.utils.translation import gettext_lazy as _

from meetings.events import words
from meetings.journal.kinds import EventKind, declare

MEASURE = ("measure", "person", "item")
NAME = ("name",)

CALLED_TO_MATTER = declare(
    EventKind(
        "meetings.measure.called_to_matter",
        _("{name} was called to the matter (call no. {count} on this item)."),
        (*MEASURE, "count"),
        NAME,
        in_minutes=True,
    )
)
CALLED_TO_ORDER = declare(
    EventKind(
        "meetings.measure.called_to_order",
        _("{name} was called to order (call no. {count} on this item)."),
        (*MEASURE, "count"),
        NAME,
        in_minutes=True,
    )
)
CONSEQUENCES_POINTED_OUT = declare(
    EventKind(
        "meetings.measure.consequences_pointed_out",
        _("The consequences of a further call were pointed out to {name}."),
        MEASURE,
        NAME,
        in_minutes=True,
    )
)
FLOOR_WITHDRAWN = declare(
    EventKind(
        "meetings.measure.floor_withdrawn", _("The floor was withdrawn from {name}."), MEASURE, NAME, in_minutes=True
    )
)
PERSON_EXCLUDED = declare(
    EventKind(
        "meetings.measure.excluded",
        _("{name} was excluded from the meeting for gross disorder."),
        MEASURE,
        NAME,
        in_minutes=True,
        changes_rights=True,
    )
)
REFUSAL_RECORDED = declare(
    EventKind(
        "meetings.measure.refusal_recorded",
        _(
            "{name} refused to leave the meeting. Meetings of this body from which {name} is excluded in "
            "consequence: {meetings}."
        ),
        (*MEASURE, "meetings"),
        NAME,
        in_minutes=True,
    )
)
MEASURE_REVOKED = declare(
    EventKind(
        "meetings.measure.revoked",
        _("Correction: the measure against {name} is no longer valid ({revoked})."),
        (*MEASURE, "revoked"),
        NAME,
        choices=(("revoked", words.MEASURES),),
        in_minutes=True,
        changes_rights=True,
    )
)
