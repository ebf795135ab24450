"""The values of a deliverable: where a number comes from, and what a reader of a depth gets."""

import pytest

from reports.deliverables.document import Depth, FactError, Section, Text, at

FACTS = {
    "result": {
        "overall": {"index": 43.25},
        "areas": [{"key": "data", "score": 2.5}, {"key": "people", "score": None}],
        "roadmap": {"items": [{"initiative": "naming", "effort": {"ops": 4.0}}]},
        "forecast": [{"index": 43.0}, {"index": 47.5}],
    }
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("result/overall/index", 43.25),
        ("result/areas/data/score", 2.5),
        ("result/areas/people/score", None),
        ("result/roadmap/items/naming/effort/ops", 4.0),
        ("result/forecast/1/index", 47.5),
    ],
)
def test_a_path_leads_to_the_number(path, value):
    assert at(FACTS, path) == value


@pytest.mark.parametrize(
    "path",
    ["change/overall", "result/areas/process/score", "result/forecast/2/index", "result/overall/x"],
)
def test_a_path_that_leads_nowhere_is_named(path):
    with pytest.raises(FactError, match=path):
        at(FACTS, path)


def test_a_reader_of_a_depth_gets_what_is_not_deeper():
    told, worked, whole = (Text(depth.name, "words", depth=depth) for depth in Depth)
    section = Section("gaps", "Gaps", "Three gaps matter.", (told, worked, whole))
    assert section.up_to(Depth.BOARD) == (told,)
    assert section.up_to(Depth.WORKING) == (told, worked)
    assert section.up_to(Depth.FULL) == (told, worked, whole)
