"""How the answers to each question spread over the five levels, as far as that may be shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from engine.disclosure import Rule, distribution_shown
from engine.types import Answer, AnswerKind, Framework

LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Spread:
    """Answers to one question. counts: people at levels 1..5; people: who gave a level; dont_know,
    not_applicable: who said so. What would tell on somebody is None; without a gate nothing is."""

    question: str
    capability: str
    people: int | None
    counts: tuple[int, ...] | None
    dont_know: int | None
    not_applicable: int | None


def spreads(framework: Framework, answers: Iterable[Answer], rule: Rule) -> tuple[Spread, ...]:
    """Of every question, in catalogue order.

    Under a gate only levels are counted, and only of a capability on which every role that was
    heard has the smallest group of people, all of whom answered the same of its questions. Roles
    count the same whatever their size: totals of questions beside their means would otherwise be
    enough equations to solve for a small role, or for somebody who answered one question alone.
    """
    roles = {item.key: item.roles for item in framework.questions}
    # As in scoring: an answer of a role that is not asked counts for nothing.
    rows = [answer for answer in answers if answer.role in roles.get(answer.question, ())]
    levels: dict[str, Counter[int]] = defaultdict(Counter)
    others: dict[str, Counter[AnswerKind]] = defaultdict(Counter)
    for answer in rows:
        if answer.kind == AnswerKind.LEVEL and answer.value is not None:
            levels[answer.question][answer.value] += 1
        else:
            others[answer.question][answer.kind] += 1
    safe = _safe(framework, rows, rule)
    found = []
    for item in framework.questions:
        if item.capability not in safe or (rule.gated and not levels[item.key]):
            found.append(Spread(item.key, item.capability, None, None, None, None))
            continue
        found.append(_spread(item.key, item.capability, levels[item.key], others[item.key], rule))
    return tuple(found)


def _spread(
    question: str,
    capability: str,
    levels: Counter[int],
    others: Counter[AnswerKind],
    rule: Rule,
) -> Spread:
    people = levels.total()
    counts = tuple(levels[level] for level in LEVELS)
    return Spread(
        question,
        capability,
        people,
        counts if distribution_shown(_at_or_above(counts, people), people, rule) else None,
        None if rule.gated else others[AnswerKind.DONT_KNOW],
        None if rule.gated else others[AnswerKind.NOT_APPLICABLE],
    )


def _safe(framework: Framework, answers: Iterable[Answer], rule: Rule) -> set[str]:
    """Capabilities whose questions may be shown one by one."""
    if not rule.gated:
        return set(framework.capability)
    of_question = {item.key: item.capability for item in framework.questions}
    # capability -> role -> person -> the questions that this person gave a level
    heard: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(dict))
    for answer in answers:
        if answer.kind == AnswerKind.LEVEL:
            people = heard[of_question[answer.question]][answer.role]
            people.setdefault(answer.respondent, set()).add(answer.question)
    return {
        key
        for key, roles in heard.items()
        if all(_alike(people, rule.smallest) for people in roles.values())
    }


def _alike(people: Mapping[str, set[str]], smallest: int) -> bool:
    """True for enough people who answered the same questions."""
    return len(people) >= smallest and len({frozenset(item) for item in people.values()}) == 1


def _at_or_above(counts: tuple[int, ...], people: int) -> tuple[float, ...]:
    """Shares of people at each level or above, level 1 first."""
    if not people:
        return (0.0,) * len(counts)
    return tuple(total / people for total in reversed(list(accumulate(reversed(counts)))))
