"""`{% post %}`, `{% button %}`, `{% action %}`, `{% linkbutton %}`, `{% field %}`, `{% personselect %}`: what every
room repeats.

Their arguments are declared, so a misspelt one is a TemplateSyntaxError when the template is read. Spaces at both ends
of what they enclose are left out. An id may be given in two halves: `id="strike" key=row.pk` is `strike-7`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.template.base import Node, TextNode
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from meetings.models import Person

register = template.Library()

KERN = ("primary", "secondary", "tertiary")
PLAIN = {"mini": "mini-btn", "link": "link-btn"}

BREAK = re.compile(r"[ \t]*\n\s*")
PIECE = re.compile(rf"{BREAK.pattern}|<(?=[a-zA-Z/])|>|(?:(?!{BREAK.pattern})[^<>])+|<")


@register.simple_block_tag(takes_context=True)
def post(
    context: Any,
    content: str,
    name: str = "",
    *keys: Any,
    to: str | None = None,
    live: bool = True,
    css: str = "",
    id: str = "",
    key: Any = None,
) -> SafeString:
    """A POST form to the address with that name and those keys, or `to` an address; `live`: sent without leaving the
    page.
    """
    address = reverse(name, args=keys) if to is None else to
    return _form(context, mark_safe(content.strip()), address, live, css, _id(id, key))  # noqa: S308


@register.simple_block_tag
def button(
    content: str,
    look: str = "secondary",
    *,
    id: str = "",
    key: Any = None,
    name: str = "",
    value: Any = None,
    to: str | None = None,
    confirm: str = "",
    label: str = "",
    title: str = "",
    shortcut: str = "",
) -> SafeString:
    """The button of a form. `to`: another address than the form's; `confirm`: what it says before it wants to be
    pressed again.
    """
    own = (("id", _id(id, key)), ("name", name), ("value", value), ("formaction", to), ("data-confirm", confirm))
    return _button(content, look, (*own, ("aria-label", label), ("title", title), ("aria-keyshortcuts", shortcut)))


@register.simple_block_tag(takes_context=True)
def action(
    context: Any,
    content: str,
    name: str,
    *keys: Any,
    look: str = "secondary",
    live: bool = True,
    css: str = "",
    id: str = "",
    key: Any = None,
    hidden: str = "",
    value: Any = "",
    confirm: str = "",
    label: str = "",
    shortcut: str = "",
) -> SafeString:
    """A POST form that is one button, with at most one `hidden` field and its `value`; else `post` with `button` in
    it.
    """
    sent = format_html('<input type="hidden" name="{}" value="{}">', hidden, value) if hidden else SafeString()
    pressed = _button(
        content, look, (("data-confirm", confirm), ("aria-label", label), ("aria-keyshortcuts", shortcut))
    )
    return _form(context, sent + pressed, reverse(name, args=keys), live, css, _id(id, key))


@register.simple_block_tag
def linkbutton(
    content: str, name: str = "", *keys: Any, to: str | None = None, look: str = "secondary", rel: str = ""
) -> SafeString:
    """A link that looks like a button, to the address with that name and those keys, or `to` an address."""
    attributes = _attributes((("rel", rel), ("href", reverse(name, args=keys) if to is None else to)))
    return format_html('<a class="{}"{}>{}</a>', _class(look), attributes, _face(content, look))


@register.simple_tag
def field(
    label: str,
    name: str,
    id: str,
    key: Any = None,
    *,
    css: str = "tool-form__text",
    max: int | None = None,
    value: Any = None,
    required: bool = False,
    keep: bool = False,
    placeholder: str = "",
    refusal: str = "",
) -> SafeString:
    """A line of text with its label. `keep`: what is typed outlives a push of the panel; `refusal`: where one is
    shown, below.
    """
    own, told = _id(id, key), _id(refusal, key) if refusal else ""
    first = (("class", css), ("id", own), ("name", name), ("value", value), ("maxlength", max))
    flags = mark_safe("".join(text for text, holds in ((" required", required), (" data-keep", keep)) if holds))  # noqa: S308
    more = _attributes((*first, ("autocomplete", "off"), ("placeholder", placeholder), ("aria-describedby", told)))
    below = format_html('<p class="field-refusal" id="{}" data-refusal></p>', told) if told else ""
    return format_html('<label for="{}">{}</label><input{}{}>{}', own, label, more, flags, below)


@register.simple_tag
def personselect(
    label: str,
    people: Iterable[Person],
    id: str,
    key: Any = None,
    *,
    name: str = "person",
    empty: str = "",
    css: str = "",
    required: bool = False,
) -> SafeString:
    """A choice among persons in the order given, family name first, with its label. `empty`: what stands for nobody."""
    own = _id(id, key)
    options = format_html_join(
        "", '<option value="{}">{}, {}</option>', ((one.pk, one.family_name, one.given_name) for one in people)
    )
    nobody = format_html('<option value="">{}</option>', empty) if empty else ""
    attributes = _attributes((("id", own), ("name", name), ("class", css)))
    must = mark_safe(" required" if required else "")  # noqa: S308
    return format_html(
        '<label for="{}">{}</label><select{}{}>{}{}</select>', own, label, attributes, must, nobody, options
    )


@register.filter
def typed(text: str) -> SafeString:
    """What stands in a `textarea`: readers of HTML drop a line break right after its tag, so one is put there."""
    return format_html("\n{}", text)


class Joined(template.Node):
    """What is between the two tags, without the line breaks."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Any) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def joined(parser: Any, token: Any) -> Joined:
    """Line breaks of the template, with the indentation after them, are not in the page; a space beside one is written
    `{{ " " }}`.

    For inline text, where a line break would be a space, and for what is sent to every screen again and again. It is
    done once, when the template is read; what variables and `blocktranslate` bring, and what is included, stays as it
    is.
    """
    if len(token.split_contents()) > 1:
        raise template.TemplateSyntaxError("joined takes no arguments")
    nodelist = parser.parse(("endjoined",))
    parser.delete_first_token()
    inside = False
    for node in _texts(nodelist):
        node.s, inside = _without_breaks(node.s, inside)
    return Joined(nodelist)


def _texts(nodes: Iterable[Node]) -> Iterator[TextNode]:
    """In the order of the template. Django does not count what a `simple_block_tag` encloses among a node's
    children.
    """
    for node in nodes:
        if isinstance(node, TextNode):
            yield node
        for name in dict.fromkeys((*node.child_nodelists, "nodelist")):
            yield from _texts(getattr(node, name, ()))


def _without_breaks(text: str, inside: bool) -> tuple[str, bool]:
    """Between the attributes of an HTML tag, where `inside` is true, a line break becomes a space."""
    kept = ""
    for piece in PIECE.findall(text):
        if not BREAK.fullmatch(piece):
            kept, inside = kept + piece, piece == "<" or (inside and piece != ">")
        elif inside:
            kept += " "
    return kept, inside


def _form(context: Any, content: SafeString, to: str, live: bool, css: str, id: str) -> SafeString:
    attributes = _attributes((("class", css), ("id", id)))
    token = context.get("csrf_token")
    is_known = token and token != "NOTPROVIDED"  # noqa: S105
    known = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token) if is_known else ""
    sent = mark_safe(" data-live" if live else "")  # noqa: S308
    return format_html('<form method="post" action="{}"{}{}>{}{}</form>', to, sent, attributes, known, content)


def _button(content: str, look: str, attributes: Iterable[tuple[str, Any]]) -> SafeString:
    return format_html('<button class="{}"{}>{}</button>', _class(look), _attributes(attributes), _face(content, look))


def _class(look: str) -> str:
    if look in KERN:
        return f"kern-btn kern-btn--{look}"
    if look not in PLAIN:
        raise template.TemplateSyntaxError(f"No button looks like {look!r}: {', '.join((*KERN, *PLAIN))}.")
    return PLAIN[look]


def _face(content: str, look: str) -> SafeString:
    words = mark_safe(content.strip())  # noqa: S308  (rendered by the template, which has escaped it)
    return format_html('<span class="kern-label">{}</span>', words) if look in KERN else words


def _attributes(pairs: Iterable[tuple[str, Any]]) -> SafeString:
    """Those that have a value; of a button's `value` only nothing at all is left out."""
    said = [(name, value) for name, value in pairs if value is not None and value != ""]
    return mark_safe("".join(f' {name}="{conditional_escape(value)}"' for name, value in said))  # noqa: S308


def _id(id: str, key: Any) -> str:
    return id if key is None else f"{id}-{key}"
