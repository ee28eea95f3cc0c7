"""What the operator would find in the log: every line of every logger, as the program's own handler writes it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from config.logs import Discreet


class Log(logging.Handler):
    """Collects lines as they are written, and as they would be without our formatter."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(formatter)
        self.lines: list[str] = []
        self.bare: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))
        self.bare.append(logging.Formatter("%(name)s: %(message)s").format(record))


def formatter_of_the_program() -> logging.Formatter:
    """That of the one handler which settings give to all loggers."""
    (found,) = [
        handler.formatter for handler in logging.getLogger().handlers if isinstance(handler.formatter, Discreet)
    ]
    return found


@contextmanager
def logged(level: int = logging.INFO) -> Iterator[Log]:
    """All that is logged within the block, from that level on."""
    root, log = logging.getLogger(), Log(formatter_of_the_program())
    before = root.level
    root.setLevel(level)
    root.addHandler(log)
    try:
        yield log
    finally:
        root.removeHandler(log)
        root.setLevel(before)
