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
        """A chain that is whole again; the signatures are those of before."""
        previous = "0" * 64
        for seq, event in enumerate(self.events, 1):
            event["seq"], event["previous_hash"] = seq, previous
            body = {**{key: event[key] for key in PARTS if key != "meeting"}, "meeting": self.header["meeting"]}
            previous = event["hash"] = hashlib.sha256(b"\x00" + bytes.fromhex(previous) + canonical(body)).hexdigest()
        self.header |= {"events": len(self.events), "head": previous}
        return self

    def resign(self, seed=b"\x07" * 32):
        """Signed anew, with a key that is not the installation's."""
        key = Ed25519PrivateKey.from_private_bytes(seed)
        public = key.public_key().public_bytes_raw().hex()
        self.heads["heads"] = [head for head in self.heads["heads"] if head["seq"] < len(self.events)] + [
            {"seq": len(self.events), "at": "2026-01-01T10:00:00.000000+00:00"}
        ]
        for head in self.heads["heads"]:
            head |= {"head": self.events[head["seq"] - 1]["hash"], "key": public}
            said = {"format": "ratssaal-head/1", "meeting": self.header["meeting"], **{name: head[name] for name in ("seq", "head", "at")}}
            head["signature"] = key.sign(canonical(said)).hex()
        self.keys["keys"] = [{"key": public, "fingerprint": fingerprint(public), "algorithm": "Ed25519"}]
        return self

    def change(self, event, key, value):
        """Another opened value, with the commitment that fits it."""
        event["opened"][key]["value"] = value
        event["data"][key] = commitment(value, event["opened"][key]["salt"])

    def opened(self, key, *names):
        return [event for event in self.events if event["name"] in names and key in event.get("opened", {})]


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
    key = dice.choice(["head", "key", "signature"])
    place = dice.randrange(len(head[key]))
    head[key] = head[key][:place] + dice.choice(sorted(set("0123456789abcdef") - {head[key][place]})) + head[key][place + 1 :]
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
    package.header |= {"events": length, "head": package.events[-1]["hash"]}
    package.heads["heads"] = [head for head in package.heads["heads"] if head["seq"] <= length]
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
        event for event in package.opened("counts", "voting.poll.closed", "voting.poll.declared") if event["opened"]["counts"]["value"]
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
    event = dice.choice(package.events)
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
    event = dice.choice(package.events)
    event["actor"] = "user:4711"
    return package.rehash().resign().written()


TAMPERINGS = (flip, flip_head, drop, swap, duplicate, truncate, change_vote, change_counts, show_another, change_fact, change_heads, resign)


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
