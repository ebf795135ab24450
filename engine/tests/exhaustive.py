"""Every plan of a small instance, by walking through all of them and asking the checker."""

from itertools import product

from hypothesis import strategies as st

from engine.calendar import discounts
from engine.instance import Candidate, Instance, Plan, plan_value
from engine.plan_check import violations


def plans(instance):
    """Starts of every plan that keeps all limits; only for a handful of candidates."""
    choices = [[None, *range(instance.periods - item.duration + 1)] for item in instance.candidates]
    for chosen in product(*choices):
        starts = {
            item.key: start
            for item, start in zip(instance.candidates, chosen, strict=True)
            if start is not None
        }
        if _as_wished(instance, starts) and not violations(
            instance, Plan(starts, plan_value(instance, starts))
        ):
            yield starts


def _as_wished(instance, starts):
    """Counted here as well: what no wish allows need not be looked at."""
    return all(
        (starts.get(item.key) == item.lock if item.lock is not None else True)
        and (item.key in starts or not item.must)
        and starts.get(item.key, instance.periods) >= item.earliest
        for item in instance.candidates
    )


def best_value(instance):
    """V*, or None if no plan keeps the limits."""
    return max((plan_value(instance, starts) for starts in plans(instance)), default=None)


def possible(instance):
    return next(plans(instance), None) is not None


@st.composite
def small_instances(draw, most=4, longest=4):
    """Few enough plans to try them all, many of them tight."""
    periods = draw(st.integers(2, longest))
    small = st.integers(0, 9)
    keys = [f"i{number}" for number in range(draw(st.integers(1, most)))]
    candidates = []
    for number, key in enumerate(keys):
        duration = draw(st.integers(1, 2))
        line = st.tuples(*[small] * duration)
        earlier = st.lists(st.sampled_from(keys[:number] or ["absent"]), min_size=1, max_size=2)
        candidates.append(
            Candidate(
                key,
                duration,
                draw(st.dictionaries(st.sampled_from(["k0", "k1"]), st.integers(1, 15))),
                draw(st.dictionaries(st.sampled_from(["p0", "p1"]), line)),
                draw(st.one_of(st.just(()), line)),
                needs=(tuple(draw(earlier)),) if number and draw(st.booleans()) else (),
                teams=draw(st.sampled_from([(), ("A",)])),
            )
        )
    return Instance(
        discounts=discounts("quarter", periods),
        gaps={key: draw(st.integers(0, 20)) for key in ("k0", "k1")},
        weights={key: draw(st.integers(0, 500)) for key in ("k0", "k1")},
        candidates=tuple(candidates),
        capacity={pool: (draw(st.integers(0, 15)),) * periods for pool in ("p0", "p1")},
        budget=draw(st.one_of(st.none(), st.just((draw(small),) * periods))),
        carry=draw(st.booleans()),
        team_limits=draw(st.sampled_from([{}, {"A": 1}])),
    )
