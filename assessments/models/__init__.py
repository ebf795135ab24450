"""Rounds of asking: who is asked, what they answered and when, and what came of it."""

from assessments.models.analyses import Analysis
from assessments.models.answers import Answer, AnswerContent, AnswerEvent
from assessments.models.asking import AnswerLink, Handover, Invitation, Message
from assessments.models.changes import Change
from assessments.models.evidence import EvidenceFile
from assessments.models.keeping import Retention
from assessments.models.rounds import Assessment, Exclusion, Respondent
from assessments.models.settling import AgreedAnswer, Seat, Vote, Workshop

__all__ = [
    "AgreedAnswer",
    "Analysis",
    "Answer",
    "AnswerContent",
    "AnswerEvent",
    "AnswerLink",
    "Assessment",
    "Change",
    "EvidenceFile",
    "Exclusion",
    "Handover",
    "Invitation",
    "Message",
    "Respondent",
    "Retention",
    "Seat",
    "Vote",
    "Workshop",
]
