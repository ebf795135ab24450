"""Assessments, respondents and their answers, and analyses in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, Throttled, ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error

from accounts import access as accounts_access
from accounts.api_base import ApiViewSet
from accounts.models import Role
from accounts.problems import ConflictError, PreconditionRequiredError, StateError
from accounts.strict_fields import NothingSerializer
from assessments import access, saving, services
from assessments.content import Content
from assessments.errors import AssessmentError, UnknownQuestionError
from assessments.forms import AssessmentForm
from assessments.models import Analysis, Answer, Assessment, Respondent
from assessments.pace import seconds_to_wait
from assessments.privacy import set_privacy
from assessments.serializers import (
    AnalysisDetailSerializer,
    AnalysisQuery,
    AnalysisSerializer,
    AnswerInputSerializer,
    AnswerSerializer,
    AnswersSerializer,
    AssessmentInputSerializer,
    AssessmentQuery,
    AssessmentSerializer,
    ChangeSerializer,
    ConflictSerializer,
    ContentSerializer,
    PrivacyInputSerializer,
    RespondentQuery,
    RespondentSerializer,
    SubmittedSerializer,
)
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.serializers import BaseSerializer


@extend_schema_view(
    list=extend_schema(summary="Assessments of your organisations"),
    retrieve=extend_schema(summary="One assessment"),
)
class AssessmentViewSet(ListModelMixin, RetrieveModelMixin, ApiViewSet[Assessment]):
    serializer_class = AssessmentSerializer
    list_query_class = AssessmentQuery
    filters = {"organisation": "organisation_id", "status": "status"}
    ordering = "-opened_at"
    http_method_names = ["get", "head", "post", "put"]

    def get_queryset(self) -> QuerySet[Assessment]:
        return access.assessments(self.actor)

    @extend_schema(
        summary="Start an assessment",
        request=AssessmentInputSerializer,
        responses={201: AssessmentSerializer},
    )
    def create(self, request: Request) -> Response:
        """For editors, against the newest published framework. It opens at once unless `opens_on`
        is a later day."""
        self.may_write()
        given = AssessmentInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        organisation = self.editable_organisation(given.validated_data["organisation"])
        framework = catalogue.latest_published()
        if framework is None:
            raise StateError(_("No framework is published yet."))
        earlier = {
            str(row.pk): row for row in self.get_queryset().filter(organisation=organisation)
        }
        form = AssessmentForm(
            given.as_form(),
            framework=framework,
            rounds=[(key, row.name) for key, row in earlier.items()],
        )
        if not form.is_valid():
            raise ValidationError(_as_given(form))
        assessment = services.start_assessment(
            organisation=organisation,
            framework=framework,
            previous=earlier.get(form.cleaned_data["previous"]),
            by=self.actor.user_id,
            at=timezone.now(),
            **form.round_fields(),
        )
        return Response(AssessmentSerializer(assessment).data, status=201)

    @extend_schema(
        summary="Change what respondents are promised",
        request=PrivacyInputSerializer,
        responses=AssessmentSerializer,
    )
    @action(detail=True, methods=["put"], url_path="privacy")
    def privacy(self, request: Request, pk: uuid.UUID) -> Response:
        """For editors. Once somebody has answered it is only made stricter; results of the looser
        promise are withdrawn and made anew."""
        assessment = get_object_or_404(self.get_queryset(), pk=pk)
        accounts_access.require(self.actor, assessment.actor_role, Role.EDITOR)
        given = PrivacyInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            set_privacy(
                assessment=assessment,
                privacy=given.validated_data["privacy"],
                minimum_group=given.validated_data.get("minimum_group", assessment.minimum_group),
                by=self.actor.user_id,
                at=timezone.now(),
            )
        except AssessmentError as error:
            raise StateError(str(error)) from error
        return Response(AssessmentSerializer(get_object_or_404(self.get_queryset(), pk=pk)).data)


@extend_schema_view(
    list=extend_schema(summary="Analyses, newest first", responses=AnalysisSerializer),
    retrieve=extend_schema(
        summary="One analysis with its whole result", responses=AnalysisDetailSerializer
    ),
)
class AnalysisViewSet(ListModelMixin, RetrieveModelMixin, ApiViewSet[Analysis]):
    list_query_class = AnalysisQuery
    filters = {"assessment": "assessment_id", "organisation": "assessment__organisation_id"}
    ordering = "-created_at"

    def get_queryset(self) -> QuerySet[Analysis]:
        rows = access.analyses(self.actor)
        return rows.defer("result", "parameters") if self.action == "list" else rows

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return AnalysisSerializer if self.action == "list" else AnalysisDetailSerializer

    @extend_schema(
        summary="What moved since the round before, and why",
        responses=ChangeSerializer,
        operation_id="analyses_change",
    )
    @action(detail=True, url_path="change")
    def change(self, request: Request, pk: uuid.UUID) -> Response:
        """404 while there is none: this is the first round, or the comparison is being made."""
        found = access.change_of(self.actor, pk)
        if found is None:
            raise Http404
        return Response(ChangeSerializer(found).data)


@extend_schema_view(
    list=extend_schema(summary="Who is asked"),
    retrieve=extend_schema(summary="Somebody who is asked"),
)
class RespondentViewSet(ListModelMixin, RetrieveModelMixin, ApiViewSet[Respondent]):
    http_method_names = ["get", "head", "put", "post"]
    serializer_class = RespondentSerializer
    list_query_class = RespondentQuery
    filters = {
        "assessment": "assessment_id",
        "organisation": "assessment__organisation_id",
        "state": "state",
    }
    ordering = "name"

    def get_queryset(self) -> QuerySet[Respondent]:
        rows = access.respondents(self.actor)
        return rows.annotate(answered=Count("answers", distinct=True))

    @extend_schema(
        summary="Your answers",
        responses=AnswersSerializer,
        operation_id="respondents_answers_list",
    )
    @action(detail=True, url_path="answers")
    def answers(self, request: Request, pk: uuid.UUID) -> Response:
        respondent = self._own(pk)
        asked = catalogue.questions(respondent.assessment.framework_id)
        given = {row.question_id: row for row in respondent.answers.all()}
        body = {
            "answers": [
                _answer_body(entry.key, given[entry.id])
                for entry in asked.values()
                if entry.id in given
            ],
            "open": services.open_questions(respondent),
        }
        return Response(AnswersSerializer(body).data)

    @extend_schema(summary="Your answer to one question", responses=AnswerSerializer)
    @action(detail=True, url_path="answers/<str:question_key>")
    def answer(self, request: Request, pk: uuid.UUID, question_key: str) -> Response:
        respondent = self._own(pk)
        entry = catalogue.questions(respondent.assessment.framework_id).get(question_key)
        row = get_object_or_404(respondent.answers, question_id=entry.id if entry else None)
        return Response(_answer_body(question_key, row))

    @extend_schema(
        summary="Save an answer",
        request=AnswerInputSerializer,
        responses={
            200: AnswerSerializer,
            (409, "application/problem+json"): OpenApiResponse(
                ConflictSerializer, "Changed elsewhere in the meantime, or final."
            ),
        },
        operation_id="respondents_answers_save",
    )
    @answer.mapping.put
    def save_answer(self, request: Request, pk: uuid.UUID, question_key: str) -> Response:
        """Stored once this answers 200; 429 says in Retry-After when to send it again. The same
        save sent again gives the same answer; a save on top of another version is refused with both
        values and changes nothing."""
        if seconds := seconds_to_wait(request, pk):
            raise Throttled(seconds)
        given = self._given_answer(request, pk, question_key)
        try:
            saved = saving.save_answer(
                actor=self.actor,
                respondent_id=pk,
                question_key=question_key,
                content=given.content,
                key=given.key,
                at=timezone.now(),
            )
        except (Respondent.DoesNotExist, UnknownQuestionError) as error:
            raise Http404 from error
        except DjangoValidationError as error:
            raise ValidationError(as_serializer_error(error)) from error
        except AssessmentError as error:
            raise StateError(str(error)) from error
        current = saved.current and _content_body(
            question_key, saved.current, saved.version, saved.saved_at
        )
        if saved.state == "conflict":
            yours = ContentSerializer(given.content).data
            raise ConflictError(extra={"current": current, "yours": yours})
        return Response(current)

    @extend_schema(
        summary="Make your answers final",
        request=NothingSerializer,
        responses=SubmittedSerializer,
    )
    @action(detail=True, methods=["post"], url_path="submit")
    def submit(self, request: Request, pk: uuid.UUID) -> Response:
        """Refused while questions are open. Twice is once: the second call gives the same job."""
        respondent = self._own(pk, writing=True)
        NothingSerializer(data=request.data).is_valid(raise_exception=True)
        try:
            job = services.submit(actor=self.actor, respondent=respondent, at=timezone.now())
        except AssessmentError as error:
            raise StateError(str(error)) from error
        respondent.refresh_from_db(fields=["state", "submitted_at"])
        body = {"state": respondent.state, "submitted_at": respondent.submitted_at, "job": job}
        return Response(SubmittedSerializer(body).data)

    def _own(self, respondent_id: uuid.UUID, *, writing: bool = False) -> Respondent:
        """The actor's own questionnaire: 404 elsewhere, 403 for a colleague's, and for writing
        with a token that only reads."""
        rows = access.respondents(self.actor).select_related("assessment__organisation")
        respondent = get_object_or_404(rows, pk=respondent_id)
        if respondent.user_id != self.actor.user_id:
            raise PermissionDenied(_("Only the person who was asked can answer here."))
        if writing and self.actor.read_only:
            raise PermissionDenied(_("This token can only read."))
        return respondent

    def _given_answer(
        self, request: Request, respondent_id: uuid.UUID, question_key: str
    ) -> AnswerInputSerializer:
        """What was sent, checked. Whether there is anything here for the actor is decided before
        what was sent is judged, but asked only when it matters: saving is the hottest path."""
        try:
            given = AnswerInputSerializer(data=request.data)
            given.is_valid(raise_exception=True)
        except APIException as error:
            respondent = self._own(respondent_id, writing=True)
            asked = catalogue.questions(respondent.assessment.framework_id).get(question_key)
            if asked is None or respondent.role not in asked.roles:
                raise Http404 from error
            _require_base_version(error)
            raise
        return given


def _as_given(form: AssessmentForm) -> dict[str, list[str]]:
    """Faults of the form under the names of the API: goals are one list there."""
    found: dict[str, list[str]] = {}
    for name, faults in form.errors.get_json_data().items():
        field = "goals" if name.startswith("goal_") else name.replace("__all__", "non_field_errors")
        found.setdefault(field, []).extend(fault["message"] for fault in faults)
    return found


def _require_base_version(error: APIException) -> None:
    """A save that lacks nothing but its base is not wrong; it would overwrite blindly."""
    lacking = error.get_codes() == {"base_version": ["required"]}
    if lacking:
        raise PreconditionRequiredError(error.detail) from error


def _answer_body(question_key: str, row: Answer) -> dict[str, Any]:
    return _content_body(question_key, Content.of(row), row.version, row.saved_at)


def _content_body(
    question_key: str, content: Content, version: int, saved_at: datetime | None
) -> dict[str, Any]:
    stored = ContentSerializer(content).data
    key = {"question": question_key, "version": version, "saved_at": saved_at}
    return dict(AnswerSerializer({**stored, **key}).data)
