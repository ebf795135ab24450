"""From an analysis to a stored roadmap."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from engine.plan_check import PlanError
from engine.planning import plan
from engine.roadmap import parameters_from
from roadmaps import pipeline
from roadmaps.models import PlanItem, Roadmap
from tests.factories import AT


def stored():
    return Roadmap.objects.unscoped("tests count rows")


def test_a_roadmap_holds_the_document_and_its_limits(analysis, roadmap):
    assert list(roadmap.result) == ["roadmap", "forecast"]
    assert roadmap.result["roadmap"]["items"]
    assert parameters_from(roadmap.parameters) == pipeline.default_parameters(analysis)
    assert (roadmap.created_at, roadmap.name) == (AT, "Roadmap")


def test_each_item_of_the_document_has_its_row(roadmap):
    rows = list(
        roadmap.items.values_list(
            "initiative__key", "position", "start", "finish", "start_date", "finish_date"
        )
    )

    assert rows == [
        (
            item["initiative"],
            position,
            item["start"],
            item["finish"],
            date.fromisoformat(item["start_date"]),
            date.fromisoformat(item["finish_date"]),
        )
        for position, item in enumerate(roadmap.result["roadmap"]["items"])
    ]


def test_the_same_limits_make_one_roadmap(analysis, roadmap):
    later = datetime(2027, 1, 1, tzinfo=UTC)

    again = pipeline.record_roadmap(analysis, pipeline.default_parameters(analysis), at=later)

    assert again == roadmap
    assert again.created_at == AT
    assert stored().count() == 1
    assert PlanItem.objects.unscoped("tests count rows").count() == roadmap.items.count()


def test_other_limits_make_another_roadmap(analysis, roadmap):
    limits = replace(pipeline.default_parameters(analysis), budget=5)

    assert pipeline.record_roadmap(analysis, limits, at=AT) != roadmap
    assert stored().count() == 2


@pytest.mark.parametrize(
    ("made", "start"),
    [
        (datetime(2026, 11, 2, 9, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 12, 31, 9, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2027, 1, 1, 9, tzinfo=UTC), date(2027, 2, 1)),
    ],
)
def test_a_plan_starts_with_the_month_after_the_analysis(analysis, made, start):
    analysis.created_at = made

    assert pipeline.default_parameters(analysis).start == start


def test_limits_nobody_has_set_follow_the_size_of_the_organisation(analysis):
    analysis.assessment.organisation.size = "large"

    limits = pipeline.default_parameters(analysis)

    assert (limits.size, limits.period, limits.periods) == ("large", "month", 24)
    assert limits.budget is None


def test_a_plan_that_breaks_a_limit_is_not_stored(analysis, monkeypatch):
    def broken(instance, effort):
        found = plan(instance)
        return replace(found, value=found.value + 1)

    monkeypatch.setattr("engine.roadmap.optimise", broken)

    with pytest.raises(PlanError):
        pipeline.record_roadmap(analysis, pipeline.default_parameters(analysis), at=AT)
    assert not stored().exists()


def test_storing_takes_few_queries(analysis, django_assert_max_num_queries):
    made = pipeline.compute(analysis, pipeline.default_parameters(analysis), AT)

    # Savepoint, look, savepoint, insert, initiatives, items.
    with django_assert_max_num_queries(12):
        pipeline.store(made)
