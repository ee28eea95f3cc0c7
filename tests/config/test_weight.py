"""What a page loads: style sheets and scripts, added up per page as they are served; and that no rule is left over."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from agenda.services import add_item
from config.storage import squeezed
from tests.resolved import RESOLVED

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("meetings", "agenda", "voting", "documents", "config")
OWN_SHEETS = 60_000
"""The sheets of the house that one page loads, in bytes as they are served and not compressed."""
SENT_SHEETS = 60_000
"""All sheets of one page, KERN among them, as they go over the line (gzip)."""
SCRIPTS = 120_000
SENT_SCRIPTS = 40_000
MOST = (OWN_SHEETS, SENT_SHEETS, SCRIPTS, SENT_SCRIPTS)
DRAGGING = "vendor/sortablejs/sortable.core.esm.js"
"""The one exception: 119 KB by itself, for whoever edits an agenda."""
# fmt: off
PAGES = (
    "start", "meetings", "bodies", "body", "meeting", "room", "public", "desk", "screen", "reading",
    "edit_meeting", "attendance", "import_roll", "mails_of_body", "legal_page", "send_feedback",
    "set_appearance", "agenda:agenda", "agenda:item", "agenda:item_page", "agenda:matters", "agenda:notice",
    "account_login", "account_email",
)
# fmt: on


@cache
def _served(name: str) -> bytes:
    """A file as `collectstatic` makes it."""
    content = Path(str(finders.find(name))).read_bytes()
    return squeezed(content.decode()).encode() if name.endswith(".css") and "vendor" not in name else content


def _sent(names: set[str]) -> int:
    return sum(len(gzip.compress(_served(name), 9)) for name in names)


def _raw(names: set[str]) -> int:
    return sum(len(_served(name)) for name in names)


@cache
def _with_imports(name: str) -> frozenset[str]:
    """A script and all that it fetches, at once or later."""
    found = {name}
    for path in re.findall(r"""(?:from|import)\s*\(?["'](\.[^"']+)["']""", _served(name).decode()):
        there = (Path("/") / name).parent / path
        found |= _with_imports(str(Path(*list(_resolved(there)))))
    return frozenset(found)


def _resolved(path: Path) -> list[str]:
    parts: list[str] = []
    for part in path.parts[1:]:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return parts


@pytest.fixture
def pages(running, body, clerk, actor, institution):
    """Each page as the administrator who is the clerk too gets it, by its name."""
    item = add_item(meeting=running, actor=clerk, part="public", title="Haushalt", resolution=RESOLVED)
    clerk.user.is_superuser = clerk.user.is_staff = True
    clerk.user.save()
    browser = Client()
    browser.force_login(clerk.user)
    of = {"body": [body.pk], "mails_of_body": [body.pk], "send_feedback": [institution.pk]}
    of |= {"set_appearance": [institution.pk], "legal_page": [institution.pk, "imprint"]}
    of |= {
        "agenda:item": [item.pk],
        "agenda:item_page": [running.pk, item.pk],
        "agenda:notice": [item.pk],
        "agenda:matters": [item.pk],
    }
    of |= {key: [] for key in ("start", "meetings", "bodies", "account_login", "account_email")}
    institution.contact_email = "dienst@example.org"
    institution.save()

    def page(name):
        full = name if ":" in name or name.startswith("account_") else f"meetings:{name}"
        answer = (Client() if name == "account_login" else browser).get(reverse(full, args=of.get(name, [running.pk])))
        assert answer.status_code == 200, name
        return answer.content.decode()

    return page


@pytest.mark.django_db
def test_style_sheets_and_scripts_of_each_page_stay_light(pages):
    heavy = {}
    for name in PAGES:
        page = pages(name)
        sheets = set(re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', page))
        scripts = {one for found in re.findall(r'src="/static/([^"]+\.js)"', page) for one in _with_imports(found)}
        own = {sheet for sheet in sheets if not sheet.startswith("vendor/")}
        figures = (_raw(own), _sent(sheets), _raw(scripts - {DRAGGING}), _sent(scripts))
        print(f"{name:20} own {figures[0]:6} sent {figures[1]:6} scripts {figures[2]:6} sent {figures[3]:6}")
        assert {"config/base.css", "config/face.css"} <= own, name
        if any(figure > most for figure, most in zip(figures, MOST, strict=True)):
            heavy[name] = figures

    assert not heavy


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "foreign"), [("start", "live.css"), ("desk", "lists.css"), ("room", "desk.css")])
def test_a_page_loads_only_its_own_sheets(pages, name, foreign):
    assert foreign not in pages(name)


SHEETS = [path for room in ROOMS for path in (ROOT / room).rglob("*.css") if "vendor" not in path.parts]
OURS = [path for path in SHEETS if "static" in path.parts]


@cache
def _texts() -> str:
    files = [path for room in ROOMS for ending in ("html", "js", "py") for path in (ROOT / room).rglob(f"*.{ending}")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if "vendor" not in path.parts)


@cache
def _words() -> frozenset[str]:
    return frozenset(re.findall(r"[A-Za-z_][\w-]*", _texts()))


@cache
def _beginnings() -> tuple[str, ...]:
    """What names begin with that are put together, in a template or in Python: `is-{{ kind }}`, `f"fit-{size}"`."""
    return tuple(set(re.findall(r"([A-Za-z][\w-]*(?:--\w*|[-_]))\{", _texts())))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_rule_is_for_a_class_that_nothing_has(path):
    rules = re.sub(r'/\*.*?\*/|"[^"]*"|\{[^{}]*\}', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    classes = set(re.findall(r"\.([A-Za-z_][\w-]*)", rules))

    assert classes or path.name == "fonts.css"
    assert not {name for name in classes - _words() if not name.startswith(_beginnings())}


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_every_sheet_is_linked_somewhere(path):
    assert str(path).partition("/static/")[2] in _texts()


def test_a_sheet_is_squeezed_and_says_the_same():
    sheet = """/* it's a {note}; */
.a:not(.b,  .c) > .d,
a :is(b) .e {
  content: "a ;  { /* kept */ }";
  margin: calc(1px + 2px) 0;
}
@media (max-width: 2rem) and (print) {
  .f { color: red; }
}
"""

    assert squeezed(sheet) == (
        '.a:not(.b,.c)>.d,a :is(b) .e{content: "a ;  { /* kept */ }";margin: calc(1px + 2px) 0}'
        "@media (max-width: 2rem) and (print){.f{color: red}}"
    )
    assert squeezed(squeezed(sheet)) == squeezed(sheet)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_a_squeezed_sheet_has_every_rule(path):
    words = path.read_text(encoding="utf-8")
    bare = re.sub(r"/\*.*?\*/", "", words, flags=re.DOTALL)

    assert squeezed(words).count("{") == bare.count("{")
    assert re.sub(r"[\s;]", "", squeezed(words)) == re.sub(r"[\s;]", "", bare)
