"""Pages of frameworks: for everybody signed in, unknown is 404, and cheap."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from capabilities import catalogue
from capabilities.models import Framework
from capabilities.pack import bundled
from capabilities.services import load_framework
from tests.factories import AT, UserFactory

pytestmark = pytest.mark.django_db

CAPABILITY, INITIATIVE = "process.leads", "proc-lead-agreement"


def address(name: str, framework: Framework, **more: str) -> str:
    return reverse(f"capabilities:{name}", kwargs={"framework_id": framework.pk, **more})


def addresses(framework: Framework) -> dict[str, str]:
    return {
        "frameworks": reverse("capabilities:frameworks"),
        "framework": address("framework", framework),
        "capability": address("capability", framework, key=CAPABILITY),
        "initiatives": address("initiatives", framework),
        "initiative": address("initiative", framework, key=INITIATIVE),
    }


PAGES = ["frameworks", "framework", "capability", "initiatives", "initiative"]


@pytest.fixture
def reader(client, db):
    """Signed in, member of no organisation: frameworks belong to none."""
    client.force_login(UserFactory())
    return client


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("name", PAGES)
def test_signed_out_people_are_asked_to_sign_in(client, framework, name):
    response = client.get(addresses(framework)[name])

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_only(reader, framework, name):
    assert reader.post(addresses(framework)[name]).status_code == 405


@pytest.mark.parametrize(
    ("name", "queries"),
    [("frameworks", 3), ("framework", 5), ("capability", 4), ("initiatives", 3), ("initiative", 5)],
)
def test_the_number_of_queries_is_constant(
    reader, framework, name, queries, django_assert_num_queries
):
    """Session and user are two of them; the framework's values are in memory."""
    catalogue.catalogue(framework.pk)

    with django_assert_num_queries(queries):
        assert reader.get(addresses(framework)[name]).status_code == 200


def test_a_draft_is_not_shown(reader):
    draft = load_framework(pack=bundled(), by=None, at=AT)

    assert draft.name not in text_of(reader.get(reverse("capabilities:frameworks")))
    assert all(
        reader.get(url).status_code == 404
        for name, url in addresses(draft).items()
        if name != "frameworks"
    )


@pytest.mark.parametrize(
    "path",
    [
        f"/frameworks/{uuid.UUID(int=7)}/",
        "/frameworks/7/",
        "{framework}capabilities/process.unknown/",
        "{framework}capabilities/process/",
        "{framework}capabilities/process.leads.handover/",
        "{framework}capabilities/..%2f..%2fetc/",
        "{framework}initiatives/proc-unknown/",
        "{framework}initiatives/PROC%27--/",
        "{framework}initiatives/%F0%9F%98%80/",
    ],
)
def test_what_is_not_there_is_not_found(reader, framework, path):
    url = path.format(framework=address("framework", framework))

    assert reader.get(url).status_code == 404


def test_no_framework_yet_says_what_to_do(reader):
    assert "load_framework" in text_of(reader.get(reverse("capabilities:frameworks")))


def test_the_framework_shows_its_areas_by_their_questions(reader, framework):
    shown = text_of(reader.get(addresses(framework)["framework"]))

    for area in catalogue.engine_framework(framework.pk).areas:
        assert f"area--{area.key}" in shown
    assert "Does the work run the same way each time, and does it get better?" in shown
    assert addresses(framework)["capability"] in shown


def test_a_capability_shows_levels_questions_and_the_way_up(reader, framework):
    shown = text_of(reader.get(addresses(framework)["capability"]))

    assert "Scoring, routing and response times are agreed in both directions" in shown
    assert "What governs the hand-over of leads from marketing to sales?" in shown
    assert "Customer care" not in shown
    assert addresses(framework)["initiative"] in shown
    assert "Two-way service agreement with breach report" in shown
    assert "Lead operations manager" in shown
    assert shown.count('class="ladder__level"') == 5


def test_an_initiative_shows_what_it_takes_and_what_it_brings(reader, framework):
    shown = text_of(reader.get(addresses(framework)["initiative"]))

    assert "A month of met and missed times is reported for both teams." in shown
    assert "Lead operations manager" in shown
    assert "7 person-weeks" in shown
    assert "0 to 20 thousand USD" in shown
    assert address("initiative", framework, key="proc-lead-definitions") in shown
    assert address("capability", framework, key="technology.integration") in shown
    assert "Sales does not record reasons" in shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 70),
        ("?area=process", 14),
        ("?quick_win=on", 17),
        ("?capability=process.leads", 4),
        ("?area=data&capability=process.leads", 0),
    ],
)
def test_the_list_can_be_narrowed(reader, framework, query, shown):
    response = reader.get(addresses(framework)["initiatives"] + query)

    assert response.status_code == 200
    assert response.context["shown"] == shown
    assert ("No initiative matches" in text_of(response)) == (shown == 0)


@pytest.mark.parametrize("query", ["?area=nowhere", "?capability=process.unknown", "?area='--"])
def test_an_unknown_filter_is_refused_and_everything_shown(reader, framework, query):
    response = reader.get(addresses(framework)["initiatives"] + query)

    assert response.status_code == 400
    assert response.context["shown"] == 70


def test_every_page_of_the_framework_can_be_opened(reader, framework):
    values = catalogue.engine_framework(framework.pk)
    urls = [address("capability", framework, key=item.key) for item in values.capabilities]
    urls += [address("initiative", framework, key=item.key) for item in values.initiatives]

    assert {reader.get(url).status_code for url in urls} == {200}
