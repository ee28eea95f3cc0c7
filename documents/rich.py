"""Limited rich text: headings, lists, tables, bold and italic, as Markdown writes them; nothing else, no HTML, no
links, no pictures. What it shows in a page and in a PDF is the same, because both are made of the same tokens.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

RULES = ("heading", "list", "table", "emphasis", "newline", "escape", "hr")
TOP = 3
"""The level of the highest heading in a page: the parts of a paper have level 2."""


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return MarkdownIt("zero", {"breaks": True, "html": False}).enable(list(RULES))


def tokens_of(text: str) -> list[Token]:
    """The text in pieces, headings on levels that fit into a page."""
    tokens = _reader().parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(TOP + int(token.tag[1:]) - 1, 6)}"
    return tokens


def html_of(text: str) -> SafeString:
    """The text for a page; whatever looks like HTML in it is shown as typed."""
    reader = _reader()
    return mark_safe(reader.renderer.render(tokens_of(text), reader.options, {}))  # noqa: S308
