"""The program as a process of its own, on throw-away data with a running meeting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.load.servers import data_folder


@pytest.fixture(scope="session")
def meeting_data() -> Iterator[Path]:
    """A folder to be copied: ten seats, all taken, and everybody's cookie."""
    with data_folder(10) as folder:
        yield folder
