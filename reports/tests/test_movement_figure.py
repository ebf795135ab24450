"""The figure that says why the index moved."""

from __future__ import annotations

import pytest

from reports.figures import movement
from reports.figures.export import to_svg
from reports.figures.theme import VARIANTS


def frame(start, end, **parts):
    """Rows as reports.frames.movement makes them."""
    rows = [("start", "", "Autumn 2025", start)]
    rows += [("part", cause, cause.title(), part) for cause, part in parts.items()]
    rows.append(("end", "", "Now", end))
    return [
        {"kind": kind, "cause": cause, "name": name, "value": float(value), "points": value}
        for kind, cause, name, value in rows
    ]


RISE = frame(30, 42, level=13, respondents=-1)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (RISE, "The index rose 12 points; the same roles answered 13 higher"),
        (frame(30, 31, level=1),
         "The index rose 1 point because the same roles answered higher"),
        (frame(40, 30, level=-10),
         "The index fell 10 points because the same roles answered lower"),
        (frame(40, 39, respondents=-1),
         "The index fell 1 point; the same roles answered as before"),
        (frame(40, 45, level=-2, respondents=7),
         "The index rose 5 points; the same roles answered 2 lower"),
        (frame(40, 40), "The index did not move"),
        ([], "There is no earlier round to compare with"),
    ],
)  # fmt: skip
def test_the_title_tells_how_far_and_how_much_of_it_is_the_level(rows, said):
    assert movement.title(rows) == said


def test_bars_lead_from_the_last_round_to_now():
    drawn = movement.figure(RISE, VARIANTS["wide-light"])
    bars = [shape for shape in drawn["layout"]["shapes"] if shape["type"] == "rect"]

    assert [(bar["x0"], bar["x1"]) for bar in bars] == [(30, 43), (42, 43)]
    # A rise is filled, a fall is an outline: not told by colour alone.
    assert bars[0]["fillcolor"] != bars[1]["fillcolor"]
    assert drawn["data"][0]["x"] == [30, 42]
    labels = [label["text"] for label in drawn["layout"]["annotations"]]
    assert "+13" in labels
    assert "\u22121" in labels


def test_the_axis_holds_everything_and_is_never_narrower_than_can_be_read():
    low, high = movement.figure(frame(50, 50), VARIANTS["wide-light"])["layout"]["xaxis"]["range"]

    assert low < 50 < high
    assert high - low >= 12


def test_the_table_has_every_step():
    table = movement.table(RISE)

    assert table.rows == (
        ("Autumn 2025", "30"),
        ("Level", "+13"),
        ("Respondents", "\u22121"),
        ("Now", "42"),
    )
    assert movement.alt(RISE).startswith("The index step by step: Autumn 2025 30; Level +13;")


@pytest.mark.parametrize("rows", [RISE, []])
def test_it_is_drawn_in_every_variant(rows):
    for look in VARIANTS.values():
        assert to_svg(movement.figure(rows, look)).startswith("<svg")
