"""The yardstick for votes: the same rows, one durable transaction per vote, by plain ORM calls in one thread with
nothing around them.

`python -m tests.load.bare_votes COUNT`, on the data that `voting_data.py` has made and a benchmark is through with: the
ballots go in as superseded ones, and the events are no chain.
Prints votes per second, the seconds of the 99th of 100, and the processor time of each.
"""

from __future__ import annotations

import json
import os
import sys
from time import monotonic, process_time
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django


def vote(elector, meeting, number: int) -> None:
    """Lock, ballot, event, secret, the meeting's number: what a vote writes."""
    from django.db import transaction
    from django.utils import timezone

    from meetings.models import EventSecret, Journal, Meeting, MeetingEvent
    from voting.models import Ballot

    now, seq = timezone.now(), meeting.last_seq + number
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        Ballot.objects.create(
            elector=elector,
            choice="yes",
            version=100_000 + number,
            ballot_id=uuid4(),
            superseded=True,
            seq=seq,
            cast_at=now,
        )
        data = {"poll": 1, "elector": elector.pk, "version": number, "choice": {"commitment": "0" * 64}}
        words = {"actor": "user:1", "name": "voting.ballot.cast", "audience": "participant", "data": data}
        event = MeetingEvent.objects.create(
            journal=meeting.journal, seq=seq, at=now, previous_hash="0" * 64, hash="0" * 64, **words
        )
        EventSecret.objects.create(event=event, key="choice", value="yes", salt="0" * 32)
        Journal.objects.filter(pk=meeting.journal_id).update(last_seq=seq, head="0" * 64)


def main(count: int) -> None:
    from meetings.models import Meeting
    from voting.models import Elector

    meeting, electors = Meeting.objects.get(pk=1), list(Elector.objects.filter(poll=1))
    vote(electors[0], meeting, 1)  # the first one opens the connection
    took, spent = [], process_time()
    for number in range(2, count + 2):
        began = monotonic()
        vote(electors[number % len(electors)], meeting, number)
        took.append(monotonic() - began)
    spent = process_time() - spent
    took.sort()
    print(json.dumps({"rate": count / sum(took), "p99": took[int(0.99 * count)], "each": spent / count}))


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
