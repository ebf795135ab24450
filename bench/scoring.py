"""Scoring forty people's sixty answers on thirty capabilities, as a ratio to counting them.

The reference is the least that any scoring does: the same answers, as the same objects, to one
distribution of levels for each capability (`numpy.bincount`). Ours decides for each capability who
can judge it, weighs roles, and gives score, level, range, agreement and notes besides.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from capabilities.engine_values import engine_framework
from capabilities.pack import bundled
from engine.scoring import score
from engine.types import Answer, AnswerKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.types import Framework

PEOPLE, ROUNDS = 40, 30
GOAL, GOAL_MS = 60.0, 50.0


def everybody_is_asked(framework: Framework) -> Framework:
    """The bundled framework with every question for every role, so that all answers count."""
    roles = tuple(role.key for role in framework.roles)
    return replace(
        framework, questions=tuple(replace(item, roles=roles) for item in framework.questions)
    )


def sample(framework: Framework) -> list[Answer]:
    """Every person answers every question; each role of the framework in turn, so that all have
    their say."""
    draw = np.random.default_rng(1)
    roles = [role.key for role in framework.roles]
    return [
        Answer(f"person{n}", roles[n % len(roles)], question.key, AnswerKind.LEVEL, int(level))
        for n in range(PEOPLE)
        for question, level in zip(
            framework.questions, draw.integers(1, 6, len(framework.questions)), strict=True
        )
    ]


def counted(framework: Framework, answers: list[Answer]) -> np.ndarray:
    """[K, 5]: how many answers of each level a capability has."""
    place = {item.key: n for n, item in enumerate(framework.capabilities)}
    row = {item.key: place[item.capability] for item in framework.questions}
    cells = np.fromiter(
        (row[item.question] * 5 + item.value - 1 for item in answers), np.int64, len(answers)
    )
    return np.bincount(cells, minlength=len(place) * 5).reshape(-1, 5)


def seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> bool:
    framework = everybody_is_asked(engine_framework(bundled().content))
    answers = sample(framework)
    assert len(score(framework, answers).capabilities) == len(framework.capabilities)
    pairs = [
        (seconds(lambda: counted(framework, answers)), seconds(lambda: score(framework, answers)))
        for _ in range(ROUNDS)
    ]
    reference, ours = (min(column) * 1e3 for column in zip(*pairs, strict=True))
    ratio = ours / reference
    print(
        f"scoring, {len(framework.capabilities)} capabilities x {PEOPLE} people x "
        f"{len(framework.questions)} questions: {ours:.1f} ms (goal under {GOAL_MS:.0f} ms, for "
        f"information), numpy.bincount {reference:.2f} ms: {ratio:.1f} times the reference "
        f"(at most {GOAL:.0f})",
        flush=True,
    )
    return ratio <= GOAL
