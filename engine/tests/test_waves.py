"""Change like for like: vectors V34 and V35, scipy as a witness, and what holds for any rounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from engine import between
from engine.tests.frameworks import (
    answer,
    everybody_says,
    framework,
    single,
    votes,
    whole,
)
from engine.tests.rounds import (
    BUILT,
    CAPABILITIES,
    PARAMETERS,
    QUESTIONS,
    ROLES,
    everybody,
    pair,
    settings_of_a_round,
    sheet,
    sheets,
)
from engine.types import Status
from engine.waves import Design, waves

quick = settings(max_examples=60, deadline=None)


def close(value):
    return pytest.approx(value, abs=1e-6)


def near(value):
    return pytest.approx(value, abs=1e-9)


def test_v34_two_means_with_their_standard_errors():
    found = between.welch(0.6, (0.22, 11), (0.18, 14))

    assert (found.se, found.df) == (close(0.284253), close(22.673388))
    assert (found.t, found.p) == (close(2.110793), close(0.046033))
    assert found.detectable == close(0.588492)
    assert (found.low, found.high) == (close(0.6 - 0.588492), close(0.6 + 0.588492))


def test_v35_only_roles_of_both_rounds_are_compared():
    first = votes({"cmo": [2], "ops": [3, 3, 4], "it": [2]})
    second = votes({"cmo": [3], "ops": [4, 4], "it": [3], "sales": [1]})
    shift = waves(pair(first, second, frameworks=(single(), single()))).capabilities["data.quality"]

    assert shift.everybody == close(0.305556)
    assert shift.difference == close(0.888889)
    assert (shift.tested.se, shift.tested.df) == (close(0.587244), close(10.837523))
    assert (shift.tested.t, shift.tested.p) == (close(1.513661), close(0.158716))
    assert shift.people == (5, 4)
    assert shift.beside


@given(
    st.lists(st.floats(1, 5), min_size=3, max_size=9),
    st.lists(st.floats(1, 5), min_size=3, max_size=9),
)
@quick
def test_scipy_finds_the_same_for_two_plain_samples(first, second):
    first, second = [*first, 1.0, 5.0], [*second, 1.0, 4.0]
    parts = [(stats.sem(values), len(values) - 1) for values in (first, second)]
    found = between.welch(float(np.mean(second) - np.mean(first)), *parts)
    witness = stats.ttest_ind(second, first, equal_var=False)
    interval = witness.confidence_interval(0.95)

    assert (found.t, found.df) == (near(witness.statistic), near(witness.df))
    assert found.p == near(witness.pvalue)
    assert (found.low, found.high) == (near(interval.low), near(interval.high))


def test_five_people_of_both_rounds_are_compared_with_themselves():
    first = sheet(everybody(2, people=6))
    second = sheet([[3] * len(QUESTIONS)] * 5 + [[5] * len(QUESTIONS)])
    shift = waves(pair(first, second)).capabilities["data.a"]

    # Six people in roles cmo, ops, it, sales, cmo, ops: the last one rose by 3, the others by 1.
    assert shift.design == Design.PAIRED
    assert shift.pairs == 6
    assert shift.difference == pytest.approx((1 + (1 + 3) / 2 + 1 + 1) / 4)
    # Every capability has SS = 2 on df = 2: pooled over six of them s0sq is 1.
    assert shift.tested.df == 4 + 2
    variance = (4 * 1 + 2) / 6
    effective = 1 / ((1 / 16) * (1 / 2 + 1 / 2 + 1 + 1))
    assert shift.tested.se == pytest.approx((variance / effective) ** 0.5)


def test_four_people_of_both_rounds_are_too_few_for_pairs():
    first, second = sheet(everybody(2, people=4)), sheet(everybody(3, people=4))

    assert waves(pair(first, second)).capabilities["data.a"].design == Design.UNPAIRED


def test_pairs_that_are_less_than_six_in_ten_of_a_round_are_not_used():
    first, second = sheet(everybody(2, people=5)), sheet(everybody(3, people=9))

    assert waves(pair(first, second)).capabilities["data.a"].design == Design.UNPAIRED


def test_a_person_in_another_role_is_no_pair():
    first = sheet(everybody(2, people=8))
    moved = [replace(item, role=ROLES[(int(item.respondent[1:]) + 1) % 4]) for item in first]

    shift = waves(pair(first, moved)).capabilities["data.a"]

    assert (shift.pairs, shift.design) == (0, Design.UNPAIRED)


@quick
@given(sheets, sheets)
def test_the_way_back_is_the_way_there_with_the_other_sign(first, second):
    there = waves(pair(sheet(first), sheet(second)))
    back = waves(pair(sheet(second), sheet(first)))

    for key, shift in there.capabilities.items():
        mirror = back.capabilities[key]
        assert shift.verdict.scored == mirror.verdict.scored
        if shift.tested:
            assert shift.difference == near(-mirror.difference)
            assert (shift.tested.se, shift.tested.p) == (
                near(mirror.tested.se),
                near(mirror.tested.p),
            )
            assert (shift.tested.low, shift.q) == (near(-mirror.tested.high), near(mirror.q))
    if there.overall.difference is not None:
        assert there.overall.difference == near(-back.overall.difference)


@quick
@given(sheets, sheets, st.randoms(use_true_random=False))
def test_the_order_in_which_answers_arrive_changes_nothing(first, second, dice):
    straight = waves(pair(sheet(first), sheet(second)))
    mixed = [sheet(first), sheet(second)]
    for answers in mixed:
        dice.shuffle(answers)

    assert waves(pair(*mixed)) == straight


@quick
@given(sheets, settings_of_a_round)
def test_the_same_round_twice_has_not_moved(rows, rules):
    found = waves(pair(sheet(rows), sheet(rows), before=rules, after=rules))

    for shift in (*found.capabilities.values(), *found.areas.values(), found.overall):
        assert shift.difference in (None, 0.0)
        assert not shift.flagged
        assert shift.tested is None or shift.tested.p == 1.0


@quick
@given(sheets, sheets, settings_of_a_round, settings_of_a_round)
def test_whatever_the_answers_there_is_a_number_or_a_reason(first, second, before, after):
    found = waves(pair(sheet(first), sheet(second), before=before, after=after))

    for shift in (*found.capabilities.values(), *found.areas.values(), found.overall):
        if shift.difference is None:
            assert shift.verdict.reason
            assert shift.tested is None
            continue
        assert np.isfinite(shift.difference)
        if shift.tested:
            assert shift.tested.low <= shift.difference <= shift.tested.high
            assert 0 <= shift.tested.p <= shift.q <= 1
        else:
            assert shift.verdict.reason


def test_areas_and_the_whole_move_by_the_mean_of_their_capabilities():
    first = sheet(everybody(2))
    second = sheet(everybody(2, data=4))
    found = waves(pair(first, second))

    assert found.areas["data"].difference == 2
    assert found.areas["people"].difference == 0
    assert found.overall.difference == near(2 / 3)


def test_nothing_but_chance_is_not_flagged_and_says_what_could_not_have_been_seen():
    first = votes({"ops": [2, 4], "it": [2, 4], "sales": [3]})
    second = votes({"cmo": [3], "ops": [3, 4], "it": [2, 4]})
    shift = waves(pair(first, second, frameworks=(single(), single()))).capabilities["data.quality"]

    assert not shift.flagged
    assert shift.tested.detectable > abs(shift.difference)


def test_an_own_view_is_described_and_not_tested():
    first, second = sheet(everybody(2, people=1)), sheet(everybody(3, people=8))
    found = waves(pair(first, second))

    shift = found.capabilities["data.a"]
    assert (shift.difference, shift.tested, shift.design) == (1.0, None, None)
    assert shift.verdict.status == Status.PROVISIONAL
    assert found.overall.difference == 1.0


def test_roles_that_were_heard_once_only_leave_nothing_to_compare():
    first = [item for item in sheet(everybody(2)) if item.role in ("cmo", "ops")]
    second = [item for item in sheet(everybody(3)) if item.role in ("it", "sales")]
    shift = waves(pair(first, second)).capabilities["data.a"]

    assert shift.verdict.code == "few_same_roles"
    assert shift.difference is None
    assert shift.everybody == 1


def test_what_does_not_apply_in_one_round_is_not_compared():
    rules = replace(PARAMETERS, excluded={"data.a": "not ours"})
    found = waves(pair(sheet(everybody(2)), sheet(everybody(3)), after=rules))

    assert found.capabilities["data.a"].verdict.status == Status.NOT_APPLICABLE
    assert found.capabilities["data.a"].verdict.reason == "Does not apply in the later round."
    assert found.capabilities["data.b"].difference == 1


def test_another_framework_breaks_the_series():
    other = replace(BUILT, key="other")
    found = waves(pair(sheet(everybody(2)), sheet(everybody(3)), frameworks=(BUILT, other)))

    assert found.overall.verdict.code == "other_framework"
    assert found.overall.difference is None
    assert {item.difference for item in found.capabilities.values()} == {None}


def test_a_major_change_of_the_catalogue_breaks_the_series():
    kept = {key: gate for key, gate in CAPABILITIES.items() if key.startswith("data")}
    new = {**kept, "technology.c": 2, "technology.d": 2, "people.c": 2, "people.d": 2}
    changed = replace(framework(new, roles=ROLES, questions=2), version=2)
    found = waves(
        pair(
            sheet(everybody(2)),
            sheet(everybody(3), built=changed),
            frameworks=(BUILT, changed),
        )
    )

    assert found.overall.verdict.code == "major_change"
    assert "2 of 6 capabilities are asked as before" in found.overall.verdict.reason
    assert found.capabilities["data.a"].difference is None


def test_a_minor_change_goes_on_with_the_questions_of_both():
    changed = replace(framework(CAPABILITIES, roles=ROLES, questions=3), version=2)
    first = sheet(everybody(2))
    second = [
        replace(item, value=5) if item.question.endswith("q3") else item
        for item in sheet([[3] * 18] * 8, built=changed)
    ]
    shift = waves(pair(first, second, frameworks=(BUILT, changed))).capabilities["data.a"]

    assert shift.difference == 1
    assert shift.everybody == near((3 + 3 + 5) / 3 - 2)


def test_nobody_at_all_is_a_reason_and_no_fault():
    found = waves(pair([], []))

    assert found.overall.verdict.status == Status.INSUFFICIENT
    assert found.overall.verdict.reason


PROTECTED = replace(PARAMETERS, smallest_group=3)


def test_nobody_is_followed_where_single_answers_are_protected():
    found = pair(
        sheet(everybody(2, people=12)),
        sheet(everybody(3, people=12)),
        before=PROTECTED,
        after=PROTECTED,
    )
    shift = waves(found).capabilities["data.a"]

    assert (shift.pairs, shift.design, shift.difference) == (0, Design.UNPAIRED, 1)


@pytest.mark.parametrize(("sales", "held_back"), [(2, True), (3, False)])
def test_a_small_group_of_other_roles_is_not_given_away_by_the_same_roles(sales, held_back):
    second = sheet(everybody(3, people=12))
    first = [item for item in second if item.role != "sales"]
    few = {f"p{4 * n + 3}" for n in range(sales)}
    later = [item for item in second if item.role != "sales" or item.respondent in few]
    shift = waves(pair(first, later, after=PROTECTED)).capabilities["data.a"]

    assert (shift.verdict.code == "protected") == held_back
    assert (shift.difference is None) == held_back


def test_four_of_five_areas_are_a_provisional_whole():
    built = whole()
    people = {"cmo": 2, "ops": 3, "it": 3}
    known = [q.capability for q in built.questions if not q.capability.startswith("data")]
    first = [a for a in everybody_says(built, people, 2) if a.question.rpartition(".")[0] in known]
    found = waves(pair(first, everybody_says(built, people, 3), frameworks=(built, built)))

    assert found.overall.verdict.status == Status.PROVISIONAL
    assert found.overall.verdict.reason == "4 of 5 areas can be compared."
    assert (found.overall.difference, found.areas["data"].difference) == (1, None)


def test_where_nobody_answered_half_of_an_area_the_change_is_described():
    built = framework({f"data.c{n}": 2 for n in range(6)}, roles=ROLES)

    def answers(level):
        """Everybody can judge two of the six; each is judged by three people in three roles."""
        return [
            answer(f"p{n}-{m}", ROLES[(n + m) % 4], f"data.c{c}.q1", level)
            for n in range(3)
            for m in range(3)
            for c in (2 * n, 2 * n + 1)
        ]

    found = waves(pair(answers(2), answers(3), frameworks=(built, built)))

    assert found.capabilities["data.c0"].tested
    assert found.areas["data"].difference == 1
    assert found.areas["data"].verdict.code == "described"
    assert found.areas["data"].tested is None
