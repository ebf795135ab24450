"""How much of what was planned gets delivered, and what that makes of a forecast (method 7.3a)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.prepare import planning_score
from engine.types import EPS, Initiative, Standing, Status
from engine.verdicts import Verdict

LEAST_FINISHED = 5
TOO_FEW = Verdict(
    Status.INSUFFICIENT,
    "few_finished",
    f"A plan, not a forecast: fewer than {LEAST_FINISHED} initiatives were finished and assessed"
    " since, so the plan counts as it stands.",
)


@dataclass(frozen=True, slots=True)
class Delivered:
    """One finished initiative. planned, achieved: levels, summed over what it raises; achieved is
    at most planned, since what lies beyond was not its doing."""

    initiative: str
    planned: float
    achieved: float


@dataclass(frozen=True, slots=True)
class Delivery:
    """ratio: achieved by planned over everything finished, 0..1; 1 while too little is known."""

    finished: int
    ratio: float
    verdict: Verdict


def delivered(
    initiative: Initiative, before: Sequence[Standing], after: Sequence[Standing]
) -> Delivered | None:
    """before: where capabilities stood when it was planned; after: in an analysis since its end.

    None if nothing it raises was scored both times, or all of it stood already.
    """
    was = {item.capability: planning_score(item) for item in before}
    now = {item.capability: item.score for item in after if item.applicable}
    planned = achieved = 0.0
    for step in initiative.raises:
        old, new = was.get(step.capability), now.get(step.capability)
        if old is None or new is None:
            continue
        base = max(old, float(step.from_level))
        uplift = max(0.0, step.to_level - base)
        planned += uplift
        achieved += min(uplift, max(0.0, new - base))
    return Delivered(initiative.key, planned, achieved) if planned > EPS else None


def delivery(finished: Sequence[Delivered]) -> Delivery:
    """The ratio of method 7.3a, which needs five finished initiatives or more."""
    if len(finished) < LEAST_FINISHED:
        return Delivery(len(finished), 1.0, TOO_FEW)
    planned = math.fsum(item.planned for item in finished)
    achieved = math.fsum(item.achieved for item in finished)
    return Delivery(len(finished), achieved / planned, Verdict(Status.OK))


def stretched(finishes: Mapping[str, int], ratio: float) -> dict[str, int]:
    """First periods after the end of each initiative if work goes on at this ratio.

    ratio: 0..1; at 0 nothing ends. What has ended already (0) stays ended.
    """
    if ratio <= EPS:
        return {key: finish for key, finish in finishes.items() if finish <= 0}
    return {key: math.ceil(finish / ratio - EPS) for key, finish in finishes.items()}
