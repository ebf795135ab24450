"""Readings of a KPI from typed lines and files: all of them, or every fault by its row."""

from datetime import date

import pytest

from assessments.table_file import TableFileError
from roadmaps import readings_file

TODAY = date(2027, 1, 31)


def read(text):
    return [
        (item.on.isoformat(), item.value) for item in readings_file.read_lines(text, today=TODAY)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-01,41\n2026-01-01,40.5\n",
        "day;value\n2026-02-01;41\n2026-01-01;40.5\n",
        "Value\tDay\n41\t2026-02-01\n40.5 %\t2026-01-01T00:00:00\n",
    ],
)
def test_lines_are_read_oldest_first_with_or_without_a_header(text):
    assert read(text) == [("2026-01-01", 40.5), ("2026-02-01", 41.0)]


def test_every_fault_is_told_with_its_row_and_how_to_mend_it():
    text = (
        "day,value\n31.01.2026,1\n2026-01-02,many\n2027-02-01,3\n2026-01-05,4\n2026-01-05,5\n,inf\n"
    )

    with pytest.raises(TableFileError) as refused:
        read(text)

    assert [str(fault) for fault in refused.value.faults] == [
        "row 2, day: “31.01.2026” is no day. Write it as 2026-01-31.",
        "row 3, value: “many” is no number. Write it as 1234.5, with a point and nothing else.",
        "row 4, day: Give a day that has been, within the last 30 years.",
        "row 6, day: This day is in row 5 already. Keep one of the two.",
        "row 7, day: “” is no day. Write it as 2026-01-31.",
        "row 7, value: “inf” is no number. Write it as 1234.5, with a point and nothing else.",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no reading in it"),
        ("day,value\n", "no reading below the header"),
        (
            "\n".join(
                f"{1998 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02},1" for n in range(501)
            ),
            "at most 500",
        ),
    ],
)
def test_nothing_and_too_much_are_refused(text, words):
    with pytest.raises(TableFileError, match=words):
        read(text)
