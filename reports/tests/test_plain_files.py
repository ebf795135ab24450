"""Tables, dates and tickets: files that other programs read."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from icalendar import Calendar

from reports.deliverables import tables as table_files
from reports.deliverables.calendar_file import calendar_file
from reports.deliverables.tables import tables
from reports.deliverables.tickets import COLUMNS, tickets
from reports.tests.deliverable_rows import SAMPLES, sample


def read(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def unpacked(document):
    with zipfile.ZipFile(io.BytesIO(tables(document))) as archive:
        return {name: read(archive.read(name)) for name in archive.namelist()}


class TestTables:
    @pytest.mark.parametrize("kind", SAMPLES)
    def test_every_column_has_a_meaning_and_every_key_a_name(self, kind):
        found = unpacked(SAMPLES[kind]())
        described = {(row["table"], row["column"]) for row in found["columns.csv"]}
        for name, rows in found.items():
            if name != "columns.csv" and rows:
                assert {(name, column) for column in rows[0]} <= described
        named = {row["key"] for row in found["names.csv"]}
        assert {row["key"] for row in found["areas.csv"]} <= named
        assert {row["initiative"] for row in found.get("roadmap.csv", [])} <= named
        assert {row["question"] for row in found["answers.csv"]} <= named

    def test_the_dictionary_describes_nothing_that_is_not_there(self):
        found = table_files.files(sample())
        used = {column for rows in map(read, found.values()) for row in rows[:1] for column in row}
        used |= {
            f"{name.removesuffix('.csv')}.{column}"
            for name, data in found.items()
            for row in read(data)[:1]
            for column in row
        }
        assert set(table_files.MEANINGS) <= used

    def test_numbers_are_those_of_the_result(self):
        stored = {item["key"]: item for item in sample().facts["result"]["capabilities"]}
        for row in unpacked(sample())["capabilities.csv"]:
            for column in ("score", "low", "high", "priority"):
                value = stored[row["key"]][column]
                assert row[column] == ("" if value is None else repr(value))

    def test_what_may_not_be_shown_is_not_there(self):
        hidden = SAMPLES["confidential"]().facts["answers"]
        rows = unpacked(SAMPLES["confidential"]())["answers.csv"]
        shown = {key for key, item in hidden.items() if item["counts"] is not None}
        assert len(shown) < len(hidden)
        assert {row["question"] for row in rows} == shown


class TestCalendar:
    def test_an_event_for_every_initiative_and_stage(self):
        document = sample()
        events = Calendar.from_ical(calendar_file(document)).walk("VEVENT")
        plan = document.facts["plan"]["roadmap"]["items"]
        reached = [item for item in document.facts["milestones"]["stages"] if item["period"]]
        assert len(events) == len(plan) + len(reached)
        first = min(plan, key=lambda item: (item["start_date"], item["initiative"]))
        assert events[0].start == date.fromisoformat(first["start_date"])
        assert (
            events[0]["dtend"].dt.toordinal() - 1
            == date.fromisoformat(first["finish_date"]).toordinal()
        )
        assert len({str(event["uid"]) for event in events}) == len(events)

    def test_names_cannot_add_lines(self):
        document = replace(sample(), organisation="Ada\r\nATTENDEE:mailto:eve@example.com")
        data = calendar_file(document)
        assert b"\r\nATTENDEE" not in data
        assert data == calendar_file(document)


class TestTickets:
    def test_a_story_for_every_initiative_under_the_epic_of_its_area(self):
        document = sample()
        found = read(tickets(document))
        epics = {row["Issue Id"]: row for row in found if row["Issue Type"] == "Epic"}
        stories = [row for row in found if row["Issue Type"] == "Story"]
        items = {item["initiative"]: item for item in document.facts["plan"]["roadmap"]["items"]}
        assert len(stories) == len(items)
        for row in stories:
            epic = epics[row["Parent"]]
            assert epic["Labels"] == row["Labels"]
            assert epic["Start Date"] <= row["Start Date"] <= row["Due Date"] <= epic["Due Date"]
            assert row["Acceptance Criteria"]
        assert sorted(row["Start Date"] for row in stories) == [
            row["Start Date"] for row in stories
        ]
        assert "Ada Example" in {row["Assignee"] for row in stories}
        assert all(row["Carried By"] for row in stories)
        assert all(row["Area"] == epics[row["Parent"]]["Summary"] for row in stories)

    def test_importers_find_what_they_ask_for(self):
        found = read(tickets(sample()))
        assert {"Summary", "Issue Type", "Issue Id", "Parent", "Assignee"} <= set(COLUMNS[1:])
        assert all(heading.replace(" ", "").isalpha() for heading in COLUMNS)
        kinds = [row["Issue Type"] for row in found]
        assert kinds == sorted(kinds)  # epics before their stories
        assert len({row["Issue Id"] for row in found}) == len(found)
        assert all(row["Summary"] for row in found)
        for row in found:
            assert date.fromisoformat(row["Start Date"]) <= date.fromisoformat(row["Due Date"])

    def test_without_a_plan_there_is_a_header_only(self):
        text = tickets(SAMPLES["without a roadmap"]()).decode("utf-8-sig")
        assert text.split("\r\n") == [",".join(COLUMNS), ""]
