"""The words of the files: rules write them, people change them, and changed figures are told."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from reports.deliverables import loading, narrative
from reports.deliverables.document import Brand
from reports.models import EditedPassage
from reports.tests.rows import make_analysis
from tests.factories import AT


@pytest.fixture
def url(organisation):
    return reverse("files:narrative", args=[organisation.pk])


@pytest.fixture
def passage(analysis, scenario):
    """One that has figures in it."""
    document = loading.load(
        analysis, scenario.plan, brand=Brand(), at=timezone.now(), reworded=False
    )
    return next(item for item in narrative.passages(document) if re.search(r"\d", item.written))


def sent(passage, text, **more):
    return {"key": passage.key, "text": text, "seen": passage.written, **more}


def rows():
    return EditedPassage.objects.unscoped("a test looks at what is there")


def words_of(analysis, plan, passage):
    document = loading.load(analysis, plan, brand=Brand(), at=timezone.now())
    found = {item.key: item.written for item in narrative.passages(document)}
    return found[passage.key]


def test_an_editor_puts_it_in_own_words_and_takes_them_back(
    client, editor, viewer, analysis, scenario, passage, url
):
    client.force_login(editor)
    where = f"{url}?part={passage.section}"

    kept = client.post(url, sent(passage, "In <b>our</b> words: 5.\nSecond line."), follow=True)

    assert kept.redirect_chain[0][0].endswith(f"?part={passage.section}#{passage.key}")
    assert words_of(analysis, scenario.plan, passage) == "In <b>our</b> words: 5.\nSecond line."
    client.force_login(viewer)
    shown = client.get(where).content.decode()
    assert "In &lt;b&gt;our&lt;/b&gt; words: 5.<br>Second line." in shown
    assert str(editor) in shown
    assert "Keep my words" not in shown
    assert client.post(url, sent(passage, "Mine")).status_code == 403

    client.force_login(editor)
    client.post(url, {"key": passage.key, "text": "x", "seen": "", "reset": "1"})
    assert words_of(analysis, scenario.plan, passage) == passage.written
    actions = AuditEntry.objects.filter(action__startswith="passage.")
    assert list(actions.order_by("at").values_list("action", flat=True)) == [
        "passage.edited",
        "passage.reset",
    ]


def test_words_stay_when_the_figures_change_and_are_marked(
    client, editor, assessment, analysis, example, passage, url
):
    client.force_login(editor)
    client.post(url, sent(passage, "In our words."))
    assert "figures changed since" not in client.get(url).content.decode()

    result = deepcopy(example[1])
    result["overall"] |= {"index": 12.0, "score": 1.48, "stage": "reactive", "stage_level": 1}
    for item in (*result["areas"], *result["capabilities"]):
        item |= {"score": 1.1, "low": 1.0, "high": 1.2}
    result["inputs"] = {**result["inputs"], "answers": 7, "respondents": 3}
    make_analysis(assessment, result, at=AT + timedelta(days=1), digest="b")
    page = client.get(f"{url}?part={passage.section}").content.decode()

    assert "In our words." in page
    assert "figures changed since you edited" in page
    assert "Read it again before you hand it over" in page


def test_two_who_edit_the_same_passage_do_not_overwrite_each_other(
    client, editor, owner, scenario, passage, url
):
    client.force_login(editor)
    client.post(url, sent(passage, "First."))
    client.force_login(owner)

    late = client.post(url, sent(passage, "Second."))

    assert late.status_code == 409
    page = late.content.decode()
    assert "Nothing was overwritten" in page
    assert "First." in page
    assert "Second." in page
    assert rows().get().text == "First."
    assert client.post(url, sent(passage, "Second.") | {"seen": "First."}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"text": "x" * 4001}, 400),
        ({"text": "a\u0000b"}, 400),
        ({"key": "nothing-of-ours"}, 404),
        ({"key": ""}, 404),
        ({"html": "<b>"}, 400),
    ],
)
def test_what_cannot_be_kept_is_refused(client, editor, scenario, passage, url, wrong, status):
    client.force_login(editor)

    assert client.post(url, sent(passage, "Fine.") | wrong).status_code == status
    assert not rows().exists()


def test_it_is_there_for_the_organisation_only_and_empty_before_a_result(
    client, editor, outsider, organisation, url
):
    client.force_login(outsider)
    assert client.get(url).status_code == 404
    client.force_login(editor)
    assert "No words yet" in client.get(url).content.decode()
    assert client.post(url, {"key": "x", "text": "y"}).status_code == 404
