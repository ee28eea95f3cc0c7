"""How static files are named and kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SPACE = re.compile(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/|\s*([{};,>])\s*|\s+""", re.DOTALL)


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names every file after its content, also where one JavaScript module imports another; style sheets lose their
    comments and indentation.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Before the names are made, as they follow from the content."""
        for name in [] if dry_run else [name for name in paths if _is_ours(name)]:
            with self.open(name) as file:
                words = file.read().decode("utf-8")
            self.delete(name)
            self._save(name, ContentFile(squeezed(words).encode("utf-8")))
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def _is_ours(name: str) -> bool:
    return name.endswith(".css") and not name.startswith(("vendor/", "admin/"))


def squeezed(sheet: str) -> str:
    """A style sheet without comments and with no space that says nothing; what stands in quotes stays as it is."""
    return SPACE.sub(_space, sheet).replace(";}", "}").strip()


def _space(found: re.Match[str]) -> str:
    return found[1] or found[2] or ("" if found[0].startswith("/*") else " ")
