"""Every address of the product, walked from the resolver, as people who must not get in.

A new address without a known parameter fails here, so that none is forgotten.
"""

from __future__ import annotations

import uuid

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jobs.models import JobRun
from tests.api_rows import (
    make_analysis,
    make_file,
    make_file_template,
    make_link,
    make_plan_rows,
    make_roadmap,
    make_work_item,
)
from tests.factories import AT

# Open to everybody: they show nothing of anybody.
OPEN = {"alive", "ready", "schema", "docs", "design", "join"}
# Signing in and out, and the rest of allauth: tested by its authors and in test_sign_in.
FOREIGN = ("account/", "allauth")
TENANT = (
    "organisation_id",
    "assessment_id",
    "respondent_id",
    "evidence_id",
    "analysis_id",
    "roadmap_id",
    "job_id",
    "user_id",
    "scenario_id",
    "proposal_id",
    "own_id",
    "target_id",
    "file_id",
    "template_id",
    "link_id",
    "pk",
)
PLAIN = {
    "question_key": "data.quality.measure",
    "key": "data.quality",
    "variant": "wide-light",
    "day": "2026-11-02",
    "subject": "overall",
}
# Rows of one person, which are not there for anybody else, whatever the role, and files, which are
# there for whoever asked for them and for owners.
PERSONAL = {"files:own-template-remove", "files:download", "file-detail", "file-content"}
# Whoever may read the figures may have them as a file.
FOR_READERS = {"files:page"}
# Addresses whose key is that of an initiative.
INITIATIVES = ("-item", "-wish", "-withdraw", "-work", "-kpi", "-reading", "-readings")
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")


def patterns(resolver, prefix="", names=(), outer=()):
    """(route, name, entry, parameters) of every address."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        parameters = (*outer, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from patterns(entry, route, inner, parameters)
        elif isinstance(entry, URLPattern):
            yield route, ":".join(filter(None, (*names, entry.name))), entry, parameters


def addresses():
    """(name, parameters) of every address with a tenant's row in it."""
    found = {}
    for route, name, _entry, parameters in patterns(get_resolver()):
        if set(parameters) & set(TENANT) and "framework" not in name:
            found[name] = (route, parameters)
    return found


def plain_pages():
    """Names of the addresses without parameters that are not open to everybody."""
    return sorted(
        name
        for route, name, entry, parameters in patterns(get_resolver())
        if entry.name
        and entry.name not in OPEN
        and not parameters
        and not route.startswith(FOREIGN)
    )


@pytest.fixture
def rows(assessment, respondent):
    """One organisation's worth of everything that stands in an address."""
    analysis = make_analysis(assessment)
    roadmap = make_roadmap(analysis)
    job = JobRun.objects.create(
        organisation=assessment.organisation,
        kind="analysis",
        subject=assessment.pk,
        input_version="1",
        created_at=AT,
    )
    scenario, proposal, own, target = make_plan_rows(roadmap)
    return {
        "scenario": scenario.pk,
        "proposal": proposal.pk,
        "own": own.pk,
        "target": target.pk,
        "organisation": assessment.organisation.pk,
        "assessment": assessment.pk,
        "respondent": respondent.pk,
        "evidence": respondent.evidence_files.create(
            question=assessment.framework.questions.first(), name="a.pdf", size=1, stored="a", at=AT
        ).pk,
        "analysis": analysis.pk,
        "roadmap": roadmap.pk,
        "kpi": target.pk,
        "work": make_work_item(assessment.organisation).pk,
        "file": make_file(analysis).pk,
        "template": make_file_template(assessment.organisation).pk,
        "link": make_link(analysis).pk,
        "job": job.pk,
        "user": respondent.user_id,
    }


def arguments(name, parameters, ids):
    values = {}
    for parameter in parameters:
        if parameter == "pk":
            values["pk"] = ids[name.split(":")[-1].split("-")[0]]
        elif parameter in TENANT:
            values[parameter] = ids[parameter.removesuffix("_id")]
        else:
            values[parameter] = PLAIN.get(parameter) or "areas"
    if name.startswith(("reports:chart", "reports:figure")):
        values["key"] = "areas"
    if name.startswith(("reports:plan-chart", "reports:plan-figure")):
        values["key"] = "load"
    if name.startswith("reports:") and name.endswith(INITIATIVES):
        values["key"] = "quality-baseline"
    return values


@pytest.mark.parametrize("name", sorted(addresses()))
def test_what_is_another_organisations_is_not_there_whatever_the_method(
    client, rows, outsider, name
):
    _route, parameters = addresses()[name]
    theirs = reverse(name, kwargs=arguments(name, parameters, rows))
    nobodys = reverse(name, kwargs=arguments(name, parameters, {key: uuid.uuid4() for key in rows}))
    client.force_login(outsider)
    statuses = set()

    for method in METHODS:
        foreign, random = getattr(client, method)(theirs), getattr(client, method)(nobodys)
        assert foreign.status_code in {404, 405}, (method, foreign.status_code)
        assert foreign.status_code == random.status_code, method
        assert strip(foreign, theirs) == strip(random, nobodys), method
        statuses.add(foreign.status_code)
    assert 404 in statuses


def strip(response, url):
    """The body without what names the request itself."""
    body = response.content.decode().replace(url, "")
    return body.replace(response.headers.get("X-Request-Id", "-"), "")


@pytest.mark.parametrize("name", sorted(addresses()))
def test_nobody_gets_in_without_signing_in(client, rows, name):
    _route, parameters = addresses()[name]
    url = reverse(name, kwargs=arguments(name, parameters, rows))

    for method in ("get", "post"):
        response = getattr(client, method)(url)
        assert response.status_code in {302, 401, 405}, (method, response.status_code)
        if response.status_code == 302:
            assert response["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("name", sorted(addresses()))
def test_a_viewer_changes_nothing(client, rows, viewer, name):
    _route, parameters = addresses()[name]
    url = reverse(name, kwargs=arguments(name, parameters, rows))
    client.force_login(viewer)

    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(url)
        refused = 400 if name in FOR_READERS else 404 if name in PERSONAL else 403
        assert response.status_code in {refused, 405}, (method, response.status_code)


@pytest.mark.parametrize("name", plain_pages())
def test_every_page_outside_the_open_ones_asks_for_a_sign_in(client, db, name):
    response = client.get(reverse(name))

    assert response.status_code in {302, 401, 405}, response.status_code
