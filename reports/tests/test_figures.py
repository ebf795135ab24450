"""Every chart: a valid Plotly figure, a message, a sentence and the same numbers as a table."""

import json
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import pytest

from reports.charts import KINDS
from reports.figures import areas, capabilities, forecast, gantt, load
from reports.figures.frame import FrameError
from reports.figures.theme import DARK, LIGHT, LOOKS, VARIANTS
from reports.frames import RoundMark

CHARTS = pytest.mark.parametrize("key", KINDS)


@pytest.fixture
def source(source, change_document):
    """With a round before, because charts are of what changed since and of all rounds."""
    rounds = [
        RoundMark("a", "Autumn 2025", "2025-11-02", source.result),
        RoundMark("b", "Autumn 2026", "2026-11-02", source.result),
    ]
    return replace(source, change=change_document, since="Autumn 2025", rounds=rounds)


@CHARTS
@pytest.mark.parametrize("variant", LOOKS)
def test_is_a_figure_that_plotly_accepts(source, key, variant):
    figure = KINDS[key].figure(source, variant)

    go.Figure(figure)
    json.dumps(figure, allow_nan=False)
    assert figure["layout"]["height"] > 100


@CHARTS
def test_says_its_message_and_describes_itself(source, key):
    frame = KINDS[key].frame(source)
    title, alt = KINDS[key].builder.title(frame), KINDS[key].builder.alt(frame)

    assert 10 < len(title) < 110
    assert alt.endswith(".")
    assert "None" not in title + alt


@CHARTS
def test_has_the_same_numbers_as_a_table(source, key):
    table = KINDS[key].builder.table(KINDS[key].frame(source))

    assert table.rows
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert all(cell for row in table.rows for cell in row)
    assert table.cells[0][0][0] == table.columns[0]


@CHARTS
def test_a_data_frame_draws_the_same(source, key):
    rows = KINDS[key].frame(source)
    look = VARIANTS["wide-light"]

    as_frame = KINDS[key].builder.figure(pd.DataFrame(rows).astype(object), look)

    assert as_frame == KINDS[key].builder.figure(rows, look)


@CHARTS
def test_a_missing_column_is_named(key):
    with pytest.raises(FrameError, match="no column"):
        KINDS[key].builder.title([{"name": "x"}])


@CHARTS
def test_an_empty_frame_still_draws_and_says_so(key):
    builder = KINDS[key].builder

    assert builder.title([])
    assert builder.alt([])
    assert builder.table([]).rows == ()
    go.Figure(builder.figure([], VARIANTS["narrow-dark"]))


def _area(**fields):
    row = dict.fromkeys(areas.COLUMNS)
    return row | {"area": "data", "name": "Data", "standing": ""} | fields


def test_areas_come_weakest_first_and_unscored_ones_last():
    frame = [
        _area(name="Data", score=3.0, target=4.0),
        _area(name="People"),
        _area(name="Process", score=2.25, target=3.0),
    ]

    assert areas.title(frame) == "Process is your weakest area: 2.3 where 3.0 is needed"
    assert [row[0] for row in areas.table(frame).rows] == ["Process", "Data", "People"]
    assert "People not scored" in areas.alt(frame)


def test_areas_without_any_score_say_so():
    assert areas.title([_area()]) == "No area has enough answers yet"


def test_areas_that_reach_their_target_are_no_complaint():
    frame = [_area(score=3.0, target=3.0)]

    assert areas.title(frame) == "Every area is where you need it; the lowest is Data"


def test_the_four_marks_are_drawn_only_where_there_is_a_value():
    frame = [_area(score=3.0, target=4.0, low=2.5, high=3.5, before=2.0), _area(name="People")]

    span, before, target, now = areas.figure(frame, VARIANTS["wide-light"])["data"]

    assert span["x"] == [2.5, 3.5, None]
    assert before["x"] == [2.0]
    assert target["x"] == [4.0]
    assert now["x"] == [3.0]
    assert now["marker"]["color"] == LIGHT.ink
    assert target["marker"]["line"]["color"] == LIGHT.ink


def test_capabilities_follow_their_rank_and_count_only_open_gaps(source):
    frame = KINDS["capabilities"].frame(source)
    ranks = [row[-1] for row in capabilities.table(frame).rows if row[-1] != "–"]
    still_open = [row for row in frame if row["gap"] is not None and row["gap"] > 0]

    assert ranks == sorted(ranks, key=int)
    assert capabilities.alt(frame).startswith(f"{len(still_open)} capabilities are below")


def test_the_plan_is_grouped_by_area_and_sorted_by_start_inside(source):
    frame = KINDS["roadmap"].frame(source)
    keys = [row["area"] for row in frame]

    assert len(set(keys)) == sum(
        key != before for key, before in zip(keys, [None, *keys], strict=False)
    )
    bars = gantt.figure(frame, VARIANTS["wide-dark"])["data"][0]
    assert bars["marker"]["color"][0] == DARK.area(keys[0])
    assert len(bars["x"]) == len(source.roadmap["roadmap"]["items"])
    assert min(bars["x"]) > 0


def test_a_name_too_long_for_its_place_in_a_picture_ends_in_dots(source):
    frame = [dict(row) for row in KINDS["roadmap"].frame(source)]
    frame[0]["name"] = "Harmonise " * 1000

    labels = gantt.figure(frame, LOOKS["print"])["layout"]["annotations"]

    shown = [label["text"] for label in labels]
    assert any(words.startswith("Harmonise ") and words.endswith("…") for words in shown)
    assert max(map(len, shown)) < 80
    assert {row["name"] for row in frame[1:]} <= set(shown)


@pytest.mark.parametrize("variant", LOOKS)
def test_the_name_of_a_pool_does_not_run_into_the_next_panel(source, variant):
    frame = [
        {**row, "name": f"Harmonised {row['name']} " * 9} for row in KINDS["load"].frame(source)
    ]

    figure = load.figure(frame, LOOKS[variant])

    shown = [label["text"] for label in figure["layout"]["annotations"]]
    names = [words for words in shown if words.startswith("Harmonised")]
    assert names
    assert all(words.endswith("…") and len(words) < 40 for words in names)


def test_a_bar_reaches_to_the_end_of_its_last_day(source):
    frame = KINDS["roadmap"].frame(source)
    bars = gantt.figure(frame, VARIANTS["wide-light"])["data"][0]
    one_month = next(n for n, row in enumerate(frame) if row["starts"] == row["ends"])

    assert bars["x"][one_month] in (28, 29, 30, 31)


def test_the_forecast_names_the_first_period_of_the_highest_stage():
    row = {"date": "2027-01-01", "when": "January 2027", "index": 40.0, "target": 62.0}
    frame = [
        row | {"stage": "Foundational", "stage_level": 2},
        row | {"date": "2027-02-01", "when": "February 2027", "stage": "Defined", "stage_level": 3},
        row | {"date": "2027-03-01", "index": 50.4, "stage": "Defined", "stage_level": 3},
    ]

    assert forecast.title(frame) == (
        "The plan leads from index 40 to 50 and to stage 3 in February 2027"
    )
    assert forecast.figure(frame, VARIANTS["wide-light"])["data"][0]["line"]["shape"] == "hv"


def test_the_forecast_shows_where_every_target_is_reached():
    row = {"date": "2027-01-01", "when": "January 2027", "index": 40.0, "target": 62.4}
    frame = [row | {"stage": "Foundational", "stage_level": 2}]
    without = [row | {"stage": "Foundational", "stage_level": 2, "target": None}]

    drawn = forecast.figure(frame, VARIANTS["wide-light"])["layout"]

    assert any(shape["type"] == "line" and shape["y0"] == 62.4 for shape in drawn["shapes"])
    assert "62" in forecast.alt(frame)
    assert len(forecast.figure(without, VARIANTS["wide-light"])["layout"]["shapes"]) == 1


@pytest.mark.parametrize(
    ("budget", "title"),
    [
        (None, "The plan spends $60k, $50k of it in Q1 2027"),
        (40.0, "The plan spends $60k; at its tightest, in Q1 2027, $20k is left"),
    ],
)
def test_money_is_said_against_the_budget_where_there_is_one(budget, title):
    frame = [
        {
            "date": date, "when": when, "spent": spent, "budget": budget, "spent_so_far": so_far,
            "budget_so_far": None if budget is None else number * budget,
        }
        for number, (date, when, spent, so_far) in enumerate(
            [("2026-12-01", "Q4 2026", 10.0, 10.0), ("2027-01-01", "Q1 2027", 50.0, 60.0)], 1
        )
    ]  # fmt: skip

    assert KINDS["spend"].builder.title(frame) == title


def test_pools_come_tightest_first_and_unused_ones_are_left_out():
    def row(pool, used, date="2027-01-01"):
        return {
            "pool": pool, "name": pool.upper(), "date": date, "when": date, "used": used,
            "capacity": 10.0,
        }  # fmt: skip

    frame = [row("it", 5.0), row("team", 9.0), row("team", 2.0, "2027-02-01"), row("hr", 0.0)]

    assert load.title(frame) == "TEAM is the tightest pool: 90 % used in 2027-01-01"
    assert [line[0] for line in load.table(frame).rows] == ["TEAM", "TEAM", "IT"]
