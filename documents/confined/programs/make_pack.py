"""Packs: told one line of JSON after the other, it answers each with one.

{source, target, media_type}: the piece of a file is made, {pages, damaged} or {problem, pages}. Each file is opened in
a child of this process, so that what a hostile one does to it ends there. Anything else is the plan of a pack, which is
joined: see `join_pack`. SECONDS of the processor are for each file.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from typing import Any

from documents.confined.programs import join_pack, pieces
from documents.confined.programs.limits import limit

LOST = {int(signal.SIGXCPU): "too_slow", int(signal.SIGALRM): "too_slow", int(signal.SIGKILL): "too_large"}
NICE = 5  # a meeting that runs comes first
WAITS = 4  # as long may it wait for others: a busy machine is not the fault of the file


def main() -> None:
    """Answer until nobody asks any more."""
    (seconds,) = limit()
    os.nice(NICE)
    import pikepdf  # noqa: F401  (once, for all children)

    for line in sys.stdin:
        told = json.loads(line)
        answer = _made(told, int(seconds)) if "media_type" in told else join_pack.joined(told)
        print(json.dumps(answer), flush=True)


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
