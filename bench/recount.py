"""Counting the answers of many assessments: in memory, and from a database.

In memory: ten million answers of 50,000 assessments, in the order in which they were saved, to the
mean of every area, as a ratio to a bare `numpy.bincount` over the same array. From the database:
a million answers of a thousand assessments, as a ratio to the database's own GROUP BY, its rows
fetched; on SQLite, and on PostgreSQL with BENCH_DATABASE_URL. Medians of pairs taken in turn.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.saving import database
from engine.mass_scoring import area_answers, cells, histograms

if TYPE_CHECKING:
    from collections.abc import Callable

ANSWERS, ASSESSMENTS, AREAS = 10_000_000, 50_000, 5
ROUNDS, DATABASE_ROUNDS = 7, 3
IN_MEMORY_GOAL, DATABASE_GOAL = 1.5, 1.3
ROWS_ASSESSMENTS, ROWS_PEOPLE, ROWS_QUESTIONS = 1_000, 25, 40


def ratio(
    ours: Callable[[], object], reference: Callable[[], object], rounds: int, clock
) -> tuple[float, ...]:
    """Median of the ratios of pairs, with the median seconds of both."""
    pairs = []
    for _ in range(rounds):
        start = clock()
        reference()
        between = clock()
        ours()
        pairs.append((between - start, clock() - between))
    seconds = [statistics.median(column) for column in zip(*pairs, strict=True)]
    return (statistics.median(b / a for a, b in pairs), *seconds)


def in_memory() -> bool:
    draw = np.random.default_rng(1)
    assessment = draw.integers(0, ASSESSMENTS, ANSWERS)
    area = draw.integers(0, AREAS, ANSWERS)
    cell = cells(assessment, area, draw.integers(1, 6, ANSWERS), AREAS)
    size = ASSESSMENTS * AREAS * 5
    found, reference, ours = ratio(
        lambda: area_answers(histograms(cell, ASSESSMENTS, AREAS)),
        lambda: np.bincount(cell, minlength=size),
        ROUNDS,
        time.process_time,
    )
    print(
        f"counting, {ANSWERS / 1e6:.0f} million answers of {ASSESSMENTS} assessments in memory: "
        f"{ours * 1e3:.0f} ms CPU, numpy.bincount {reference * 1e3:.0f} ms: {found:.2f} times the "
        f"reference (at most {IN_MEMORY_GOAL})",
        flush=True,
    )
    return found <= IN_MEMORY_GOAL


def from_database() -> bool:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        with database("recount", folder) as env_database:
            env = {
                **os.environ,
                **env_database,
                "DJANGO_SETTINGS_MODULE": "mops.settings",
                "MOPS_VAR_DIR": str(folder / "var"),
            }
            made = subprocess.run(
                [sys.executable, "-m", "bench.recount"],
                env=env, check=True, capture_output=True, text=True,
            )  # fmt: skip
    answers, found, reference, ours = json.loads(made.stdout)
    name = "PostgreSQL" if os.environ.get("BENCH_DATABASE_URL") else "SQLite"
    print(
        f"counting, {answers} answers of {ROWS_ASSESSMENTS} assessments from {name}: "
        f"{ours * 1e3:.0f} ms, its GROUP BY {reference * 1e3:.0f} ms: {found:.2f} times the "
        f"reference (at most {DATABASE_GOAL})",
        flush=True,
    )
    return found <= DATABASE_GOAL


def main() -> bool:
    return all([in_memory(), from_database()])


def fill():
    """A thousand rounds of 25 people with 40 answers each, and their framework."""
    from datetime import UTC, datetime

    from django.db import connection

    from accounts.models import Organisation
    from assessments.models import Answer, Assessment, Respondent
    from capabilities.models import Question
    from capabilities.pack import bundled
    from capabilities.services import load_framework, publish

    at = datetime(2026, 1, 5, tzinfo=UTC)
    framework = load_framework(pack=bundled(), by=None, at=at)
    publish(framework=framework, by=None, at=at)
    organisation = Organisation.objects.create(name="Bench")
    rounds = Assessment.objects.bulk_create(
        Assessment(
            organisation=organisation, framework=framework, name=f"Round {n}",
            profile="scaling", opened_at=at,
        )
        for n in range(ROWS_ASSESSMENTS)
    )  # fmt: skip
    people = Respondent.objects.bulk_create(
        (
            Respondent(
                assessment=item, name=f"Person {n}", role="marketing_ops",
                state="submitted", submitted_at=at,
            )
            for item in rounds
            for n in range(ROWS_PEOPLE)
        ),
        batch_size=2_000,
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(
            respondent=people[0], question=question, kind="level", value=3,
            client_id="bench", seq=1, saved_at=at,
        )
        for question in Question.objects.all()[:ROWS_QUESTIONS]
    )  # fmt: skip
    spread(people[0], connection)
    return framework, rounds


def spread(first, connection) -> None:
    """Answers to the same questions for everybody else, of any level, made by the database."""
    from assessments.models import Answer

    fields = [f for f in Answer._meta.concrete_fields if f.name not in {"id", "respondent"}]
    level = {
        "sqlite": "abs(random()) % 5 + 1",
        "postgresql": "floor(random() * 5) + 1",
    }[connection.vendor]
    values = ", ".join(level if f.name == "value" else f"a.{f.column}" for f in fields)
    names = ", ".join(f.column for f in fields)
    key = Answer._meta.get_field("respondent").get_db_prep_value(first.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into assessments_answer (respondent_id, {names})"
            f" select r.id, {values} from assessments_respondent r, assessments_answer a"
            # As they are saved: those of one person beside each other.
            " where r.id <> %s order by r.assessment_id, r.id",
            [key],
        )
        cursor.execute("analyze")


def measure() -> list[float]:
    from django.db import connection

    from assessments.models import Answer
    from assessments.recount import grouped_levels, level_histogram

    framework, rounds = fill()
    keys = [item.pk for item in rounds]
    sql, parameters = grouped_levels(framework.pk).query.sql_with_params()

    def reference():
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def ours():
        return area_answers(level_histogram(framework.pk, keys))

    assert ours().n.sum() == Answer.objects.unscoped("a benchmark").count()
    # SQLite works inside this process, PostgreSQL in one of its own.
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    return [int(ours().n.sum()), *ratio(ours, reference, DATABASE_ROUNDS, clock)]


if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    json.dump(measure(), sys.stdout)
