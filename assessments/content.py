"""What a respondent says to one question, checked: the value that page, API and import share."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessments.models import AnswerContent
    from capabilities.catalogue import QuestionEntry

LEVELS = ("1", "2", "3", "4", "5")
# Measured on the full form: about 35 minutes for its longest role of 55 questions.
SECONDS_PER_QUESTION = 38


@dataclass(frozen=True, slots=True)
class Content:
    """kind: level, na or dk; value 1..5 for a level; reason: framework key for na; confidence
    1..3 or None. Texts have passed the gate."""

    kind: str
    value: int | None = None
    reason: str = ""
    note: str = ""
    confidence: int | None = None
    evidence: str = ""

    @classmethod
    def of(cls, row: AnswerContent) -> Content:
        return cls(row.kind, row.value, row.reason, row.note, row.confidence, row.evidence)

    @classmethod
    def from_choice(cls, choice: str, *, reason: str = "", **rest: Any) -> Content:
        """From "1".."5", "na" or "dk"; a reason counts only with "na"."""
        if choice in LEVELS:
            return cls("level", int(choice), **rest)
        return cls(choice, reason=reason if choice == "na" else "", **rest)

    def check_reason(self, reasons: Mapping[str, bool]) -> None:
        """reasons: the framework's keys for "does not apply", True where a note must explain.

        Raises ValidationError by field.
        """
        if self.kind != "na":
            return
        if self.reason not in reasons:
            raise ValidationError({"reason": _("Say why this does not apply to you.")})
        if reasons[self.reason] and not self.note:
            raise ValidationError({"note": _("Explain this reason in the note.")})

    @property
    def choice(self) -> str:
        return str(self.value) if self.kind == "level" else self.kind

    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.names()}

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Names of what is said, which are those of the columns."""
        return tuple(field.name for field in fields(cls))


def minutes_for(questions: int) -> int:
    """How long so many questions take, at least one minute; 0 for none."""
    return max(1, round(questions * SECONDS_PER_QUESTION / 60)) if questions else 0


def statement(entry: QuestionEntry, choice: str | None) -> str | None:
    """A choice in the words of the question, for telling two apart."""
    if choice is None:
        return None
    others = {"na": _("Does not apply to us"), "dk": _("I don't know")}
    return others.get(choice) or entry.options[int(choice) - 1]
