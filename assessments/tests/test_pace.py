"""How fast answers are taken, and that being told to wait loses none."""

import pytest
from django.urls import reverse

from assessments import pace
from assessments.models import Answer, AnswerEvent
from assessments.pace import Pace
from assessments.tests.test_answering_in_a_browser import begin_in
from tests.api_client import ROOT, program

QUESTION = "data.quality.measure"


@pytest.fixture
def slow(settings, monkeypatch):
    """Two saves a second of one person, three of one address, from nothing."""
    settings.SAVES_OF_ONE_PERSON, settings.SAVES_OF_ONE_ADDRESS = 2, 3
    monkeypatch.setattr(pace, "_questionnaires", Pace())
    monkeypatch.setattr(pace, "_addresses", Pace())


@pytest.fixture
def stopped(slow, monkeypatch):
    """All within one moment, however long this machine takes."""
    monkeypatch.setattr(pace, "_questionnaires", Pace(lambda: 100.0))
    monkeypatch.setattr(pace, "_addresses", Pace(lambda: 100.0))


def test_a_seconds_worth_at_once_and_then_one_after_the_other():
    now = [100.0]
    found = Pace(lambda: now[0])

    assert [found.take("a", 10) for _ in range(10)] == [0.0] * 10
    assert found.take("a", 10) == pytest.approx(0.1)
    assert found.take("b", 10) == 0.0
    now[0] += 0.1
    assert found.take("a", 10) == 0.0
    assert found.take("a", 10) > 0
    now[0] += 5
    assert [found.take("a", 10) for _ in range(11)].count(0.0) == 10


def test_who_is_idle_is_forgotten_when_many_are_known(monkeypatch):
    monkeypatch.setattr(pace, "_MANY", 3)
    now = [100.0]
    found = Pace(lambda: now[0])
    for key in "abc":
        found.take(key, 1)
    now[0] += 2
    found.take("d", 1)

    assert list(found._free) == ["d"]


def save(client, person, seq, base, accept="application/json"):
    return client.post(
        reverse("assessments:save", args=[person.pk, QUESTION]),
        {"choice": "3", "client_id": "tab", "seq": seq, "base_version": base, "note": "typed"},
        headers={"accept": accept},
    )


@pytest.mark.django_db
def test_one_too_many_is_told_when_to_come_again_and_stores_nothing(
    client, editor, respondent, stopped
):
    client.force_login(editor)
    assert [save(client, respondent, n + 1, n).status_code for n in range(2)] == [200, 200]

    refused = save(client, respondent, 3, 2)
    page = save(client, respondent, 3, 2, accept="text/html")
    program_refused = program(editor).put(
        f"{ROOT}respondents/{respondent.pk}/answers/{QUESTION}/",
        {"choice": "4", "client_id": "x", "seq": 1, "base_version": 2},
    )

    for reply in (refused, page, program_refused):
        assert reply.status_code == 429
        assert int(reply["Retry-After"]) == 1
    assert "Too many answers came at once" in page.text
    assert "typed" in page.text
    assert program_refused.json()["type"].endswith("too-fast")
    assert Answer.objects.unscoped("looking").get().version == 2


@pytest.mark.django_db
def test_an_address_has_a_pace_of_its_own(client, editor, respondent, stopped, settings):
    settings.SAVES_OF_ONE_PERSON = 100
    client.force_login(editor)

    found = [save(client, respondent, n + 1, n).status_code for n in range(4)]

    assert found == [200, 200, 200, 429]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_waits_as_long_as_it_is_told_and_loses_no_tap(page, live_server, assessment, slow):
    begin_in(page, live_server, assessment)
    refused = []
    page.on("response", lambda reply: reply.status == 429 and refused.append(reply.url))
    for number in (1, 2, 3, 4, 5):
        page.locator(f".choices [name=choice][value='{number}']").check()
        page.wait_for_timeout(60)

    page.locator("[data-save-state]").get_by_text("Saved", exact=True).wait_for(timeout=20_000)

    assert refused
    assert Answer.objects.unscoped("looking").get().value == 5
    given = AnswerEvent.objects.unscoped("looking").order_by("pk").values_list("value", flat=True)
    assert list(given) == sorted(given)
