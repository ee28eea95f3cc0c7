"""Speaking names for files: "Oe-4-ePayment-Zahlen-2021.pdf"; no database."""

import re
import unicodedata

from documents.names import plain

LONGEST_STEM = 100


def speaking_name(number: str, title: str, ending: str, original: str = "") -> str:
    """A name that every system takes, from the item's number and the file's title.

    Where a title has no Latin letter or digit at all, the original name serves, and then the number alone.
    """
    words = plain(title) or plain(stem_of(original))
    stem = "-".join(part for part in (plain(number), words) if part)
    return f"{stem[:LONGEST_STEM].rstrip('-') or 'file'}.{ending}"


def stem_of(original: str) -> str:
    """What stands before the ending of a file's name, without any folder."""
    name = re.split(r"[/\\]", original)[-1]
    return name.rpartition(".")[0] or name


def title_from(original: str) -> str:
    """A title for people from a file's name: no ending, no underscores, no control or invisible characters."""
    shown = "".join(" " if char in "_\t\n" else char for char in stem_of(original) if _is_shown(char))
    return " ".join(shown.split())


def _is_shown(char: str) -> bool:
    return char in "\t\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def another(name: str, taken: set[str]) -> str:
    """The name, with the first free number at its end when it is taken already."""
    stem, _, ending = name.rpartition(".")
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}.{ending}"
    return name
