"""`manage.py serve PORT` of a server that has no patience: what takes seconds in earnest takes tenths here."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from config import serving  # noqa: E402
from config.paced import PacedServer  # noqa: E402, F401  (chooses the event loop before anything of Twisted is imported)

from config import channel  # noqa: E402  # isort: skip

if __name__ == "__main__":
    channel.HEAD = channel.START = 0.5
    channel.STALLED = channel.LINGER = 1.0
    serving.serve("127.0.0.1", int(sys.argv[1]), lambda: None)
