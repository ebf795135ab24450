"""Pages of the person who runs an assessment: set up, who has answered, decide, analyse, close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Q
from django.db.models.functions import Greatest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from accounts.paging import page_of
from assessments import access, pipeline, privacy, services
from assessments.errors import AssessmentError
from assessments.forms import AssessmentForm, ExclusionForm, PrivacyForm, RespondentForm
from assessments.models import Assessment, Respondent
from assessments.running import run_by
from capabilities import catalogue
from capabilities.models import Capability

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from django.http import HttpRequest

    from accounts.models import Organisation


def _organisation(request: HttpRequest, organisation_id: uuid.UUID) -> Organisation:
    return get_object_or_404(accounts_access.organisations(Actor.of(request)), pk=organisation_id)


@require_GET
@login_required
def assessment_list(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    organisation = _organisation(request, organisation_id)
    actor = Actor.of(request)
    rows = (
        access.assessments(actor)
        .filter(organisation=organisation)
        .annotate(
            asked=Greatest(
                Count("respondents", distinct=True), Count("invitations", distinct=True)
            ),
            submitted=Count("respondents", filter=Q(respondents__state="submitted"), distinct=True),
            latest=access.latest_summary(),
        )
        # Said again: counting would lose the order of the model.
        .order_by("-opened_at", "pk")
    )
    context = {
        "organisation": organisation,
        "tab": "assessments",
        "page": page_of(request, rows),
        "own": _own_open(actor, organisation),
        "may_decide": accounts_access.allows(actor, organisation.actor_role, Role.OWNER),
        "may_edit": accounts_access.allows(actor, organisation.actor_role, Role.EDITOR),
    }
    return render(request, "assessments/list.html", context)


def _own_open(actor: Actor, organisation: Organisation) -> list[Respondent]:
    """Questionnaires that wait for the actor."""
    return list(
        access.own_respondents(actor)
        .filter(
            assessment__organisation=organisation,
            assessment__status=Assessment.Status.OPEN,
            state=Respondent.State.ANSWERING,
        )
        .select_related("assessment")
    )


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    organisation = _organisation(request, organisation_id)
    actor = Actor.of(request)
    accounts_access.require(actor, organisation.actor_role, Role.EDITOR)
    framework = catalogue.latest_published()
    if framework is None:
        raise Http404(_("No framework is published yet."))
    initial = {"industry": organisation.industry}
    earlier = {
        str(row.pk): row
        for row in access.assessments(actor).filter(organisation=organisation).defer("goals")
    }
    form = AssessmentForm(
        request.POST or None,
        framework=framework,
        rounds=[(key, row.name) for key, row in earlier.items()],
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        assessment = services.start_assessment(
            organisation=organisation,
            framework=framework,
            previous=earlier.get(form.cleaned_data["previous"]),
            by=actor.user_id,
            at=timezone.now(),
            **form.round_fields(),
        )
        return redirect("assessments:detail", assessment.pk)
    context = {"organisation": organisation, "tab": "assessments", "form": form}
    return render(request, "assessments/new.html", context, status=400 if form.errors else 200)


@require_GET
@login_required
def detail(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    actor = Actor.of(request)
    assessment = get_object_or_404(access.assessments(actor), pk=assessment_id)
    return _detail_page(request, assessment)


def _detail_page(
    request: HttpRequest,
    assessment: Assessment,
    *,
    ask: RespondentForm | None = None,
    exclude_form: ExclusionForm | None = None,
    privacy_form: PrivacyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = Actor.of(request)
    respondents = list(
        assessment.respondents.annotate(answered=Count("answers")).order_by("state", "name")
    )
    roles = catalogue.roles(assessment.framework_id)
    invited = pipeline.load_invited(assessment)
    page = page_of(request, [] if assessment.is_anonymous else respondents)
    totals = {
        role.key: len(
            catalogue.questions_for(assessment.framework_id, role.key, quick=assessment.quick)
        )
        for role in roles
    }
    context = {
        "organisation": assessment.organisation,
        "tab": "assessments",
        "assessment": assessment,
        "people": [
            {
                "respondent": respondent,
                "role": next((r.name for r in roles if r.key == respondent.role), respondent.role),
                "total": totals.get(respondent.role, 0),
                "is_me": respondent.user_id == actor.user_id,
            }
            for respondent in page
        ],
        "page": page,
        "submitted": sum(r.state == Respondent.State.SUBMITTED for r in respondents),
        "asked": sum(invited.values()),
        "missing_roles": [role.name for role in roles if role.key not in invited],
        "exclusions": assessment.exclusions.select_related("capability"),
        "ask": ask or _respondent_form(assessment),
        "exclude_form": exclude_form or _exclusion_form(assessment),
        "privacy_form": privacy_form or _privacy_form(assessment),
        "run": services.latest_run(assessment),
        "held_back": pipeline.is_held_back(assessment),
        "analysis": assessment.analyses.defer("result").first(),
        "may_edit": accounts_access.allows(actor, assessment.actor_role, Role.EDITOR),
    }
    return render(request, "assessments/detail.html", context, status=status)


def _respondent_form(assessment: Assessment, data: object = None) -> RespondentForm:
    members = assessment.organisation.memberships.values_list("user_id", "user__name").annotate(
        email=F("user__email")
    )
    return RespondentForm(
        data,
        roles=[(role.key, role.name) for role in catalogue.roles(assessment.framework_id)],
        members=[(str(pk), name or email) for pk, name, email in members],
    )


def _exclusion_form(assessment: Assessment, data: object = None) -> ExclusionForm:
    rows = Capability.objects.filter(framework_id=assessment.framework_id)
    return ExclusionForm(data, capabilities=list(rows.values_list("key", "name")))


@require_POST
@login_required
def respondent_add(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    assessment = run_by(request, assessment_id)
    form = _respondent_form(assessment, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        member = (
            assessment.organisation.memberships.select_related("user").get(user_id=data["member"])
            if data["member"]
            else None
        )
        try:
            services.add_respondent(
                assessment=assessment,
                name=data["name"],
                role=data["role"],
                user=member.user if member else None,
                by=Actor.of(request).user_id,
                at=timezone.now(),
            )
        except AssessmentError as error:
            form.add_error(None, str(error))
        else:
            return redirect("assessments:detail", assessment.pk)
    return _detail_page(request, assessment, ask=form, status=400)


@require_POST
@login_required
def exclude(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    assessment = run_by(request, assessment_id)
    form = _exclusion_form(assessment, request.POST)
    if form.is_valid():
        capability = get_object_or_404(
            Capability, framework_id=assessment.framework_id, key=form.cleaned_data["capability"]
        )
        try:
            services.exclude_capability(
                assessment=assessment,
                capability=capability,
                reason=form.cleaned_data["reason"],
                by=Actor.of(request).user_id,
                at=timezone.now(),
            )
        except AssessmentError as error:
            form.add_error(None, str(error))
        else:
            return redirect("assessments:detail", assessment.pk)
    return _detail_page(request, assessment, exclude_form=form, status=400)


def _privacy_form(assessment: Assessment, data: Mapping[str, Any] | None = None) -> PrivacyForm:
    initial = {"privacy": assessment.privacy, "minimum_group": assessment.minimum_group}
    return PrivacyForm(data, initial=initial)


@require_POST
@login_required
def set_privacy(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    assessment = run_by(request, assessment_id)
    form = _privacy_form(assessment, request.POST)
    if form.is_valid():
        try:
            privacy.set_privacy(
                assessment=assessment,
                privacy=form.cleaned_data["privacy"] or assessment.privacy,
                minimum_group=form.cleaned_data["minimum_group"] or assessment.minimum_group,
                by=Actor.of(request).user_id,
                at=timezone.now(),
            )
        except AssessmentError as error:
            form.add_error(None, str(error))
        else:
            return redirect("assessments:detail", assessment.pk)
    return _detail_page(request, assessment, privacy_form=form, status=400)


@require_POST
@login_required
def analyse(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    assessment = run_by(request, assessment_id)
    services.request_analysis(
        assessment=assessment, by=Actor.of(request).user_id, at=timezone.now()
    )
    return redirect("assessments:detail", assessment.pk)


@require_POST
@login_required
def close(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    assessment = run_by(request, assessment_id)
    services.close_assessment(
        assessment=assessment, by=Actor.of(request).user_id, at=timezone.now()
    )
    return redirect("assessments:detail", assessment.pk)
