"""The event kind of what the desk has put aside for later."""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.journal.kinds import EventKind, declare

NEWS_PUT_OFF = declare(
    EventKind(
        "meetings.news.put_off",
        _("Put aside at the desk for later: {title}"),
        keys=("news",),
        secrets=("title",),
        audience=Audience.DESK,
    )
)
