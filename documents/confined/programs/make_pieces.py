"""Pieces of a pack out of foreign files: SECONDS of the processor for each; on standard input a JSON list of {source,
target, media_type}.

For each file, in their order, one line of JSON on standard output: {pages, damaged} or {problem, pages}. Each is opened
in a child of this process, so that what a hostile file does to it ends there and the others are still made.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from typing import Any

from documents.confined.programs import pieces
from documents.confined.programs.limits import limit

LOST = {int(signal.SIGXCPU): "too_slow", int(signal.SIGALRM): "too_slow", int(signal.SIGKILL): "too_large"}
WAITS = 4  # as long may it wait for others: a busy machine is not the fault of the file


def main() -> None:
    """Make one piece after the other."""
    (seconds,) = limit()
    os.nice(10)  # a meeting that runs comes first
    import pikepdf  # noqa: F401  (once, for all children)

    for order in json.load(sys.stdin):
        print(json.dumps(_made(order, int(seconds))), flush=True)


def _made(order: dict[str, str], seconds: int) -> dict[str, Any]:
    ear, mouth = os.pipe()
    child = os.fork()
    if not child:
        os.close(ear)
        signal.alarm(WAITS * seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        os.write(mouth, json.dumps(_said(order)).encode())
        os._exit(0)
    os.close(mouth)
    with os.fdopen(ear, "rb") as said:
        words = said.read()
    _, status = os.waitpid(child, 0)
    if status:
        return {"problem": LOST.get(os.WTERMSIG(status), "broken")}
    return dict(json.loads(words))


def _said(order: dict[str, str]) -> dict[str, Any]:
    try:
        pages, damaged = pieces.make_piece(order["source"], order["target"], order["media_type"])
    except pieces.Unfit as unfit:
        return {"problem": unfit.word, "pages": unfit.pages}
    except MemoryError:
        return {"problem": "too_large"}
    except BaseException:  # whatever it is, it came of this file
        return {"problem": "broken"}
    return {"pages": pages, "damaged": damaged}


if __name__ == "__main__":
    main()
