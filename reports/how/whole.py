"""The organisation as a whole: index, range, stage and what blocks the next one, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from engine import rollup, weighing
from engine.area_weights import with_area_weights
from reports import numbers
from reports.how.areas import range_parts
from reports.how.consensus import consensus
from reports.how.firm import stability, whole_firmness
from reports.how.values import Explanation, Table, number, step, weighted_mean
from reports.pages.sentences import index_range

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from reports.how.basis import Basis


def whole(of: Basis) -> Iterator[Explanation]:
    """The figures of the whole, in the order in which they are made."""
    overall = of.read.result["overall"]
    if overall["score"] is not None:
        yield _index(of)
        if overall["low"] is not None:
            yield _range(of)
    if overall["stage_level"] is not None:
        yield _stage(of)
        if overall["stability"] is not None:
            yield stability(of, overall["stability"])
    yield from whole_firmness(of)
    yield _grade(of)
    yield from consensus(of)


def _index(of: Basis) -> Explanation:
    overall = of.read.result["overall"]
    weights = of.read.result["inputs"].get("area_weights") or {
        area.key: area.weight for area in of.read.framework.areas
    }
    scored = [area for area in of.read.result["areas"] if area["score"] is not None]
    pairs = [(weights[area["key"]], area["score"]) for area in scored]
    rows = tuple(
        (area["name"], number(weights[area["key"]]), number(area["score"])) for area in scored
    )
    left = [area["name"] for area in of.read.result["areas"] if area["score"] is None]
    return Explanation(
        anchor="index",
        title=_("Index"),
        shown=numbers.index(overall["index"]),
        method="scoring#index",
        says=_("The mean of the areas by their weights, from 1 to 5 put on 0 to 100."),
        tables=(Table(_("Areas"), (_("Area"), _("Weight"), _("Score")), rows),),
        steps=(
            step(_("Score"), weighted_mean(pairs), overall["score"]),
            step(_("Index"), f"25 × ({number(overall['score'])} − 1)", overall["index"]),
        ),
        left_out=tuple(_("%(area)s is not scored.") % {"area": name} for name in left),
    )


def _range(of: Basis) -> Explanation:
    overall = of.read.result["overall"]
    parts: dict[str, Any] = {}
    if of.votes is not None:
        votes = of.votes
        areas = with_area_weights(of.read.framework, of.parameters.area_weights).areas
        own, enough = rollup.whole_means(
            *rollup.own_means(votes), np.array([area.weight for area in areas])
        )
        weighed = weighing.weigh(own, enough, votes.rule)
        _weighed, prior = rollup.weighed_own_means(votes)
        parts = range_parts(weighed, prior, 0, overall)
        parts["steps"] = (
            *parts["steps"],
            *(
                step(name, f"25 × ({number(overall[end])} − 1)", 25 * (overall[end] - 1))
                for name, end in ((_("As index, lower"), "low"), (_("As index, upper"), "high"))
            ),
        )
    return Explanation(
        anchor="range",
        title=_("Range of the index"),
        shown=index_range(overall),
        method="uncertainty#range-of-the-index",
        says=_("From each person's own mean of at least three areas, around the score."),
        **parts,
    )


def _stage(of: Basis) -> Explanation:
    overall, areas = of.read.result["overall"], of.read.result["areas"]
    judged = [area for area in areas if area["stage_level"] is not None]
    levels = [area["stage_level"] for area in judged]
    rows = tuple((area["name"], str(area["stage_level"])) for area in judged)
    tables = [Table(_("Areas"), (_("Area"), _("Stage")), rows)]
    words = {"must": _("cannot be skipped"), "choose": _("enough of these")}
    following = tuple(
        (of.read.capability(key), str(of.capabilities[key]["level"]), words[kind])
        for kind in ("must", "choose")
        for key in overall[kind]
    )
    if following:
        heading = (_("Capability"), _("Level"), _("For the next stage"))
        tables.append(Table(_("What blocks the next stage"), heading, following))
    left = [area["name"] for area in areas if area["stage_level"] is None]
    return Explanation(
        anchor="stage",
        title=_("Stage"),
        shown=str(overall["stage_level"]),
        method="levels-and-stages#overall-stage",
        says=_("The stage of the lowest area. The page of an area shows its gates."),
        tables=tuple(tables),
        steps=(step(_("Stage"), f"min({', '.join(map(str, levels))})", overall["stage_level"]),),
        left_out=tuple(_("%(area)s has no stage.") % {"area": name} for name in left),
    )


def _grade(of: Basis) -> Explanation:
    inputs = of.read.result["inputs"]
    rows = [
        (_("People"), str(inputs["respondents"])),
        (_("Roles"), str(len(inputs["roles"]))),
    ]
    if of.votes is not None:
        who = of.votes.evidence
        words = (_("no"), _("yes"))
        rows = [
            (_("People with a level"), str(who.people)),
            (_("Roles with a level"), str(who.roles)),
            (_("Marketing and its peers"), words[who.both_sides]),
            (_("Response"), numbers.percent(who.response)),
        ]
    needs = (
        ("A", _("10 people in 5 roles, marketing and its peers, 60 % response")),
        ("B", _("3 people in 2 roles")),
        ("C", _("less: an own view")),
    )
    return Explanation(
        anchor="grade",
        title=_("Evidence grade"),
        shown=of.read.result["grade"],
        method="uncertainty#evidence-grade",
        says=_("How broad the evidence is: A, B or C."),
        tables=(
            Table(_("Who answered"), (_("Part"), _("Value")), tuple(rows)),
            Table(_("What a grade needs, at least"), (_("Grade"), _("Needs")), needs),
        ),
    )
