"""Two organisations compared: for whom, by which results, and what cannot be compared."""

from copy import deepcopy

import pytest
from django.urls import reverse

from accounts.models import Role
from reports.tests.rows import make_analysis
from tests.factories import AssessmentFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
URL = "/compare/"


@pytest.fixture
def other(viewer, framework, example):
    """A second organisation of the reader, half a level lower where the ranges are narrow; of one
    capability too few know anything."""
    organisation = OrganisationFactory(name="Zelkova")
    MembershipFactory(organisation=organisation, user=viewer, role=Role.VIEWER)
    result = deepcopy(example[1])
    for item in (result["overall"], *result["areas"], *result["capabilities"]):
        if item["score"] is not None:
            for key in ("score", "low", "high"):
                item[key] = max(1.0, item[key] - 1.5)
    result["capabilities"][0] |= {"score": None, "low": None, "status": "insufficient"}
    make_analysis(AssessmentFactory(organisation=organisation, framework=framework), result)
    return organisation


def test_two_are_compared_capability_by_capability(member, analysis, other, organisation):
    page = member.get(URL, {"a": organisation.pk, "b": other.pk}).context

    assert page["headline"] == "Alder Works is ahead of Zelkova"
    assert page["lede"].startswith("Of 29 capabilities, Alder Works is clearly ahead in ")
    assert [side["organisation"].name for side in page["sides"]] == ["Alder Works", "Zelkova"]
    apart = [abs(float(row["change"].replace("−", "-"))) for row in page["capabilities"]]
    assert apart == sorted(apart, reverse=True)
    missing = page["not_compared"]
    assert len(missing) == 1
    assert missing[0]["reason"] == "It has no score in one of the two results."


def test_the_same_result_twice_tells_nobody_apart(member, analysis, organisation, example):
    twin = OrganisationFactory(name="Twin")
    user = organisation.memberships.get(role=Role.VIEWER).user
    MembershipFactory(organisation=twin, user=user, role=Role.VIEWER)
    round_ = AssessmentFactory(organisation=twin, framework=analysis.assessment.framework)
    make_analysis(round_, example[1])

    page = member.get(URL, {"a": organisation.pk, "b": twin.pk}).context

    assert page["headline"] == "As a whole, the answers do not tell the two apart"
    assert not any(row["apart"] for row in page["capabilities"])


def test_one_that_is_not_the_readers_does_not_exist(member, analysis, other_organisation):
    own = analysis.assessment.organisation_id

    for strange in (other_organisation.pk, "00000000-0000-4000-8000-000000000000", "x"):
        assert member.get(URL, {"a": own, "b": strange}).status_code == 404


def test_what_cannot_be_shown_says_what_to_do(member, analysis, viewer):
    own = analysis.assessment.organisation_id
    empty = OrganisationFactory(name="Empty")
    MembershipFactory(organisation=empty, user=viewer, role=Role.VIEWER)

    assert member.get(URL, {"a": own, "b": own}).context["problem"].startswith("Choose two")
    assert "no result" in member.get(URL, {"a": own, "b": empty.pk}).context["problem"]
    assert "problem" not in member.get(URL, {"a": own}).context
    assert reverse("reports:side-by-side") == URL


def test_costs_the_same_with_twenty_organisations(
    member, analysis, other, organisation, viewer, warm, django_assert_max_num_queries
):
    asked = {"a": organisation.pk, "b": other.pk}
    with django_assert_max_num_queries(8) as two:
        member.get(URL, asked)
    for _ in range(18):
        MembershipFactory(user=viewer, role=Role.VIEWER)
    with django_assert_max_num_queries(8) as twenty:
        member.get(URL, asked)

    assert len(twenty) == len(two)
