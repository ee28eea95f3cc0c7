"""The options of `manage.py demo`, read before Django starts: they decide which settings it starts with."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--data", metavar="DIR", help="folder for database and files (DATA_DIR, or var)")
    parser.add_argument("--reset", action="store_true", help="throw the demo's data away and begin anew")
    parser.add_argument("--describe", action="store_true", help="print accounts and addresses as JSON and end")


def prepare(argv: Sequence[str]) -> None:
    """Set the environment the demo needs and end with one sentence when its port is taken."""
    parser = argparse.ArgumentParser(add_help=False)
    add_arguments(parser)
    options, _ = parser.parse_known_args(argv)
    set_environment(options)
    if not options.describe and not {"-h", "--help"} & set(argv):
        refuse_busy_port(options.host, options.port)


def set_environment(options: argparse.Namespace) -> None:
    if options.data:
        os.environ["DATA_DIR"] = str(Path(options.data).expanduser().resolve())
    os.environ.setdefault("HTTPS", "0")
    os.environ.setdefault("ALLOWED_HOSTS", ",".join(dict.fromkeys(["localhost", "127.0.0.1", "[::1]", options.host])))
    if options.port != 8000:  # browsers share cookies between the ports of one host
        os.environ.setdefault("COOKIE_SUFFIX", f"_{options.port}")


def refuse_busy_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # on Windows this option would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            sys.exit(f"Cannot listen on {host}, port {port} ({error}); choose another with --port.")
