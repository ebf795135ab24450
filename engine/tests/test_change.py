"""The change document, and what is said of a change."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import change_wording as words
from engine.change import change
from engine.change_wording import Causes
from engine.movement import CAUSES
from engine.tests.frameworks import framework
from engine.tests.rounds import (
    BUILT,
    CAPABILITIES,
    PARAMETERS,
    ROLES,
    everybody,
    settings_of_a_round,
    sheet,
    sheets,
)


def changed(earlier, later, before=PARAMETERS, after=PARAMETERS):
    return change((BUILT, earlier, before), (BUILT, later, after))


def parts(**given):
    return {**dict.fromkeys(CAUSES, 0.0), **given}


def test_a_rise_is_told_with_its_range_its_reason_and_its_stage():
    heard = [item for item in sheet(everybody(2)) if item.role != "sales"]
    found = changed(heard, sheet(everybody(3)))
    overall = found["overall"]

    assert (overall["earlier"], overall["later"]) == (25, 50)
    assert overall["movement"] == parts(level=25.0)
    assert overall["sentence"] == (
        "The index rose 25 points, because the same roles answered higher."
    )
    assert overall["stage"]["sentence"] == "The stage moved from 2 to 3 (firm)."
    assert found["causes"]["roles_joined"] == ["Sales"]
    assert found["inputs"]["both"] == 6
    shift = found["capabilities"][0]["like_for_like"]
    assert (shift["design"], shift["difference"], shift["flagged"]) == ("paired", 1.0, True)


def test_where_nothing_moved_it_says_what_could_not_have_been_seen():
    found = changed(sheet(everybody(3)), sheet(everybody(3)))

    assert found["overall"]["sentence"] == "The index did not move."
    assert found["notes"][0].startswith("No capability moved by more than chance would produce;")


def test_a_broken_series_says_why_and_holds_no_figure():
    found = change(
        (BUILT, sheet(everybody(2)), PARAMETERS),
        (replace(BUILT, key="other"), sheet(everybody(3)), PARAMETERS),
    )

    assert (found["status"], found["overall"]["movement"]) == ("undefined", None)
    assert found["overall"]["sentence"] is None
    assert "different frameworks" in found["reason"]


@settings(max_examples=40, deadline=None)
@given(sheets, sheets, settings_of_a_round, settings_of_a_round)
def test_whatever_the_answers_the_document_is_plain_and_the_same_again(
    first, second, before, after
):
    found = changed(sheet(first), sheet(second), before, after)

    assert json.dumps(found, allow_nan=False) == json.dumps(
        changed(sheet(first), sheet(second), before, after)
    )
    assert found["status"] == "ok" or found["reason"]


@given(st.fixed_dictionaries({cause: st.floats(-40, 40) for cause in CAUSES}), st.floats(30, 70))
def test_whole_parts_add_up_to_the_total_that_is_shown(given_parts, earlier):
    total = words.points(earlier, earlier + math.fsum(given_parts.values()))
    found = words.whole(given_parts, total)

    assert sum(found.values()) == total or not any(given_parts.values())
    assert all(found[cause] == 0 for cause, part in given_parts.items() if part == 0)
    assert all(abs(found[cause] - part) <= 2 for cause, part in given_parts.items())


@pytest.mark.parametrize(
    ("earlier", "later", "moved", "causes", "said"),
    [
        (
            *(37.0, 46.0, parts(level=6.2, respondents=1.9, framework=0.9)),
            Causes(joined=("Sales",)),
            ("The index rose 9 points: 6 because the same roles answered higher, 2 because Sales"
            " now answered too, 1 because other questions were asked."),
        ),
        (
            *(46.0, 41.0, parts(level=-7.0, weights=2.0)),
            Causes(),
            ("The index fell 5 points: \u22127 because the same roles answered lower, +2 because"
            " roles, capabilities or areas count differently."),
        ),
        (
            *(40.0, 39.0, parts(respondents=-1.0)),
            Causes(left=("CMO", "IT")),
            "The index fell 1 point, because CMO and IT did not answer this time.",
        ),
        (
            *(40.0, 40.0, parts(respondents=-2.0, not_applicable=2.0)),
            Causes(("Sales",), ("IT",)),
            ("The index did not move: \u22122 because Sales now answered and IT did not, +2 because"
            " other capabilities do not apply."),
        ),
        (*(40.0, 43.0, parts(respondents=3.0)), Causes(),
         "The index rose 3 points, because other roles could judge."),
        (40.0, 40.0, parts(), Causes(), "The index did not move."),
    ],
)  # fmt: skip
def test_why_the_index_moved_in_words(earlier, later, moved, causes, said):
    assert words.index_moved(earlier, later, moved, causes) == said


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((0.9, 0.4, 1.4, 0.001, 0.01, 0.5),
         "Higher by 0.9 level (likely between 0.4 and 1.4): hardly chance."),
        ((-1.2, -1.9, -0.5, 0.001, 0.01, 0.7),
         "Lower by 1.2 levels (likely between 0.5 and 1.9): hardly chance."),
        ((0.3, -0.3, 0.9, 0.3, 0.6, 0.6),
         ("Higher by 0.3 level, which is within what chance would produce; a change below 0.6 level"
         " could not have been seen.")),
        ((-0.5, -1.0, 0.01, 0.06, 0.4, 0.51),
         ("Lower by 0.5 level. Among as many comparisons as are made here, chance would produce one"
         " like it.")),
        ((0.04, -0.5, 0.6, 0.9, 0.9, 0.6),
         "No change to speak of; a change below 0.6 level could not have been seen."),
    ],
)  # fmt: skip
def test_a_change_in_words(figures, said):
    names = ("difference", "low", "high", "p", "q", "detectable")
    assert words.shift(**dict(zip(names, figures, strict=True))) == said


def test_a_stage_that_stays_is_said_to_stay():
    assert words.stage_moved(2, 2, "borderline") == "The stage stays at 2 (borderline)."
    assert words.stage_moved(3, 2, None) == "The stage moved from 3 to 2."


def test_what_the_catalogue_lost_and_won_is_noted():
    kept = {key: gate for key, gate in CAPABILITIES.items() if key != "people.b"}
    newer = replace(framework({**kept, "people.c": 2}, roles=ROLES, questions=2), version=2)
    found = change(
        (BUILT, sheet(everybody(2)), PARAMETERS),
        (newer, sheet(everybody(3), built=newer), PARAMETERS),
    )

    assert found["notes"] == [
        "No longer asked: B.",
        "1 capability is asked anew or differently and cannot be compared.",
    ]
    assert found["framework"]["later_version"] == 2
    new = found["capabilities"][-1]
    assert (new["key"], new["earlier"], new["movement"]) == ("people.c", None, None)
    assert new["like_for_like"]["status"] == "undefined"
