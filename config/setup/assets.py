"""Puts the front-end files in place: installed by npm, copied, never pasted into the repository.

Standard library only; run by `config.setup.bootstrap` when files are missing or the lock files have changed, and by the
image build (`python3 -m config.setup.assets`). Result: `config/static/vendor/` for browsers, `config/fonts/` for the
PDF.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from config.setup import bootstrap
from config.setup.bootstrap import ROOT

MODULES = ROOT / "node_modules"
VENDOR = ROOT / "config" / "static" / "vendor"
FONTS = ROOT / "config" / "fonts"
STAMP = VENDOR / ".stamp"
KERN = "@kern-ux/native"
CUTS = ("Regular", "Italic", "SemiBold", "Bold")
FILES = {
    f"{KERN}/dist/kern.min.css": "kern/kern.min.css",
    f"{KERN}/dist/kern-grid.min.css": "kern/kern-grid.min.css",
    f"{KERN}/dist/kern-utilities.min.css": "kern/kern-utilities.min.css",
    f"{KERN}/LICENSE.md": "kern/LICENSE.md",
    **{f"{KERN}/dist/fonts/fira-sans/FiraSans-{cut}.woff2": f"fira-sans/FiraSans-{cut}.woff2" for cut in CUTS},
    "idiomorph/dist/idiomorph.esm.js": "idiomorph/idiomorph.esm.js",
    "idiomorph/LICENSE": "idiomorph/LICENSE",
    "sortablejs/modular/sortable.core.esm.js": "sortablejs/sortable.core.esm.js",
    "sortablejs/LICENSE": "sortablejs/LICENSE",
}
FALLBACK = {
    "NotoSans-LatinExt": "noto-sans/files/noto-sans-latin-ext",
    "NotoSans-CyrillicExt": "noto-sans/files/noto-sans-cyrillic-ext",
    "NotoSans-GreekExt": "noto-sans/files/noto-sans-greek-ext",
    "NotoSansMath": "noto-sans-math/files/noto-sans-math-latin",
    "NotoSansSymbols": "noto-sans-symbols/files/noto-sans-symbols-symbols",
    "NotoSansSymbols2": "noto-sans-symbols-2/files/noto-sans-symbols-2-symbols",
    "NotoSansArmenian": "noto-sans-armenian/files/noto-sans-armenian-armenian",
    "NotoSansGeorgian": "noto-sans-georgian/files/noto-sans-georgian-georgian",
    "NotoSansHebrew": "noto-sans-hebrew/files/noto-sans-hebrew-hebrew",
    "NotoSansArabic": "noto-sans-arabic/files/noto-sans-arabic-arabic",
    "NotoEmoji": "noto-emoji/files/noto-emoji-emoji",
}
"""Faces for what Fira Sans lacks, in the PDF only; `documents/pdf/fonts.py` asks them in this order."""
# ReportLab reads TrueType only, the web fonts are the same outlines, compressed; each font's own licence goes along.
CONVERT = """
import sys
from pathlib import Path
from fontTools.ttLib import TTFont
for source, target in zip(sys.argv[1::2], sys.argv[2::2]):
    font = TTFont(source)
    font.flavor = None
    font.save(target)
    says = [font["name"].getDebugName(i) for i in (0, 13, 14)]
    Path(target).with_suffix(".LICENSE.txt").write_text("\\n\\n".join(filter(None, says)) + "\\n")
"""


def is_current() -> bool:
    """Whether every file is there and was made from the present lock files."""
    return STAMP.exists() and STAMP.read_text() == fingerprint() and all(path.exists() for path in expected())


def expected() -> Iterator[Path]:
    yield from (VENDOR / target for target in FILES.values())
    yield from fonts().values()


def fonts() -> dict[Path, Path]:
    """Each web font of the PDF and the TrueType file that is made of it."""
    main = {VENDOR / "fira-sans" / f"FiraSans-{cut}.woff2": FONTS / f"FiraSans-{cut}.ttf" for cut in CUTS}
    others = {
        MODULES / "@fontsource" / f"{path}-400-normal.woff2": FONTS / f"{name}.ttf" for name, path in FALLBACK.items()
    }
    return main | others


def fingerprint() -> str:
    """Lock files and this file: whatever decides what is put in place."""
    sources = [ROOT / "package-lock.json", bootstrap.lock_file("assets"), Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def make() -> None:
    """Install, copy, convert; the stamp comes last, so a broken run is simply done again."""
    bootstrap.say("Setting up front-end files ...")
    STAMP.unlink(missing_ok=True)
    install_modules()
    copy_files()
    make_fonts()
    STAMP.write_text(fingerprint())


def install_modules(folder: Path = ROOT) -> None:
    """Run `npm ci` with the machine's npm, or with one from PyPI where there is none or it fails."""
    npm = shutil.which("npm")
    if npm and npm_ci([npm], dict(os.environ), folder):
        return
    environment = tool_environment("node")
    scripts = bootstrap.venv_python(environment).parent
    found = shutil.which("npm", path=str(scripts))
    path = os.pathsep.join([str(scripts), os.environ.get("PATH", "")])
    if not found or not npm_ci([found], {**os.environ, "PATH": path}, folder):
        bootstrap.stop(
            "Could not install the front-end files with npm (the reason stands above); start again to go on."
        )


def npm_ci(npm: list[str], environment: dict[str, str], folder: Path) -> bool:
    command = [*npm, "ci", "--ignore-scripts", "--omit=dev", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, env=environment, stdout=sys.stderr, stdin=subprocess.DEVNULL)
    return done.returncode == 0


def copy_files() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in FILES.items():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, VENDOR / target)


def make_fonts() -> None:
    """Turn the web fonts into TrueType, with fontTools in an environment of its own."""
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir(parents=True)
    python = bootstrap.venv_python(tool_environment("assets"))
    command = [str(python), "-c", CONVERT, *(str(path) for pair in fonts().items() for path in pair)]
    bootstrap.run(command, "Could not make the fonts for the PDF (the reason stands above).")
    for name, path in FALLBACK.items():  # these name no licence in themselves, their packages hold it
        shutil.copyfile(MODULES / "@fontsource" / path.partition("/")[0] / "LICENSE", FONTS / f"{name}.LICENSE.txt")


def tool_environment(group: str) -> Path:
    """A virtual environment that only this step uses, filled from its own lock file."""
    path = ROOT / f".venv-{group}"
    bootstrap.make_environment(path)
    bootstrap.install(path, [group])
    return path


if __name__ == "__main__":
    make()
