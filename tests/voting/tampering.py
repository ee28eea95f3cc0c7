"""Check packages that somebody has changed; nothing here knows the program, only the format of the files."""

from __future__ import annotations

import copy
import hashlib
import json
import random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

EVENTS, HEADS, KEYS = "events.ndjson", "heads.json", "keys.json"
PARTS = ("meeting", "seq", "at", "actor", "name", "audience", "data")
OTHER = {"yes": "no", "no": "abstain", "abstain": "yes", "adopted": "rejected", "rejected": "adopted"}


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def commitment(value, salt):
    return {"commitment": hashlib.sha256(b"\x01" + salt.encode() + b"\x00" + canonical(value)).hexdigest()}


class Package:
    """The files of a package, taken apart to be changed."""

    def __init__(self, files):
        self.files = dict(files)
        self.header, *self.events = map(json.loads, files[EVENTS].splitlines())
        self.heads, self.keys = json.loads(files[HEADS]), json.loads(files[KEYS])

    def written(self):
        lines = [self.header, *self.events]
        texts = {
            EVENTS: "".join(canonical(line).decode() + "\n" for line in lines),
            HEADS: json.dumps(self.heads),
            KEYS: json.dumps(self.keys),
        }
        return {**self.files, **texts}

    def rehash(self):
        """A chain that is whole again, as far as that can be done without what is withheld; the signatures are those
        of before.
        """
        previous, seq = "0" * 64, 0
        for event in self.events:
            seq += event.get("withheld", 1)
            event["seq"] = seq
            if "withheld" in event:
                previous = event["hash"]
                continue
            event["previous_hash"] = previous
            body = {**{key: event[key] for key in PARTS if key != "meeting"}, "meeting": self.header["meeting"]}
            previous = event["hash"] = hashlib.sha256(b"\x00" + bytes.fromhex(previous) + canonical(body)).hexdigest()
        self.header |= {"events": seq, "head": previous}
        return self

    @property
    def shown(self):
        """The events that stand open in the package."""
        return [event for event in self.events if "withheld" not in event]

    @property
    def hidden(self):
        """The places of the lines that stand for withheld events."""
        return [place for place, event in enumerate(self.events) if "withheld" in event]

    def resign(self, seed=b"\x07" * 32):
        """Signed anew, with a key that is not the installation's."""
        key = Ed25519PrivateKey.from_private_bytes(seed)
        public = key.public_key().public_bytes_raw().hex()
        hashes = {event["seq"]: event["hash"] for event in self.events}
        kept = [head for head in self.heads["heads"] if head["seq"] in hashes and head["seq"] < self.header["events"]]
        self.heads["heads"] = [*kept, {"seq": self.header["events"], "at": "2026-01-01T10:00:00.000000+00:00"}]
        self.heads["heads"][-1]["form"] = hashlib.sha256(self.written()[EVENTS].encode()).hexdigest()
        for head in self.heads["heads"]:
            head |= {"head": hashes[head["seq"]], "key": public}
            parts = [name for name in ("seq", "head", "at", "form") if name in head]
            said = {
                "format": "ratssaal-head/1",
                "meeting": self.header["meeting"],
                **{name: head[name] for name in parts},
            }
            head["signature"] = key.sign(canonical(said)).hex()
        self.keys["keys"] = [{"key": public, "fingerprint": fingerprint(public), "algorithm": "Ed25519"}]
        return self

    def change(self, event, key, value):
        """Another opened value, with the commitment that fits it."""
        event["opened"][key]["value"] = value
        event["data"][key] = commitment(value, event["opened"][key]["salt"])

    def opened(self, key, *names):
        return [event for event in self.shown if event["name"] in names and key in event.get("opened", {})]


def fingerprint(key):
    digest = hashlib.sha256(bytes.fromhex(key)).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 20, 4))


# Each takes a package and dice and changes something; None where there is nothing of the kind to change.


def flip(package, dice):
    text = bytearray(package.files[EVENTS].encode())
    text[dice.randrange(len(text))] ^= 1 << dice.randrange(8)
    return {**package.files, EVENTS: text.decode("utf-8", "replace")}


def flip_head(package, dice):
    head = dice.choice(package.heads["heads"])
    key = dice.choice([name for name in ("head", "key", "signature", "form") if name in head])
    place = dice.randrange(len(head[key]))
    head[key] = (
        head[key][:place] + dice.choice(sorted(set("0123456789abcdef") - {head[key][place]})) + head[key][place + 1 :]
    )
    return package.written()


def drop(package, dice):
    del package.events[dice.randrange(len(package.events))]
    return (package.rehash() if dice.random() < 0.5 else package).written()


def swap(package, dice):
    place = dice.randrange(len(package.events) - 1)
    package.events[place : place + 2] = reversed(package.events[place : place + 2])
    return (package.rehash() if dice.random() < 0.5 else package).written()


def duplicate(package, dice):
    place = dice.randrange(len(package.events))
    package.events.insert(place, copy.deepcopy(package.events[place]))
    return (package.rehash() if dice.random() < 0.5 else package).written()


def truncate(package, dice):
    """The end cut off, the header says so, the signatures that are too much are gone: an earlier state."""
    length = dice.randrange(1, len(package.events))
    del package.events[length:]
    package.header |= {"events": package.events[-1]["seq"], "head": package.events[-1]["hash"]}
    package.heads["heads"] = [head for head in package.heads["heads"] if head["seq"] <= package.events[-1]["seq"]]
    return package.written()


def change_vote(package, dice):
    votes = package.opened("choice", "voting.ballot.cast", "voting.ballot.entered")
    if not votes:
        return None
    event = dice.choice(votes)
    package.change(event, "choice", OTHER[event["opened"]["choice"]["value"]])
    return package.rehash().written()


def change_counts(package, dice):
    results = [
        event
        for event in package.opened("counts", "voting.poll.closed", "voting.poll.declared")
        if event["opened"]["counts"]["value"]
    ]
    if not results:
        return None
    event = dice.choice(results)
    counts = dict(event["opened"]["counts"]["value"])
    counts["yes"] += 1
    package.change(event, "counts", counts)
    return (package.rehash() if dice.random() < 0.5 else package).written()


def show_another(package, dice):
    """Another value shown beside the chain; the commitment is that of before."""
    event = dice.choice([event for event in package.events if event.get("opened")])
    key = dice.choice(sorted(event["opened"]))
    event["opened"][key]["value"] = "etwas anderes"
    return package.written()


def change_fact(package, dice):
    event = dice.choice(package.shown)
    event[dice.choice(["at", "actor", "name", "audience"])] = "etwas"
    return (package.rehash() if dice.random() < 0.5 else package).written()


def change_heads(package, dice):
    heads = package.heads["heads"]
    wanted = dice.randrange(4)
    if wanted == 0:
        heads.pop()
    elif wanted == 1:
        heads[dice.randrange(len(heads))]["at"] = "2001-01-01T00:00:00.000000+00:00"
    elif wanted == 2:
        heads[dice.randrange(len(heads))]["seq"] -= 1
    else:
        package.heads["meeting"] += 1
    return package.written()


def resign(package, dice):
    """The whole chain made anew after a change, and signed by somebody else."""
    event = dice.choice(package.shown)
    event["actor"] = "user:4711"
    return package.rehash().resign().written()


def lose_withheld(package, dice):
    """One line for withheld events is gone, or stands for fewer of them."""
    if not package.hidden:
        return None
    place = dice.choice(package.hidden)
    row = package.events[place]
    row["withheld"] -= 1
    if not row["withheld"] or dice.random() < 0.5:
        del package.events[place]
    return (package.rehash() if dice.random() < 0.5 else package).written()


def add_withheld(package, dice):
    """More withheld events than there were: in a line of their own, or in one that was there."""
    if package.hidden and dice.random() < 0.5:
        package.events[dice.choice(package.hidden)]["withheld"] += 1
    else:
        place = dice.randrange(len(package.events) + 1)
        seq = package.events[place - 1]["seq"] + 1 if place else 1
        package.events.insert(place, {"seq": seq, "withheld": 1, "hash": f"{dice.getrandbits(256):064x}"})
    return (package.rehash() if dice.random() < 0.5 else package).written()


def change_withheld(package, dice):
    """Another hash, or the same in other letters, or something in the line that does not belong there."""
    if not package.hidden:
        return None
    place = dice.choice(package.hidden)
    wanted, row = dice.randrange(3), package.events[place]
    if wanted == 0:
        row["hash"] = f"{dice.getrandbits(256):064x}"
    elif wanted == 1:
        row["hash"] = row["hash"].upper()
        if place + 1 < len(package.events) and "previous_hash" in package.events[place + 1]:
            package.events[place + 1]["previous_hash"] = row["hash"]
    else:
        row["name"] = "agenda.item.opened"
    return package.written()


def split_withheld(package, dice):
    """One line becomes two; the first of them is bound by nothing."""
    long = [place for place in package.hidden if package.events[place]["withheld"] > 1]
    if not long:
        return None
    place = dice.choice(long)
    row = package.events[place]
    first = {"seq": row["seq"] - 1, "withheld": row["withheld"] - 1, "hash": f"{dice.getrandbits(256):064x}"}
    package.events[place : place + 1] = [first, {**row, "withheld": 1}]
    return package.written()


TAMPERINGS = (
    flip,
    flip_head,
    drop,
    swap,
    duplicate,
    truncate,
    change_vote,
    change_counts,
    show_another,
    change_fact,
    change_heads,
    resign,
)
OF_WITHHELD = (lose_withheld, add_withheld, change_withheld, split_withheld)
TAMPERINGS += OF_WITHHELD


def tampered(files, seed):
    """The name of what was done, and the files; another way where there is nothing of the first to change."""
    dice = random.Random(seed)
    while True:
        way = dice.choice(TAMPERINGS)
        made = way(Package(files), dice)
        if made is not None and {name: made[name] for name in (EVENTS, HEADS, KEYS)} != {
            name: files[name] for name in (EVENTS, HEADS, KEYS)
        }:
            return way.__name__, made
