"""The event kinds of the list of speakers. Who spoke stands in the journal, not in the minutes; a statement for the
record does.
"""

from django.utils.translation import gettext_lazy as _

from agenda.enums import RequestKind
from meetings.journal.kinds import EventKind, declare

ITEM = ("item", "number")
REQUEST = (*ITEM, "request")
NAME = ("name",)
PURPOSE = (("purpose", RequestKind),)

LIST_OPENED = declare(EventKind("agenda.list.opened", _("The list of speakers on item {number} was opened."), ITEM))
LIST_CLOSED = declare(EventKind("agenda.list.closed", _("The list of speakers on item {number} was closed."), ITEM))
DEBATE_CLOSED = declare(
    EventKind("agenda.debate.closed", _("The debate on item {number} was closed."), ITEM, in_minutes=True)
)
FLOOR_ASKED = declare(
    EventKind(
        "agenda.floor.asked", _("{name} asks for the floor ({purpose})."), (*REQUEST, "purpose"), NAME, choices=PURPOSE
    )
)
REQUEST_TAKEN_BACK = declare(
    EventKind("agenda.floor.taken_back", _("{name} withdraws the request to speak."), REQUEST, NAME)
)
REQUEST_STRUCK = declare(
    EventKind("agenda.floor.struck", _("{name} was struck from the list of speakers."), REQUEST, NAME)
)
MEDIA_CONFIRMED = declare(EventKind("agenda.floor.media_confirmed", _("{name} can be seen and heard."), REQUEST, NAME))
FLOOR_GIVEN = declare(
    EventKind(
        "agenda.floor.given", _("{name} has the floor ({purpose})."), (*REQUEST, "purpose"), NAME, choices=PURPOSE
    )
)
FLOOR_GIVEN_OUT_OF_TURN = declare(
    EventKind(
        "agenda.floor.given_out_of_turn",
        _("{name} has the floor out of turn, by decision of the chair ({purpose})."),
        (*REQUEST, "purpose"),
        NAME,
        choices=PURPOSE,
    )
)
WITHOUT_MEDIA = declare(
    EventKind(
        "agenda.floor.without_media", _("{name} may speak without being seen, by decision of the chair."), REQUEST, NAME
    )
)
SPEECH_INTERRUPTED = declare(
    EventKind("agenda.speech.interrupted", _("{name} was interrupted and is on the list again."), REQUEST, NAME)
)
SPEECH_PAUSED = declare(EventKind("agenda.speech.paused", _("The speaking time of {name} was stopped."), REQUEST, NAME))
SPEECH_CONTINUED = declare(EventKind("agenda.speech.continued", _("{name} continues speaking."), REQUEST, NAME))
SPEECH_ENDED = declare(
    EventKind("agenda.speech.ended", _("{name} has spoken ({seconds} seconds)."), (*REQUEST, "seconds"), NAME)
)
STATEMENT_MADE = declare(
    EventKind(
        "agenda.statement.made",
        _("{name} made a statement for the record on item {number}."),
        REQUEST,
        NAME,
        in_minutes=True,
    )
)
TIMES_RESOLVED = declare(
    EventKind(
        "agenda.speaking_time.resolved",
        _("Speaking time by resolution: {seconds} seconds, {contributions} contributions each (0: no limit)."),
        ("seconds", "contributions"),
        in_minutes=True,
    )
)
FACTION_TIME_RESOLVED = declare(
    EventKind(
        "agenda.speaking_time.factions_resolved",
        _("Speaking time of each faction by resolution: {seconds} seconds (0: no limit)."),
        ("seconds",),
        in_minutes=True,
    )
)
