"""A hall comes in at once: 1,000 sockets in the same instant, nobody may be left out.

    manage.py bench storm [--quick]

"All in" is the last handshake, "all see" the moment at which the last socket has its first picture of the meeting.
"""

from __future__ import annotations

from tests.load.servers import clients, data_folder, running, table

SOCKETS = 1000
HEAD = ["server", "try", "sockets at once", "in", "left out", "all in, s", "all see, s"]


def main(argv: list[str]) -> int:
    """Measure and print; 1 when somebody was left out."""
    tries = 1 if "--quick" in argv else 3
    rows, outside = [], 0
    with data_folder() as data:
        for number in range(1, tries + 1):
            for name in ("daphne", "uvicorn"):
                with running(data, name) as servers, clients(servers, SOCKETS, at_once=True) as crowds:
                    arrival = crowds[0].arrival
                seen = arrival["pictured"]
                outside += arrival["left_out"] + (seen is None)
                times = [f"{arrival['seconds']:.2f}", f"{seen:.2f}" if seen else "not all"]
                rows.append([name, str(number), f"{SOCKETS:,}", str(arrival["in"]), str(arrival["left_out"]), *times])
    table(HEAD, rows)
    print("\nSomebody was left out." if outside else "\nNobody was left out.")
    return 1 if outside else 0
