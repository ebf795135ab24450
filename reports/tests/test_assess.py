"""`manage.py assess`: the main job without a browser or a database."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

EXAMPLE = Path(settings.BASE_DIR) / "docs" / "examples" / "answers-synthetic.csv"
# A day is named so that the result does not depend on when the tests run.
DAY = "--start=2027-01-01"
# The greedy plan; the test of the whole process plans as the command does unasked.
QUICK = "--effort=instant"


def assess(*options, file=EXAMPLE):
    """What is printed. Database access fails in these tests: none has the marker for it."""
    out, err = io.StringIO(), io.StringIO()
    call_command("assess", str(file), DAY, QUICK, *map(str, options), stdout=out, stderr=err)
    return out.getvalue()


def refused(*options, file=EXAMPLE):
    """The faults and the last words of a run that was refused."""
    err = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("assess", str(file), DAY, *map(str, options), stdout=io.StringIO(), stderr=err)
    return caught.value.returncode, err.getvalue() + str(caught.value)


def test_the_summary_tells_stage_areas_gaps_and_the_next_two_quarters():
    text = assess("--goal=pipeline_efficiency")

    assert re.search(r"^Stage \d of 5: \w+", text)
    assert "14 people in 9 roles" in text
    for area in ("Data", "Technology", "Analytics", "Process", "People"):
        assert re.search(rf"^{area} +\d\.\d", text, re.MULTILINE)
    assert len(re.findall(r"^\d \w", text, re.MULTILINE)) == 5
    assert "First quarter, 2027-01-01 to 2027-03-31" in text
    assert "Second quarter, 2027-04-01 to 2027-06-30" in text


def test_two_runs_write_the_same_bytes(tmp_path):
    for folder in ("one", "two"):
        assess("--out", tmp_path / folder, "--quiet")

    first, second = ((tmp_path / folder / "result.json").read_bytes() for folder in ("one", "two"))
    assert first == second


def test_the_order_of_the_rows_does_not_matter(tmp_path):
    header, *rows = EXAMPLE.read_text().splitlines()
    shuffled = tmp_path / "shuffled.csv"
    shuffled.write_text("\n".join([header, *sorted(rows, reverse=True)]))

    assess("--out", tmp_path / "one", "--quiet")
    assess("--out", tmp_path / "two", "--quiet", file=shuffled)

    one, two = ((tmp_path / folder / "result.json").read_text() for folder in ("one", "two"))
    assert one == two


def test_options_reach_the_engine(tmp_path):
    assess(
        *("--profile", "enterprise", "--size", "large", "--industry", "healthcare"),
        *("--goal", "profitability", "--goal", "compliance_risk"),
        *("--period", "quarter", "--periods", 4, "--budget", 50, "--capacity", "it_partner=12"),
        *("--seed", 7, "--out", tmp_path, "--quiet"),
    )

    result = json.loads((tmp_path / "result.json").read_text())
    plan = result["roadmap"]
    assert result["seed"] == 7
    assert result["inputs"]["profile"] == "enterprise"
    assert result["inputs"]["industry"] == "healthcare"
    assert [goal["key"] for goal in result["inputs"]["goals"]] == [
        "profitability",
        "compliance_risk",
    ]
    assert (plan["period"], plan["periods"], plan["start"]) == ("quarter", 4, "2027-01-01")
    assert {line["budget"] for line in plan["spend"]} == {50}
    assert {line["capacity"] for line in plan["load"] if line["pool"] == "it_partner"} == {12}


@pytest.mark.parametrize(
    ("options", "profile"),
    [
        ((), "scaling"),
        (("--size", "small"), "early"),
        (("--size", "global"), "enterprise"),
        (("--profile", "early", "--size", "large"), "early"),
    ],
)
def test_the_profile_follows_the_size_unless_given(tmp_path, options, profile):
    assess(*options, "--out", tmp_path, "--quiet")

    result = json.loads((tmp_path / "result.json").read_text())
    assert result["inputs"]["profile"] == profile


def test_nothing_is_printed_when_quiet_and_nothing_written_without_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert assess("--quiet") == ""
    assert list(tmp_path.iterdir()) == []


def test_the_files_for_people_are_written_beside_the_result(tmp_path):
    assess("--format=json,csv,xlsx,ics", "--out", tmp_path, "--synthetic", "--organisation=Acme")

    names = {path.name for path in tmp_path.iterdir()}
    assert {"result.json", "workbook.xlsx", "roadmap.ics", "tickets.csv", "columns.csv"} <= names
    assert openpyxl.load_workbook(tmp_path / "workbook.xlsx").properties.title
    assert "BEGIN:VEVENT" in (tmp_path / "roadmap.ics").read_text()
    whole = json.loads((tmp_path / "result.json").read_text())
    assert whole["roadmap"]["items"]


def test_a_format_without_a_folder_goes_into_the_present_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assess("--format", "csv,json")

    assert {"result.json", "areas.csv", "roadmap.csv"} <= {p.name for p in tmp_path.iterdir()}


def test_bad_answers_end_with_code_2_every_fault_and_nothing_written(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "respondent,role,question,answer\nAna,boss,data.quality.measure,3\n"
        "Ben,it,data.quality.measure,9\n"
    )

    code, text = refused("--out", tmp_path / "out", "--goal", "fame", file=bad)

    assert code == 2
    assert "--goal: 'fame' is not known" in text
    assert "row 2, role" in text
    assert "row 3, answer" in text
    assert "3 faults. Nothing was written." in text
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--profile=huge"], "--profile: 'huge' is not known. Known: early, scaling, enterprise"),
        (["--size=tiny"], "--size: 'tiny'"),
        (["--industry=moon"], "--industry: 'moon'"),
        (["--framework=other"], "no framework of this key"),
        (["--goal=profitability", "--goal=profitability"], "given twice"),
        (["--periods=0"], "1 to 120 periods"),
        (["--capacity=nobody=3"], "nobody"),
    ],
)
def test_what_the_engine_cannot_work_with_is_refused(options, words):
    code, text = refused(*options)

    assert code == 2
    assert words in text


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--format=odt", "'odt' cannot be written. There is: json, csv"),
        ("--budget=nan", "not an amount"),
        ("--budget=-1", "not an amount"),
        ("--capacity=team", "POOL=DAYS"),
        ("--start=2025-02-29", "not a day"),
        ("--start=9999-12-31", "not a day"),
        ("--period=week", "week"),
    ],
)
def test_an_option_that_cannot_be_read_is_refused(option, words):
    with pytest.raises(CommandError, match=words):
        call_command("assess", str(EXAMPLE), option)


def test_a_file_that_is_not_there_is_told():
    code, text = refused(file=Path("nowhere.csv"))

    assert (code, "nowhere.csv cannot be read" in text) == (2, True)


def test_it_runs_as_a_command_without_any_database(tmp_path):
    """As a user runs it: an unreachable database, an empty var folder, a pipe and no terminal."""
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:9/none",
        "MOPS_VAR_DIR": str(tmp_path / "var"),
    }
    command = [sys.executable, "manage.py", "assess", str(EXAMPLE), DAY, "--out", tmp_path / "out"]
    command.append("--effort=interactive")
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Stage ")
    found = json.loads((tmp_path / "out" / "result.json").read_text())["roadmap"]
    assert found["status"] in {"bounded", "proved"}
    assert found["reproducible"]
    assert found["value"] <= found["bound"]
    assert not list((tmp_path / "var").glob("*.sqlite3*"))


def test_a_bad_file_ends_the_process_with_code_2(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("nothing\n")
    command = [sys.executable, "manage.py", "assess", str(bad)]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "The first row is no header" in done.stderr
