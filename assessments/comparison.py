"""Two rounds as values, compared by `engine.change`, stored: the pipeline of a change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from assessments import pipeline
from assessments.models import Analysis, Change, Respondent
from capabilities import catalogue
from capabilities.models import Framework
from engine import analysis as engine_analysis
from engine import change as engine_change
from engine.types import ENGINE_VERSION, AnalysisParameters

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import QuerySet

    from assessments.models import Assessment
    from engine.change import Round


def load_analysis(analysis_id: uuid.UUID) -> Analysis:
    return (
        Analysis.objects.unscoped("the job carries only an id")
        .select_related("assessment__framework")
        .defer("assessment__framework__content", "result")
        .get(pk=analysis_id)
    )


def before(analysis: Analysis) -> Analysis | None:
    """The newest analysis of the round before this one: of the same organisation, asked with a
    version of the same framework."""
    own = analysis.assessment
    earlier = _other_rounds(own).filter(assessment__opened_at__lt=own.opened_at)
    return earlier.order_by("-assessment__opened_at", "-created_at").first()


def after(analysis: Analysis) -> Analysis | None:
    """The newest analysis of the round after this one, likewise."""
    own = analysis.assessment
    later = _other_rounds(own).filter(assessment__opened_at__gt=own.opened_at)
    return later.order_by("assessment__opened_at", "-created_at").first()


def rounds_until(analysis: Analysis) -> QuerySet[Analysis]:
    """The newest analysis of each round before this one and this one itself, newest round first;
    of the same organisation, asked with versions of the same framework. With their results."""
    own = analysis.assessment
    newest = (
        Analysis.objects.unscoped("of rounds that the outer query reaches")
        .filter(assessment=OuterRef("assessment"))
        .order_by("-created_at")
    )
    earlier = Q(assessment__opened_at__lt=own.opened_at, pk=Subquery(newest.values("pk")[:1]))
    return (
        _other_rounds(own)
        .filter(earlier | Q(pk=analysis.pk))
        .defer(None)
        .defer("assessment__framework__content")
        .order_by("-assessment__opened_at", "-created_at")
    )


def latest_of(analyses: Collection[Analysis]) -> dict[uuid.UUID, Change]:
    """Analysis to the newest change that led to it, of those that may be shown, in one query."""
    rows = (
        Change.objects.unscoped("of analyses in hand")
        .filter(later__in=[item.pk for item in analyses])
        .select_related("earlier__assessment", "later__assessment")
        .defer("earlier__result", "later__result")
        .order_by("created_at")
    )
    newest = {row.later_id: row for row in rows}
    return {pk: row for pk, row in newest.items() if not row.held_back}


def _other_rounds(own: Assessment) -> QuerySet[Analysis]:
    return (
        Analysis.objects.unscoped("of the organisation of an analysis in hand")
        .filter(
            assessment__organisation=own.organisation_id,
            assessment__framework__key__in=Framework.objects.filter(pk=own.framework_id).values(
                "key"
            ),
        )
        .select_related("assessment__framework")
        .defer("assessment__framework__content", "result")
    )


def compare(earlier: Analysis, later: Analysis, at: datetime) -> Change | None:
    """An unsaved change between two analyses; None if one of them no longer says what the answers
    say: then a newer analysis is on its way, and its change with it. None as well where a round
    protects single answers: like for like compares some roles and some people, and what it says
    beside the two results tells on the others."""
    if earlier.assessment.disclosure.gated or later.assessment.disclosure.gated:
        return None
    first, second = _round(earlier), _round(later)
    if first is None or second is None:
        return None
    same = same_people(earlier.assessment, later.assessment)
    framework, answers, parameters = second
    named = [
        replace(item, respondent=same.get(item.respondent, item.respondent)) for item in answers
    ]
    return Change(
        earlier=earlier,
        later=later,
        engine_version=ENGINE_VERSION,
        result=engine_change.change(first, (framework, named, parameters)),
        created_at=at,
    )


def _round(analysis: Analysis) -> Round | None:
    """The values that the analysis was made from, unless they are no longer there."""
    framework = catalogue.engine_framework(analysis.assessment.framework_id)
    answers = pipeline.load_answers(analysis.assessment)
    parameters = stored_parameters(analysis)
    found = engine_analysis.input_digest(framework, answers, parameters)
    return (framework, answers, parameters) if found == analysis.input_digest else None


def stored_parameters(analysis: Analysis) -> AnalysisParameters:
    """What the analysis was made with, whatever its assessment says today."""
    document = dict(analysis.parameters)
    return AnalysisParameters(**{**document, "goals": tuple(document["goals"])})


def same_people(earlier: Assessment, later: Assessment) -> dict[str, str]:
    """Respondent of the later round to the one of the earlier round who is the same person: known
    by the account or the invited address, never by a name, which two people may share."""
    rows = list(
        Respondent.objects.unscoped("respondents of assessments in hand")
        .filter(assessment__in=[earlier.pk, later.pk])
        .values_list("assessment", "pk", "user", "invitation__email")
    )
    known = {
        sign: pk for of, pk, user, email in rows if of == earlier.pk for sign in _signs(user, email)
    }
    return {
        str(pk): str(known[sign])
        for of, pk, user, email in rows
        if of == later.pk
        for sign in _signs(user, email)
        if sign in known
    }


def _signs(user: uuid.UUID | None, email: str | None) -> list[object]:
    """By what a person is known again: the account, else the address of the invitation."""
    if user is not None:
        return [user]
    return [email.casefold()] if email else []


def latest(analysis: Analysis) -> Change | None:
    """The newest change that led to an analysis in hand, if it may be shown."""
    rows = Change.objects.unscoped("of an analysis in hand").filter(later=analysis.pk)
    return shown(rows)


def shown(rows: QuerySet[Change]) -> Change | None:
    """The first of some changes, with its rounds, unless a promise that was made stricter since
    then holds it back."""
    change = (
        rows.select_related("earlier__assessment", "later__assessment")
        .defer("earlier__result", "later__result")
        .first()
    )
    return None if change is None or change.held_back else change


def store(change: Change) -> Change:
    """Store it, or find the row that the same two analyses have already made."""
    stored, _ = Change.objects.unscoped("idempotent by change_once_per_pair").get_or_create(
        earlier=change.earlier,
        later=change.later,
        engine_version=change.engine_version,
        defaults={"id": change.id, "result": change.result, "created_at": change.created_at},
    )
    return stored
