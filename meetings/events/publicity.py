"""The event kinds of the non-public part. What the public may not know stands in events for participants alone."""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.journal.kinds import EventKind, declare

PUBLIC_EXCLUDED = declare(EventKind("meetings.public.excluded", _("The public was excluded."), in_minutes=True))
GROUND_GIVEN = declare(
    EventKind(
        "meetings.public.ground_given",
        _("Ground for excluding the public: {ground}"),
        secrets=("ground",),
        audience=Audience.PARTICIPANT,
        in_minutes=True,
    )
)
CHANNEL_FAILED = declare(
    EventKind(
        "meetings.public.channel_failed",
        _("A public channel did not confirm that it is closed: {channel} ({fault})."),
        keys=("channel",),
        secrets=("fault",),
        audience=Audience.DESK,
    )
)
PUBLIC_GONE = declare(EventKind("meetings.public.gone", _("All public channels have confirmed that they are closed.")))
PUBLIC_READMITTED = declare(EventKind("meetings.public.readmitted", _("The public was readmitted."), in_minutes=True))
CONFIDENTIALITY_CONFIRMED = declare(
    EventKind(
        "meetings.confidentiality.confirmed",
        _("{name} has confirmed that nobody else can see or hear."),
        keys=("person",),
        secrets=("name",),
        audience=Audience.PARTICIPANT,
    )
)
