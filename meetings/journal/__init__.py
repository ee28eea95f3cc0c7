"""The journal: one spine for audit, live view, resume and minutes. It knows the ground floor only, never who listens.

`kinds` says what can happen, `book` writes it, `chain` binds it and checks it offline, `heads` are signed (`signing`,
`keyring`) and read out (`words`), `export` hands it out, `sentences` tell it, `triggers` keep it, `announce` says that
there is something new.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from meetings.journal.book import Entries, record
    from meetings.journal.heads import sign_head
    from meetings.journal.sentences import sentence_of

__all__ = ["Entries", "record", "sentence_of", "sign_head"]

_PLACES = {"Entries": "book", "record": "book", "sentence_of": "sentences", "sign_head": "heads"}


def __getattr__(name: str) -> Any:
    """Looked up when it is asked for: the models take `chain` from here, and what writes takes the models."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
