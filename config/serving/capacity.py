"""How many connections a process can hold: each is an open file, and the system gives a process only so many."""

from __future__ import annotations

from dataclasses import dataclass

REASONABLE = 65_536
UNKNOWN = 8_192  # where the system has no such limit (Windows)
BASE, PER_THREAD = 128, 3  # what the process itself has open; each thread's database connection with its journal
MOST_CONNECTIONS = 2_048


@dataclass(frozen=True, slots=True)
class Capacity:
    """Open files, and how they are shared out: sockets of live pages, and connections of requests."""

    files: int
    sockets: int
    connections: int


def share_out(files: int, threads: int, wanted: int) -> Capacity:
    """Room for threads and requests first (a request may have a file open besides); sockets get the rest, at most
    `wanted`.
    """
    left = max(64, files - BASE - PER_THREAD * threads)
    connections = min(MOST_CONNECTIONS, left // 5)
    return Capacity(files, min(wanted, left - 2 * connections), connections)


def raise_file_limit() -> int:
    """Take as many open files as the system allows this process, within reason; how many there are now."""
    try:
        import resource
    except ImportError:
        return UNKNOWN
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = REASONABLE if hard == resource.RLIM_INFINITY else min(hard, REASONABLE)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        return allowed
    return REASONABLE if soft == resource.RLIM_INFINITY else soft
