import pytest

from documents.ranges import Unsatisfiable, wanted_slice

pytestmark = pytest.mark.any_database

CASES = [
    ("bytes=0-0", (0, 1)),
    ("bytes=0-9", (0, 10)),
    ("bytes=2-5", (2, 6)),
    ("bytes=5-", (5, 10)),
    ("bytes=5-1000", (5, 10)),
    ("bytes=-3", (7, 10)),
    ("bytes=-1000", (0, 10)),
    ("BYTES = 9-9", (9, 10)),
    ("", None),
    ("bytes=-", None),
    ("bytes=5-2", None),
    ("bytes=0-1,3-4", None),
    ("items=0-1", None),
    ("bytes=a-b", None),
    ("bytes=٣-٤", None),
    ("bytes=" + "9" * 30 + "-", None),
]


@pytest.mark.parametrize(("header", "wanted"), CASES)
def test_wanted_slice_of_ten_bytes(header, wanted):
    assert wanted_slice(header, 10) == wanted


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-12", "bytes=-0"])
def test_wanted_slice_behind_the_end_cannot_be_satisfied(header):
    with pytest.raises(Unsatisfiable):
        wanted_slice(header, 10)
