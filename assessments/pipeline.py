"""From rows to the engine and back: loads values, calls `engine.analysis`, stores its result."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef

from assessments.models import Analysis, Assessment, EvidenceFile, Respondent
from capabilities import catalogue
from engine import analysis as engine_analysis
from engine import disclosure
from engine.agenda import agenda
from engine.calibration import with_agreed
from engine.digest import digest
from engine.types import ENGINE_VERSION, AnalysisParameters, AnswerKind
from engine.types import Answer as AnswerValue

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from engine.agenda import Dispute

# What a group settles in an hour or two.
AGENDA_ITEMS = 12


def load_assessment(assessment_id: uuid.UUID) -> Assessment:
    return (
        Assessment.objects.unscoped("the job carries only an id")
        .select_related("organisation")
        .get(pk=assessment_id)
    )


def load_answers(assessment: Assessment) -> list[AnswerValue]:
    """Answers of people who have submitted, by key, with the levels that a group has settled since;
    drafts are nobody's word yet. Where single answers are protected, only of as many people as a
    result may rest on by now, and of nobody while a new one would tell on who has left."""
    if is_held_back(assessment):
        return []
    submitted = Respondent.objects.unscoped("respondents of an assessment in hand").filter(
        assessment=assessment, state=Respondent.State.SUBMITTED
    )
    if assessment.disclosure.gated:
        number = disclosure.released(
            submitted.count(), assessment.disclosure, closed=not assessment.is_open
        )
        first = in_order_of_release(submitted).values_list("pk", flat=True)
        submitted = submitted.filter(pk__in=list(first[:number]))
    attached = EvidenceFile.objects.unscoped("below respondents in hand").filter(
        respondent=OuterRef("pk"), question=OuterRef("answers__question")
    )
    rows = (
        submitted.exclude(answers=None)
        .order_by("pk", "answers__question__position")
        .values_list(
            "pk",
            "role",
            "answers__question__key",
            "answers__kind",
            "answers__value",
            "answers__reason",
            "answers__evidence",
            Exists(attached),
        )
    )
    given = [
        AnswerValue(str(pk), role, question, AnswerKind(kind), value, reason, bool(named or file))
        for pk, role, question, kind, value, reason, named, file in rows
    ]
    return with_agreed(given, load_agreed(assessment))


def in_order_of_release(submitted: QuerySet[Respondent]) -> QuerySet[Respondent]:
    """As they enter the results of a protected round: an order that never changes for those who are
    in it. In an anonymous one, where nobody's time is known, by place."""
    return submitted.order_by(F("place").asc(nulls_last=True), "submitted_at", "pk")


def is_held_back(assessment: Assessment) -> bool:
    """True while the next result of a protected round would differ from the newest one, because
    people have left, by fewer people than its smallest group: their answers would follow from the
    two. Also once the answers went because their time was over. Then the newest result stands."""
    if assessment.answers_gone_at is not None:
        return True
    rule = assessment.disclosure
    if not (rule.gated and assessment.left):
        return False
    before = people_behind_newest(assessment)
    submitted = assessment.respondents.filter(state=Respondent.State.SUBMITTED).count()
    now = disclosure.released(submitted, rule, closed=not assessment.is_open)
    return 0 < disclosure.apart(before, now, assessment.left) < rule.smallest


def people_behind_newest(assessment: Assessment) -> int:
    """How many people the newest result rests on; 0 without one."""
    newest = assessment.analyses.values_list("result__inputs__respondents", flat=True).first()
    return newest or 0


def lock_unless_overtaken(assessment: Assessment) -> bool:
    """False if what an analysis sees has changed since the assessment was loaded: then another run
    has been asked for. Otherwise it cannot change before the transaction ends."""
    row = Assessment.objects.unscoped("locked for the result of a row in hand")
    return row.select_for_update().get(pk=assessment.pk).revision == assessment.revision


def load_agreed(assessment: Assessment) -> dict[str, int]:
    """The levels that groups have settled and that are in force, by question key."""
    rows = assessment.agreed.filter(ended_at=None).order_by("question__position")
    return dict(rows.values_list("question__key", "value"))


def disputes(
    assessment: Assessment,
    answers: Sequence[AnswerValue],
    capabilities: Iterable[Mapping[str, Any]],
    settled: Iterable[str],
) -> tuple[Dispute, ...]:
    """Questions on which views lie furthest apart, weighed by what matters to this organisation;
    what has been settled is not among them. capabilities: of the newest result."""
    weights = {
        item["key"]: item["importance"] for item in capabilities if item["importance"] is not None
    }
    framework = catalogue.engine_framework(assessment.framework_id)
    found = agenda(framework, answers, weights, assessment.disclosure)
    done = set(settled)
    return tuple(item for item in found if item.question not in done)[:AGENDA_ITEMS]


def load_invited(assessment: Assessment) -> dict[str, int]:
    """How many people of each role were asked. In an anonymous round by the invitations, and no
    fewer than have begun, since open links are shared without one."""
    roles = Counter(assessment.respondents.values_list("role", flat=True))
    if assessment.is_anonymous:
        roles |= Counter(assessment.invitations.values_list("role", flat=True))
    return dict(sorted(roles.items()))


def load_parameters(assessment: Assessment) -> AnalysisParameters:
    return AnalysisParameters(
        profile=assessment.profile,
        industry=assessment.industry,
        goals=tuple(assessment.goals),
        excluded=dict(assessment.exclusions.values_list("capability__key", "reason")),
        invited=load_invited(assessment),
        agreed=tuple(load_agreed(assessment)),
        smallest_group=assessment.minimum_group if assessment.disclosure.gated else None,
    )


def compute(assessment: Assessment, at: datetime) -> Analysis:
    """An unsaved analysis of the assessment as it stands."""
    framework = catalogue.engine_framework(assessment.framework_id)
    answers = load_answers(assessment)
    parameters = load_parameters(assessment)
    document = asdict(parameters)
    result = engine_analysis.analyse(framework, answers, parameters)
    open_questions = disputes(assessment, answers, result["capabilities"], parameters.agreed)
    return Analysis(
        assessment=assessment,
        input_digest=engine_analysis.input_digest(framework, answers, parameters),
        engine_version=ENGINE_VERSION,
        parameters_digest=digest(document),
        parameters=document,
        result=result,
        summary={**engine_analysis.summary(result), "to_settle": len(open_questions)},
        created_at=at,
    )


def store(analysis: Analysis) -> Analysis:
    """Store it, or find the row that the same input has already made: with answers taken back, an
    earlier result is the present one again."""
    stored, created = Analysis.objects.unscoped(
        "idempotent by analysis_once_per_input"
    ).get_or_create(
        assessment=analysis.assessment,
        input_digest=analysis.input_digest,
        engine_version=analysis.engine_version,
        parameters_digest=analysis.parameters_digest,
        defaults={
            "id": analysis.id,
            "parameters": analysis.parameters,
            "result": analysis.result,
            "summary": analysis.summary,
            "created_at": analysis.created_at,
        },
    )
    if not created:
        _stands_again(stored, analysis)
    round_ = Assessment.objects.unscoped("the newest result rests on nobody who has left")
    round_.filter(pk=analysis.assessment_id).update(left=0)
    return stored


def _stands_again(stored: Analysis, analysis: Analysis) -> None:
    """Whole, if an erasure had taken small groups out of it, and the newest one of its round."""
    rows = analysis.assessment.analyses
    if rows.filter(created_at__gt=stored.created_at).exists():
        stored.created_at = analysis.created_at
    stored.result = analysis.result
    rows.filter(pk=stored.pk).update(created_at=stored.created_at, result=stored.result)
