"""The check package: honest ones are right, changed ones are found, by both programs alike."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from documents.check.exports import package_of
from documents.check.programs import check
from meetings import services
from meetings.journal import keyring, signing
from meetings.journal.words import FIRST, SECOND, words_of
from meetings.models import SigningKey
from tests.voting.sittings import Sitting
from tests.voting.tampering import Package, tampered

pytestmark = [pytest.mark.long, pytest.mark.any_database]

HONEST = int(os.environ.get("CHECK_MEETINGS", "6"))
TAMPERED = 300


@pytest.fixture
def people(seat):
    """Seven seats with a vote; one of them has two."""
    rows = [seat("chair"), *(seat("member") for _ in range(5)), seat("member", vote_weight=2)]
    return [row.person for row in rows]


@pytest.fixture
def hold(body, clerk, people):
    """`hold(3)`: the meeting number 3."""
    return lambda number, **options: Sitting(body, clerk, people, number, **options).meeting


def verdict(files, folder, *, key=None, words=""):
    """What check.py says of these files: the lines, or the first bad one."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode())
    try:
        return check.check(folder, [key or signing.fingerprint(signing.public_key())], words)
    except check.Bad as bad:
        return bad.why, bad.line, bad.file


def is_right(found):
    return found[-1] == "IN ORDNUNG / RIGHT"


def five_words(meeting):
    return " ".join(words_of(meeting.signed_heads.order_by("seq").last().head))


@pytest.mark.parametrize("number", range(HONEST))
def test_an_honest_package_is_right(hold, tmp_path, number):
    """In both forms; the full one opens everything. CHECK_MEETINGS=100 for the hundred."""
    meeting = hold(number)

    full, public = (
        verdict(package_of(meeting, public_only=only), tmp_path / "x", words=five_words(meeting))
        for only in (False, True)
    )

    assert (full[-1], public[-1]) == ("IN ORDNUNG / RIGHT",) * 2, (full, public)
    assert [line for line in full if line.startswith("PART")] == []


def test_a_package_with_erased_values_is_right_and_says_what_is_missing(hold, tmp_path):
    said = verdict(package_of(hold(3, erase=True), public_only=False), tmp_path / "x")

    assert is_right(said)
    assert any("nicht offen" in line for line in said)


def test_tampered_packages_are_found(hold, tmp_path):
    """Three hundred changes of one package; key and words are those of the minutes."""
    meeting = hold(1)
    forms = [package_of(meeting, public_only=public_only) for public_only in (False, True)]
    found = {}
    for seed in range(TAMPERED):
        way, files = tampered(forms[seed % 2], seed)
        found[seed, way] = verdict(files, tmp_path / "x", words=five_words(meeting))

    assert [key for key, said in found.items() if is_right(said)] == []
    assert len({way for _, way in found}) == 16


def test_without_the_key_of_the_minutes_another_one_passes_with_a_warning(hold, tmp_path):
    """What is said in docs/check.md: the files alone cannot tell whose key it is."""
    package = Package(package_of(hold(1), public_only=False))
    package.events[0]["actor"] = "user:4711"
    verdict(package.rehash().resign().written(), tmp_path / "x")

    lines = check.check(tmp_path / "x")

    assert lines[-2:] == [check.WARNING, "IN ORDNUNG / RIGHT"]


def test_without_the_words_of_the_minutes_an_earlier_state_passes(hold, tmp_path):
    meeting = hold(1)
    files, head = package_of(meeting, public_only=False), meeting.signed_heads.order_by("seq").first()
    package = Package(files)
    del package.events[head.seq :]
    package.header |= {"events": head.seq, "head": head.head}
    package.heads["heads"] = package.heads["heads"][:1]

    assert is_right(verdict(package.written(), tmp_path / "x"))
    assert verdict(package.written(), tmp_path / "x", words=five_words(meeting))[0] == "words"


# An installation that cheats, with its own key ------------------------------------------------------------------------


@pytest.fixture
def cheating(running, clerk, voters, item, open_poll, cast, tmp_path):
    """`cheating(change)`: a declared open vote, yes twice, no once, after `change`; the chain is made anew and
    signed with its key.
    """
    from voting import services

    people = voters(3)
    poll = open_poll()
    for actor, choice in zip(people, ["yes", "no", "no"], strict=True):
        cast(poll, actor, choice)
    cast(poll, people[1], "yes")
    services.declare_result(poll=services.close_poll(poll=poll, actor=clerk), actor=clerk)

    def make(change):
        running.refresh_from_db()
        package = Package(package_of(running, public_only=False))
        named = {event["name"].removeprefix("voting."): event for event in package.events}
        votes = [event for event in package.events if event["name"] == "voting.ballot.cast"]
        change(package, named, votes)
        files = package.rehash().resign().written()
        return verdict(files, tmp_path / "x", key=package.keys["keys"][0]["fingerprint"])[0]

    return make


def keep(package, named, votes):
    pass


def other_vote(package, named, votes):
    package.change(votes[0], "choice", "no")


def other_vote_and_list(package, named, votes):
    package.change(votes[0], "choice", "no")
    choices = named["poll.closed"]["opened"]["choices"]["value"]
    package.change(named["poll.closed"], "choices", {**choices, str(votes[0]["data"]["elector"]): "no"})


def other_outcome(package, named, votes):
    for name in ("poll.closed", "poll.declared"):
        package.change(named[name], "outcome", "rejected")


def other_declaration(package, named, votes):
    package.change(named["poll.declared"], "counts", {"yes": 3, "no": 0, "abstain": 0, "not_voted": 0})


def late_vote(package, named, votes):
    package.events.remove(votes[-1])
    package.events.insert(package.events.index(named["poll.declared"]), votes[-1])


def vote_before(package, named, votes):
    package.events.remove(votes[0])
    package.events.insert(package.events.index(named["poll.opened"]), votes[0])


def vote_twice(package, named, votes):
    package.events.insert(package.events.index(votes[-1]), json.loads(json.dumps(votes[0])))


def vote_lost(package, named, votes):
    package.events.remove(votes[1])


def stranger(package, named, votes):
    votes[0]["data"]["elector"] += 10**6


def longer_roll(package, named, votes):
    named["poll.opened"]["data"]["roll"].append({"elector": 10**6, "way": "device", "weight": 1})


def fewer_members(package, named, votes):
    named["poll.opened"]["data"]["members"] = 1


def admitted_late(package, named, votes):
    event = json.loads(json.dumps(votes[0]))
    event |= {
        "name": "voting.elector.admitted",
        "data": {**votes[0]["data"], "elector": 10**6, "way": "device", "weight": 1},
        "opened": {},
    }
    del event["data"]["choice"]
    package.events.insert(package.events.index(named["poll.declared"]), event)


def hands_in_an_open_vote(package, named, votes):
    package.change(named["poll.closed"], "hands", {"yes": 1, "no": 0, "abstain": 0})


def no_question_of_acclamation(package, named, votes):
    named["poll.opened"]["data"]["method"] = "acclamation"


def unknown_rule(package, named, votes):
    named["poll.opened"]["data"]["rule"] = "whatever"


def other_rule(package, named, votes):
    named["poll.opened"]["data"]["rule"] = "unanimous"


def declared_twice(package, named, votes):
    package.events.append(json.loads(json.dumps(named["poll.declared"])))


def opened_twice(package, named, votes):
    package.events.insert(package.events.index(votes[0]), json.loads(json.dumps(named["poll.opened"])))


def casting_without_a_tie(package, named, votes):
    named["poll.opened"]["data"]["casting_vote"] = True
    package.change(named["poll.closed"], "casting", "yes")


CHEATS = {
    other_vote: "choices",
    other_vote_and_list: "counts",
    other_outcome: "outcome",
    other_declaration: "declared",
    late_vote: "choices",
    vote_before: "state",
    vote_twice: "version",
    vote_lost: "version",
    stranger: "elector",
    longer_roll: "roll",
    fewer_members: "roll",
    admitted_late: "state",
    hands_in_an_open_vote: "hands",
    no_question_of_acclamation: "acclamation",
    unknown_rule: "shape",
    other_rule: "outcome",
    declared_twice: "state",
    opened_twice: "state",
    casting_without_a_tie: "outcome",
}


@pytest.mark.parametrize(("change", "why"), CHEATS.items(), ids=lambda value: getattr(value, "__name__", value))
def test_an_installation_that_cheats_is_found_by_the_votes_themselves(cheating, change, why):
    assert cheating(keep).startswith("Sitzung/meeting")
    assert cheating(change) == why


# Both programs --------------------------------------------------------------------------------------------------------

RUN = """
const check = require(process.argv[1]);
const { data, packages } = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(packages.map(([files, keys, words]) => check.run(files, data, keys, words))));
"""


@pytest.mark.skipif(
    shutil.which("node") is None, reason="the page's program runs in Chromium in tests/e2e; here it needs node"
)
def test_the_page_says_the_same(hold, tmp_path):
    meeting = hold(1)
    forms = [
        package_of(hold(number), public_only=public_only) for number in range(2, 5) for public_only in (False, True)
    ]
    forms.append(package_of(hold(3, erase=True), public_only=False))
    base = package_of(meeting, public_only=False)
    forms += [tampered(base, seed)[1] for seed in range(60)]
    key, words = signing.fingerprint(signing.public_key()), five_words(meeting)
    asked = [(files, [key], words if number >= 7 else "") for number, files in enumerate(forms)]

    sent = json.dumps({"data": {"lists": check.LISTS, "says": check.SAYS, "names": check.NAMES}, "packages": asked})
    program = str(Path(check.__file__).with_name("check.js"))
    answers = json.loads(
        subprocess.run(["node", "-e", RUN, program], input=sent, capture_output=True, text=True, check=True).stdout
    )

    for (files, _, wanted), answer in zip(asked, answers, strict=True):
        said = verdict(files, tmp_path / "x", words=wanted)
        if answer["right"]:
            assert answer["lines"] == said[:-1]
        else:
            assert (answer["why"], answer["line"], answer["file"]) == said


def test_the_verifier_runs_alone(hold, tmp_path):
    meeting = hold(2)
    verdict(package_of(meeting, public_only=True), tmp_path / "x")
    key = signing.fingerprint(signing.public_key())
    command = [sys.executable, "-I", "check.py", "--key", key, "--words", five_words(meeting)]

    good = subprocess.run(command, cwd=tmp_path / "x", capture_output=True, text=True, encoding="utf-8")
    bad = subprocess.run(
        [*command[:-1], "Ahornbach " * 5], cwd=tmp_path / "x", capture_output=True, text=True, encoding="utf-8"
    )

    assert (good.returncode, good.stdout.splitlines()[-1]) == (0, "IN ORDNUNG / RIGHT")
    assert (bad.returncode, bad.stdout.startswith("NICHT IN ORDNUNG")) == (1, True)


def test_both_lists_of_words_are_the_same():
    assert (list(FIRST), list(SECOND)) == (check.FIRST, check.SECOND)
    assert check.words_of("ab" * 32).split() == words_of("ab" * 32)


def test_the_page_holds_its_script_and_may_load_nothing(hold):
    page = package_of(hold(2), public_only=True)["check.html"]

    assert "default-src 'none'; script-src 'sha256-" in page
    assert [word for word in ('src="check', 'href="check', "http://", "https://") if word in page] == []


@pytest.mark.parametrize("named", ["both", "old", "new", "none"])
def test_a_journal_signed_with_two_keys_one_after_the_other(hold, body, clerk, tmp_path, settings, named):
    """Right with both fingerprints as the minutes print them, refused with one of them alone; both with their times.
    Both programs.
    """
    settings.SIGNING_KEY_FILE = tmp_path / "key"
    meeting = hold(2)
    services.reopen_meeting(meeting=meeting, actor=clerk)
    old, changed = signing.fingerprint(signing.public_key()), keyring.change_key(by="Klara", reason="Server gestohlen")
    services.close_meeting(meeting=meeting, actor=clerk)
    new, files = signing.fingerprint(changed.key), package_of(meeting, public_only=False)
    keys = {"both": [old, new], "old": [old], "new": [new], "none": []}[named]
    verdict(files, tmp_path / "x", key="0000")
    command = [sys.executable, "-I", "check.py", *(("--key", ", ".join(keys)) if keys else ())]
    said = subprocess.run(
        command, cwd=tmp_path / "x", capture_output=True, text=True, encoding="utf-8"
    ).stdout.splitlines()

    day = f"{changed.since:%Y-%m-%d}"
    since = f"{SigningKey.objects.earliest('number').since:%Y-%m-%d}"
    periods = [f"Schlüssel/key: {old}, from {since}, until {day}", f"Schlüssel/key: {new}, from {day}"]
    right = named in {"both", "none"}
    assert (is_right(said), [line for line in said if line.startswith("Schlüssel")]) == (
        right,
        periods if right else [],
    )
    assert right or "heads.json" in said[0]
    assert "Server gestohlen" not in files["keys.json"]
    if shutil.which("node"):
        data = {"lists": check.LISTS, "says": check.SAYS, "names": check.NAMES}
        sent = json.dumps({"data": data, "packages": [(files, keys, "")]})
        program = str(Path(check.__file__).with_name("check.js"))
        (answer,) = json.loads(
            subprocess.run(["node", "-e", RUN, program], input=sent, capture_output=True, text=True, check=True).stdout
        )
        assert (answer["right"], [line for line in answer["lines"] if line.startswith("Schlüssel")]) == (
            right,
            periods if right else [],
        )
