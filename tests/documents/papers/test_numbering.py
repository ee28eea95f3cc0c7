"""Numbers as councils have them, and patterns that give none."""

import pytest

from documents.papers.numbering import BadPattern, check_pattern, number_in, series_of, supplement_number

PARTS = {"term": "IX", "year": "2023", "yy": "23", "office": "20", "kind": "B"}


@pytest.mark.parametrize(
    ("pattern", "serial", "number"),
    [
        ("{office}/{serial:03}/{year}", 44, "20/044/2023"),
        ("{kind}/{serial}/{year}", 2455, "B/2455/2023"),
        ("{serial}/V", 1536, "1536/V"),
        ("{term}/{serial}", 416, "IX/416"),
        ("{yy}-{serial:05}", 24934, "23-24934"),
        ("SV {serial:02}", 123, "SV 123"),
    ],
)
def test_numbers_follow_the_pattern(pattern: str, serial: int, number: str):
    check_pattern(pattern)
    assert number_in(series_of(pattern, PARTS), serial) == number


@pytest.mark.parametrize(
    "pattern", ["", "2023/1", "{serial}{serial}", "{nobody}/{serial}", "{serial", "serial}", "{serial:x}", "x" * 61]
)
def test_what_gives_no_number_is_no_pattern(pattern: str):
    with pytest.raises(BadPattern):
        check_pattern(pattern)


def test_a_supplement_has_the_number_with_a_suffix():
    assert supplement_number("07453", 4) == "07453-04"
