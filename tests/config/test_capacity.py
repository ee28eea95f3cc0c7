"""Open files are shared out so that requests always find room."""

import resource
import subprocess
import sys

import pytest

from config.serving.capacity import BASE, PER_THREAD, share_out
from config.setup.bootstrap import ROOT

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(("files", "sockets"), [(1024, 424), (4096, 2266), (20_000, 5000), (65_536, 5000)])
def test_sockets_get_what_requests_leave(files, sockets):
    capacity = share_out(files, threads=64, wanted=5000)

    assert capacity.sockets == sockets
    assert BASE + PER_THREAD * 64 + 2 * capacity.connections + capacity.sockets <= files


def test_the_limit_is_raised_to_what_the_system_allows():
    limits = (256, 2000)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import resource; from config.serving.capacity import raise_file_limit as r; "
            "print(r(), *resource.getrlimit(resource.RLIMIT_NOFILE))",
        ],
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limits),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["2000", "2000", "2000"]
