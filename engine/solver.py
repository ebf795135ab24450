"""The one door to the solver (OR-Tools CP-SAT): its settings, and what a search came to (5.4).

The solver takes more than a second to import, so it is imported where it is first used, in a
worker and never for a page. Without it the greedy planner still plans.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

# Work that a search may do, in the solver's own deterministic unit (about a second of one core).
# brief: one of many searches that begin at a good plan, each with one thing changed.
EFFORT = {"brief": 0.5, "interactive": 2.0, "background": 10.0}
# Work for the least cost of the best value found.
THRIFT = {"brief": 0.1, "interactive": 0.3, "background": 1.0}
# A search that took less than this share of its backstop was not ended by it.
BEFORE = 0.9
# The least that a search counts as, whatever it says: an end even to a row of empty ones.
LEAST_WORK = 0.02
# Seconds after which a search ends whatever it has; a plan that this ended is not reproducible.
BACKSTOP_SECONDS = 60.0

Verdict = Literal["proved", "stopped", "impossible", "unknown"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search came to. proved: nothing better exists. stopped: at least one solution, the
    search ended before a proof. impossible: proved that there is none. unknown: none was found.

    bound: the objective that nothing exceeds (or, minimising, falls below); None if the search
    ended before it knew one. reproducible: False if the clock ended the search. work: what it took,
    in the unit of EFFORT. seconds: by the clock. values: of every variable, by its index in the
    model; empty without a solution.
    """

    verdict: Verdict
    bound: int | None
    reproducible: bool
    work: float
    seconds: float
    values: Mapping[int, int]

    @property
    def found(self) -> bool:
        return self.verdict in {"proved", "stopped"}


def solver_module() -> ModuleType | None:
    """`ortools.sat.python.cp_model`, None where OR-Tools is not installed."""
    try:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - takes a second to import
    except ImportError:
        return None
    return cp_model


def search(
    model: CpModel, work: float, seconds: float = BACKSTOP_SECONDS, *, small: bool = False
) -> Outcome:
    """Search with one worker and a fixed seed, so that the same model gives the same outcome.

    work: deterministic limit, > 0. seconds: the backstop. small: most of the model is fixed, so
    that preparing it at length would cost more than searching it.
    """
    module: Any = solver_module()
    solver = module.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.random_seed = 1
    parameters.linearization_level = 2
    parameters.max_deterministic_time = work
    parameters.max_time_in_seconds = seconds
    if small:
        parameters.max_presolve_iterations = 1
        parameters.cp_model_probing_level = 0
        parameters.symmetry_level = 0
    status = solver.solve(model)
    verdicts: dict[Any, Verdict] = {
        module.OPTIMAL: "proved",
        module.FEASIBLE: "stopped",
        module.INFEASIBLE: "impossible",
    }
    verdict = verdicts.get(status, "unknown")
    response = solver.response_proto
    proved = verdict in {"proved", "impossible"}
    return Outcome(
        verdict=verdict,
        # Before it has looked at all, the solver says 0, which would bound nothing.
        bound=None if verdict == "unknown" else round(solver.best_objective_bound),
        # Whether the clock ended it is not said; it cannot have, well before its time.
        reproducible=proved
        or response.deterministic_time >= work
        or solver.wall_time < BEFORE * seconds,
        work=max(response.deterministic_time, LEAST_WORK),
        seconds=solver.wall_time,
        values=dict(enumerate(response.solution)),
    )
