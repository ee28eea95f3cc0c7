"""The head of a journal as five German words, to be compared by eye and ear: on the hall display, in the minutes, over
the telephone.

A head is a hash of 64 digits, which nobody compares. Five of 4,096 words carry 60 bits of another hash over it. The
words are plain things with no umlaut in them, at least three letters apart from each other, and no pair of them makes a
bad name.
"""

from __future__ import annotations

import hashlib

TAG = b"ratssaal-words/1\x00"
_LISTS = (
    "Ahorn Anker Apfel Bambus Birken Blumen Butter Delfin Distel Donner Efeu Enten Enzian Falken Feder Fenchel "
    "Flamingo Gletscher Glocken Granit Hafer Honig Hummel Ingwer Kaktus Kamillen Kastanien Kiesel Kirsch Kupfer "
    "Lampen Lavendel "
    "Linden Luchs Majoran Mandel Marmor Nebel Oliven Orgel Papier Pelikan Perlen Pfeffer Pinguin Quitten Rosen Safran "
    "Schatten Schiefer Schnee Silber Sommer Spatzen Tiger Trompeten Tulpen Vulkan Wacholder Weiden Winter Zimt "
    "Zirkus Zwiebel",
    "bach balkon becher blatt boot brunnen decke dorf fabrik feld fenster flagge gabel galerie garten geige "
    "gondel hafen haus insel kammer kanal keller kerze kiste koffer krone kuchen kutsche laterne limonade mantel "
    "markt mauer nest palast pfad pokal quelle rakete ring schaukel scheune schiff schlitten schrank see sessel "
    "sofa spiegel stadt strand suppe tal tasche teppich terrasse torte treppe trommel turm wiese wurzel zweig",
)
FIRST, SECOND = (tuple(words.split()) for words in _LISTS)


def words_of(head: str) -> list[str]:
    """The five words of a head (64 hexadecimal digits); the same everywhere and for ever."""
    bits = int.from_bytes(hashlib.sha256(TAG + bytes.fromhex(head)).digest()[:8], "big") >> 4
    return [_word(bits >> shift & 0xFFF) for shift in (48, 36, 24, 12, 0)]


def _word(number: int) -> str:
    return FIRST[number >> 6] + SECOND[number & 63]
