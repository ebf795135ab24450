"""Which rows of this room an actor may reach. Rows of other organisations do not exist."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery

from accounts.prepared import PreparedSelect
from assessments.models import Analysis, Answer, Assessment, Change, Respondent

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.actor import Actor
    from accounts.models import Organisation


def assessments(actor: Actor) -> QuerySet[Assessment]:
    return (
        Assessment.objects.visible_to(actor)
        .select_related("organisation", "framework")
        .defer("framework__content")
    )


def respondents(actor: Actor) -> QuerySet[Respondent]:
    """Respondents of the actor's organisations. Answering is for the respondent's own user only."""
    return Respondent.objects.visible_to(actor)


# What saving an answer depends on, in the order of `saving._Target`.
SAVE_TARGET = (
    "pk",
    "user_id",
    "role",
    "state",
    "assessment__organisation_id",
    "assessment__framework_id",
    "assessment__status",
    "present__pk",
    "present__version",
    "present__client_id",
    "present__seq",
)


@lru_cache(maxsize=1024)
def _save_targets(question_ids: frozenset[int]) -> PreparedSelect:
    slots = {"respondent_id": uuid.UUID(int=1), "user_id": uuid.UUID(int=2)}
    rows = (
        Respondent.objects.unscoped("the actor's scope is on it: one of the slots")
        .filter(
            pk=slots["respondent_id"],
            assessment__organisation__memberships__user_id=slots["user_id"],
        )
        .select_for_update(of=("self",))
        .annotate(
            present=FilteredRelation(
                "answers", condition=Q(answers__question_id__in=list(question_ids) or [0])
            )
        )
        .order_by()
        .values_list(*SAVE_TARGET)
    )
    return PreparedSelect(rows, slots)


def save_target(
    actor: Actor, respondent_id: uuid.UUID, question_ids: frozenset[int]
) -> tuple[Any, ...] | None:
    """A respondent whom the actor may know of, locked, with the stored answer to a question: a row
    of SAVE_TARGET. question_ids: the question's in every framework version in use."""
    rows = _save_targets(question_ids).fetch(respondent_id=respondent_id, user_id=actor.user_id)
    return rows[0] if rows else None


def own_respondents(actor: Actor) -> QuerySet[Respondent]:
    """Where the actor is the one who answers."""
    return respondents(actor).filter(user_id=actor.user_id)


def answers(actor: Actor) -> QuerySet[Answer]:
    return Answer.objects.visible_to(actor)


def analyses(actor: Actor) -> QuerySet[Analysis]:
    return Analysis.objects.visible_to(actor).select_related("assessment__organisation")


def latest_summary() -> Subquery:
    """The newest analysis's summary, as an annotation of assessments already reached."""
    newest = Analysis.objects.unscoped("below assessments of the actor")
    return Subquery(
        newest.filter(assessment=OuterRef("pk")).order_by("-created_at").values("summary")[:1]
    )


def latest_analysis(organisation: Organisation) -> Analysis | None:
    """The newest analysis of the newest assessment that has one, for an organisation in hand."""
    return (
        Analysis.objects.unscoped("the organisation came from the access layer")
        .filter(assessment__organisation=organisation)
        .select_related("assessment")
        .order_by("-assessment__opened_at", "-created_at")
        .first()
    )


def changes(actor: Actor) -> QuerySet[Change]:
    return Change.objects.visible_to(actor)


def change_of(actor: Actor, analysis_id: uuid.UUID) -> Change | None:
    """The newest change that led to an analysis, with the round it is measured from."""
    rows = changes(actor).filter(later=analysis_id).select_related("earlier__assessment")
    return rows.defer("earlier__result", "earlier__parameters").first()
