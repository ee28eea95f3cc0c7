"""Names as people compare them: the order of every list of persons (DIN 5007), and when two spellings are one name.
Pure.

Own code and no library: docs/dependencies.md says why. Nothing is asked of the database, so that the order is one and
the same on SQLite and PostgreSQL, whatever their collations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
OTHERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ə": "e",
        "ĸ": "k",
    }
)
APOSTROPHES = "'\u2018\u2019\u201a\u201b\u02b9\u02bb\u02bc\u02be\u02bf\u00b4\u0060\u2032\uff07"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2212\u00ad"
PARTICLE = re.compile("von|der|den|dem|die|zu|van|de|del|della|dello|di|da|das|do|dos|du|d|el|al|ten|ter|te|af|av")
"""Written small before a name, they do not decide its place (DIN 5007-2). What is joined with an article (vom, zum,
zur) belongs to it.
"""
NOBLE = re.compile(
    "freiherr|freifrau|freiin|graf|gräfin|ritter|edler|edle|baron|baronin|fürst|fürstin|prinz|prinzessin"
)
TITLES = re.compile(
    r"(?<!\w)(?:(?:prof|dr|dipl|mag|lic|pd|mult|habil|rer|nat|med|dent|vet|jur|iur|phil|pol|oec|agr|ing|theol|soc|publ|paed|päd|tech|techn)"
    r"\.(?:-?ing\.?|-?kfm\.?|-?kffr\.?|-?päd\.?|-?wirt\.?)?"
    r"|h\.\s?c\.|e\.\s?h\."
    r"|(?:professorin|professor|prof|doktor|dr|herr|herrn|frau|mdl|mdb|mdep|ll\.m\.|m\.a\.|b\.a\.|m\.sc\.|b\.sc\.|mba|rm|stv|skb|skeinw)(?![\w.]))",
    re.IGNORECASE,
)
BESIDE = re.compile(r"\([^)]*\)\s*$")


class Named(Protocol):
    """A person, as far as a list needs one."""

    pk: int
    family_name: str
    given_name: str


@lru_cache(maxsize=20_000)
def key_of(text: str) -> str:
    """Words as DIN 5007-2 orders them: ä as ae, ß as ss, other marks left out, capital or small alike, a hyphen like
    a space.
    """
    return _plain(unicodedata.normalize("NFC", text).casefold().translate(GERMAN))


def _plain(text: str) -> str:
    """Small letters, digits and single spaces; whatever else decorates a letter is left out."""
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", text.translate(OTHERS)) if not unicodedata.combining(char)
    )
    return " ".join("".join(char if char.isalnum() else _instead(char) for char in bare.casefold()).split())


def _instead(char: str) -> str:
    return "" if char in APOSTROPHES or char == "." else " "


@lru_cache(maxsize=20_000)
def filed(family: str) -> tuple[str, str]:
    """Under what a family name is filed, and what was put behind it: `von der Heyden` is heyden, then von der."""
    words = family.strip().split()
    place = 0
    while place < len(words) - 1 and _is_before(words, place):
        place += 1
    rest = " ".join(words[place:])
    lead, joined = _joined(rest)
    return key_of(joined), key_of(" ".join([*words[:place], lead]))


def _is_before(words: list[str], place: int) -> bool:
    particle = place + 1 if NOBLE.fullmatch(words[place].casefold()) else place
    return PARTICLE.fullmatch(words[particle]) is not None


def _joined(word: str) -> tuple[str, str]:
    """d'Hone and al-Hakim: a particle that is written together with its name."""
    match = re.match(rf"(d|dell|l)[{APOSTROPHES}](?=\w)|(al|el)[{HYPHENS}](?=\w)", word)
    return (match.group(0), word[match.end() :]) if match else ("", word)


def by_name(person: Named) -> tuple[str, str, str, str, str, int]:
    """The key of every list of persons: family name, given name, particle; what is still alike by its letters, and
    never by chance.
    """
    family, particle = filed(person.family_name)
    return (family, key_of(person.given_name), particle, person.family_name, person.given_name, person.pk)


def spelt(text: str) -> str:
    """A name as it is compared: composed, one kind of apostrophe and hyphen, single spaces, capital or small alike."""
    whole = unicodedata.normalize("NFKC", text)
    whole = re.sub(f"[{APOSTROPHES}]", "'", re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", whole))
    return " ".join(re.sub(rf"\s*[{HYPHENS}]\s*", "-", whole).casefold().split())


def without_titles(text: str) -> str:
    """A name without what stands before, behind or in the middle of it: titles, forms of address, something in
    brackets.
    """
    bare = TITLES.sub(" ", BESIDE.sub("", spelt(text)))
    return " ".join(bare.replace(" ,", ",").split()).strip(" ,;")


def alike(text: str) -> tuple[str, str, str]:
    """Three ever wider ways in which a name in a list is the one meant: to the letter, Müller as Mueller, Çelik as
    Celik.
    """
    bare = without_titles(text)
    names = [part.strip() for part in bare.split(",")]
    turned = " ".join([*names[1:], names[0]])  # "Müller, Jörg" and "Jörg Müller"
    return turned, key_of(turned), _plain(turned)


def in_order(words: Iterable[str]) -> list[str]:
    """Words or whole names as DIN 5007 orders them."""
    return sorted(words, key=lambda word: (key_of(word), word))
