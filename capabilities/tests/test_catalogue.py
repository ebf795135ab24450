"""Reads for the other rooms: kept for published frameworks, fresh for drafts."""

from __future__ import annotations

import uuid

import pytest

from capabilities import catalogue
from capabilities.engine_values import engine_framework
from capabilities.models import Framework, Question
from capabilities.pack import bundled
from capabilities.services import load_framework
from tests.factories import AT

pytestmark = pytest.mark.django_db


def test_the_database_gives_the_engine_the_same_values_as_the_files(framework):
    assert catalogue.engine_framework(framework.pk) == engine_framework(bundled().content)


def test_a_published_framework_is_read_once(framework, django_assert_num_queries):
    with django_assert_num_queries(2):
        catalogue.engine_framework(framework.pk)
    with django_assert_num_queries(0):
        entry = catalogue.questions(framework.pk)["process.leads.handover"]
        catalogue.na_reasons(framework.pk)
        catalogue.roles(framework.pk)

    assert entry.capability == "process.leads"
    assert entry.roles == {"sales", "demand_channel", "marketing_ops", "regional"}
    assert entry.options[0] == "Nothing written"


def test_a_draft_is_read_anew(db, django_assert_num_queries):
    draft = load_framework(pack=bundled(), by=None, at=AT)

    for _ in range(2):
        with django_assert_num_queries(2):
            catalogue.questions(draft.pk)


def test_an_unknown_framework_is_said_to_be_unknown():
    with pytest.raises(Framework.DoesNotExist):
        catalogue.engine_framework(uuid.uuid4())


def test_a_role_is_asked_its_questions_in_catalogue_order(framework):
    keys = [entry.key for entry in catalogue.questions_for(framework.pk, "customer_care")]

    assert len(keys) == 9
    assert keys == [key for key in catalogue.questions(framework.pk) if key in keys]


def test_the_short_form_asks_ten_questions(framework):
    asked = {
        entry.key
        for role in catalogue.roles(framework.pk)
        for entry in catalogue.questions_for(framework.pk, role.key, quick=True)
    }

    assert len(asked) == 10


def test_reasons_say_which_of_them_need_a_note(framework):
    assert catalogue.na_reasons(framework.pk)["other"] is True
    assert catalogue.na_reasons(framework.pk)["out_of_scope"] is False
    assert catalogue.na_reason_labels(framework.pk)[0][0] == "out_of_scope"


def test_names_are_those_of_the_framework(framework):
    assert catalogue.capability_name(framework.pk, "data.quality") == "Data quality"


def test_the_newest_published_version_is_found(framework):
    Framework.objects.create(
        key=framework.key, version=2, name="Draft", content={}, digest="0" * 64
    )

    assert catalogue.latest_published() == framework
    assert catalogue.latest_published("another") is None


def test_a_question_is_found_without_a_query_once_its_framework_is_in_memory(framework):
    [row] = Question.objects.filter(framework=framework, key="process.leads.handover")
    catalogue.questions(framework.pk)

    assert row.pk in catalogue.kept_question_ids("process.leads.handover")
    assert catalogue.kept_question_ids("process.leads.other") == frozenset()
