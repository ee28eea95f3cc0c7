import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.journal import chain

pytestmark = pytest.mark.any_database

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def journal(count: int = 3) -> list[str]:
    head, lines = chain.GENESIS, []
    for seq in range(1, count + 1):
        salt = "ab" * 16
        data = {"person": seq, "name": {"commitment": chain.commitment("Mira", salt)}}
        body = {"meeting": 7, "seq": seq, "at": "2022-02-01T16:00:00.000000+00:00", "actor": "user:1"}
        body |= {"name": "meetings.attendance.arrived", "audience": "public", "data": data}
        line = {
            **body,
            "previous_hash": head,
            "hash": chain.event_hash(head, body),
            "opened": {"name": {"value": "Mira", "salt": salt}},
        }
        del line["meeting"]
        head = line["hash"]
        lines.append(chain.canonical(line).decode())
    header = {"format": chain.FORMAT, "meeting": 7, "events": count, "head": head}
    return [chain.canonical(header).decode(), *lines]


def test_a_whole_journal_verifies():
    assert chain.verify(journal()) == 3


def test_every_flipped_bit_is_found():
    text = "\n".join(journal(2)).encode()

    unnoticed = []
    for place in range(len(text)):
        for bit in range(8):
            changed = bytearray(text)
            changed[place] ^= 1 << bit
            try:
                chain.verify(bytes(changed).decode().split("\n"))
            except (chain.BadLine, UnicodeDecodeError):
                continue
            unnoticed.append((place, bit))

    assert unnoticed == []


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda lines: lines[:-1], 3),
        (lambda lines: [*lines[:2], *lines[3:]], 3),
        (lambda lines: [lines[0], lines[2], lines[1], lines[3]], 2),
        (lambda lines: [], 1),
        (lambda lines: ["[]", *lines[1:]], 1),
        (lambda lines: [lines[0], "{not json", *lines[2:]], 2),
        (lambda lines: [*lines, lines[-1]], 5),
    ],
)
def test_the_first_bad_line_is_named(spoil, line):
    with pytest.raises(chain.BadLine) as error:
        chain.verify(spoil(journal()))

    assert error.value.line == line


@given(json_values, json_values)
def test_a_commitment_binds_its_value(one, other):
    salt = "0f" * 16

    same = chain.canonical(one) == chain.canonical(other)

    assert (chain.commitment(one, salt) == chain.commitment(other, salt)) == same


def test_the_verifier_runs_alone(tmp_path):
    import shutil
    import subprocess
    import sys

    shutil.copy(chain.__file__, tmp_path / "chain.py")
    good, bad = tmp_path / "good.ndjson", tmp_path / "bad.ndjson"
    good.write_text("\n".join(journal()) + "\n")
    bad.write_text(good.read_text().replace("user:1", "user:2", 1))

    answers = [
        subprocess.run([sys.executable, "-I", "chain.py", name], cwd=tmp_path, capture_output=True, text=True)
        for name in ("good.ndjson", "bad.ndjson")
    ]

    assert [(a.returncode, a.stdout) for a in answers] == [
        (0, "whole: 3 events, each following from the one before\n"),
        (1, "NOT WHOLE - line 2: its content does not fit its hash\n"),
    ]
    assert json.loads(good.read_text().splitlines()[0])["events"] == 3
