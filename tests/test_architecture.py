"""The plan of the house, kept by a script: rooms, wings and layers import only downwards; one name in five places."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from meetings.journal.kinds import all_kinds
from meetings.permissions import all_rules
from tests.addresses import addresses_of_rooms

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("meetings", "agenda", "voting", "documents", "config")
WINGS = {
    "documents": (
        "pdf",
        "calendars",
        "files",
        "presenting",
        "papers",
        "minutes",
        "packs",
        "dispatches",
        "search",
        "opendata",
        "reading",
        "portal",
        "check",
    )
}
"""The wings of a room, from the ground upwards. Where there is no folder yet, the place is kept for it."""
ROOF = {"apps", "urls", "models", "migrations", "next_steps"}
"""What of a room itself stands over its wings and knows them; all else of it is the ground that the wings share."""
LAYERS = {
    0: {
        "errors",
        "enums",
        "permissions",
        "check.programs",
        "confined",
        "memo",
        "presence",
        "quorum",
        "rolls",
        "legal_text",
        "colours",
        "crests",
        "roll_words",
        "acting",
        "typed",
        "numbering",
        "nesting",
        "places",
        "schedule",
        "floor",
        "differences",
        "shortening",
        "majority",
        "tally",
        "wording",
        "charts",
        "names",
        "fields",
        "fitting",
        "kinds",
        "copying",
        "pieces",
        "deadlines",
        "claims",
        "procedural_kinds",
        "profiles",
        "ranges",
        "guards",
        "rich",
        "storage",
        "video.configured",
        "journal.chain",
        "journal.kinds",
        "journal.announce",
        "journal.signing",
        "journal.words",
    },
    1: {"models", "events", "triggers", "journal.triggers", "migrations"},
    2: {"services", "selectors", "journal", "registry", "offers", "readings", "content", "post"},
    3: {
        "forms",
        "frames",
        "panels",
        "exports",
        "live",
        "http",
        "acts",
        "steps",
        "putting",
        "next_steps",
        "streaming",
        "video",
        "pdf",
    },
    4: {"views", "urls", "admin", "apps", "consumers", "routing", "templatetags", "management"},
}
"""A module's layer by the longest beginning of its name inside the room, or else inside the wing, that is listed
here.
"""


def modules(room: str, root: Path = ROOT) -> Iterator[Path]:
    return (root / room).rglob("*.py")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def layer_of(room: str, inside: str) -> int | None:
    """The layer of `services.course`, `files.services` and the like; None for a module that no layer knows."""
    wing, _dot, within = inside.partition(".")
    layer = _listed(inside)
    return _listed(within) if layer is None and wing in WINGS.get(room, ()) else layer


def _listed(inside: str) -> int | None:
    parts = inside.split(".")
    for length in range(len(parts), 0, -1):
        for layer, names in LAYERS.items():
            if ".".join(parts[:length]) in names or re.sub(r"_.*", "", ".".join(parts[:length])) in names - {"live"}:
                return layer
    return None


def inside_of(path: Path, room: str, root: Path = ROOT) -> str:
    return ".".join(path.relative_to(root / room).with_suffix("").parts).removesuffix(".__init__")


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
        own = layer_of(room, inside_of(path, room))
        for name, line in imports(path):
            target = layer_of(room, name.removeprefix(f"{room}.")) if name.startswith(f"{room}.") else None
            if own is not None and target is not None and target > own:
                wrong.append(f"{path.relative_to(ROOT)}:{line} (layer {own}) imports {name} (layer {target})")

    assert wrong == []


def storey_of(room: str, inside: str) -> int:
    """How high a module stands among the wings of its room: below them all, in one of them, or over them."""
    wings, first = WINGS.get(room, ()), inside.split(".")[0]
    if first in wings:
        return wings.index(first)
    return len(wings) if first in ROOF else -1


def arrows_upwards(room: str, root: Path = ROOT) -> list[str]:
    """Where a module imports from a wing above its own, or the ground of the room from any wing."""
    return [
        f"{path.relative_to(root)}:{line} imports {name}"
        for path in modules(room, root)
        for name, line in imports(path)
        if name.startswith(f"{room}.")
        and storey_of(room, name.removeprefix(f"{room}.")) > storey_of(room, inside_of(path, room, root))
    ]


@pytest.mark.parametrize("room", WINGS)
def test_wings_import_only_downwards(room):
    assert arrows_upwards(room) == []


@pytest.mark.parametrize(
    ("place", "line", "is_wrong"),
    [
        ("files/services.py", "from documents.minutes import selectors", True),
        ("files/services.py", "    import documents.minutes.models", True),
        ("files/services.py", "from documents import check", True),
        ("papers/views.py", "from documents.minutes.selectors import sheets_of", True),
        ("files/views.py", "from documents.papers.models import Paper", True),
        ("files/models.py", "from documents.models import MinutesCopy", True),
        ("names.py", "from documents.files.names import another", True),
        ("minutes/services.py", "from documents.files import selectors", False),
        ("minutes/services.py", "from documents.minutes.content import minutes_of", False),
        ("portal/views.py", "from documents.search.selectors import found", False),
        ("pdf/pages.py", "from documents.names import plain", False),
        ("urls.py", "from documents.check import views", False),
    ],
)
def test_an_arrow_upwards_between_wings_is_found(place, line, is_wrong, tmp_path):
    path = tmp_path / "documents" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"if True:\n    {line.strip()}\n")

    assert len(arrows_upwards("documents", tmp_path)) == is_wrong


@pytest.mark.parametrize("room", WINGS)
def test_every_wing_is_an_app_in_the_order_of_the_wings(room):
    built = [f"{room}.{wing}" for wing in WINGS[room] if (ROOT / room / wing / "apps.py").exists()]
    installed = [config.name for config in apps.get_app_configs() if config.name.startswith(f"{room}.")]

    assert sorted(f"{room}.{path.parent.name}" for path in (ROOT / room).glob("*/apps.py")) == sorted(built)
    assert installed == built


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
    lost = [
        str(path.relative_to(ROOT))
        for path in modules(room)
        if path.name != "__init__.py" and layer_of(room, inside_of(path, room)) is None
    ]

    assert lost == []


def url_names() -> set[str]:
    """Every `room:name` of our own rooms."""
    return {name for name, _pattern in addresses_of_rooms()}


def service_names() -> set[str]:
    """Every public function of every room's services, read from the files; those of a wing bear the name of its
    room.
    """
    found = set()
    for room in ROOMS[:-1]:
        places = [ROOT / room, *(ROOT / room / wing for wing in WINGS.get(room, ()))]
        files = [path for place in places for path in (place / "services.py", *(place / "services").glob("*.py"))]
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
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|<style\b|\sstyle=|\son(click|change|submit|load)="
    )

    wrong = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.html")
        if inline.search(path.read_text(encoding="utf-8"))
    ]

    assert wrong == []


def test_files_stay_readable():
    """The programs that a check package carries stand alone: one file each."""
    long = [
        (str(path.relative_to(ROOT)), lines)
        for room in ROOMS
        for path in modules(room)
        if not {"migrations", "programs"} & set(path.parts)
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    ]

    assert long == []
