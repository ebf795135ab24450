"""Planning questions for tests: the worked example of the method, and random ones."""

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from engine.calendar import discounts
from engine.instance import Candidate, Instance


def worked_example(carry=True):
    """Roadmap A of the method (V25): six quarters, two pools, two teams, a budget."""
    candidates = (
        Candidate("0", 1, {"k0": 10}, {"ops": (20,)}, (10,), teams=("A",)),
        Candidate("1", 2, {"k1": 10}, {"ops": (10, 10), "it": (20, 20)}, (20, 5), teams=("A",)),
        Candidate("2", 1, {"k1": 10}, {"it": (20,)}, (10,), needs=(("1",),), teams=("B",)),
        Candidate("3", 1, {"k2": 10}, {"ops": (15,)}, (5,), teams=("B",)),
        Candidate("4", 2, {"k0": 5, "k2": 5}, {"ops": (10, 10)}, (2, 2), teams=("B",), earliest=1),
    )
    return Instance(
        discounts=discounts("quarter", 6),
        gaps={"k0": 10, "k1": 20, "k2": 10},
        weights={"k0": 500, "k1": 300, "k2": 200},
        candidates=candidates,
        capacity={"ops": (25,) * 6, "it": (20,) * 6},
        budget=(15,) * 6,
        carry=carry,
        team_limits={"A": 1, "B": 1},
    )


def large_instance(count, seed=1, periods=24):
    """About twice as much to do as the pools can carry, chains of prerequisites, a budget."""
    random = Random(seed)
    candidates = []
    for number in range(count):
        duration = random.randint(1, 4)
        raised = random.sample(range(30), random.choice((1, 1, 2)))
        earlier = random.sample(range(number), min(number, random.choice((0, 0, 1, 2))))
        candidates.append(
            Candidate(
                f"i{number}",
                duration,
                {f"k{item}": random.choice((5, 10)) for item in raised},
                {
                    f"r{item}": tuple(random.randint(1, 12) for _ in range(duration))
                    for item in random.sample(range(5), 2)
                },
                tuple(random.randint(0, 10) for _ in range(duration)),
                needs=tuple((f"i{item}",) for item in earlier),
            )
        )
    load = sum(item.total_days for item in candidates) // (2 * 5 * periods)
    return Instance(
        discounts=discounts("month", periods),
        gaps={f"k{item}": random.randint(5, 30) for item in range(30)},
        weights={f"k{item}": random.randint(1, 60) for item in range(30)},
        candidates=tuple(candidates),
        capacity={f"r{item}": (max(load, 12),) * periods for item in range(5)},
        budget=(sum(item.total_cost for item in candidates) // (2 * periods),) * periods,
    )


@st.composite
def instances(draw):
    """Small instances of every shape: any-of groups, circles, teams, deadlines, no budget."""
    periods = draw(st.integers(1, 6))
    small = st.integers(0, 12)
    keys = [f"i{number}" for number in range(draw(st.integers(0, 6)))]
    group = st.lists(st.sampled_from([*keys, "absent"]), min_size=1, max_size=2, unique=True)
    candidates = []
    for key in keys:
        duration = draw(st.integers(1, 3))
        line = st.tuples(*[small] * duration)
        candidates.append(
            Candidate(
                key,
                duration,
                draw(st.dictionaries(st.sampled_from(["k0", "k1", "k2"]), st.integers(1, 15))),
                draw(st.dictionaries(st.sampled_from(["p0", "p1"]), line)),
                draw(st.one_of(st.just(()), line)),
                needs=tuple(tuple(item) for item in draw(st.lists(group, max_size=2))),
                teams=draw(st.sampled_from([(), ("A",)])),
                earliest=draw(st.integers(0, 2)),
                deadline=draw(st.one_of(st.none(), st.integers(1, 8))),
            )
        )
    return Instance(
        discounts=discounts(draw(st.sampled_from(["month", "quarter"])), periods),
        gaps={key: draw(st.integers(0, 30)) for key in ("k0", "k1", "k2")},
        weights={key: draw(st.integers(0, 500)) for key in ("k0", "k1", "k2")},
        candidates=tuple(candidates),
        capacity={pool: draw(st.tuples(*[st.integers(0, 20)] * periods)) for pool in ("p0", "p1")},
        budget=draw(st.one_of(st.none(), st.tuples(*[small] * periods))),
        carry=draw(st.booleans()),
        team_limits=draw(st.sampled_from([{}, {"A": 1}])),
    )


def with_more(instance, extra):
    """The same question with `extra` more of every pool and of the budget in every period."""
    budget = instance.budget and tuple(money + extra for money in instance.budget)
    capacity = {
        pool: tuple(days + extra for days in line) for pool, line in instance.capacity.items()
    }
    return replace(instance, capacity=capacity, budget=budget)
