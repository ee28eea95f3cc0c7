"""The list of speakers: asked, taken back, struck, and the floor given, stopped and ended (Redeliste,
Worterteilung).
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import events, selectors
from agenda.enums import Part, RequestKind, RequestState
from agenda.models import AgendaItem, Presenter, SpeakersList, SpeakingRequest
from agenda.services.base import lock_item
from agenda.services.floor import check_may_ask, check_may_be_called, tell_request
from meetings.enums import AttendanceMode
from meetings.errors import DomainError, not_found
from meetings.journal.kinds import EventKind
from meetings.permissions import Actor, require
from meetings.selectors import person_of, present_people, somebody_here
from meetings.services import lock_meeting
from meetings.typed import one_line

LONGEST_GUEST = 500


@transaction.atomic
def ask_for_floor(*, item: AgendaItem, kind: str = RequestKind.CONTRIBUTION, actor: Actor) -> SpeakingRequest:
    """Ask for the floor on the open item (sich zu Wort melden); hall and remote are one list in the order of asking.

    400 `floor.kind_unknown`; 409 `floor.list_closed`, `floor.asked_already`, `floor.limit_reached`, `floor.withdrawn`,
    `floor.absent`. Source: REQ-63; DigiSiVO section 5(1).
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.ask_for_floor", item)
    person = person_of(actor)
    check_may_ask(item, person, _known(kind))
    return put_on_list(item, actor, kind, person=person)


@transaction.atomic
def enter_request(
    *,
    item: AgendaItem,
    kind: str = RequestKind.CONTRIBUTION,
    person: int = 0,
    presenter: int = 0,
    guest: str = "",
    actor: Actor,
) -> SpeakingRequest:
    """Enter somebody at the desk: a present member, a presenter of the item, or a guest by name (Administration).

    The limit of contributions does not bind the desk. A presenter's contribution is the presentation.
    400 `floor.nobody`; 404; the same 409 as `ask_for_floor`.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.enter_request", item)
    kind = _known(kind)
    if person:
        found = somebody_here(item.meeting, person)
        check_may_ask(item, found, kind, by_desk=True)
        return put_on_list(item, actor, kind, person=found)
    who = _outsider(item, presenter, guest)
    reports = "presenter" in who and kind == RequestKind.CONTRIBUTION
    return put_on_list(item, actor, RequestKind.PRESENTATION if reports else kind, **who)


def _outsider(item: AgendaItem, presenter: int, guest: str) -> dict[str, Any]:
    if presenter:
        found = Presenter.objects.filter(item=item, pk=presenter).first()
        if found is None:
            raise not_found()
        waits = item.speaking_requests.filter(presenter=found, state__in=[RequestState.WAITING, RequestState.SPEAKING])
        if waits.exists():
            raise DomainError("floor.asked_already", _("This person is on the list already."))
        return {"presenter": found}
    name = one_line(guest)
    if not name or len(name) > LONGEST_GUEST:
        raise DomainError("floor.nobody", _("Say who wants to speak."), status=400)
    return {"guest": name}


def _known(kind: str) -> RequestKind:
    if kind not in RequestKind.values:
        raise DomainError("floor.kind_unknown", _("Choose what the floor is asked for."), status=400)
    return RequestKind(kind)


def put_on_list(item: AgendaItem, actor: Actor, kind: str, **who: Any) -> SpeakingRequest:
    """Enter somebody at the end of a locked item's list, and tell."""
    last = item.speaking_requests.aggregate(last=Max("position"))["last"]
    here = present_people(item.meeting).get(who["person"].pk) if "person" in who else None
    guest = who.get("presenter")
    row = SpeakingRequest.objects.create(
        meeting=item.meeting,
        item=item,
        kind=kind,
        mode=here.mode if here else "",
        position=0 if last is None else last + 1,
        asked_at=timezone.now(),
        part=guest.part if guest and guest.part != Part.PUBLIC else selectors.part_now(item),
        **who,
    )
    tell_request(row, events.FLOOR_ASKED, actor, purpose=str(kind))
    return row


@transaction.atomic
def withdraw_request(*, request: SpeakingRequest, actor: Actor) -> SpeakingRequest:
    """Take one's own request back (Wortmeldung zurückziehen); 409 `floor.not_waiting`."""
    row, actor = lock_request(request, actor)
    require(actor, "agenda.withdraw_request", row)
    return _take_off(row, RequestState.WITHDRAWN, events.REQUEST_TAKEN_BACK, actor)


@transaction.atomic
def strike_request(*, request: SpeakingRequest, actor: Actor) -> SpeakingRequest:
    """Strike somebody from the list (von der Redeliste streichen); 409 `floor.not_waiting`."""
    row, actor = lock_request(request, actor)
    require(actor, "agenda.strike_request", row)
    return _take_off(row, RequestState.STRUCK, events.REQUEST_STRUCK, actor)


def strike_locked(row: SpeakingRequest, by: Actor) -> SpeakingRequest:
    """Strike a waiting request of a locked meeting, for a service that has its own right to do so."""
    return _take_off(row, RequestState.STRUCK, events.REQUEST_STRUCK, by)


def _take_off(row: SpeakingRequest, state: RequestState, kind: EventKind, actor: Actor) -> SpeakingRequest:
    _check_waits(row)
    row.state = state
    row.save(update_fields=["state"])
    tell_request(row, kind, actor)
    return row


@transaction.atomic
def confirm_media(*, request: SpeakingRequest, actor: Actor) -> SpeakingRequest:
    """Say that one's own camera and sound work (DigiSiVO section 2(4)); asked of remote speakers before they are
    called.
    """
    row, actor = lock_request(request, actor)
    require(actor, "agenda.confirm_media", row)
    _check_waits(row)
    if row.media_confirmed_at is None:
        row.media_confirmed_at = timezone.now()
        row.save(update_fields=["media_confirmed_at"])
        tell_request(row, events.MEDIA_CONFIRMED, actor)
    return row


@transaction.atomic
def call_speaker(*, request: SpeakingRequest, without_media: bool = False, actor: Actor) -> SpeakingRequest:
    """Give the floor (Wort erteilen); to somebody else than the next, the deviation is recorded (REQ-63).

    409 `floor.taken` while somebody speaks, `floor.not_waiting`, `floor.absent`, `floor.withdrawn`,
    `floor.media_not_confirmed` for a remote speaker unless the chair decides so with `without_media` (REQ-66).
    """
    row, actor = lock_request(request, actor)
    require(actor, "agenda.call_speaker", row)
    _check_waits(row)
    rows = selectors.requests_of(row.meeting, row.item)
    check_may_be_called(row, rows)
    blind = _check_media(row, without_media)
    due = selectors.next_due(row.meeting, rows)
    row.out_of_turn = due is not None and due.pk != row.pk
    _begin(row, blind)
    kind = events.FLOOR_GIVEN_OUT_OF_TURN if row.out_of_turn else events.FLOOR_GIVEN
    tell_request(row, kind, actor, purpose=str(row.kind))
    if blind:
        tell_request(row, events.WITHOUT_MEDIA, actor)
    return row


def _check_media(row: SpeakingRequest, without_media: bool) -> bool:
    """Whether the chair lets somebody speak unseen."""
    if row.mode != AttendanceMode.REMOTE or row.media_confirmed_at is not None:
        return False
    if not without_media:
        says = _("{name} has not confirmed that camera and sound work. Decide whether they may speak all the same.")
        raise DomainError("floor.media_not_confirmed", says.format(name=row.name))
    return True


def _begin(row: SpeakingRequest, blind: bool) -> None:
    now = timezone.now()
    row.state, row.called_at, row.running_since, row.without_media = RequestState.SPEAKING, now, now, blind
    row.limit_seconds = selectors.allowance_of(row.item, row)
    row.save(update_fields=["state", "called_at", "running_since", "without_media", "limit_seconds", "out_of_turn"])


def lock_request(request: SpeakingRequest, actor: Actor) -> tuple[SpeakingRequest, Actor]:
    """Lock the request's meeting and read request and rights anew."""
    meeting, actor = lock_meeting(request.meeting_id, actor)
    return selectors.request_in(meeting, request.pk), actor


def _check_waits(row: SpeakingRequest) -> None:
    if row.state != RequestState.WAITING:
        raise DomainError("floor.not_waiting", _("This request is no longer on the list."))


def ensure_list(item: AgendaItem) -> SpeakersList:
    """The item's list; it begins closed."""
    return SpeakersList.objects.get_or_create(item=item)[0]
