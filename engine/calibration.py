"""Agreed answers: what a group settled stands in for what its people said one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine.types import Answer, AnswerKind


def with_agreed(answers: Iterable[Answer], agreed: Mapping[str, int]) -> list[Answer]:
    """The answers, each level given to an agreed question replaced by the agreed one.

    agreed: question key to level 1..5. Who did not know, or said that it does not apply, is left
    as they were: an agreement settles a level, not what somebody can see. Only where nobody gave a
    level does the agreed one count for those who did not know, because otherwise it would count
    for nothing. Order is kept.
    """
    rows = list(answers)
    spoken = {row.question for row in rows if row.kind == AnswerKind.LEVEL}
    return [_settled(row, agreed, spoken) for row in rows]


def _settled(row: Answer, agreed: Mapping[str, int], spoken: set[str]) -> Answer:
    level = agreed.get(row.question)
    if level is None or row.kind == AnswerKind.NOT_APPLICABLE:
        return row
    if row.kind == AnswerKind.DONT_KNOW and row.question in spoken:
        return row
    return replace(row, kind=AnswerKind.LEVEL, value=level)
