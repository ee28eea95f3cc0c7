"""The ballot box of one transaction (Wahlurne): what its ballots need to know is read at once, and they are stored
at once.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError
from meetings.journal import Entries
from meetings.models import Meeting
from meetings.permissions import Actor
from voting.models import Ballot, Elector, Poll


def id_taken() -> DomainError:
    """The refusal of an id under which somebody else's ballot is stored."""
    return DomainError("ballot.id_taken", _("This vote could not be told from another one. Please vote again."))


class Urn:
    """The ballots of these people in these polls, and those with these ids, in a locked meeting; three queries,
    whatever their number.

    `stored` are all ballots that have one of the ids, whoever cast them; `valid` what counts of each elector, by the
    elector's id. Both follow what is put in. `entries` are the events that are written with the ballots.
    """

    def __init__(
        self, meeting: Meeting, polls: Collection[Poll], actors: Collection[Actor], ballot_ids: Collection[UUID]
    ) -> None:
        people = {actor.person_id for actor in actors if actor.person_id is not None}
        electors = list(Elector.objects.filter(poll__in=polls, person__in=people))
        self.meeting = meeting
        self.entries = Entries(meeting)
        self.electors = {(elector.poll_id, elector.person_id): elector for elector in electors}
        valid = Ballot.objects.filter(elector__in=electors, superseded=False).select_related("elector")
        self.valid = {ballot.elector_id: ballot for ballot in valid}
        stored = Ballot.objects.filter(ballot_id__in=ballot_ids).select_related("elector")
        self.stored = {ballot.ballot_id: ballot for ballot in stored}
        self._new: list[Ballot] = []
        self._replaced: list[int] = []

    def elector(self, poll: Poll, actor: Actor) -> Elector | None:
        """The vote that this person has in the poll, if any."""
        return self.electors.get((poll.pk, actor.person_id)) if actor.person_id is not None else None

    def put(self, ballot: Ballot) -> None:
        """Take a ballot in; it supersedes what counted of this elector until now."""
        current = self.valid.get(ballot.elector_id)
        if current is not None:
            current.superseded = True
        if current is not None and current.pk is not None:
            self._replaced.append(current.pk)
        self._new.append(ballot)
        self.valid[ballot.elector_id] = self.stored[ballot.ballot_id] = ballot

    def write(self) -> None:
        """Store what was put in, with its events; 409 `ballot.id_taken` when another meeting has taken an id this very
        moment.

        Another meeting has another lock: only the database can say that.
        """
        if not self._new:
            return
        if self._replaced:
            Ballot.objects.filter(pk__in=self._replaced).update(superseded=True)
        try:
            with transaction.atomic():
                Ballot.objects.bulk_create(self._new)
        except IntegrityError:
            raise id_taken() from None
        self.entries.write()
