"""Can these limits be planned with? One sentence for the first that cannot: which, and the mend."""

from __future__ import annotations

from collections.abc import Iterator

from engine.calendar import period_name
from engine.own_initiatives import own_faults
from engine.plan_values import Blackout, BudgetChange, CapacityChange, Wish
from engine.ranges import is_number, is_whole
from engine.types import EngineError, Framework, PlanParameters

MAX_PERIODS = 120
MOST_TAIL_MONTHS = 60
# A plan that somebody keeps in view has far fewer wishes, changes and own initiatives.
MOST_ENTRIES = 500
EFFORTS = ("instant", "interactive", "background")
KINDS_WITH_PERIOD = ("lock", "earliest", "deadline")
KINDS = (*KINDS_WITH_PERIOD, "must", "forbid")


class PlanInputError(EngineError):
    """A limit or wish that no plan can be made with. E102: not a number in its range. E103: names
    what there is not. E501: own initiatives in a circle. E502: the horizon. E503: wishes that
    contradict each other."""


def checked(framework: Framework, parameters: PlanParameters) -> Framework:
    """The framework with the organisation's own initiatives in it. Raises PlanInputError."""
    _horizon(parameters)
    _counts(parameters)
    for code, fault in own_faults(framework, parameters.own):
        raise PlanInputError(code, fault)
    wider = framework.with_initiatives(parameters.own) if parameters.own else framework
    for check in (
        *(_money, _savings, _confidence, _spans, _amounts, _areas, _teams),
        *(_groups, _started, _wishes),
    ):
        for code, fault in check(wider, parameters):
            raise PlanInputError(code, fault)
    return wider


def wish_name(framework: Framework, parameters: PlanParameters, wish: Wish) -> str:
    """A wish as a clause: “Clean” starts in March 2027."""
    initiative = framework.initiative.get(wish.initiative)
    name = f"“{initiative.name if initiative else wish.initiative}”"
    if wish.kind == "must":
        return f"{name} is in the plan"
    if wish.kind == "forbid":
        return f"{name} is not in the plan"
    period = period_name(parameters.start, parameters.period, wish.period or 0)
    if wish.kind == "lock":
        return f"{name} starts in {period}"
    if wish.kind == "earliest":
        return f"{name} starts in {period} or later"
    return f"{name} has ended before {period}"


Faults = Iterator[tuple[str, str]]


def _horizon(parameters: PlanParameters) -> None:
    if not is_whole(parameters.periods, 1, MAX_PERIODS):
        raise PlanInputError("E502", f"a plan has 1 to {MAX_PERIODS} periods")
    if parameters.effort not in EFFORTS:
        raise PlanInputError("E103", f"effort is one of {', '.join(EFFORTS)}")
    if not is_number(parameters.discount, 0.5, 1):
        raise PlanInputError("E102", "the discount of a quarter is a number from 0.5 to 1")
    if not is_whole(parameters.tail_months, 0, MOST_TAIL_MONTHS):
        raise PlanInputError("E102", f"the tail has 0 to {MOST_TAIL_MONTHS} whole months")


def _counts(parameters: PlanParameters) -> None:
    for name in (
        *("capacity_changes", "budget_changes", "wishes", "exclusive", "blackouts"),
        *("own", "savings", "started"),
    ):
        if len(getattr(parameters, name)) > MOST_ENTRIES:
            text = name.replace("_", " ")
            raise PlanInputError("E102", f"{text}: at most {MOST_ENTRIES} can be planned with")


def _money(_framework: Framework, parameters: PlanParameters) -> Faults:
    if parameters.budget is not None and not is_number(parameters.budget, 0):
        yield "E102", "a budget is a number from 0 on"
    if parameters.budget is None and (parameters.budget_changes or parameters.savings):
        yield "E102", "changes of the budget and savings need a budget: set one, or take them out"


def _savings(framework: Framework, parameters: PlanParameters) -> Faults:
    for saving in parameters.savings:
        if not is_number(saving.amount, 0):
            yield "E102", "a saving is a number of thousand US dollars from 0 on"
        if not is_whole(saving.period, 0, parameters.periods - 1):
            yield "E502", _outside(parameters, "a saving starts")
        if saving.initiative is not None and saving.initiative not in framework.initiative:
            yield "E103", _unknown(saving.initiative, "a saving comes")


def _confidence(framework: Framework, parameters: PlanParameters) -> Faults:
    for key, share in parameters.confidence.items():
        if key not in framework.initiative:
            yield "E103", _unknown(key, "confidence is given")
        elif not is_number(share, 0.5, 1):
            name = framework.initiative[key].name
            yield "E102", f"confidence in “{name}” is a number from 0.5 to 1"


def _spans(_framework: Framework, parameters: PlanParameters) -> Faults:
    spans: list[tuple[str, CapacityChange | BudgetChange | Blackout]] = [
        *(("a change of capacity", item) for item in parameters.capacity_changes),
        *(("a change of the budget", item) for item in parameters.budget_changes),
        *(("a blackout", item) for item in parameters.blackouts),
    ]
    for what, item in spans:
        last = parameters.periods - 1
        if not (is_whole(item.first, 0, last) and is_whole(item.last, item.first, last)):
            yield "E502", _outside(parameters, f"{what} lies")


def _amounts(_framework: Framework, parameters: PlanParameters) -> Faults:
    for change in parameters.capacity_changes:
        if not is_number(change.days, 0):
            yield "E102", f"pool {change.pool!r} needs a number of days from 0 on"
    if not all(is_number(change.amount, 0) for change in parameters.budget_changes):
        yield "E102", "a budget is a number from 0 on"


def _areas(framework: Framework, parameters: PlanParameters) -> Faults:
    known = {None, *(area.key for area in framework.areas)}
    for blackout in parameters.blackouts:
        if blackout.area not in known:
            text = f"a blackout of {blackout.area!r}: choose an area, or leave it out for all"
            yield "E103", text


def _teams(_framework: Framework, parameters: PlanParameters) -> Faults:
    for key, limit in parameters.team_limits.items():
        if not is_whole(limit, 0, MOST_ENTRIES):
            yield (
                "E102",
                f"team limit {key!r} is a whole number of initiatives from 0 to {MOST_ENTRIES}",
            )


def _groups(framework: Framework, parameters: PlanParameters) -> Faults:
    for group in parameters.exclusive:
        for key in group:
            if key not in framework.initiative:
                yield "E103", _unknown(key, "a group of which one at most is planned is made")
        if len(set(group)) < 2:
            yield "E102", "a group of which one at most is planned has two initiatives or more"


def _started(framework: Framework, parameters: PlanParameters) -> Faults:
    seen: set[str] = set()
    for item in parameters.started:
        if item.initiative not in framework.initiative:
            yield "E103", _unknown(item.initiative, "progress is noted")
        if item.initiative in seen:
            name = framework.initiative[item.initiative].name
            yield "E503", f"progress of “{name}” is given twice; keep one"
        seen.add(item.initiative)
        if not is_whole(item.start, -MAX_PERIODS, parameters.periods - 1):
            yield "E502", _outside(parameters, "work that has begun starts before its end or")


def _wishes(framework: Framework, parameters: PlanParameters) -> Faults:
    begun = {item.initiative for item in parameters.started}
    for wish in parameters.wishes:
        if wish.kind not in KINDS:
            yield "E103", f"a wish is one of {', '.join(KINDS)}, not {wish.kind!r}"
        if wish.initiative not in framework.initiative:
            yield "E103", _unknown(wish.initiative, f"a wish ({wish.kind}) is noted")
        yield from _period_of(framework, parameters, wish)
        name = wish_name(framework, parameters, wish)
        if wish.initiative in begun and wish.kind != "must":
            yield "E503", f"the wish that {name} comes too late: the work has begun; take it back"
    yield from _contradictions(framework, parameters)


def _period_of(framework: Framework, parameters: PlanParameters, wish: Wish) -> Faults:
    name = framework.initiative[wish.initiative].name
    if wish.kind not in KINDS_WITH_PERIOD:
        if wish.period is not None:
            yield "E102", f"the wish “{wish.kind}” for “{name}” takes no period; leave it out"
        return
    # A deadline is the first period after the work, so it may be the end of the plan.
    first, last = (
        (1, parameters.periods) if wish.kind == "deadline" else (0, parameters.periods - 1)
    )
    if not is_whole(wish.period, first, last):
        yield "E502", f"the wish “{wish.kind}” for “{name}” needs a period from {first} to {last}"


def _contradictions(framework: Framework, parameters: PlanParameters) -> Faults:
    by_key: dict[str, list[Wish]] = {}
    for wish in parameters.wishes:
        by_key.setdefault(wish.initiative, []).append(wish)
    for wishes in by_key.values():
        for position, one in enumerate(wishes):
            for other in wishes[position + 1 :]:
                if _contradict(one, other):
                    names = [wish_name(framework, parameters, wish) for wish in (one, other)]
                    yield "E503", f"{names[0]}, and {names[1]}: both cannot be; take one back"


def _contradict(one: Wish, other: Wish) -> bool:
    kinds = {one.kind, other.kind}
    if kinds == {"lock"}:
        return one.period != other.period
    if "forbid" in kinds and kinds & {"lock", "must"}:
        return True
    period = {one.kind: one.period or 0, other.kind: other.period or 0}
    if kinds == {"lock", "earliest"}:
        return period["lock"] < period["earliest"]
    if kinds == {"lock", "deadline"}:
        return period["lock"] >= period["deadline"]
    return False


def _unknown(key: str, what: str) -> str:
    return (
        f"{what} for {key!r}, which there is not; choose an initiative of the framework or an own"
    )


def _outside(parameters: PlanParameters, what: str) -> str:
    return (
        f"{what} in the plan: give periods from 0 to {parameters.periods - 1}, the first one first"
    )
