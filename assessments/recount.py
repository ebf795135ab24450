"""Stored results against the answers they were made from, for all assessments at once.

The database groups equal answers and NumPy counts them by area, so that a hundred thousand
assessments are looked at in seconds and none of their rows becomes an object.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import connection
from django.db.models import Count

from assessments.models import Analysis, Answer, Respondent
from capabilities import catalogue
from engine import mass_scoring

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import QuerySet

    from engine.tally import Ints

# The last bit of a mean may carry it over the end of the answers.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Fault:
    """A stored area score that no answers like these can have. low, high: levels answered."""

    assessment: uuid.UUID
    area: str
    score: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Recount:
    """agree: results whose scores lie within their answers; moved_on: results that rest on another
    number of answers than there are now, which says nothing about them."""

    agree: int
    moved_on: int
    faults: tuple[Fault, ...]


def recount() -> Recount:
    """The newest result of every assessment in which no answer was settled by a group."""
    agree = moved_on = 0
    faults: list[Fault] = []
    rows = sorted(_newest().items(), key=lambda item: str(item[1]["assessment__framework_id"]))
    for framework_id, group in groupby(rows, key=lambda item: item[1]["assessment__framework_id"]):
        stored = dict(group)
        histogram = level_histogram(framework_id, list(stored))
        low, high = mass_scoring.bounds(histogram)
        number = histogram.sum(axis=(1, 2))
        areas = [area.key for area in catalogue.engine_framework(framework_id).areas]
        for row, (assessment, result) in enumerate(stored.items()):
            if int(number[row]) != result["result__inputs__answers"]:
                moved_on += 1
                continue
            found = _outside(assessment, result["summary"], areas, low[row], high[row])
            faults += found
            agree += not found
    return Recount(agree, moved_on, tuple(faults))


def level_histogram(framework_id: uuid.UUID, assessments: Collection[uuid.UUID]) -> Ints:
    """[N,A,5]: submitted answers by level, in the order of assessments and of the framework's
    areas. All assessments are of this framework."""
    framework = catalogue.engine_framework(framework_id)
    place = {area.key: number for number, area in enumerate(framework.areas)}
    area_of = {
        entry.id: place[framework.capability[entry.capability].area]
        for entry in catalogue.questions(framework_id).values()
    }
    row_of = {_as_stored(key): number for number, key in enumerate(assessments)}
    # As rows of the database: making a UUID of each would cost as much as the query.
    sql, parameters = grouped_levels(framework_id).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = [row for row in cursor.fetchall() if row[0] in row_of]
    assessment = np.fromiter((row_of[row[0]] for row in rows), np.int64, len(rows))
    area = np.fromiter((area_of[row[1]] for row in rows), np.int64, len(rows))
    level = np.fromiter((row[2] for row in rows), np.int64, len(rows))
    counts = np.fromiter((row[3] for row in rows), np.int64, len(rows))
    cell = mass_scoring.cells(assessment, area, level, len(place))
    return mass_scoring.histograms(cell, len(row_of), len(place), counts)


def grouped_levels(framework_id: uuid.UUID) -> QuerySet[Answer, Any]:
    """(assessment, question, level, how many), grouped by the database."""
    return (
        Answer.objects.unscoped("counted for all organisations, by the system")
        .filter(
            kind=Answer.Kind.LEVEL,
            respondent__state=Respondent.State.SUBMITTED,
            respondent__assessment__framework_id=framework_id,
        )
        .order_by()
        .values_list("respondent__assessment_id", "question_id", "value")
        .annotate(n=Count("pk"))
    )


def _newest() -> dict[uuid.UUID, dict[str, Any]]:
    """The newest result of each assessment, without its document. Where a group has settled an
    answer, what was given is not what counted, so those are left out."""
    rows = (
        Analysis.objects.unscoped("checked for all organisations, by the system")
        .filter(assessment__agreed=None)
        .order_by("created_at")
        .values("assessment_id", "assessment__framework_id", "summary", "result__inputs__answers")
    )
    return {row["assessment_id"]: dict(row) for row in rows.iterator()}


def _outside(
    assessment: uuid.UUID, summary: Mapping[str, Any], areas: list[str], low: Ints, high: Ints
) -> list[Fault]:
    scores = {item["key"]: item["score"] for item in summary["areas"]}
    return [
        Fault(assessment, area, scores[area], int(low[number]), int(high[number]))
        for number, area in enumerate(areas)
        if scores.get(area) is not None
        and not low[number] - TOLERANCE <= scores[area] <= high[number] + TOLERANCE
    ]


def _as_stored(key: uuid.UUID) -> object:
    """A key as a bare cursor gives it back: PostgreSQL knows the type, SQLite has text."""
    return key if connection.features.has_native_uuid_field else key.hex
