#!/usr/bin/env python3
"""The one door: makes the environment on first use, then runs a command (`demo`, `test`, `lint`, ...)."""

import os
import sys

from config.setup import bootstrap, demo_options


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    bootstrap.check_python()
    if sys.argv[1:2] == ["demo"]:
        demo_options.prepare(sys.argv[2:])
    bootstrap.ensure(sys.argv)
    from django.core.management import execute_from_command_line  # only now is Django sure to be there

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
