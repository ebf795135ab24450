"""Files for spreadsheets as ratios to the bare library, in processor time.

A table of 10,000 rows as a sheet, to xlsxwriter writing the same cells with the same formats; a
round of 100,000 answers as CSV to the least that any export does: fetch the columns of the answers
with the database's driver and give them to `csv.writer`. Medians of pairs taken in turn.
"""

from __future__ import annotations

import csv
import io
import os
import random
import subprocess
import sys
import tempfile
import time

from bench.recount import ratio

ROWS, ANSWERS, ROUNDS = 10_000, 100_000, 5
SHEET_GOAL, ANSWERS_GOAL, QUERIES_GOAL = 1.3, 3.0, 5


def table():
    from reports.deliverables.document import Column, Number, Table, Unit
    from reports.deliverables.writing import WRITTEN

    draw = random.Random(1)
    units = (Unit.LEVEL, Unit.WHOLE_LEVEL, Unit.INDEX, Unit.SHARE, Unit.DAYS, Unit.MONEY)

    def number(unit):
        value = draw.uniform(1, 5)
        return Number(value, WRITTEN[unit](value), unit, ())

    return Table(
        key="bench",
        message="A table",
        columns=(
            Column("name", "Name"),
            Column("words", "Words"),
            *(Column(unit.value, unit.value, unit) for unit in units),
        ),
        rows=tuple(
            (f"Capability {n}", f"Because of {n % 7} things", *(number(unit) for unit in units))
            for n in range(ROWS)
        ),
        keys=tuple(map(str, range(ROWS))),
    )


def sheet() -> bool:
    import xlsxwriter

    from reports.deliverables.document import Number
    from reports.deliverables.sheets import Looks, Workbook, number_format

    rows = table()

    def ours():
        with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as file:
            book = Workbook(file, Looks(file, "#1d436f"))
            book.table(book.sheet("A table", "A table"), rows)

    def bare():
        with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as file:
            sheet, formats = file.add_worksheet("A table"), {}
            words = file.add_format({"text_wrap": True, "indent": 1})
            for down, row in enumerate(rows.rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, Number):
                        name = number_format(cell)
                        if name not in formats:
                            formats[name] = file.add_format({"num_format": name})
                        sheet.write_number(down, place, cell.value, formats[name])
                    else:
                        sheet.write_string(down, place, cell, words)

    found, reference, mine = ratio(ours, bare, ROUNDS, time.process_time)
    print(
        f"workbook, {ROWS} rows: {mine * 1e3:.0f} ms CPU, bare xlsxwriter {reference * 1e3:.0f} ms:"
        f" {found:.2f} times the reference (at most {SHEET_GOAL})",
        flush=True,
    )
    return found <= SHEET_GOAL


def answers() -> bool:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        env = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "DJANGO_SETTINGS_MODULE": "mops.settings",
            "MOPS_VAR_DIR": folder,
        }
        made = subprocess.run(
            [sys.executable, "-m", "bench.exports"],
            env=env, check=True, capture_output=True, text=True,
        )  # fmt: skip
    found, reference, mine, number, queries = map(float, made.stdout.split())
    print(
        f"answers as CSV, {number:.0f} from the database: {mine * 1e3:.0f} ms CPU, cursor and csv "
        f"{reference * 1e3:.0f} ms: {found:.2f} times the reference (at most {ANSWERS_GOAL}), "
        f"{queries:.0f} queries (at most {QUERIES_GOAL})",
        flush=True,
    )
    return found <= ANSWERS_GOAL and queries <= QUERIES_GOAL


def filled():
    """A round of so many people that everybody's sixty answers are 100,000."""
    from datetime import UTC, datetime

    from accounts.models import Organisation
    from assessments.models import Assessment, Respondent
    from bench.prepare import fill
    from capabilities.models import Question
    from capabilities.pack import bundled
    from capabilities.services import load_framework, publish

    at = datetime(2026, 1, 5, tzinfo=UTC)
    framework = load_framework(pack=bundled(), by=None, at=at)
    publish(framework=framework, by=None, at=at)
    round_ = Assessment.objects.create(
        organisation=Organisation.objects.create(name="Bench"),
        framework=framework,
        name="Round",
        profile="scaling",
        opened_at=at,
    )
    questions = list(Question.objects.all())
    people = Respondent.objects.bulk_create(
        Respondent(
            assessment=round_, name=f"Person {n}", role="marketing_ops", state="submitted",
            submitted_at=at,
        )
        for n in range(-(-ANSWERS // len(questions)))
    )  # fmt: skip
    fill(people[0], questions, at)
    return round_


def compare() -> None:
    """In a process with a database of its own: the figures of `answers`, on one line."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from assessments.answers_export import answers_csv
    from assessments.models import Answer

    round_ = filled()
    plain = (
        Answer.objects.unscoped("a database of its own")
        .values_list("respondent", "question", "kind", "value", "reason", "note", "evidence")
        .order_by("respondent", "question_id")
    )
    statement = plain.query.sql_with_params()

    def bare():
        text = io.StringIO(newline="")
        with connection.cursor() as cursor:
            cursor.execute(*statement)
            csv.writer(text, lineterminator="\r\n").writerows(cursor.fetchall())
        return text.getvalue().encode("utf-8-sig")

    with CaptureQueriesContext(connection) as asked:
        lines = answers_csv(round_).count(b"\r\n")
    figures = ratio(lambda: answers_csv(round_), bare, ROUNDS, time.process_time)
    print(*figures, lines - 1, len(asked))


def main() -> bool:
    import django

    django.setup()
    return all([sheet(), answers()])


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    compare()
