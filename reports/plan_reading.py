"""A stored plan laid out again under the limits it was made with, to ask it why it is as it is.

Only what takes milliseconds is asked here; what needs further solves is kept beside the roadmap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.analysis import standings
from engine.business_case import business_case
from engine.critical_chain import Link, critical_chain
from engine.ledger import Ledger
from engine.milestone_document import milestone_document
from engine.plan_document import parameters_from
from engine.prepare import Question, prepare
from engine.reasons import open_raises, why_not_earlier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.types import Framework

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlanReading:
    """The planning question and the ledger with every item of the plan where it stands."""

    question: Question
    ledger: Ledger

    @property
    def chain(self) -> tuple[Link, ...]:
        """What sets the end of the plan, in order of time."""
        return critical_chain(self.ledger)

    def after(self, key: str) -> tuple[str, ...]:
        """Planned initiatives that this one waits for: of each group the one that ends first."""
        found = []
        for group in self.question.instance.candidate[key].needs:
            placed = [member for member in group if member in self.ledger.starts]
            if placed:
                found.append(min(placed, key=self.ledger.finish))
        return tuple(dict.fromkeys(found))

    def earlier_starts(self, key: str) -> list[Document]:
        """What keeps it from each earlier start, nearest first: `{start, reasons}`."""
        return why_not_earlier(self.question, self.ledger, key)

    def case(self, key: str) -> Document:
        """Its business case, as `engine.business_case`."""
        return business_case(self.question, self.ledger, key)

    def steps(self, key: str) -> list[Document]:
        """The steps of levels that it would make, as an item of a plan has them."""
        return [
            {"capability": step.capability, "from": step.from_level, "to": step.to_level}
            for step in open_raises(self.question, key)
        ]

    def milestones(self, result: Mapping[str, Any], ratio: float | None) -> Document:
        """When stages and targets stand, as `engine.milestone_document`."""
        return milestone_document(self.question, self.ledger, result, ratio)


def read_plan(
    framework: Framework,
    result: Mapping[str, Any],
    parameters: Mapping[str, Any],
    roadmap: Mapping[str, Any],
) -> PlanReading:
    """From the documents of an analysis and its roadmap. Raises as `engine.prepare.prepare`."""
    question = prepare(framework, standings(result), parameters_from(parameters))
    known = question.instance.candidate
    # A plan of an older engine may hold what would be no candidate today.
    starts = {
        item["initiative"]: item["start"]
        for item in roadmap["roadmap"]["items"]
        if item["initiative"] in known
    }
    return PlanReading(question, Ledger(question.instance, starts))
