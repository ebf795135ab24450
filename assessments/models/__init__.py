"""Rounds of asking: who is asked, what they answered and when, and what came of it."""

from assessments.models.analyses import Analysis
from assessments.models.answers import Answer, AnswerContent, AnswerEvent
from assessments.models.rounds import Assessment, Exclusion, Respondent

__all__ = [
    "Analysis",
    "Answer",
    "AnswerContent",
    "AnswerEvent",
    "Assessment",
    "Exclusion",
    "Respondent",
]
