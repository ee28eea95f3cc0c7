"""The journal's chain: canonical form, hashes, commitments, and the offline check.

Standard library only, and one file, because it is also the verifier that leaves the house with an export:
`python3 chain.py journal.ndjson` says whether every line follows from the one before, or names the first bad line.

The first line is the header {"format", "meeting", "events", "head"}, or with the name of what else the journal is about
in the place of "meeting"; every other line is one event: {"seq", "at", "actor", "name", "audience", "data",
"previous_hash", "hash"} and, where the export may show them, "opened": {key: {"value", "salt"}} for the values that
stand in `data` as {"commitment"}. A public export has lines of their own for what is not public: {"seq", "withheld",
"hash"} stands for so many events, of which the last has this number and this hash. What they hold cannot be checked
there; that none was added, dropped or changed, can.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

FORMAT = "ratssaal-journal/1"
GENESIS = "0" * 64
HEADER = ("format", "events", "head")
HASHED = ("seq", "at", "actor", "name", "audience", "data")
"""Of an event; what the journal is about is hashed with them."""


def canonical(value: Any) -> bytes:
    """The one byte form of a JSON value: keys sorted, no spaces, UTF-8 (in the spirit of RFC 8785)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def event_hash(previous_hash: str, body: dict[str, Any]) -> str:
    """SHA-256 over a leaf mark, the previous hash and the canonical event; hexadecimal."""
    return hashlib.sha256(b"\x00" + bytes.fromhex(previous_hash) + canonical(body)).hexdigest()


def commitment(value: Any, salt: str) -> str:
    """What stands in the chain for a value that may have to be erased; `salt` is 32 hexadecimal digits or more."""
    return hashlib.sha256(b"\x01" + salt.encode() + b"\x00" + canonical(value)).hexdigest()


class BadLine(Exception):
    """The first line of an export that does not follow; lines count from 1."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line
        self.why = why


def withheld(seq: int, length: int, last: str) -> dict[str, Any]:
    """The line that stands for `length` events which an export does not show, up to number `seq` with the hash
    `last`.
    """
    return {"seq": seq, "withheld": length, "hash": last}


def verify(lines: Iterable[str]) -> int:
    """Check a whole export and return the number of events; raises `BadLine` at the first fault."""
    return count(lines)[0]


def count(lines: Iterable[str]) -> tuple[int, int]:
    """Check a whole export and return how many events it has, and how many of them it withholds; `BadLine` as
    `verify`.
    """
    parsed = _parse(lines)
    try:
        number, header = next(parsed)
    except StopIteration:
        raise BadLine(1, "the file is empty") from None
    if header.get("format") != FORMAT:
        raise BadLine(number, f"this is not a journal of the format {FORMAT}")
    return _verify_events(header, parsed)


def _verify_events(header: dict[str, Any], parsed: Iterator[tuple[int, dict[str, Any]]]) -> tuple[int, int]:
    about = {key: header[key] for key in header if key not in HEADER}
    previous, seq, hidden, number = GENESIS, 0, 0, 1
    for number, event in parsed:
        if "withheld" in event:
            length = _verify_withheld(number, event, seq)
            seq, hidden = seq + length, hidden + length
        else:
            seq += 1
            _verify_event(number, event, about, previous, seq)
        previous = event["hash"]
    if seq != header.get("events") or previous != header.get("head"):
        raise BadLine(number, f"the journal ends at event {seq}, its header promises {header.get('events')}")
    return seq, hidden


def _verify_withheld(number: int, line: dict[str, Any], seq: int) -> int:
    """How many events the line stands for; their last hash is what the line after it, or the header, follows from."""
    length, last = line["withheld"], line.get("hash")
    if set(line) != {"seq", "withheld", "hash"} or type(length) is not int or length < 1:
        raise BadLine(number, "it withholds events in another form than an export has")
    if line["seq"] != seq + length:
        raise BadLine(number, f"{length} events after number {seq} do not end at {line['seq']}")
    if not (isinstance(last, str) and len(last) == len(GENESIS) and set(last) <= set("0123456789abcdef")):
        raise BadLine(number, "its hash is none")
    return length


def _verify_event(number: int, event: dict[str, Any], about: dict[str, Any], previous: str, seq: int) -> None:
    if event.get("seq") != seq:
        raise BadLine(number, f"the event should be number {seq}, it is {event.get('seq')}")
    if event.get("previous_hash") != previous:
        raise BadLine(number, "it does not follow the line before")
    if any(key not in event for key in HASHED):
        raise BadLine(number, "a part of the event is missing")
    if event.get("hash") != event_hash(previous, {**about, **{key: event[key] for key in HASHED}}):
        raise BadLine(number, "its content does not fit its hash")
    if set(event) - {*HASHED, "hash", "previous_hash", "opened"}:
        raise BadLine(number, "it holds something that no event has")
    for key, opened in _object(event.get("opened", {})).items():
        _verify_opened(number, key, event["data"].get(key), opened)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {"opened": None}


def _verify_opened(number: int, key: str, committed: Any, opened: Any) -> None:
    try:
        fits = committed["commitment"] == commitment(opened["value"], opened["salt"])
    except (KeyError, TypeError, ValueError):
        fits = False
    if not fits:
        raise BadLine(number, f"the value shown for {key} is not the one committed to")


def _parse(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            raise BadLine(number, "it is not JSON") from None
        if not isinstance(value, dict):
            raise BadLine(number, "it is not a JSON object")
        if canonical(value) != line.rstrip("\n").encode():
            raise BadLine(number, "it is not written in the canonical form")
        yield number, value


def main(argv: list[str]) -> int:
    """Check the file named on the command line; print one sentence; 0 when whole, 1 when not."""
    if len(argv) != 2:
        print("usage: python3 chain.py journal.ndjson")
        return 2
    try:
        with open(argv[1], encoding="utf-8", newline="\n") as lines:
            events, hidden = count(lines)
    except (BadLine, UnicodeDecodeError, OSError) as error:
        print(f"NOT WHOLE - {error}")
        return 1
    print(
        f"whole: {events} events, each following from the one before"
        + (f"; {hidden} of them are withheld" if hidden else "")
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
