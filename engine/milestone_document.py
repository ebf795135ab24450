"""When stages and targets are reached, as a document: as planned and at the pace so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.analysis import standings
from engine.delivery import stretched
from engine.forecast import scored_areas
from engine.ledger import Ledger
from engine.milestones import Milestone, milestones
from engine.prepare import Question

Document = dict[str, Any]


def milestone_document(
    question: Question, ledger: Ledger, result: Mapping[str, Any], ratio: float | None
) -> Document:
    """`{ratio, stages: [{stage, period, date, late_period, late_date}], targets: [{capability,
    ...}]}`: `period` is the first at whose start it stands, 0 for today; `late` is at the pace so
    far, null without a ratio; null where it is not reached.

    result: of the analysis that the plan was made from. ratio: 0..1, as in `engine.delivery`.
    """
    finishes = dict.fromkeys(question.done, 0)
    finishes |= {key: ledger.finish(key) for key in ledger.starts}
    found = milestones(
        question.framework,
        standings(result),
        scored_areas(result),
        finishes,
        question.parameters,
        None if ratio is None else stretched(finishes, ratio),
    )
    return {
        "ratio": ratio,
        "stages": [_milestone("stage", item, ratio) for item in found.stages],
        "targets": [_milestone("capability", item, ratio) for item in found.targets],
    }


def _milestone(kind: str, item: Milestone, ratio: float | None) -> Document:
    late_on = item.late_on if ratio is not None else None
    return {
        kind: item.key,
        "period": item.period,
        "date": item.on.isoformat() if item.on else None,
        "late_period": item.late if ratio is not None else None,
        "late_date": late_on.isoformat() if late_on else None,
    }
