"""XML from outside: no document type, so no entities and nothing to fetch; whatever is not XML is a fault."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers import expat

from meetings.video.base import VideoFault
from meetings.video.transport import STRANGE


class _DocumentType(Exception):
    """The text declares a document type."""


def parse(text: bytes) -> Element:
    """The root element of a well-formed text without a document type."""
    try:
        _refuse_document_type(text)
        return fromstring(text)  # noqa: S314  (what makes it unsafe has just been refused)
    except (expat.ExpatError, ParseError, _DocumentType, ValueError, LookupError):
        raise VideoFault(STRANGE) from None


def _refuse_document_type(text: bytes) -> None:
    def refuse(*declared: Any) -> None:
        raise _DocumentType

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.Parse(text, True)


def word(element: Element, name: str) -> str:
    """The text of a child, "" when there is none."""
    return (element.findtext(name) or "").strip()
