"""What the API takes and shows of assessments."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api_base import ListQuery, ordering_field
from accounts.serializers import ProblemSerializer
from accounts.strict_fields import (
    GatedTextField,
    StrictBooleanField,
    StrictChoiceField,
    StrictDateField,
    StrictIntegerField,
    StrictRegexField,
    StrictSerializer,
)
from accounts.text_gate import COMMENT, SHORT
from assessments import disclosed
from assessments.content import LEVELS, Content
from assessments.forms import MAX_SEQ
from assessments.models import Analysis, Assessment, Change, Respondent
from assessments.saving import SaveKey
from capabilities.serializers import FrameworkBriefSerializer
from engine.disclosure import LEAST_GROUP, MOST_GROUP
from jobs.serializers import JobSerializer

CHOICES = [*LEVELS, "na", "dk"]


class AssessmentSerializer(serializers.ModelSerializer[Assessment]):
    """One round of asking. goals: keys, most important first. quick: the short form. privacy:
    `confidential` and `anonymous` show groups of at least `minimum_group` people only; of an
    anonymous round there are no respondents to list."""

    framework = FrameworkBriefSerializer(read_only=True)
    goals = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Assessment
        fields = [
            "id",
            "organisation",
            "framework",
            "name",
            "status",
            "quick",
            "privacy",
            "minimum_group",
            "profile",
            "industry",
            "goals",
            "due_on",
            "opened_at",
            "closed_at",
        ]
        read_only_fields = fields


class PrivacyInputSerializer(StrictSerializer):
    """minimum_group: people in the smallest group that is shown; left out, it stays as it is."""

    privacy = StrictChoiceField(choices=Assessment.Privacy.values)
    minimum_group = StrictIntegerField(min_value=LEAST_GROUP, max_value=MOST_GROUP, required=False)


class AssessmentInputSerializer(StrictSerializer):
    """A new round. profile, industry, goals: keys of the newest framework; goals most important
    first, at most three. previous: a round whose answers are offered for confirmation."""

    organisation = serializers.UUIDField()
    name = GatedTextField(limit=SHORT)
    profile = GatedTextField(limit=40)
    industry = GatedTextField(limit=60, required=False, default="general")
    goals = serializers.ListField(child=GatedTextField(limit=40), max_length=3, required=False)
    quick = StrictBooleanField(required=False, default=False)
    privacy = StrictChoiceField(choices=Assessment.Privacy.values, required=False)
    minimum_group = StrictIntegerField(min_value=LEAST_GROUP, max_value=MOST_GROUP, required=False)
    opens_on = StrictDateField(required=False, allow_null=True)
    due_on = StrictDateField(required=False, allow_null=True)
    time_zone = GatedTextField(limit=60, required=False)
    previous = serializers.UUIDField(required=False, allow_null=True)

    def as_form(self) -> dict[str, Any]:
        """The fields of `AssessmentForm`, which knows the rest of the rules."""
        given = dict(self.validated_data)
        goals = given.pop("goals", [])
        given |= {f"goal_{place}": goal for place, goal in enumerate(goals, start=1)}
        given["quick"] = "1" if given["quick"] else "0"
        return {name: "" if value is None else str(value) for name, value in given.items()}


class RespondentSerializer(serializers.ModelSerializer[Respondent]):
    """Somebody who is asked. own: it is you. answered: how many questions have an answer."""

    own = serializers.SerializerMethodField()
    answered = serializers.IntegerField(read_only=True)

    class Meta:
        model = Respondent
        fields = ["id", "assessment", "name", "role", "state", "submitted_at", "own", "answered"]
        read_only_fields = fields

    def get_own(self, row: Respondent) -> bool:
        return bool(row.user_id == self.context["request"].user.pk)


class AnalysisSerializer(serializers.ModelSerializer[Analysis]):
    """An immutable result. summary: index, stage, areas and questions to settle."""

    organisation = serializers.UUIDField(source="assessment.organisation_id", read_only=True)
    summary = serializers.DictField(read_only=True)

    class Meta:
        model = Analysis
        fields = [
            "id",
            "assessment",
            "organisation",
            "engine_version",
            "input_digest",
            "parameters_digest",
            "summary",
            "created_at",
        ]
        read_only_fields = fields


class AnalysisDetailSerializer(AnalysisSerializer):
    """result: the document of docs/result.md without `roadmap` and `forecast`, which belong to a
    roadmap. Numbers are unrounded; what is not scored is null."""

    parameters = serializers.DictField(read_only=True)
    result = serializers.SerializerMethodField()

    class Meta(AnalysisSerializer.Meta):
        fields = [*AnalysisSerializer.Meta.fields, "parameters", "result"]
        read_only_fields = fields

    @extend_schema_field(serializers.DictField())
    def get_result(self, row: Analysis) -> dict[str, Any]:
        return disclosed.result(row)


class ChangeSerializer(serializers.ModelSerializer[Change]):
    """What moved since the round before, and why. earlier, later: the analyses. result: the
    document of docs/change.schema.json. Numbers are unrounded; what cannot be compared is null."""

    result = serializers.DictField(read_only=True)

    class Meta:
        model = Change
        fields = ["id", "earlier", "later", "engine_version", "created_at", "result"]
        read_only_fields = fields


class ContentSerializer(serializers.Serializer[Any]):
    """What was said: choice "1" to "5", "na" (does not apply, with a reason) or "dk" (I don't
    know). confidence: 1 guess, 2 fairly sure, 3 sure."""

    choice = serializers.ChoiceField(choices=CHOICES)
    reason = serializers.CharField()
    note = serializers.CharField()
    confidence = serializers.IntegerField(allow_null=True, min_value=1, max_value=3)
    evidence = serializers.CharField()


class AnswerSerializer(ContentSerializer):
    """A current answer. version: what a change of it names as `base_version`."""

    question = serializers.CharField()
    version = serializers.IntegerField()
    saved_at = serializers.DateTimeField()


class AnswersSerializer(serializers.Serializer[dict[str, Any]]):
    """Your answers, and the keys of the questions that have none yet, both in catalogue order."""

    answers = AnswerSerializer(many=True)
    open = serializers.ListField(child=serializers.CharField())


class AnswerInputSerializer(StrictSerializer):
    """One save. Fields left out are empty: a save replaces the answer whole.

    client_id and seq name the save, so that sending it again is one save: an id for each client or
    tab, and a number that rises with each change there. base_version: the version of the answer
    that this change is made on, 0 if there is none yet.
    """

    choice = StrictChoiceField(choices=CHOICES)
    reason = GatedTextField(limit=40, required=False, allow_blank=True, default="")
    note = GatedTextField(
        limit=COMMENT, multiline=True, required=False, allow_blank=True, default=""
    )
    confidence = StrictIntegerField(
        min_value=1, max_value=3, required=False, allow_null=True, default=None
    )
    evidence = GatedTextField(
        limit=COMMENT, multiline=True, required=False, allow_blank=True, default=""
    )
    client_id = StrictRegexField("[A-Za-z0-9_-]{1,40}", max_length=40)
    seq = StrictIntegerField(min_value=1, max_value=MAX_SEQ)
    base_version = StrictIntegerField(min_value=0, max_value=2**31 - 1)

    @property
    def content(self) -> Content:
        names = ("choice", "reason", "note", "confidence", "evidence")
        return Content.from_choice(**{name: self.validated_data[name] for name in names})

    @property
    def key(self) -> SaveKey:
        data = self.validated_data
        return SaveKey(data["client_id"], data["seq"], data["base_version"])


class ConflictSerializer(ProblemSerializer):
    """A save on top of another version, or a closed questionnaire. Only the first has `current`,
    the answer as it stands, and `yours`, what was sent."""

    current = AnswerSerializer(required=False, allow_null=True)
    yours = ContentSerializer(required=False)


class SubmittedSerializer(serializers.Serializer[dict[str, Any]]):
    """The receipt. job: the analysis that your answers caused."""

    state = serializers.ChoiceField(choices=Respondent.State.choices)
    submitted_at = serializers.DateTimeField()
    job = JobSerializer(allow_null=True)


class AssessmentQuery(ListQuery):
    organisation = serializers.UUIDField(required=False)
    status = serializers.ChoiceField(choices=Assessment.Status.choices, required=False)
    ordering = ordering_field("opened_at", "name")


class RespondentQuery(ListQuery):
    assessment = serializers.UUIDField(required=False)
    organisation = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=Respondent.State.choices, required=False)
    ordering = ordering_field("name", "role", "state")


class AnalysisQuery(ListQuery):
    assessment = serializers.UUIDField(required=False)
    organisation = serializers.UUIDField(required=False)
    ordering = ordering_field("created_at")
