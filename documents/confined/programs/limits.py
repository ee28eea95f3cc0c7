"""The bounds that each confined program sets itself before it opens anything."""

from __future__ import annotations

import sys

try:
    import resource
except ImportError:  # Windows knows no such limits; the clock bounds it there
    resource = None  # type: ignore[assignment]

MEGABYTE = 1024 * 1024
PYTHON_ITSELF = 400 * MEGABYTE


def limit() -> list[str]:
    """Bound memory by the first argument, forbid core dumps; the arguments that are left.

    What it takes up counts, not what it reserves: an interpreter with its libraries reserves far more.
    """
    bound = int(sys.argv[2]) * MEGABYTE
    if resource is None:
        return sys.argv[3:]
    resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))
    resource.setrlimit(resource.RLIMIT_AS, (bound + PYTHON_ITSELF, bound + PYTHON_ITSELF))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return sys.argv[3:]
