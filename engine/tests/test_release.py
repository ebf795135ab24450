"""What may be published of cohorts: vector V33, each rule, and an attacker who has kept
everything that was ever published (method 6.5)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.benchmarks import figures
from engine.cohorts import EVERYBODY, Cohort, Entry
from engine.release import HELD_BACK, KEPT, Release, added, publish, tells
from engine.types import Status

RETAIL = Cohort(industry="retail")


def entry(number, industry="retail", size="mid", score=3.0, assessment="first"):
    return Entry(f"c{number:02}", assessment, industry, size, score)


def crowd(*numbers, **fields):
    return [entry(number, **fields) for number in numbers]


def seen(found):
    """Cohorts with figures."""
    return {cohort for cohort, item in found.items() if item.figures is not None}


def after(*snapshots):
    """Publish one snapshot after the other; what the last one shows."""
    history = []
    for number, entries in enumerate(snapshots):
        found = publish(history, entries, number)
        history += added(found, number)
    return found


def test_six_companies_make_a_cohort():
    five, six = publish([], crowd(*range(5)), 0), publish([], crowd(*range(6)), 0)

    assert five[EVERYBODY].verdict.code == "E601"
    assert five[EVERYBODY].verdict.reason == (
        "No comparison available: 5 companies like yours so far, we need 6."
    )
    assert seen(five) == set()
    assert six[EVERYBODY].verdict.status == Status.OK
    assert six[EVERYBODY].figures.members == 6


def test_a_single_capability_needs_more():
    found = publish([], crowd(*range(15)), 0, least=16)

    assert found[EVERYBODY].verdict.reason == (
        "No comparison available: 15 companies like yours so far, we need 16."
    )
    assert seen(publish([], crowd(*range(16)), 0, least=16))


def test_v33_the_newcomer_formula_that_exact_means_would_allow():
    eight, nine = 8 * 2.90, 9 * 2.95

    assert nine - eight == pytest.approx(3.35, abs=1e-9)


def test_v33_one_newcomer_changes_nothing():
    before = crowd(*range(8), score=2.5)
    found = after(before, [*before, entry(8, score=5.0)])

    assert found[EVERYBODY].verdict == KEPT
    assert found[EVERYBODY].figures == figures([2.5] * 8)
    assert found[EVERYBODY].release.snapshot == 0


def test_v33_a_nested_cohort_with_three_outside():
    found = publish([], crowd(*range(9)) + crowd(9, 10, 11, industry="finance"), 0)

    assert found[EVERYBODY].verdict.status == Status.OK
    assert found[RETAIL].verdict == HELD_BACK
    assert found[RETAIL].figures is None


def test_five_outside_are_enough_and_so_is_nobody():
    mixed = crowd(*range(6)) + crowd(*range(6, 11), industry="finance", size="small")
    found = publish([], mixed, 0)

    # Whoever is in retail is of middle size here: three names for one set of companies.
    assert seen(found) == {EVERYBODY, RETAIL, Cohort(size="mid"), Cohort("retail", "mid")}
    assert found[Cohort("finance", "small")].verdict.code == "E601"


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        ((["join"] * 2), False),
        ((["join"] * 3), True),
        ((["leave"] * 3), True),
        ((["join", "leave"]), False),
        ((["join", "leave", "leave"]), True),
        ((["renew"]), False),
        ((["renew"] * 2), True),
    ],
)
def test_three_changes_since_the_last_release(change, anew):
    """Another assessment of the same company is one that goes and one that comes."""
    before = crowd(*range(10))
    now = list(before)
    for number, kind in enumerate(change):
        if kind == "join":
            now.append(entry(20 + number))
        elif kind == "leave":
            now.pop(0)
        else:
            now[number] = entry(number, score=4.0, assessment="second")

    status = after(before, now)[EVERYBODY].verdict.status

    assert status == (Status.OK if anew else Status.PROVISIONAL)


def test_an_unchanged_cohort_is_current():
    before = crowd(*range(8))

    assert after(before, before)[EVERYBODY].verdict.status == Status.OK


def test_the_way_round_by_a_third_release_is_closed():
    """Four join and three of them leave: every step is a crowd, but one company has joined."""
    before = crowd(*range(8))
    found = after(before, [*before, *crowd(8, 9, 10, 11)], [*before, entry(8)])

    assert found[EVERYBODY].verdict == KEPT
    assert found[EVERYBODY].figures.members == 12


def test_withdrawal_below_the_least_ends_the_figures():
    found = after(crowd(*range(7)), crowd(*range(5)))

    assert found[EVERYBODY].verdict.code == "E601"
    assert found[EVERYBODY].figures is None


def test_a_wider_cohort_heeds_what_narrower_ones_have_shown_before():
    """Retail was shown with six; later all others but four have gone."""
    retail = crowd(*range(6))
    found = after(
        retail + crowd(*range(6, 12), industry="finance"),
        retail + crowd(*range(6, 10), industry="finance"),
        retail + crowd(20, 21, 22, 23, industry="finance"),
    )

    assert found[EVERYBODY].verdict == KEPT


def test_the_rest_of_a_table_of_two_by_two_is_not_told():
    """Everybody minus retail minus mid-size plus both leaves the one that is neither."""
    both = crowd(*range(6))
    retail = crowd(*range(10, 16), size="small")
    mid = crowd(*range(20, 26), industry="finance")
    rest = [entry(30, industry="finance", size="small", score=4.7)]
    everyone = both + retail + mid + rest
    found = publish([], everyone, 0)

    told = [frozenset(filter(cohort.holds, everyone)) for cohort in (EVERYBODY, RETAIL)]
    told += [frozenset(both + mid), frozenset(both)]
    assert tells(told)
    assert not tells([item.release.entries for item in found.values() if item.release])
    assert seen(found) != {*found}


def test_a_member_knows_its_own_score():
    """Two companies that only ever enter together: each knows the other once their sum is out."""
    pair, others = crowd(0, 1), crowd(*range(2, 10))

    assert tells([frozenset(pair + others), frozenset(others)])
    trio = crowd(0, 1, 10)
    assert not tells([frozenset(trio + others), frozenset(others)])


def test_own_scores_of_other_years_count_as_known():
    old, new = entry(0, assessment="first"), entry(0, assessment="second")
    stranger, others = entry(1), crowd(*range(2, 10))
    # The sets differ by the stranger and both of the viewer's entries, in ways only it can resolve.
    sets = [frozenset([old, stranger, *others]), frozenset([new, *others])]

    assert tells(sets)


def attack(sets, viewer):
    """Entries of others that follow from exact sums and the viewer's own, by exact elimination."""
    columns = sorted(frozenset().union(*sets))
    rows = [[Fraction(item in members) for item in columns] for members in sets]
    rows += [
        [Fraction(item == own) for item in columns] for own in columns if own.organisation == viewer
    ]
    place = 0
    for column in range(len(columns)):
        pivot = next((r for r in range(place, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][column] for value in rows[place]]
        for r in range(len(rows)):
            if r != place and rows[r][column]:
                factor = rows[r][column]
                pairs = zip(rows[r], rows[place], strict=True)
                rows[r] = [value - factor * base for value, base in pairs]
        place += 1
    # In reduced form a column is solved exactly if some row holds it alone.
    solved = {
        columns[next(i for i, value in enumerate(row) if value)]
        for row in rows
        if sum(value != 0 for value in row) == 1
    }
    return {item for item in solved if item.organisation != viewer}


def population(draw_from):
    """Companies with a cell of the hierarchy each, and who takes part with which assessment."""
    cells = st.sampled_from([("retail", "mid"), ("retail", "small"), ("finance", "small")])
    companies = st.lists(st.tuples(cells, st.sampled_from(draw_from)), min_size=6, max_size=22)
    # 0 takes no part, 1 and 2 are assessments.
    rounds = st.lists(st.lists(st.sampled_from([0, 1, 1, 1, 2]), min_size=22, max_size=22))
    return st.tuples(companies, rounds.filter(lambda found: 1 <= len(found) <= 4))


def snapshots(companies, rounds):
    for taking_part in rounds:
        yield [
            Entry(f"c{number:02}", str(which), industry, size, score + which - 1)
            for number, (((industry, size), score), which) in enumerate(
                zip(companies, taking_part, strict=False)
            )
            if which
        ]


def all_releases(companies, rounds):
    history, shown = [], []
    for number, entries in enumerate(snapshots(companies, rounds)):
        found = publish(history, entries, number)
        history += added(found, number)
        shown.append(found)
    return history, shown


@settings(max_examples=100)
@given(population([3.0]))
def test_an_attacker_with_exact_sums_of_everything_solves_for_nobody(drawn):
    history, _ = all_releases(*drawn)
    sets = list(dict.fromkeys(release.entries for release in history))

    members = {item.organisation for members in sets for item in members}
    for viewer in ["", *members]:
        assert attack(sets, viewer) == set()


@settings(max_examples=60)
@given(population([3.0]))
def test_telling_is_what_the_attacker_finds(drawn):
    """Sets of whoever takes part, published without any rule."""
    companies, rounds = drawn
    sets = [frozenset(entries) for entries in snapshots(companies, rounds) if entries]
    if not sets:
        return
    members = {item.organisation for found in sets for item in found}
    found = any(attack(sets, viewer) for viewer in ["", *members])

    assert tells(sets) == found


@settings(max_examples=40)
@given(population([2.0, 3.0, 4.0]))
def test_what_is_shown_is_what_was_released_and_large_enough(drawn):
    history, shown = all_releases(*drawn)

    for found in shown:
        for cohort, item in found.items():
            assert item.cohort == cohort
            assert (item.figures is None) == (not item.verdict.scored)
            if item.figures is not None:
                assert item.release in history
                assert item.release.cohort == cohort
                assert item.figures.members == len(item.release.entries) >= 6


def test_nothing_is_published_of_nobody():
    assert publish([], [], 0) == {}


def test_releases_are_kept_with_their_snapshot():
    found = publish([], crowd(*range(6)), 4)

    assert Release(EVERYBODY, 4, frozenset(crowd(*range(6)))) in added(found, 4)
    assert {release.snapshot for release in added(found, 4)} == {4}


@pytest.mark.parametrize("more", [0, 1])
def test_figures_that_stay_are_no_new_release(more):
    first = publish([], crowd(*range(8)), 0)
    second = publish(added(first, 0), crowd(*range(8 + more)), 1)

    assert second[EVERYBODY].figures is not None
    assert added(second, 1) == []
