"""`manage.py faults`: which trials are run, with which words."""

import pytest

from config.management.commands import faults

pytestmark = pytest.mark.any_database


@pytest.fixture
def started(monkeypatch):
    """What would have been started; the second one fails."""
    calls = []
    monkeypatch.setattr(faults.Command, "attempt", lambda self, *words: calls.append(words) or int(len(calls) == 2))
    return calls


def run(*words):
    with pytest.raises(SystemExit) as end:
        faults.Command().run_from_argv(["manage.py", "faults", *words])
    return end.value.code


def test_one_trial_gets_its_own_words(started):
    assert run("kills", "--seed", "7") == 0
    assert started == [("kills", "--seed", "7")]


def test_all_trials_are_run_although_one_fails(started):
    assert run("--quick") == 1
    assert started == [(kind, "--quick") for kind in faults.KINDS]


def test_an_unknown_trial_is_refused_with_the_list(started):
    assert run("kill") == "There is no trial of that name; choose from: kills, terms, postgres, redis, races."
    assert started == []
