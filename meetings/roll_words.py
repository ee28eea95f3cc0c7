"""What the words in a roll mean: its headings, ways of taking part, present or not. Pure."""

from __future__ import annotations

from meetings.names import spelt


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


HEADINGS: dict[str, frozenset[str]] = {
    column: _words(words)
    for column, words in {
        "who": (
            "name|namen|name, vorname|name vorname|nachname, vorname|nachname vorname|vorname nachname|vorname, "
            "nachname|vorname name"
            "|vor- und nachname|vor- und zuname|vollständiger name|name des "
            "mitglieds|teilnehmer|teilnehmende|teilnehmerin|teilnehmer/in"
            "|teilnehmer/-in|teilnehmer:in|person|mitglied|mitglieder|ratsmitglied|ausschussmitglied|stadtverordnete|stadtverordneter"
            "|stadtverordnete/r|full name|member"
        ),
        "mail": "e-mail|email|mail|e-mail-adresse|mailadresse|emailadresse|e-mail address",
        "family": "nachname|familienname|zuname|family name|last name|surname",
        "given": "vorname|vornamen|rufname|given name|first name",
        "title": "titel|anrede|akademischer titel|akad. titel|title",
        "mode": "mode|art|teilnahme|art der teilnahme|teilnahmeart|form der teilnahme|way|way of taking part",
        "status": "status|anwesenheit|anwesenheitsstatus|anwesend?|erschienen|teilgenommen|presence",
        "present": "anwesend|present|zugegen",
        "absent": "abwesend|entschuldigt|unentschuldigt|fehlt|fehlend|nicht anwesend|absent|excused",
        "arrived": "arrived|ankunft|uhrzeit|zeit|time|anwesend seit|anwesend ab|ab|gekommen|erschienen um|beginn",
        "number": "nr|nr.|lfd. nr.|lfd.nr.|lfd nr|lfd. nummer|laufende nummer|nummer|#|no.|no",
    }.items()
}
NAMING = ("who", "mail", "family", "given", "title")
MODES = {
    "hall": {"hall", "saal", "im saal", "vor ort", "präsenz", "in präsenz", "in person", "in the hall"},
    "remote": {"remote", "online", "digital", "zugeschaltet", "video", "per video"},
}
PRESENT = _words("anwesend|present|da|ja|yes|j|y|x|1|✓|✔|☑|erschienen|teilgenommen|wahr|true|zugegen")
NOT = _words("nein|no|n|0|-|–|—|✗|✘|☐|falsch|false")
ABSENT = NOT | _words(
    "abwesend|absent|entschuldigt|unentschuldigt|entsch|fehlt|fehlend|nicht anwesend|nicht "
    "erschienen|verhindert|krank|erkrankt"
    "|beurlaubt|urlaub|excused|e|u|f|entschuldigt fehlend|unentschuldigt fehlend"
)


def column_of(heading: str) -> str:
    """What a column holds by its heading; "" for one that nobody reads."""
    word = spelt(heading).strip(" :*")
    return next((column for column, words in HEADINGS.items() if word in words), "")


def mode_of(word: str) -> str | None:
    """The way of taking part behind a word; "" for none, None for a word that says nothing."""
    if not word:
        return ""
    return next((mode for mode, known in MODES.items() if spelt(word) in known), None)


def presence_of(word: str) -> bool | None:
    """Whether a word says that somebody is there, or that they are not; None for a word that says nothing of it."""
    said = spelt(word).strip(" .()") or spelt(word)
    return True if said in PRESENT else (False if said in ABSENT else None)


def is_known(word: str) -> bool:
    """Whether a cell without a heading says how somebody takes part, or whether."""
    return mode_of(word) is not None or presence_of(word) is not None
