"""`manage.py assess --previous`: what changed since the round before, from two files."""

import csv
import json
from pathlib import Path

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

from reports.tests.test_assess import EXAMPLE, assess, refused
from reports.tests.test_result_schema import order_faults

SCHEMA = json.loads(
    (Path(settings.BASE_DIR) / "docs" / "change.schema.json").read_text(encoding="utf-8")
)


def rewritten(path, keep=lambda row: True, lower=0):
    """The example with only the rows to keep, and every level lowered."""
    with EXAMPLE.open(newline="", encoding="utf-8") as handle:
        reader = csv.DictReader(handle)
        rows = [row for row in reader if keep(row)]
    for row in rows:
        if row["answer"].isdigit():
            row["answer"] = str(max(1, int(row["answer"]) - lower))
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def last_year(tmp_path):
    return rewritten(tmp_path / "last.csv", lambda row: row["role"] != "finance", lower=1)


def test_the_summary_tells_what_moved_and_why(last_year):
    text = assess("--previous", last_year)

    assert "Since the last round\n   The index rose" in text
    assert "because the same roles answered higher" in text
    assert "The stage moved from 1 to 2" in text


def test_change_json_lies_beside_the_result_which_stays_as_it_was(last_year, tmp_path):
    assess("--out", tmp_path / "alone", "--quiet")
    assess("--out", tmp_path / "both", "--previous", last_year, "--quiet")

    assert sorted(path.name for path in (tmp_path / "both").iterdir()) == [
        "change.json",
        "result.json",
    ]
    alone, both = (tmp_path / name / "result.json" for name in ("alone", "both"))
    assert alone.read_bytes() == both.read_bytes()


@pytest.mark.parametrize(
    ("keep", "status"),
    [
        (lambda row: row["role"] != "finance", "ok"),
        (lambda row: row["role"] == "marketing_ops", "provisional"),
        (lambda row: row["question"].startswith("data."), "insufficient"),
    ],
)
def test_a_real_change_fits_the_schema(tmp_path, keep, status):
    previous = rewritten(tmp_path / "last.csv", keep, lower=1)
    assess("--out", tmp_path / "out", "--previous", previous, "--quiet")
    change = json.loads((tmp_path / "out" / "change.json").read_text(encoding="utf-8"))

    Draft202012Validator.check_schema(SCHEMA)
    assert [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(SCHEMA).iter_errors(change)
    ] == []
    assert order_faults(change, SCHEMA, SCHEMA) == []
    assert change["status"] == status
    assert status == "ok" or change["reason"]


def test_two_runs_write_the_same_change(last_year, tmp_path):
    for folder in ("one", "two"):
        assess("--out", tmp_path / folder, "--previous", last_year, "--quiet")

    one, two = ((tmp_path / folder / "change.json").read_bytes() for folder in ("one", "two"))
    assert one == two


def test_a_round_that_cannot_be_compared_says_why(tmp_path):
    previous = rewritten(tmp_path / "last.csv", lambda row: row["question"].startswith("data."))

    assert "areas can be compared." in assess("--previous", previous)


def test_faults_of_either_file_name_the_file(tmp_path):
    broken = tmp_path / "last.csv"
    broken.write_text("respondent,role,question,answer\nA,cmo,data.quality.measure,7\n")

    code, text = refused("--previous", broken)

    assert code == 2
    assert f"{broken}: " in text
    assert "Nothing was written" in text


def test_a_previous_file_that_is_not_there_is_named(tmp_path):
    code, text = refused("--previous", tmp_path / "none.csv")

    assert code == 2
    assert "none.csv cannot be read" in text
