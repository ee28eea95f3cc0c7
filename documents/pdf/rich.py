"""Limited rich text in PDF: the same tokens as in a page."""

from __future__ import annotations

from collections.abc import Iterator

from documents.pdf.layout import PLAIN, RULED, STYLES, WIDTH, grid, text  # isort: skip  (sets the fonts first)
from markdown_it.token import Token
from reportlab.platypus import Flowable, Paragraph, Spacer
from reportlab.platypus.tables import TableStyle

from documents.pdf.glyphs import markup
from documents.rich import tokens_of

INDENT = 14
HEADED = TableStyle([*RULED.getCommands(), *PLAIN.getCommands()])
INLINE = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>"}


def rich(content: str) -> Iterator[Flowable]:
    """Paragraphs, lists and tables of a text."""
    tokens = tokens_of(content)
    at, depth, counters = 0, 0, list[int]()
    while at < len(tokens):
        token = tokens[at]
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            start = int(token.attrGet("start") or 1) if token.type[0] == "o" else -1
            counters.append(start)
            depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            counters.pop()
            depth -= 1
        elif token.type == "list_item_open":
            lead = "•" if counters[-1] < 0 else f"{counters[-1]}."
            counters[-1] += 1 if counters[-1] >= 0 else 0
            yield from _item(tokens, at, depth, lead)
        elif token.type == "table_open":
            end = next(place for place in range(at, len(tokens)) if tokens[place].type == "table_close")
            yield _table(tokens[at:end])
            at = end
        elif token.type == "hr":
            yield Spacer(1, 8)
        elif token.type == "inline" and not (depth and _is_lead(tokens, at)):
            style = "h3" if tokens[at - 1].type == "heading_open" else "text"
            yield _indented(_marked(token), style, depth)
        at += 1


def _item(tokens: list[Token], at: int, depth: int, lead: str) -> Iterator[Flowable]:
    first = next((token for token in tokens[at + 1 : at + 3] if token.type == "inline"), None)
    yield _indented(_marked(first) if first else "", "text", depth, lead)


def _is_lead(tokens: list[Token], at: int) -> bool:
    """Whether this text stands right behind its bullet, and so has been drawn with it."""
    return any(token.type == "list_item_open" for token in tokens[max(at - 2, 0) : at])


def _indented(words: str, style: str, depth: int, lead: str = "") -> Paragraph:
    base = STYLES[style]
    own = base.clone(f"{style}-{depth}", leftIndent=depth * INDENT, bulletIndent=(depth - 1) * INDENT if depth else 0)
    return Paragraph(words, own, bulletText=lead or None)


def _marked(token: Token) -> str:
    """The words of a line of tokens, bold and italic as the PDF's paragraphs write them."""
    said = []
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            said.append("<br/>")
        else:
            said.append(INLINE.get(child.type) or markup(child.content))
    return "".join(said)


def _table(tokens: list[Token]) -> Flowable:
    rows: list[list[Flowable]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(Paragraph(_marked(token), STYLES["cell"]) if token.content else text(" ", "cell"))
    width = max(map(len, rows))
    full = [[*row, *[text(" ", "cell")] * (width - len(row))] for row in rows]
    return grid(full, [WIDTH / width] * width, HEADED)
