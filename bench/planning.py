"""The optimiser against the greedy planner on made-up roadmaps (method 5.7).

    python -m bench.planning [instances per size] [interactive|background]

Thirty capabilities, five pools of people, four teams, eight quarters, a budget; about twice as much
to do as there are people for. Prints what the optimiser gains over the greedy plan, how far it may
be from the best possible, and the processor time of a plan, import of the solver left out.
"""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import dataclass
from random import Random

from engine import phases, planning
from engine.calendar import discounts
from engine.instance import Candidate, Instance
from engine.plan_check import check

QUARTERS, CAPABILITIES, POOLS, TEAMS = 8, 30, 5, 4
# Gain over the greedy plan in the mean, by number of initiatives, that the search has to reach.
GOALS = {30: 0.10, 60: 0.05, 120: 0.04}
INSTANCES = 5


@dataclass(frozen=True)
class Measured:
    """One instance: shares of the greedy value and of the bound, seconds of processor time."""

    gain: float
    gap: float
    seconds: float
    proved: bool


def roadmap_instance(count: int, seed: int) -> Instance:
    """A made-up question: steps up ladders of capabilities, each after the one below it, some
    after one of another ladder; the same for the same seed."""
    dice = Random(f"{count}/{seed}")
    ladders = [f"k{number}" for number in range(CAPABILITIES)]
    below: dict[str, str] = {}
    candidates = []
    for number in range(count):
        ladder = ladders[number % CAPABILITIES] if number < CAPABILITIES else dice.choice(ladders)
        duration = dice.choice((1, 1, 2, 2, 3))
        needs = [(below[ladder],)] if ladder in below else []
        if candidates and dice.random() < 0.3:
            needs.append((dice.choice(candidates).key,))
        uplift = {ladder: 10}
        if dice.random() < 0.25:
            uplift[dice.choice(ladders)] = 5
        candidates.append(
            Candidate(
                key=f"i{number}",
                duration=duration,
                uplift=uplift,
                days={
                    f"p{pool}": tuple(dice.randint(4, 20) for _ in range(duration))
                    for pool in dice.sample(range(POOLS), dice.choice((1, 2, 2, 3)))
                },
                cost=tuple(dice.randint(0, 30) for _ in range(duration)),
                needs=tuple(dict.fromkeys(needs)),
                teams=(f"t{dice.randrange(TEAMS)}",),
            )
        )
        below[ladder] = f"i{number}"
    return _limited(candidates, ladders, dice)


def _limited(candidates: list[Candidate], ladders: list[str], dice: Random) -> Instance:
    """With half the people and money that all of it would take."""
    capacity = {}
    for pool in (f"p{number}" for number in range(POOLS)):
        demand = sum(sum(item.days.get(pool, ())) for item in candidates)
        capacity[pool] = (max(20, demand // (2 * QUARTERS)),) * QUARTERS
    budget = sum(item.total_cost for item in candidates) // (2 * QUARTERS)
    weights = [dice.randint(1, 100) for _ in ladders]
    return Instance(
        discounts=discounts("quarter", QUARTERS),
        gaps={ladder: dice.choice((5, 10, 15, 20, 30)) for ladder in ladders},
        weights={
            ladder: max(1, 1000 * weight // sum(weights))
            for ladder, weight in zip(ladders, weights, strict=True)
        },
        candidates=tuple(candidates),
        capacity=capacity,
        budget=(budget,) * QUARTERS,
        team_limits={f"t{team}": max(2, len(candidates) // 10) for team in range(TEAMS)},
    )


def measured(count: int, seed: int, effort: str) -> Measured:
    instance = roadmap_instance(count, seed)
    greedy = planning.plan(instance)
    begin = time.process_time()
    found = phases.optimise(instance, effort)
    seconds = time.process_time() - begin
    check(instance, found)
    return Measured(
        gain=found.value / greedy.value - 1,
        gap=1 - found.value / found.bound,
        seconds=seconds,
        proved=found.status == "proved",
    )


def main(instances: int = INSTANCES, effort: str = "background") -> bool:
    kept = True
    # On a busy machine the clock would end what the deterministic limit has to end.
    phases.BACKSTOP_SECONDS = 1800.0
    phases.optimise(roadmap_instance(5, 0))  # imports the solver
    for count, goal in GOALS.items():
        found = [measured(count, seed, effort) for seed in range(1, instances + 1)]
        gain = statistics.mean(item.gain for item in found)
        gaps = [item.gap for item in found]
        seconds = [item.seconds for item in found]
        kept &= gain >= goal
        print(
            f"planning, {count} initiatives, {effort}, {instances} instances: "
            f"{gain:.1%} over greedy (at least {goal:.0%}; at most "
            f"{max(item.gain for item in found):.1%}), "
            f"proved {sum(item.proved for item in found)}, "
            f"to the bound {statistics.mean(gaps):.1%} mean, {max(gaps):.1%} at most, "
            f"{statistics.mean(seconds):.1f} s CPU mean, {max(seconds):.1f} s at most",
            flush=True,
        )
    return kept


if __name__ == "__main__":
    wanted = sys.argv[1:]
    sys.exit(0 if main(int(wanted[0]) if wanted else INSTANCES, *wanted[1:]) else 1)
