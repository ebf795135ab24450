"""A confidential round that has been answered, with words and numbers nobody may find again."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from assessments.models import Answer, Assessment, Respondent
from tests.factories import AT, AssessmentFactory, RespondentFactory, UserFactory

CANARY = "zx-canary"
# One head of marketing, two roles outside it that are too small, and two that are large enough.
PEOPLE = {"cmo": 1, "marketing_ops": 6, "demand_channel": 7, "it": 2, "sales": 3}
LEVELS = {
    "cmo": (5,),
    "marketing_ops": (3, 3, 3, 4, 4, 2),
    "demand_channel": (2, 3, 3, 3, 2, 4, 3),
    "it": (1, 2),
    "sales": (1, 1, 2),
}


def confidential_round(organisation, framework, people=None, **fields):
    """Everybody has answered everything that their role is asked, and has submitted."""
    assessment = AssessmentFactory(
        organisation=organisation,
        framework=framework,
        privacy=fields.pop("privacy", Assessment.Privacy.CONFIDENTIAL),
        status=fields.pop("status", Assessment.Status.CLOSED),
        closed_at=fields.pop("closed_at", AT + timedelta(days=1)),
        **fields,
    )
    minutes = count()
    for role, number in (people or PEOPLE).items():
        for place in range(number):
            answered(assessment, role, LEVELS[role][place % len(LEVELS[role])], next(minutes))
    return assessment


def answered(assessment, role, level, minute):
    """One person who says the same of everything, with words."""
    respondent = RespondentFactory(
        assessment=assessment,
        role=role,
        user=UserFactory(),
        state=Respondent.State.SUBMITTED,
        submitted_at=AT + timedelta(minutes=minute),
    )
    asked = assessment.framework.questions.all()
    Answer.objects.bulk_create(
        Answer(
            respondent=respondent,
            question=question,
            kind="level",
            value=level,
            note=f"{CANARY} note of {role}",
            evidence=f"{CANARY} evidence of {role}",
            client_id="test",
            seq=1,
            saved_at=AT,
        )
        for question in asked
        if role in question.roles
    )
    return respondent
