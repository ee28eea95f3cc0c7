"""The plan of the house, kept by a script: rooms and layers import only downwards; one name in five places."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, get_resolver

from meetings.journal.kinds import all_kinds
from meetings.permissions import all_rules

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("meetings", "agenda", "voting", "documents", "config")
LAYERS = {
    0: {
        "errors",
        "enums",
        "permissions",
        "check",
        "memo",
        "presence",
        "quorum",
        "rolls",
        "legal_text",
        "roll_words",
        "acting",
        "typed",
        "numbering",
        "nesting",
        "places",
        "schedule",
        "floor",
        "differences",
        "majority",
        "tally",
        "wording",
        "charts",
        "names",
        "fields",
        "kinds",
        "procedural_kinds",
        "profiles",
        "ranges",
        "storage",
        "video.configured",
        "journal.chain",
        "journal.kinds",
        "journal.announce",
        "journal.signing",
        "journal.words",
    },
    1: {"models", "events", "triggers", "journal.triggers", "migrations"},
    2: {"services", "selectors", "journal", "registry", "minutes", "post"},
    3: {"forms", "frames", "panels", "exports", "live", "http", "acts", "steps", "next_steps", "streaming", "video"},
    4: {"views", "urls", "admin", "apps", "consumers", "routing", "templatetags", "management"},
}
"""A module's layer by the longest beginning of its name inside the room that is listed here."""


def modules(room: str) -> Iterator[Path]:
    return (ROOT / room).rglob("*.py")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def layer_of(inside: str) -> int | None:
    """The layer of `services.course` and the like; None for a module that no layer knows."""
    parts = inside.split(".")
    for length in range(len(parts), 0, -1):
        for layer, names in LAYERS.items():
            if ".".join(parts[:length]) in names or re.sub(r"_.*", "", ".".join(parts[:length])) in names - {"live"}:
                return layer
    return None


def inside_of(path: Path, room: str) -> str:
    return ".".join(path.relative_to(ROOT / room).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_import_only_downwards(room):
    above = set(ROOMS[ROOMS.index(room) + 1 :]) | {"tests"}

    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules(room)
        for name, line in imports(path)
        if name.split(".")[0] in above
    ]

    assert wrong == []


@pytest.mark.parametrize("room", ROOMS[:-1])
def test_layers_import_only_downwards(room):
    wrong = []
    for path in modules(room):
        own = layer_of(inside_of(path, room))
        for name, line in imports(path):
            target = layer_of(name.removeprefix(f"{room}.")) if name.startswith(f"{room}.") else None
            if own is not None and target is not None and target > own:
                wrong.append(f"{path.relative_to(ROOT)}:{line} (layer {own}) imports {name} (layer {target})")

    assert wrong == []


def test_the_journal_stands_on_the_ground_floor():
    """Whoever wants to hear of what is recorded comes to the journal (`journal.announce.listen`); it goes to nobody."""
    ground = ("meetings.journal", "meetings.models", "meetings.enums", "meetings.errors", "meetings.permissions")

    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in (ROOT / "meetings" / "journal").glob("*.py")
        for name, line in imports(path)
        if name.split(".")[0] in ROOMS and not f"{name}.".startswith(tuple(f"{place}." for place in ground))
    ]

    assert wrong == []


@pytest.mark.parametrize("room", ROOMS[:-1])
def test_every_module_has_a_layer(room):
    lost = [str(path.relative_to(ROOT)) for path in modules(room) if path.name != "__init__.py" and layer_of(inside_of(path, room)) is None]

    assert lost == []


def url_names() -> set[str]:
    """Every `room:name` of our own rooms."""
    found = set()
    for resolver in get_resolver().url_patterns:
        app = getattr(resolver, "app_name", None)
        if app in ROOMS:
            found |= {f"{app}:{pattern.name}" for pattern in resolver.url_patterns if isinstance(pattern, URLPattern)}
    return found


def service_names() -> set[str]:
    """Every public function of every room's services, read from the files."""
    found = set()
    for room in ROOMS[:-1]:
        files = [ROOT / room / "services.py", *(ROOT / room / "services").glob("*.py")]
        for path in filter(Path.exists, files):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= {
                f"{room}.{node.name}"
                for node in tree.body
                if isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and any(argument.arg == "actor" for argument in node.args.kwonlyargs)
            }
    return found


def test_every_service_has_its_permission_and_its_address():
    actions = {rule.action for rule in all_rules()}
    urls = {name.replace(":", ".") for name in url_names()}

    assert (service_names() - actions, service_names() - urls) == (set(), set())


def test_every_permission_is_a_service_or_a_page():
    strays = {rule.action for rule in all_rules()} - service_names()

    assert {action for action in strays if not action.split(".")[1].startswith("see_")} == set()


def test_every_event_kind_has_a_sentence_that_fits_its_keys():
    for kind in all_kinds():
        words = str(kind.sentence).format_map(dict.fromkeys((*kind.keys, *kind.secrets), "x"))

        assert words.strip(), kind.name


def test_templates_hold_no_inline_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|<style\b|\sstyle=|\son(click|change|submit|load)=")

    wrong = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.html")
        if inline.search(path.read_text(encoding="utf-8"))
    ]

    assert wrong == []


def test_files_stay_readable():
    long = [
        (str(path.relative_to(ROOT)), lines)
        for room in ROOMS
        for path in modules(room)
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]

    assert long == []
