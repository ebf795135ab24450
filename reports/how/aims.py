"""What is aimed at and what comes first: target, gap, importance, urgency, priority, rank."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engine import gaps, priorities, targets
from reports import numbers
from reports.how.values import Explanation, Table, number, step, sum_of_products, term
from reports.pages.gap_table import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.how.basis import Basis
    from reports.how.values import Step

    Item = Mapping[str, Any]


def aims(of: Basis, key: str) -> Iterator[Explanation]:
    """In the order in which they are made."""
    item = of.capabilities[key]
    if item["target"] is None:
        return
    yield _target(of, key, item)
    yield _importance(of, key, item)
    if item["gap"] is None:
        return
    yield _gap(of, key, item)
    yield _urgency(of, key, item)
    yield _priority(item)
    yield _rank(of, item)


def _target(of: Basis, key: str, item: Item) -> Explanation:
    inputs, framework = of.read.result["inputs"], of.read.framework
    profile = framework.profile[inputs["profile"]]
    industry = framework.industry[inputs["industry"]]
    base, add = profile.targets[key], industry.adds.get(key, 0)
    goals = [(goal["weight"], framework.goal[goal["key"]]) for goal in inputs["goals"]]
    weight = sum(w * goal.marks.get(key, 0) for w, goal in goals) / 2
    plus = int(bool(goals) and weight >= targets.IMPORTANT - 1e-9)
    own = min(5, base + add + plus)
    rows = (
        (_("Base of the growth profile %(name)s") % {"name": profile.name}, str(base)),
        (_("Industry %(name)s") % {"name": industry.name}, number(add)),
        (_("Goals: 1 if they mark it with at least 0.5"), str(plus)),
    )
    steps = [step(_("Own target"), f"min(5, {base} + {_signed(add)} + {plus})", own)]
    if item["target"] != own:
        needs = _("Raised to what other targets need")
        steps.append(step(needs, f"max({own}, {item['target']})", item["target"]))
    return Explanation(
        anchor="target",
        title=_("Target"),
        shown=str(item["target"]),
        method="targets-and-goals#target",
        says=str(item["target_reason"] or ""),
        tables=(Table(_("Parts"), (_("Part"), _("Levels")), rows),),
        steps=tuple(steps),
    )


def _signed(value: int) -> str:
    return f"({number(value)})" if value < 0 else str(value)


def _importance(of: Basis, key: str, item: Item) -> Explanation:
    goals = of.read.result["inputs"]["goals"]
    value = item["importance"]
    found: list[Step] = []
    tables: tuple[Table, ...] = ()
    says = _("The weight of the goals that mark it: 2 critical, 1 supports.")
    if goals:
        marks = [
            (goal["weight"], of.read.framework.goal[goal["key"]], goal["key"]) for goal in goals
        ]
        pairs = [(weight, goal.marks.get(key, 0)) for weight, goal, _key in marks]
        raw = min(1.0, math.fsum(a * b for a, b in pairs) / 2)
        found.append(step(_("Importance"), f"min(1, ({sum_of_products(pairs)}) / 2)", raw))
        if raw == 0 and value > 0:
            found.append(step(_("The next stage requires it"), f"max(0, {number(value)})", value))
        rows = tuple(
            (goal.name, number(weight), str(goal.marks.get(key, 0))) for weight, goal, _key in marks
        )
        tables = (
            Table(_("Goals, most important first"), (_("Goal"), _("Weight"), _("Mark")), rows),
        )
    else:
        says = _("One half: no goals are ranked.")
    return Explanation(
        anchor="importance",
        title=_("Importance"),
        shown=numbers.percent(value),
        method="targets-and-goals#importance",
        says=says,
        tables=tables,
        steps=tuple(found),
    )


def _gap(of: Basis, key: str, item: Item) -> Explanation:
    distance, target, score = item["gap"], item["target"], item["score"]
    steps = [step(_("Gap"), f"{target} − {number(score)}", distance)]
    rows: list[tuple[str, str]] = []
    interval = None
    if of.scores is not None:
        interval = of.scores.capabilities[of.column[key]].range
    if interval is not None and interval.se > 0:
        chance = gaps.probability_below(distance, interval.se, interval.nu)
        steps.append(step(_("In standard errors"), f"{term(distance)} / {number(interval.se)}",
                          distance / interval.se))  # fmt: skip
        rows = [
            (_("SE of the score"), number(interval.se)),
            (_("Degrees of freedom"), number(interval.nu)),
            (_("Probability that the true score is below target"), number(chance)),
            (_("Class"), str(CLASSES[item["gap_class"]])),
        ]
    table = Table(_("How sure"), (_("Part"), _("Value")), tuple(rows))
    return Explanation(
        anchor="gap",
        title=_("Gap"),
        shown=f"{numbers.level(distance)} {CLASSES.get(item['gap_class'], '')}".strip(),
        method="gaps-and-priorities#gap-class",
        says=_("Target minus score. Confirmed from 0.95 on, likely from 0.80, unclear above 0.20."),
        tables=(table,) if rows else (),
        steps=tuple(steps),
    )


def _urgency(of: Basis, key: str, item: Item) -> Explanation:
    opened, quarters = max(0.0, item["gap"]), priorities.HORIZON_QUARTERS
    pace = priorities.NORMAL_PACE
    pressure = priorities.time_pressure(opened, quarters)
    behind = _behind(of, key)
    steps = [
        step(
            _("Time: gap against twice the normal pace"),
            f"min(1, ({number(opened)} / {quarters}) / (2 × {number(pace)}))",
            pressure,
        )
    ]
    scored = [row for row in of.capabilities.values() if row["gap"] is not None]
    total = math.fsum(row["importance"] * max(0.0, row["gap"]) for row in scored)
    blocking = 0.0
    tables: tuple[Table, ...] = ()
    if behind and total > 0:
        pairs = [(row["importance"], max(0.0, row["gap"])) for row in behind]
        blocking = math.fsum(a * b for a, b in pairs) / total
        steps.append(
            step(
                _("What waits: its weighted gap against all of it"),
                f"({sum_of_products(pairs)}) / {number(total)}",
                blocking,
            )
        )
        rows = tuple(
            (of.read.capability(row["key"]), number(row["importance"]), number(row["gap"]))
            for row in behind
        )
        heading = (_("Capability"), _("Importance"), _("Gap"))
        tables = (Table(_("Capabilities that cannot rise before this one"), heading, rows),)
    steps.append(
        step(
            _("Urgency: the larger"),
            f"max({number(pressure)}, {number(blocking)})",
            item["urgency"],
        )
    )
    return Explanation(
        anchor="urgency",
        title=_("Urgency"),
        shown=numbers.percent(item["urgency"]),
        method="gaps-and-priorities#urgency",
        says=str(item["urgency_reason"] or ""),
        tables=tables,
        steps=tuple(steps),
    )


def _behind(of: Basis, key: str) -> list[Item]:
    """The capabilities that wait for this one, as the engine finds them."""
    ignored = [row["key"] for row in of.capabilities.values() if row["status"] == "not_applicable"]
    graph = targets.prerequisites(of.read.framework, ignored)
    candidates = [
        priorities.Candidate(
            key=row["key"],
            name=row["key"],
            importance=row["importance"],
            gap=max(0.0, row["gap"]),
            level=row["level"],
            target=row["target"],
        )
        for row in of.capabilities.values()
        if row["gap"] is not None
    ]
    return [of.capabilities[other] for other in priorities.waiting(candidates, graph)[key]]


def _priority(item: Item) -> Explanation:
    opened = max(0.0, item["gap"])
    factors = (item["importance"], item["urgency"], opened)
    expression = " × ".join(number(value) for value in factors)
    return Explanation(
        anchor="priority",
        title=_("Priority"),
        shown=numbers.index(item["priority"]),
        method="gaps-and-priorities#priority",
        says=_("Importance, urgency and a quarter of the gap, multiplied; 0 to 100."),
        steps=(step(_("Priority"), f"100 × cbrt({expression} / 4)", item["priority"]),),
    )


def _rank(of: Basis, item: Item) -> Explanation:
    ranked = sorted(
        (row for row in of.capabilities.values() if row["rank"] is not None),
        key=lambda row: int(row["rank"]),
    )
    heading = (_("Capability"), _("Rank"), _("Priority"), _("Importance"), _("Gap"))
    rows = tuple(
        (
            of.read.capability(row["key"]),
            str(row["rank"]),
            number(row["priority"]),
            number(row["importance"]),
            number(max(0.0, row["gap"])),
        )
        for row in ranked
    )
    above = int(item["rank"]) - 1
    says = ngettext(
        "%(n)s capability comes first: highest priority, then importance, then gap.",
        "%(n)s capabilities come first: highest priority, then importance, then gap.",
        above,
    )
    return Explanation(
        anchor="rank",
        title=_("Rank"),
        shown=str(item["rank"]),
        method="gaps-and-priorities#priority",
        says=says % {"n": above},
        tables=(Table(_("All scored capabilities"), heading, rows),),
        steps=(step(_("Rank"), f"1 + {above}", item["rank"]),),
    )
