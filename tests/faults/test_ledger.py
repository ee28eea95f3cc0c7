"""The comparison that judges the trials with kills finds each kind of untruth, and nothing where all is true."""

from dataclasses import replace

import pytest

from tests.faults.ledger import Ledger, Stored, Told, faults, kinds, miscounts


def true_story():
    """Two electors: one has cast and changed, the other has cast once."""
    told = [
        Told(1, "yes", ("a",), {"ballot_id": "a", "choice": "yes", "version": 1, "seq": 11}),
        Told(1, "no", ("b",), {"ballot_id": "b", "choice": "no", "version": 2, "seq": 12}),
        Told(2, "yes", ("c",), {"ballot_id": "c", "choice": "yes", "version": 1, "seq": 13}),
    ]
    rows = [
        Stored("a", 10, 1, "yes", 1, True, 11),
        Stored("b", 10, 1, "no", 2, False, 12),
        Stored("c", 20, 2, "yes", 1, False, 13),
    ]
    events = {row.seq: (row.elector, row.version, row.choice) for row in rows}
    return Ledger(rows, events, counts={"yes": 1, "no": 1, "abstain": 0}), told


def lose(ledger, told):
    ledger.ballots.pop()
    ledger.events.pop(13)


def change_a_choice(ledger, told):
    ledger.ballots[2] = replace(ledger.ballots[2], choice="no")


def count_a_version_more(ledger, told):
    ledger.ballots[2] = replace(ledger.ballots[2], version=2)


def store_twice(ledger, told):
    told[2] = replace(told[2], ids=("d", "c"), receipt={**told[2].receipt, "version": 2, "seq": 14})
    ledger.ballots[2:] = [Stored("d", 20, 2, "yes", 1, True, 13), Stored("c", 20, 2, "yes", 2, False, 14)]
    ledger.events.update({13: (20, 1, "yes"), 14: (20, 2, "yes")})


def store_one_id_twice(ledger, told):
    ledger.ballots.append(replace(ledger.ballots[2], seq=14))


def invent(ledger, told):
    ledger.ballots.append(Stored("x", 30, 3, "no", 1, False, 14))
    ledger.events[14] = (30, 1, "no")


def give_to_another(ledger, told):
    ledger.ballots[2] = replace(ledger.ballots[2], person=3)


def leave_two_valid(ledger, told):
    ledger.ballots[0] = replace(ledger.ballots[0], superseded=False)


def tell_something_else(ledger, told):
    told[2] = replace(told[2], receipt={**told[2].receipt, "choice": "no"})


def forget_an_event(ledger, told):
    ledger.events.pop(12)


def add_an_event(ledger, told):
    ledger.events[14] = (20, 2, "no")


def break_the_chain(ledger, told):
    ledger.flaw = "line 7: it does not follow the line before"


FOUND = {
    lose: {"lost"},
    change_a_choice: {"changed", "never sent", "journal"},
    count_a_version_more: {"changed", "versions", "journal"},
    store_twice: {"doubled"},
    store_one_id_twice: {"changed", "doubled", "versions", "validity", "journal"},
    invent: {"doubled", "never sent"},
    give_to_another: {"changed", "doubled", "never sent"},
    leave_two_valid: {"validity"},
    tell_something_else: {"changed"},
    forget_an_event: {"journal"},
    add_an_event: {"journal"},
    break_the_chain: {"journal"},
}


def test_a_true_story_has_no_fault():
    ledger, told = true_story()

    assert list(faults(ledger, told)) == []
    assert list(miscounts(ledger, told)) == []


@pytest.mark.parametrize("tamper", FOUND, ids=lambda tamper: tamper.__name__)
def test_every_untruth_is_found(tamper):
    ledger, told = true_story()
    tamper(ledger, told)

    assert set(kinds(list(faults(ledger, told)))) == FOUND[tamper]


def test_a_stored_ballot_without_a_receipt_is_right_when_it_was_sent():
    ledger, told = true_story()
    told[2] = replace(told[2], receipt=None)

    assert list(faults(ledger, told)) == []


def test_a_wrong_count_is_found():
    ledger, told = true_story()
    ledger.counts["yes"] = 2

    assert list(miscounts(ledger, told)) == ["count: 2 times yes, by the receipts 1"]
