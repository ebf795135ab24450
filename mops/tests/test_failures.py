"""The pages for when something fails: what they say, and what they do not tell."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect

from mops import urls as real

handler400, handler403 = real.handler400, real.handler403
handler404, handler500 = real.handler404, real.handler500


def _raise(error):
    def view(request):
        raise error

    return view


@csrf_protect
def _protected(request):
    return HttpResponse("in")


urlpatterns = [
    path("bad/", _raise(BadRequest("secret detail"))),
    path("refused/", _raise(PermissionDenied("This needs the role owner."))),
    path("broken/", _raise(RuntimeError("secret detail"))),
    path("away/", _raise(OperationalError("secret detail"))),
    path("protected/", _protected),
    path("", include(real)),
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def quiet(client):
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [("/bad/", 400), ("/refused/", 403), ("/broken/", 500), ("/away/", 503), ("/none/", 404)],
)
def test_a_failure_has_a_page_of_ours_and_keeps_its_details(quiet, address, status):
    response = quiet.get(address)
    page = response.content.decode()

    assert response.status_code == status
    assert "site-header" in page
    assert "secret detail" not in page
    if status != 404:
        assert response.headers["X-Request-Id"] in page


@pytest.mark.django_db
def test_a_refusal_says_who_could_do_it(quiet):
    assert "This needs the role owner." in quiet.get("/refused/").content.decode()


def test_a_lost_database_asks_to_come_back_and_needs_none_itself(quiet):
    response = quiet.get("/away/")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"


@pytest.mark.django_db
def test_a_foreign_thing_and_an_unknown_one_look_the_same(client, outsider, organisation):
    client.force_login(outsider)
    foreign = client.get(f"/o/{organisation.pk}/assessments/")
    unknown = client.get(f"/o/{uuid.uuid4()}/assessments/")

    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content


@pytest.mark.django_db
def test_a_form_without_its_token_says_what_to_do(django_app_client):
    response = django_app_client.post("/protected/")

    assert response.status_code == 403
    assert "reload it and try again" in response.content.decode()


@pytest.fixture
def django_app_client():
    from django.test import Client

    return Client(enforce_csrf_checks=True)
