"""An area: its score from its capabilities, its stage by the gates, its range and target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _
from scipy import special

from engine import rollup, weighing
from engine.stages import area_stage
from reports import numbers
from reports.how.firm import area_firmness
from reports.how.lenses import lenses
from reports.how.sides import area_perception
from reports.how.values import Explanation, Table, number, step, weighted_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.types import Capability
    from engine.weighing import Weighed
    from reports.how.basis import Basis
    from reports.how.values import Step

STAGES = (2, 3, 4, 5)


def area(of: Basis, key: str) -> Iterator[Explanation]:
    """The figures of one area, in the order in which they are made."""
    item = next(row for row in of.read.result["areas"] if row["key"] == key)
    if item["score"] is not None:
        yield _score(of, item)
        if item["low"] is not None:
            yield _range(of, item)
    if item["target"] is not None:
        yield _target(of, item)
    if item["stage_level"] is not None:
        yield _stage(of, item)
        yield from area_firmness(of, item)
    yield from lenses(of, item)
    yield from area_perception(of, key)


def _members(of: Basis, key: str) -> list[tuple[Capability, Mapping[str, Any]]]:
    found = of.read.framework.capabilities_of(key)
    return [(capability, of.capabilities[capability.key]) for capability in found]


def _score(of: Basis, item: Mapping[str, Any]) -> Explanation:
    members = _members(of, item["key"])
    scored = [(c, row) for c, row in members if row["score"] is not None]
    pairs = [(c.weight, row["score"]) for c, row in scored]
    rows = tuple((c.name, number(c.weight), number(row["score"])) for c, row in scored)
    heading = (_("Capability"), _("Weight"), _("Score"))
    return Explanation(
        anchor="score",
        title=_("Score"),
        shown=numbers.level(item["score"]),
        method="scoring#area-score",
        says=_("The mean of its scored capabilities by their weights."),
        tables=(Table(_("Capabilities"), heading, rows),),
        steps=(step(_("Score"), weighted_mean(pairs), item["score"]),),
        left_out=tuple(_unscored(members)),
    )


def _unscored(members: list[tuple[Capability, Mapping[str, Any]]]) -> Iterator[str]:
    for capability, row in members:
        if row["score"] is None:
            yield f"{capability.name}: {row['reason']}"


def _range(of: Basis, item: Mapping[str, Any]) -> Explanation:
    found: dict[str, Any] = {}
    if of.votes is not None:
        weighed, prior = rollup.weighed_own_means(of.votes)
        keys = [area.key for area in of.read.framework.areas]
        found = range_parts(weighed, prior, keys.index(item["key"]), item)
    return Explanation(
        anchor="range",
        title=_("Range"),
        shown=numbers.level_range(item["low"], item["high"]),
        method="uncertainty#range-of-an-area",
        says=_("From each person's own mean of the area, around its score."),
        **found,
    )


def range_parts(
    weighed: Weighed, prior: float, column: int, item: Mapping[str, Any]
) -> dict[str, Any]:
    """Tables and steps of a range around a score. item: score, low, high."""
    ss, df = float(weighed.ss[column]), float(weighed.df[column])
    n_eff, nu = float(weighed.n_eff[column]), weighing.PRIOR_DF + df
    errors, _nu = weighing.errors(weighed, prior)
    se = float(errors[column])
    t, score = float(special.stdtrit(nu, 0.975)), item["score"]
    rows = (
        (_("People with an own mean"), str(int(weighed.people[column]))),
        (_("SS: squared distances from the mean of their role"), number(ss)),
        (_("df: people minus roles"), number(df)),
        (_("s0²: variance inside roles over all areas"), number(prior)),
        (_("n_eff: people, as if every one had the same weight"), number(n_eff)),
        (_("t: quantile 0.975, %(nu)s degrees") % {"nu": number(nu)}, number(t)),
    )
    four = weighing.PRIOR_DF
    steps = (
        step("SE", f"sqrt(({four} × {number(prior)} + {number(ss)}) / {number(nu)}"
             f" / {number(n_eff)})", se),
        step(_("Lower end"), f"max(1, {number(score)} − {number(t)} × {number(se)})", item["low"]),
        step(_("Upper end"), f"min(5, {number(score)} + {number(t)} × {number(se)})", item["high"]),
    )  # fmt: skip
    return {"tables": (Table(_("Parts"), (_("Part"), _("Value")), rows),), "steps": steps}


def _target(of: Basis, item: Mapping[str, Any]) -> Explanation:
    aimed = [(c, row) for c, row in _members(of, item["key"]) if row["target"] is not None]
    heading = (_("Capability"), _("Weight"), _("Target"))
    rows = tuple((c.name, number(c.weight), str(row["target"])) for c, row in aimed)
    pairs = [(c.weight, float(row["target"])) for c, row in aimed]
    return Explanation(
        anchor="target",
        title=_("Target"),
        shown=numbers.level(item["target"]),
        method="targets-and-goals#target",
        says=_("The mean of its capabilities' targets by their weights."),
        tables=(Table(_("Capabilities"), heading, rows),),
        steps=(step(_("Target"), weighted_mean(pairs), item["target"]),),
    )


def _stage(of: Basis, item: Mapping[str, Any]) -> Explanation:
    """The gate of every stage, with the capabilities it requires."""
    members = [(c, row) for c, row in _members(of, item["key"]) if row["level"] is not None]
    heading = (_("Capability"), _("Required from stage"), _("Weight"), _("Level"))
    rows = tuple(
        (c.name, str(c.required_from), number(c.weight), str(row["level"])) for c, row in members
    )
    gates = (_("Stage"), _("Weight at it"), _("Weight required"), _("Share"), _("All one below"),
             _("Reached"))  # fmt: skip
    theta = of.read.framework.theta
    return Explanation(
        anchor="stage",
        title=_("Stage"),
        shown=str(item["stage_level"]),
        method="levels-and-stages#area-stage",
        says=_(
            "A stage needs %(theta)s of the required weight at its level, and none of what it"
            " requires more than one level below. Stage 1 always holds."
        )
        % {"theta": numbers.percent(theta)},
        tables=(
            Table(_("Capabilities that count"), heading, rows),
            Table(_("The gates"), gates, tuple(_gate(members, s, theta) for s in STAGES)),
        ),
        steps=_gate_steps(members),
        left_out=tuple(_unscored(_members(of, item["key"]))),
    )


def _gate(
    members: list[tuple[Capability, Mapping[str, Any]]], stage: int, theta: float
) -> tuple[str, ...]:
    required = [(c.weight, row["level"]) for c, row in members if c.required_from <= stage]
    total = sum(weight for weight, _level in required)
    held = sum(weight for weight, level in required if level >= stage)
    floor = all(level >= stage - 1 for _weight, level in required)
    reached = reaches(members, stage, theta)
    share = number(held / total) if total else numbers.ABSENT
    words = (_("no"), _("yes"))
    return (str(stage), number(held), number(total), share, words[floor], words[reached])


def reaches(members: list[tuple[Capability, Mapping[str, Any]]], stage: int, theta: float) -> bool:
    """Whether the engine gives these capabilities the stage."""
    levels = np.array([row["level"] for _c, row in members], dtype=np.int64)
    weights = np.array([c.weight for c, _row in members], dtype=np.float64)
    required = np.array([c.required_from for c, _row in members], dtype=np.int64)
    return bool(int(area_stage(levels, weights, required, theta)) >= stage)


def _gate_steps(members: list[tuple[Capability, Mapping[str, Any]]]) -> tuple[Step, ...]:
    found = []
    for stage in STAGES:
        required = [(c.weight, row["level"]) for c, row in members if c.required_from <= stage]
        total = sum(weight for weight, _level in required)
        held = sum(weight for weight, level in required if level >= stage)
        if total:
            name = _("Share at stage %(stage)s") % {"stage": stage}
            found.append(step(name, f"{number(held)} / {number(total)}", held / total))
    return tuple(found)
