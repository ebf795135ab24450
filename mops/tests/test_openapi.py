"""The description of the API: sound, complete, and true of what is answered."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from assessments.tests.test_api_saving import body, put, url
from tests.api_client import ROOT, program
from tests.api_rows import make_everything


@pytest.fixture(scope="module")
def document():
    return Client().get(f"{ROOT}schema/").json()


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def check(document, path, response, method="get"):
    """Every member the description names is there, in its kind, and no other at the top."""
    content = document["paths"][path][method]["responses"][str(response.status_code)]["content"]
    kind = response.headers["Content-Type"].split(";")[0]
    schema = {**content[kind]["schema"], "components": document["components"]}
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(response.json())] == []


def test_the_description_is_valid_and_made_without_a_warning(tmp_path):
    path = tmp_path / "schema.yml"

    call_command("spectacular", validate=True, fail_on_warn=True, file=str(path))

    assert path.read_text().startswith("openapi: 3.1.0")


def test_the_description_is_for_everybody_and_takes_no_query(client):
    response = client.get(f"{ROOT}schema/")

    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/vnd.oai.openapi+json")
    assert client.post(f"{ROOT}schema/").status_code == 405


def test_every_operation_says_what_it_is_who_may_and_how_it_refuses(document):
    named = set()
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["security"] == [{"token": []}, {"cookieAuth": []}], name
        assert {"400", "401", "503"} <= set(operation["responses"]), name
        if "{" in name:
            assert "404" in operation["responses"], name
        named.add(operation["operationId"])
    assert len(named) == len(list(operations(document)))


def test_saving_documents_conflict_and_the_missing_base(document):
    saving = document["paths"]["/api/v1/respondents/{id}/answers/{question_key}/"]["put"]

    assert {"200", "400", "403", "404", "409", "413", "415", "428"} <= set(saving["responses"])
    conflict = saving["responses"]["409"]["content"]["application/problem+json"]["schema"]
    assert conflict["$ref"] == "#/components/schemas/Conflict"


def test_lists_document_their_query_parameters(document):
    parameters = document["paths"]["/api/v1/assessments/"]["get"]["parameters"]
    kinds = {each["name"]: each["schema"] for each in parameters}

    assert set(kinds) == {"page", "page_size", "organisation", "status", "ordering"}
    assert kinds["ordering"]["enum"] == ["opened_at", "-opened_at", "name", "-name"]
    assert kinds["organisation"] == {"type": "string", "format": "uuid"}


def test_what_is_answered_is_what_is_described(document, editor, organisation, framework):
    rows = make_everything(organisation, framework)
    client = program(editor)
    rows["frameworks"] = framework

    for name, row in rows.items():
        if name != "jobs":
            check(document, f"/api/v1/{name}/", client.get(f"{ROOT}{name}/"))
        check(document, f"/api/v1/{name}/{{id}}/", client.get(f"{ROOT}{name}/{row.pk}/"))


def test_saves_and_refusals_are_what_is_described(document, editor, respondent):
    client = program(editor)
    path = "/api/v1/respondents/{id}/answers/{question_key}/"
    address = url(respondent.pk)
    blind = {name: value for name, value in body().items() if name != "base_version"}

    statuses = []
    for given in (body(), body(seq=2), blind, body(choice=1), b"{"):
        response = put(client, address, given)
        check(document, path, response, "put")
        statuses.append(response.status_code)
    answers = client.get(f"{ROOT}respondents/{respondent.pk}/answers/")
    check(document, "/api/v1/respondents/{id}/answers/", answers)
    check(document, path, client.get(address))
    submit = client.post(
        f"{ROOT}respondents/{respondent.pk}/submit/", b"", content_type="application/json"
    )
    check(document, "/api/v1/respondents/{id}/submit/", submit, "post")
    check(document, path, put(Client(), address, body()), "put")
    assert statuses == [200, 409, 428, 400, 400]
    assert submit.status_code == 409


def test_the_page_of_the_api_is_there_under_the_strict_policy(client):
    response = client.get(f"{ROOT}docs/")

    assert response.status_code == 200
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert b"data-api-docs" in response.content


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_works_and_nothing_on_it_is_blocked(page, live_server, owner, client):
    faults = []
    page.add_init_script(
        "window.blocked = []; addEventListener('securitypolicyviolation',"
        " (event) => window.blocked.push(event.violatedDirective));"
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    client.force_login(owner)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}{ROOT}docs/")
    operation = page.locator("#operations-organisations-organisations_list")
    operation.locator(".opblock-summary-control").click()
    operation.locator(".try-out__btn").click()
    operation.locator(".execute").click()

    shown = operation.locator(".live-responses-table .response-col_status").nth(1)
    shown.wait_for()
    assert shown.inner_text().startswith("200")
    live = operation.locator(".live-responses-table .highlight-code").first.inner_text()
    assert json.dumps("Alder Works") in live
    assert page.evaluate("window.blocked") == []
    assert faults == []
