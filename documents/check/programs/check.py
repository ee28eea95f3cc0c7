"""Checks the journal and the votes of one meeting - Prüft Verlauf und Abstimmungen einer Sitzung.

    python3 check.py [FOLDER] [--key "FINGERPRINT, FINGERPRINT ..."] [--words "FIVE WORDS"]

Standard library only; what is checked and what that proves stands in README.txt. The fingerprint of the key and the
five words stand at the end of the minutes: without --key anybody could have signed, without --words this may be an
earlier state of the journal.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

LISTS = (
    "Ahorn Anker Apfel Bambus Birken Blumen Butter Delfin Distel Donner Efeu Enten Enzian Falken Feder Fenchel "
    "Flamingo Gletscher Glocken "
    "Granit Hafer Honig Hummel Ingwer Kaktus Kamillen Kastanien Kiesel Kirsch Kupfer Lampen Lavendel Linden Luchs "
    "Majoran Mandel Marmor "
    "Nebel Oliven Orgel Papier Pelikan Perlen Pfeffer Pinguin Quitten Rosen Safran Schatten Schiefer Schnee Silber "
    "Sommer Spatzen Tiger "
    "Trompeten Tulpen Vulkan Wacholder Weiden Winter Zimt Zirkus Zwiebel",
    "bach balkon becher blatt boot brunnen decke dorf fabrik feld fenster flagge gabel galerie garten geige gondel "
    "hafen haus insel "
    "kammer kanal keller kerze kiste koffer krone kuchen kutsche laterne limonade mantel markt mauer nest palast "
    "pfad pokal quelle rakete "
    "ring schaukel scheune schiff schlitten schrank see sessel sofa spiegel stadt strand suppe tal tasche teppich "
    "terrasse torte treppe "
    "trommel turm wiese wurzel zweig",
)
FIRST, SECOND = (words.split() for words in LISTS)
WARNING = (
    "ACHTUNG/WARNING: Schlüssel mit der Niederschrift vergleichen (--key) / compare the key with the minutes (--key)"
)
SAYS = {
    "unreadable": "Die Datei lässt sich nicht lesen / the file cannot be read",
    "canonical": "Kein Eintrag in der gültigen Form / not an entry in the canonical form",
    "sequence": "Die Nummer folgt nicht / the number does not follow",
    "chain": "Schließt nicht an die Zeile davor an / does not follow the line before",
    "hash": "Inhalt und Prüfsumme passen nicht zusammen / the content does not fit its hash",
    "opened": "Der gezeigte Wert ist nicht der, der festgehalten wurde / the value shown is not the one committed to",
    "end": "Der Verlauf endet anders, als sein Kopf verspricht / the journal ends otherwise than its header promises",
    "shape": "Eine Angabe zur Abstimmung ist unvollständig oder unmöglich / a statement about a vote is "
    "incomplete or impossible",
    "state": "Das konnte in diesem Stand der Abstimmung nicht geschehen / that could not happen in this "
    "state of the vote",
    "roll": "Das Verzeichnis der Stimmberechtigten stimmt nicht / the roll of electors is wrong",
    "elector": "Die Person ist nicht stimmberechtigt, oder nicht auf diesem Weg / no elector, or not in this way",
    "version": "Eine Stimme folgt nicht auf die vorige derselben Person / a ballot does not follow the one before",
    "hands": "Mehr Hände als Personen, die die Hand heben, oder andere als gezählt / more hands than raise "
    "them, or others than counted",
    "choices": "Die Stimmen nach Namen sind nicht die abgegebenen / the votes by name are not those cast",
    "counts": "Das Ergebnis ist nicht die Summe der Stimmen / the result is not the sum of the votes",
    "outcome": "Nach der Mehrheitsregel ist es anders ausgegangen / by the majority rule the outcome is another",
    "declared": "Festgestellt ist nicht, was gezählt wurde / what was declared is not what was counted",
    "acclamation": "Ohne Widerspruch beschlossen, und doch wurde gezählt / taken without objection, and yet counted",
    "head": "Die signierte Prüfsumme ist nicht die dieses Verlaufs / the signed head is not that of this journal",
    "signature": "Die Signatur ist falsch / the signature is wrong",
    "key": "Der Schlüssel ist nicht der genannte / the key is not the one named",
    "uncovered": "Der letzte Teil des Verlaufs ist nicht signiert / the last part of the journal is not signed",
    "words": "Die fünf Wörter gehören zu keiner Signatur / the five words belong to none of the signatures",
}


class Bad(Exception):
    """The first thing that is not right: why (a key of SAYS), in which line of which file."""

    def __init__(self, why, line=0, file="events.ndjson"):
        self.why, self.line, self.file = why, line, file


def demand(holds, why, line=0, file="events.ndjson"):
    if not holds:
        raise Bad(why, line, file)


HASHED = ("meeting", "seq", "at", "actor", "name", "audience", "data")
HIDDEN = "hidden"  # a value that this form does not open, or that has been erased


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def words_of(head):
    bits = int.from_bytes(hashlib.sha256(b"ratssaal-words/1\x00" + bytes.fromhex(head)).digest()[:8], "big") >> 4
    return " ".join(FIRST[bits >> shift + 6 & 63] + SECOND[bits >> shift & 63] for shift in (48, 36, 24, 12, 0))


def read_events(text):
    """The header and all events of a journal that is whole; each with its line's number and its opened values."""
    header, events, previous, seq, lines = {}, [], "0" * 64, 0, text.split("\n")
    demand(len(lines) > 1 and lines.pop() == "", "end", len(lines))
    for number, line in enumerate(lines, 1):
        try:
            event = json.loads(line)
            plain = isinstance(event, dict) and (number == 1 or not {"meeting", "line"} & set(event))
            demand(plain and canonical(event) == line.encode(), "canonical", number)
            if number > 1:
                events.append(checked({**event, "meeting": header["meeting"], "line": number}, previous, seq, number))
                previous, seq = event["hash"], event["seq"]
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
            raise Bad("canonical", number) from None
        header = header or event
        demand(
            set(header) == {"format", "meeting", "events", "head"} and header["format"] == "ratssaal-journal/1",
            "canonical",
            1,
        )
    demand((seq, previous) == (header["events"], header["head"]), "end", len(lines))
    return {
        **header,
        "form": sha256(text.encode()),
        "hidden": sum(event.get("withheld", 0) for event in events),
    }, events


def checked(event, previous, seq, number):
    if "withheld" in event:  # so many events that this form does not show; number and hash of the last
        count, fits = event["withheld"], len(event) == 5 and bytes.fromhex(event["hash"]).hex() == event["hash"]
        demand(fits and type(count) is type(event["seq"]) is int and count > 0, "canonical", number)
        return demand(event["seq"] == seq + count, "sequence", number) or event
    known = set(event) - {"opened"} == {*HASHED, "hash", "previous_hash", "line"}
    demand(known and isinstance(event["data"], dict) and isinstance(event.get("opened", {}), dict), "canonical", number)
    demand(event["seq"] == seq + 1, "sequence", number)
    demand(event["previous_hash"] == previous, "chain", number)
    hashed = sha256(b"\x00" + bytes.fromhex(previous) + canonical({key: event[key] for key in HASHED}))
    demand(event["hash"] == hashed, "hash", number)
    event["said"] = {}
    for key, opened in event.get("opened", {}).items():
        made = sha256(b"\x01" + opened["salt"].encode() + b"\x00" + canonical(opened["value"]))
        demand(set(opened) == {"value", "salt"} and event["data"].get(key) == {"commitment": made}, "opened", number)
        event["said"][key] = opened["value"]
    return event


CHOICES, METHODS = ("yes", "no", "abstain"), ("open", "hands", "mixed", "roll_call", "acclamation")
# Of what a rule takes its share, the share, and whether it has to be exceeded.
RULES = {"simple": ("cast", 1, 2, 1), "members": ("members", 1, 2, 1), "unanimous": ("cast", 1, 1, 0)}
RULES["majority_present"] = ("present", 1, 2, 1)
for name, of, share in (("two_thirds", 2, 3), ("three_quarters", 3, 4)):
    RULES |= {f"{name}_{base}": (base, of, share, 0) for base in ("cast", "present", "members")}
# In which states of a vote something may happen, and what its state is then.
COUNTED = ("closed", "declared")
WHEN = {
    "poll_closed": ("open",),
    "poll_declared": ("closed",),
    "poll_annulled": ("open", *COUNTED),
    "poll_repeated": ("annulled",),
}
WHEN |= dict.fromkeys(("result_objected", "result_recounted"), COUNTED)
WHEN |= dict.fromkeys(
    ("elector_admitted", "elector_moved", "elector_called", "ballot_cast", "ballot_entered", "hands_counted"), ("open",)
)
AFTER = {"poll_closed": "closed", "poll_declared": "declared", "poll_annulled": "annulled", "poll_repeated": "repeated"}


def whole(value, least=0):
    demand(type(value) is int and value >= least, "shape")
    return value


def one_of(value, known):
    demand(isinstance(value, str) and value in known, "shape")
    return value


def numbers(value, keys):
    """Whole numbers for exactly these keys; or HIDDEN."""
    demand(value == HIDDEN or (isinstance(value, dict) and set(value) == set(keys)), "shape")
    return value if value == HIDDEN else {key: whole(value[key]) for key in keys}


class Vote:
    """One vote as the journal tells it: a method for each kind of event, which raises Bad where that cannot be."""

    def __init__(self, data, said, votes, seq, partial):
        self.state, self.key, self.seq, self.question, self.note = (
            "open",
            data["poll"],
            seq,
            said.get("question", HIDDEN),
            "",
        )
        self.method, self.rule = one_of(data["method"], METHODS), one_of(data["rule"], RULES)
        self.abstentions, self.repeats = one_of(data["abstentions"], ("ignored", "as_no", "as_absent")), data["repeats"]
        self.present, self.members, self.casting_vote = 0, whole(data["members"]), data["casting_vote"] is True
        self.electors, self.ballots, self.hands, self.counted_hands, self.counts, self.outcome = (
            {},
            {},
            None,
            0,
            HIDDEN,
            HIDDEN,
        )
        for row in data["roll"]:
            self.elector_admitted(row, said)
        demand(
            [len(self.electors), self.present, self.members]
            == [data[key] for key in ("electors", "present", "members")],
            "roll",
        )
        if self.repeats is not None and (self.repeats in votes or not partial):
            demand(
                all(vote.repeats != self.repeats for vote in votes.values())
                and votes[self.repeats].state == "annulled",
                "state",
            )

    def elector_admitted(self, row, said):
        demand(whole(row["elector"], 1) not in self.electors, "roll")
        self.electors[row["elector"]] = (one_of(row["way"], ("device", "hands")), whole(row["weight"], 1))
        self.present += row["weight"]
        self.members = max(self.members, self.present)

    def elector_moved(self, data, said):
        demand(data["elector"] in self.electors and data["elector"] not in self.ballots, "elector")
        self.electors[data["elector"]] = (one_of(data["way"], ("device", "hands")), self.electors[data["elector"]][1])

    def ballot_cast(self, data, said, source="device"):
        demand(data["elector"] in self.electors, "elector")
        version, _, by = self.ballots.get(data["elector"], (0, HIDDEN, source))
        aloud = (source, self.method) == ("hands", "roll_call")  # there whoever has a device may as well answer aloud
        demand(by == source and (aloud or self.electors[data["elector"]][0] == source), "elector")
        demand(whole(data["version"]) == version + 1, "version")
        self.ballots[data["elector"]] = (version + 1, one_of(said.get("choice", HIDDEN), (*CHOICES, HIDDEN)), source)

    def ballot_entered(self, data, said):
        self.ballot_cast(data, said, "hands")
        self.hands = None  # names take the place of numbers

    def hands_counted(self, data, said):
        demand(whole(data["version"]) == self.counted_hands + 1, "version")
        self.counted_hands, self.hands = data["version"], self.possible(said.get("counts", HIDDEN))

    def possible(self, hands):
        """Hands without names: never more than raise them, each with one vote, and none of them entered by name."""
        by_hand = [weight for way, weight in self.electors.values() if way == "hands"]
        named = any(source == "hands" for _, _, source in self.ballots.values())
        demand(self.method != "roll_call" and not named and set(by_hand) == {1}, "hands")
        demand(hands == HIDDEN or sum(numbers(hands, CHOICES).values()) <= len(by_hand), "hands")
        return hands

    def poll_closed(self, data, said):
        self.counts, self.outcome = said.get("counts", HIDDEN), said.get("outcome", HIDDEN)
        if self.method == "acclamation":
            nothing = {"counts": {}, "hands": {}, "choices": {}, "casting": "", "outcome": "adopted"}
            return demand(not self.ballots and {**nothing, **said} == nothing, "acclamation")
        hands = said.get("hands", HIDDEN) or None
        demand(
            hands == self.hands
            or (HIDDEN in (hands, self.hands) and (None in (hands, self.hands)) == (self.hands is None)),
            "hands",
        )
        self.hands = None if self.hands is None else self.possible(self.hands if hands == HIDDEN else hands)
        self.take_names(said.get("choices", HIDDEN))
        return self.recount(said, self.hands)

    def take_names(self, choices):
        """The list by name: where there is one, it holds all who voted, and says what each ballot says."""
        if choices not in (HIDDEN, {}):
            demand(set(choices) == {str(key) for key in self.ballots}, "choices")
            for key, (version, choice, source) in self.ballots.items():
                self.ballots[key] = (version, one_of(choices[str(key)], CHOICES), source)
                demand(choice in (HIDDEN, choices[str(key)]), "choices")

    def recount(self, said, hands):
        """Count anew what lies open, and decide anew by the rule."""
        self.counts = counts = numbers(said.get("counts", HIDDEN), (*CHOICES, "not_voted"))
        self.outcome = outcome = one_of(said.get("outcome", HIDDEN), ("adopted", "rejected", HIDDEN))
        if counts == HIDDEN:
            return
        found = {**dict.fromkeys((*CHOICES, HIDDEN), 0), **({} if hands in (HIDDEN, None) else hands)}
        for key, (_, choice, _) in self.ballots.items():
            found[choice] += self.electors[key][1]
        voted = self.present - counts["not_voted"]
        self.note = HIDDEN if hands == HIDDEN or found[HIDDEN] else ""
        fits = all(
            found[choice] == counts[choice] or (self.note and found[choice] < counts[choice]) for choice in CHOICES
        )
        demand(
            fits and sum(counts.values()) == self.present and (hands == HIDDEN or sum(found.values()) == voted),
            "counts",
        )
        if "casting" in said and outcome != HIDDEN:
            demand(outcome == self.decide(counts, one_of(said["casting"], ("", "yes", "no"))), "outcome")

    def decide(self, counts, casting):
        base, numerator, denominator, exceed = RULES[self.rule]
        yes, against = counts["yes"], counts["no"] + (counts["abstain"] if self.abstentions == "as_no" else 0)
        demand(not casting or (self.casting_vote and yes in (counts["no"], against)), "outcome")
        tied = casting == "yes" and self.rule == "simple" and yes == against > 0
        away = counts["abstain"] if self.abstentions == "as_absent" else 0
        share = {"cast": yes + against, "present": self.present - away, "members": self.members}[base] * numerator
        return "adopted" if tied or (yes and yes * denominator >= share + exceed) else "rejected"

    def poll_declared(self, data, said):
        for holds, declared in ((self.counts, said.get("counts", HIDDEN)), (self.outcome, said.get("outcome", HIDDEN))):
            demand(holds == declared or HIDDEN in (holds, declared), "declared")

    def result_recounted(self, data, said):
        demand(self.method != "acclamation", "state")
        hands = said.get("hands", HIDDEN) or None
        demand(hands == HIDDEN or (hands is None) == (self.hands is None), "hands")
        self.recount(said, None if self.hands is None else self.possible(hands))


def read_votes(events):
    """All votes of a journal; without those from before the electorate stood in the journal."""
    votes, shown = {}, [event for event in events if "withheld" not in event]
    for event in shown:
        room, noun, verb = [*str(event["name"]).split("."), "", ""][:3]
        try:
            if room == "voting" and "poll" in event["data"]:
                take(votes, f"{noun}_{verb}", event["data"], event["said"], event["seq"], shown != events)
        except (Bad, KeyError, TypeError, AttributeError, ValueError) as bad:
            raise Bad(getattr(bad, "why", "shape"), event["line"]) from None
    return [vote for vote in votes.values() if vote]


def take(votes, kind, data, said, seq, partial):
    key = whole(data["poll"], 1)
    demand(kind != "poll_discarded" or key not in votes, "state")  # what was opened stays for ever
    if kind == "poll_opened":
        known = {number: vote for number, vote in votes.items() if vote}
        demand(key not in votes and all(vote.state not in ("open", "closed") for vote in known.values()), "state")
        votes[key] = Vote(data, said, known, seq, partial) if "roll" in data else None
    elif kind in WHEN and votes.get(key, kind) is not None:
        demand(key in votes and votes[key].state in WHEN[kind], "state")
        if kind == "poll_repeated" and (
            data["repetition"] in votes or not partial
        ):  # else it was held again in the part not shown
            demand((votes[data["repetition"]].repeats, votes[data["repetition"]].state) == (key, "declared"), "state")
        getattr(votes[key], kind, lambda *_: None)(data, said)
        votes[key].state = AFTER.get(kind, votes[key].state)


# Signatures: Ed25519 as RFC 8032 has it.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def point(code):
    """A point of the curve from its 32 bytes as (X, Y, Z, T); None when it is none."""
    y, odd = int.from_bytes(code, "little") & (1 << 255) - 1, code[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x * pow(2, (P - 1) // 4, P) % P if (x * x - square) % P else x
    x = x if x & 1 == odd else P - x
    return None if y >= P or (x * x - square) % P or x in (0, P) else (x, y, 1, x * y % P)


def plus(one, other):
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def verify(key, message, signature):
    """Whether the signature under the message is that of the key."""
    public, s = point(key), int.from_bytes(signature[32:], "little")
    if public is None or s >= L or len(signature) != 64:
        return False
    minus = (P - public[0], public[1], 1, P - public[3])
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    base, sum_ = point((4 * pow(5, -1, P) % P).to_bytes(32, "little")), (0, 1, 1, 0)
    table = (sum_, base, minus, plus(base, minus))
    for bit in range(252, -1, -1):
        sum_ = plus(plus(sum_, sum_), table[(s >> bit & 1) + 2 * (k >> bit & 1)])
    x, y = (sum_[part] * pow(sum_[2], -1, P) % P for part in (0, 1))
    return signature[:32] == (y | (x & 1) << 255).to_bytes(32, "little")


def fingerprint(key):
    return " ".join(sha256(bytes.fromhex(key))[start : start + 4] for start in range(0, 20, 4))


def read_heads(heads_text, keys_text, header, events, wanted=(), words=""):
    """All heads: signed by a named key, each that of its event, the last that of the last event."""
    try:
        found, keys = json.loads(heads_text), {row["key"] for row in json.loads(keys_text)["keys"]}
        rows = [
            (whole(row["seq"], 1), row["head"], str(row["at"]), row["key"], bytes.fromhex(row["signature"]))
            for row in found["heads"]
        ]
        form = [row["form"] for row in found["heads"][-1:] if "form" in row]
        allowed = {key for key in keys if not wanted or fingerprint(key) in wanted}
        demand(found["meeting"] == header["meeting"] and all(len(bytes.fromhex(key)) == 32 for key in keys), "shape")
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError, Bad):
        raise Bad("unreadable", 0, "heads.json, keys.json") from None
    last, hashes = 0, {event["seq"]: event["hash"] for event in events}
    for number, (seq, head, at, key, signature) in enumerate(rows, 1):
        demand(last < seq and hashes.get(seq) == head and form in ([], [header["form"]]), "head", number, "heads.json")
        demand(key in allowed, "key", number, "heads.json")
        message = {"format": "ratssaal-head/1", "meeting": header["meeting"], "seq": seq, "head": head, "at": at}
        message |= (
            {"form": header["form"]} if form and number == len(rows) else {}
        )  # a form that withholds something is signed itself
        demand(verify(bytes.fromhex(key), canonical(message), signature), "signature", number, "heads.json")
        last = seq
    demand(last == header["events"] and (form or not header["hidden"]), "uncovered", len(events) + 1)
    demand(not words or words.lower() in {words_of(row[1]).lower() for row in rows}, "words", 0, "heads.json")
    used = [row for row in json.loads(keys_text)["keys"] if row["key"] in {row[3] for row in rows}]
    return rows, [
        ", ".join([fingerprint(row["key"]), *(f"{at} {row[at]!s:.10}" for at in ("from", "until") if at in row)])
        for row in used
    ]


NAMES = {
    "yes": "Ja/yes", "no": "Nein/no", "abstain": "Enthaltung/abstain", "not_voted": "nicht abgestimmt/not voted",
    "adopted": "beschlossen/adopted", "rejected": "abgelehnt/rejected", HIDDEN: "hier nicht offen/not opened here",
    "open": "noch offen/still open", "closed": "nicht festgestellt/not declared", "declared": "festgestellt/declared",
    "annulled": "für ungültig erklärt/annulled",
    "repeated": "für ungültig erklärt und wiederholt/annulled and repeated",
}  # fmt: skip


def sentence(vote):
    """One vote in one line; the first word says whether all of it could be checked."""
    known = "PART" if HIDDEN in (vote.counts, vote.outcome, vote.note) and vote.state in COUNTED else "OK"
    counts = "" if vote.counts == HIDDEN else ", ".join(f"{NAMES[key]} {number}" for key, number in vote.counts.items())
    parts = [counts, NAMES[vote.outcome], NAMES[vote.state], "Stimmen/votes: " + NAMES[HIDDEN] if vote.note else ""]
    question = NAMES[HIDDEN] if vote.question == HIDDEN else " ".join(str(vote.question).split())[:100]
    return f"{known:4} {vote.seq}: {question} - " + "; ".join(part for part in parts if part)


def check(folder, keys=(), words=""):
    """Everything; answers the lines to print, raises Bad."""
    try:
        texts = [(Path(folder) / name).read_bytes().decode() for name in ("events.ndjson", "heads.json", "keys.json")]
    except (OSError, UnicodeDecodeError):
        raise Bad("unreadable", 0, folder) from None
    header, events = read_events(texts[0])
    lines = [sentence(vote) for vote in read_votes(events)]
    heads, prints = read_heads(texts[1], texts[2], header, events, keys, words)
    facts = (
        f"{header['events']} Ereignisse/events, {header['hidden']} nicht gezeigt/withheld, {len(heads)} "
        f"Signaturen/signatures"
    )
    lines.insert(0, f"Sitzung/meeting {header['meeting']}: {facts}")
    lines += [f"Schlüssel/key: {one}" for one in prints]
    lines += [f"Fünf Wörter/five words ({seq}, {at[:19]} UTC): {words_of(head)}" for seq, head, at, _, _ in heads[-2:]]
    return [*lines, *([] if keys else [WARNING]), "IN ORDNUNG / RIGHT"]


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=Path(__file__).parent)
    parser.add_argument("--key", action="append", default=[])
    parser.add_argument("--words", default="")
    wanted = parser.parse_args(argv)
    try:
        typed = [
            " ".join(text.lower().replace("·", " ").split())
            for text in (*",".join(wanted.key).split(","), wanted.words)
        ]
        lines = check(wanted.folder, [key for key in typed[:-1] if key], typed[-1])
    except Bad as bad:
        lines = [f"NICHT IN ORDNUNG / NOT RIGHT - {bad.file}, Zeile/line {bad.line}: {SAYS[bad.why]}"]
    for line in lines:
        colour = {"OK": 32, "IN": 32, "NICHT": 31, "PART": 33, "ACHTUNG/WARNING:": 33}.get(line.split()[0], 0)
        print(f"\033[{colour}m{line}\033[0m" if sys.stdout.isatty() else line)
    return 1 if lines[-1].startswith("NICHT") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
