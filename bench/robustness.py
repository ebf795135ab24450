"""How robust the ranking is, as a ratio to the bare draws; and a whole analysis, to its scoring.

Forty people on thirty capabilities, 2,000 variations. The reference of the first is the least that
any simulation does: as many gamma and t variates from the same generator, and one sort a draw. That
of the second is the scoring of the same answers; an analysis adds stages, gaps, ranks, agreement,
perception, robustness, pivotal answers and the document.
"""

from __future__ import annotations

import statistics

import numpy as np

from bench.scoring import everybody_is_asked, sample, seconds
from capabilities.engine_values import engine_framework
from capabilities.pack import bundled
from engine.analysis import analyse
from engine.findings import find
from engine.robustness import DRAWS, robustness
from engine.scoring import score
from engine.types import AnalysisParameters
from engine.variation import generator

ROUNDS = 7
GOAL, GOAL_SECONDS = 25.0, 1.0
WHOLE_GOAL, WHOLE_SECONDS = 20.0, 1.5
GOALS = ("pipeline_efficiency", "profitability")


def bare_draws(capabilities: int, roles: int) -> np.ndarray:
    """[N,K]: the order of as many drawn scores."""
    chance = generator(1)
    chance.standard_gamma(np.full(roles + len(GOALS), 3.0), (DRAWS, roles + len(GOALS)))
    return np.argsort(chance.standard_t(np.full(capabilities, 30.0), (DRAWS, capabilities)))


def main() -> bool:
    framework = everybody_is_asked(engine_framework(bundled().content))
    answers = sample(framework)
    parameters = AnalysisParameters("scaling", goals=GOALS)
    found = find(framework, answers, parameters)
    ranked = sorted(found.priorities, key=lambda key: found.priorities[key].rank)
    sizes = len(framework.capabilities), len(framework.roles)
    first = compare(
        lambda: bare_draws(*sizes),
        lambda: robustness(found.scores, found.staging, found.contest, ranked, found.goals, seed=1),
    )
    second = compare(
        lambda: score(framework, answers), lambda: analyse(framework, answers, parameters)
    )
    print(
        f"robustness, {DRAWS} draws: {first[2]:.3f} s CPU (goal under {GOAL_SECONDS:.0f} s, for "
        f"information), the bare draws {first[1]:.3f} s: {first[0]:.1f} times the reference (at "
        f"most {GOAL:.0f})",
        flush=True,
    )
    print(
        f"analysis of the same: {second[2]:.3f} s CPU (goal under {WHOLE_SECONDS} s, for "
        f"information), scoring {second[1]:.3f} s: {second[0]:.1f} times the reference (at most "
        f"{WHOLE_GOAL:.0f})",
        flush=True,
    )
    return first[0] <= GOAL and second[0] <= WHOLE_GOAL


def compare(reference, ours) -> tuple[float, float, float]:
    """Median of the ratios of pairs taken in turn, and the median CPU seconds of both."""
    ours()
    pairs = [(seconds(reference), seconds(ours)) for _ in range(ROUNDS)]
    middle = [statistics.median(column) for column in zip(*pairs, strict=True)]
    return statistics.median(b / a for a, b in pairs), middle[0], middle[1]
