"""Reading our templates: how deep a line of them is indented is for those who write them, so it is not sent."""

import os
import re
from typing import Any

from django.template.loaders import app_directories, filesystem

from config.setup.bootstrap import ROOT

OURS = tuple(f"{ROOT / room}{os.sep}" for room in ("config", "meetings", "agenda", "voting", "documents"))
INDENT = re.compile(r"\n[ \t]+")


class Outdented(filesystem.Loader):
    """Leaves out what a line of HTML begins with; the line break stays, which is as much of a space."""

    def get_contents(self, origin: Any) -> str:
        text = super().get_contents(origin)
        ours = origin.name.endswith(".html") and origin.name.startswith(OURS)
        return INDENT.sub("\n", text) if ours else text


class Filesystem(Outdented):
    """The templates of the frame."""


class AppDirectories(Outdented, app_directories.Loader):
    """The templates of the rooms."""
