"""The addresses of the API, version 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import include, path, re_path
from drf_spectacular.utils import extend_schema
from rest_framework.routers import DefaultRouter
from rest_framework.views import APIView

from accounts.api import OrganisationViewSet
from assessments.api import AnalysisViewSet, AssessmentViewSet, RespondentViewSet
from capabilities.api import FrameworkViewSet
from jobs.api import JobViewSet
from mops import api_docs
from reports.files.api import MadeFileViewSet, SharedLinkViewSet
from roadmaps.api import (
    KpiTargetViewSet,
    OwnInitiativeViewSet,
    ProposalViewSet,
    RoadmapViewSet,
    ScenarioViewSet,
    WorkItemViewSet,
)

if TYPE_CHECKING:
    from rest_framework.request import Request

app_name = "api"


class Router(DefaultRouter):
    """Ids are UUIDs in their usual form; whatever else stands in an address is nothing here."""

    include_format_suffixes = False

    def get_lookup_regex(self, viewset: Any, lookup_prefix: str = "") -> str:
        return "<uuid:pk>"


@extend_schema(exclude=True)
class NothingHere(APIView):
    """Every other address, so that it is answered like an id that does not exist."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404


router = Router(use_regex_path=False)
router.register("organisations", OrganisationViewSet, "organisation")
router.register("frameworks", FrameworkViewSet, "framework")
router.register("assessments", AssessmentViewSet, "assessment")
router.register("respondents", RespondentViewSet, "respondent")
router.register("analyses", AnalysisViewSet, "analysis")
router.register("roadmaps", RoadmapViewSet, "roadmap")
router.register("scenarios", ScenarioViewSet, "scenario")
router.register("proposals", ProposalViewSet, "proposal")
router.register("own-initiatives", OwnInitiativeViewSet, "own-initiative")
router.register("work-items", WorkItemViewSet, "work-item")
router.register("kpi-targets", KpiTargetViewSet, "kpi-target")
router.register("files", MadeFileViewSet, "file")
router.register("links", SharedLinkViewSet, "link")
router.register("jobs", JobViewSet, "job")

urlpatterns = [
    path("schema/", api_docs.schema, name="schema"),
    path("docs/", api_docs.docs, name="docs"),
    path("", include(router.urls)),
    re_path(r"", NothingHere.as_view()),
]
