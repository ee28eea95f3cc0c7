"""`manage.py serve` with something changed: `python -m tests.config.hasty hasty|telling PORT`.

`hasty` has no patience: what takes seconds in earnest takes tenths. `telling` says when it begins to store ballots.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

# The first chooses the event loop before anything of Twisted is imported.
from config.serving.paced import PacedServer  # isort: skip  # noqa: E402, F401
from config.serving import channel, server  # noqa: E402
from voting.services import together  # noqa: E402


def be_hasty() -> None:
    channel.HEAD = channel.START = 0.5
    channel.STALLED = channel.LINGER = 1.0


def be_telling() -> None:
    cast = together._cast_in

    def told(poll, casts):
        print("casting", flush=True)
        return cast(poll, casts)

    together._cast_in = told


if __name__ == "__main__":
    {"hasty": be_hasty, "telling": be_telling}[sys.argv[1]]()
    server.serve("127.0.0.1", int(sys.argv[2]), lambda: None)
