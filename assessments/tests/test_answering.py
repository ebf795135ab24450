"""The questionnaire in the browser: one question a screen, with and without a script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from assessments.models import Answer
from capabilities import catalogue

QUESTION = "data.quality.measure"


@pytest.fixture
def url(respondent):
    return reverse("assessments:question", args=[respondent.pk, QUESTION])


@pytest.fixture
def save_url(respondent):
    return reverse("assessments:save", args=[respondent.pk, QUESTION])


def form(**fields):
    return {"choice": "3", "client_id": "page", "seq": "1", "base_version": "0", **fields}


def test_a_question_shows_its_five_statements_without_numbers(client, editor, url, framework):
    client.force_login(editor)

    page = client.get(url).content.decode()

    entry = catalogue.questions(framework.pk)[QUESTION]
    for statement in entry.options:
        assert statement in page
    assert "Level 1" not in page
    assert page.index(entry.options[0]) < page.index(entry.options[4])


def test_without_a_script_saving_leads_to_the_next_question(client, editor, save_url, respondent):
    client.force_login(editor)

    response = client.post(save_url, form())

    assert response.status_code == 302
    assert "/q/data.quality.repair/" in response["Location"]
    assert Answer.objects.unscoped("test").get().value == 3


def test_the_page_script_gets_the_version_and_the_time(client, editor, save_url):
    client.force_login(editor)

    response = client.post(save_url, form(), headers={"accept": "application/json"})

    assert response.status_code == 200
    assert (response.json()["state"], response.json()["version"]) == ("saved", 1)
    assert response.json()["saved_at"]


def test_saving_takes_six_queries(client, editor, save_url, django_assert_max_num_queries):
    client.force_login(editor)
    client.post(save_url, form(), headers={"accept": "application/json"})

    # Two of the eight are the savepoint that the test's own transaction makes of ours.
    with django_assert_max_num_queries(8) as captured:
        client.post(
            save_url, form(seq="2", base_version="1"), headers={"accept": "application/json"}
        )
    # PostgreSQL does not say what a prepared statement was.
    own = [query for query in captured if "SAVEPOINT" not in (query["sql"] or "")]
    assert len(own) == 6


def test_a_stale_save_shows_both_answers(client, editor, save_url, framework):
    client.force_login(editor)
    client.post(save_url, form(choice="2"))

    response = client.post(save_url, form(choice="5", client_id="other-tab"))

    options = catalogue.questions(framework.pk)[QUESTION].options
    assert response.status_code == 409
    assert options[4] in response.content.decode()
    assert Answer.objects.unscoped("test").get().value == 2


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"choice": ""}, "Choose the statement"),
        ({"choice": "6"}, "not one of the available choices"),
        ({"choice": "na"}, "why this does not apply"),
        ({"choice": "na", "reason": "other"}, "Explain this reason"),
        ({"note": "a\x00b"}, "U+0000"),
        ({"note": "bell \x07"}, "U+0007"),
        ({"note": "x" * 4001}, "4000"),
        ({"confidence": "4"}, "confidence"),
        ({"base_version": ""}, "required"),
        ({"seq": "0"}, "greater than or equal to 1"),
        ({"client_id": "<script>"}, "valid value"),
    ],
)
def test_bad_input_is_named_and_nothing_is_stored(client, editor, save_url, fields, message):
    client.force_login(editor)

    response = client.post(save_url, form(**fields))
    as_json = client.post(save_url, form(**fields), headers={"accept": "application/json"})

    assert (response.status_code, as_json.status_code) == (400, 400)
    assert message in response.content.decode().replace("&#x27;", "'") + str(as_json.json())
    assert not Answer.objects.unscoped("test").exists()


def test_what_was_typed_stays_on_the_page_when_it_is_refused(client, editor, save_url):
    client.force_login(editor)

    page = client.post(save_url, form(choice="na", note="our agency does it")).content.decode()

    assert "our agency does it" in page
    assert 'value="na"\n' in page or 'value="na" checked' in page


def test_only_the_person_who_was_asked_sees_and_saves(
    client, url, save_url, editor, owner, viewer, outsider
):
    for user, status in [(owner, 403), (viewer, 403), (outsider, 404)]:
        client.force_login(user)
        assert client.get(url).status_code == status
        assert client.post(save_url, form()).status_code == status
        assert client.post(save_url, form(choice="")).status_code == status
    client.logout()
    assert client.get(url).status_code == 302
    assert client.post(save_url, form()).status_code == 302
    assert not Answer.objects.unscoped("test").exists()


def test_a_question_of_another_role_is_not_found(client, editor, respondent):
    client.force_login(editor)

    url = reverse("assessments:question", args=[respondent.pk, "analytics.benchmark.peers"])

    assert client.get(url).status_code == 404


def test_the_way_in_leads_to_the_first_open_question_and_then_to_the_review(
    client, editor, respondent, save_url
):
    client.force_login(editor)
    way_in = reverse("assessments:respond", args=[respondent.pk])

    assert client.get(way_in)["Location"].endswith("/q/data.sourcing.origin/")


def test_the_review_names_every_question_and_what_is_open(client, editor, respondent, save_url):
    client.force_login(editor)
    client.post(save_url, form())

    page = client.get(reverse("assessments:review", args=[respondent.pk])).content.decode()

    total = len(catalogue.questions_for(respondent.assessment.framework_id, respondent.role))
    assert f"{total - 1} of {total} questions are still open" in page
