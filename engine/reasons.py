"""Why an initiative sits where it sits, or why it is left out, in sentences (method 5.8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.calendar import period_name
from engine.instance import Candidate
from engine.ledger import Ledger
from engine.obstacles import Obstacle, earlier_starts, nearest, obstacles, users_of
from engine.prepare import SCALE, Question, planning_score
from engine.types import Raise

# Names of those who use a pool; more would hide the point.
USERS_NAMED = 3


def why_here(question: Question, ledger: Ledger, key: str) -> list[str]:
    """What keeps a placed initiative from starting one period earlier, one sentence each."""
    start = ledger.starts[key]
    if start == 0 or has_begun(question, key):
        return [holds_back(question, ledger, key, None)]
    return _reasons(question, ledger, key, obstacles(ledger, key, start - 1))


def why_not_earlier(question: Question, ledger: Ledger, key: str) -> list[dict[str, Any]]:
    """The same for every earlier start, the nearest first: `{start, reasons}`. Empty for work that
    has begun, which starts where it did."""
    if has_begun(question, key):
        return []
    return [
        {"start": start, "reasons": _reasons(question, ledger, key, found)}
        for start, found in earlier_starts(ledger, key).items()
    ]


def holds_back(question: Question, ledger: Ledger, key: str, obstacle: Obstacle | None) -> str:
    """What keeps an initiative where it is, as a sentence; None is nothing but the plan's start."""
    if has_begun(question, key):
        return "Has begun: it stays where it is."
    if obstacle is not None:
        return _sentence(question, ledger, key, obstacle)
    if ledger.starts[key] == 0:
        return "Starts with the plan: nothing has to come first."
    return "Nothing keeps it from an earlier start."


def has_begun(question: Question, key: str) -> bool:
    """True for work that progress says has begun."""
    return any(item.initiative == key for item in question.parameters.started)


def _reasons(question: Question, ledger: Ledger, key: str, found: Iterable[Obstacle]) -> list[str]:
    return [_sentence(question, ledger, key, item) for item in found] or [
        "Nothing keeps it from an earlier start."
    ]


def left_out(question: Question, ledger: Ledger) -> dict[str, str]:
    """Reason by key for every initiative that is neither held nor placed, in catalogue order."""
    remaining = gaps_left(question, ledger)
    return {
        item.key: question.out.get(item.key) or _why_not(question, ledger, item.key, remaining)
        for item in question.framework.initiatives
        if item.key not in question.held and item.key not in ledger.starts
    }


def open_raises(question: Question, key: str) -> list[Raise]:
    """The steps of an initiative that are not held yet, those of unscored capabilities among them.

    Steps that do not apply are kept only where the initiative has no other.
    """
    unheld = [
        step
        for step in question.framework.initiative[key].raises
        if (question.standings[step.capability].level or 0) < step.to_level
    ]
    return [step for step in unheld if question.standings[step.capability].applicable] or unheld


def gaps_left(question: Question, ledger: Ledger) -> dict[str, int]:
    """Tenths of each gap that the plan leaves open."""
    remaining = dict(question.instance.gaps)
    for key in ledger.starts:
        for capability, uplift in question.instance.candidate[key].uplift.items():
            remaining[capability] = max(0, remaining[capability] - uplift)
    return remaining


def _why_not(question: Question, ledger: Ledger, key: str, remaining: dict[str, int]) -> str:
    candidate = question.instance.candidate[key]
    rival = ledger.rival(candidate)
    if rival is not None:
        return f"“{_name(question, rival)}” takes its place."
    if not gains(question, key, remaining):
        return _no_gain(question, key)
    absent = _absent(ledger, candidate)
    if absent is not None:
        first = f"Needs “{_name(question, absent)}” first"
        if gains(question, absent, remaining):
            return f"{first}, which is not in this plan."
        return f"{first}, which has no gain of its own; together they do not fit."
    found = nearest(ledger, key)
    if found is None:
        return "No time left: what it waits for ends too late in the period that is planned."
    start, found_there = found
    parts = [_short(question, obstacle) for obstacle in found_there]
    return f"Does not fit. Nearest is a start in {_period(question, start)}: {'; '.join(parts)}."


def gains(question: Question, key: str, remaining: dict[str, int]) -> bool:
    return any(
        remaining[capability] and question.instance.weights.get(capability, 0)
        for capability in question.instance.candidate[key].uplift
    )


def _absent(ledger: Ledger, candidate: Candidate) -> str | None:
    for group in candidate.needs:
        if not any(member in ledger.starts for member in group):
            return group[0]
    return None


def _no_gain(question: Question, key: str) -> str:
    parts = [_no_gain_in(question, step) for step in open_raises(question, key)]
    return f"No gain for this plan: {'; '.join(dict.fromkeys(parts))}."


def _no_gain_in(question: Question, step: Raise) -> str:
    standing = question.standings[step.capability]
    name = question.framework.capability[step.capability].name
    if not standing.applicable:
        return f"“{name}” does not apply"
    if planning_score(standing) is None:
        return f"“{name}” has too few answers for a score"
    if step.from_level >= standing.target:
        return f"beyond the target level {standing.target} of “{name}”"
    if not question.instance.gaps[step.capability]:
        return f"“{name}” has its target level {standing.target} already"
    if not question.instance.weights.get(step.capability):
        return f"no goal marks “{name}”"
    return f"“{name}” reaches its target level {standing.target} without it"


def _sentence(question: Question, ledger: Ledger, key: str, obstacle: Obstacle) -> str:
    if obstacle.kind == "prerequisite":
        return (
            f"Waits for “{_name(question, obstacle.subject)}”, "
            f"which ends in {_period(question, obstacle.period)}."
        )
    text = _short(question, obstacle)
    if obstacle.kind == "pool":
        users = [user for user in users_of(ledger, obstacle) if user != key][:USERS_NAMED]
        names = ", ".join(f"“{_name(question, user)}”" for user in users)
        text += f" (taken by {names})" if users else ""
    return f"{text[0].upper()}{text[1:]}."


def _short(question: Question, obstacle: Obstacle) -> str:
    period = _period(question, obstacle.period)
    if obstacle.kind == "pool":
        name = question.pools[obstacle.subject].name
        return f"{name} is short by {_days(obstacle.amount)} in {period}"
    if obstacle.kind == "budget":
        return f"the budget is short by {obstacle.amount / SCALE:g} thousand US dollars in {period}"
    if obstacle.kind == "team":
        return f"{_team(question, obstacle.subject)} runs all that it may at once in {period}"
    if obstacle.kind == "exclusive":
        return f"“{_name(question, obstacle.subject)}” takes its place"
    return {
        "lock": f"a wish has it start in {period}",
        "blackout": f"nothing may run in {period}",
        "earliest": f"not before {period}",
    }[obstacle.kind]


def _team(question: Question, key: str) -> str:
    """Teams are areas or pools (see `PlanParameters.team_limits`)."""
    areas = {area.key: area.name for area in question.framework.areas}
    return areas.get(key) or question.pools[key].name


def _days(amount: int) -> str:
    """Rounded up to a tenth: that much more is enough."""
    tenths = -(-amount * 10 // SCALE)
    return "1 day" if tenths == 10 else f"{tenths / 10:g} days"


def _period(question: Question, number: int) -> str:
    return period_name(question.parameters.start, question.parameters.period, number)


def _name(question: Question, key: str) -> str:
    return question.framework.initiative[key].name
