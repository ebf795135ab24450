"""A result as files: whole or not at all, and inert in a spreadsheet."""

import csv
import io
import json

import pytest

from reports.result_files import csv_files, json_files, write_files

FILES = {"a.txt": b"new a", "b.txt": b"new b"}


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_new_folder_appears_with_all_files(tmp_path):
    write_files(tmp_path / "deep" / "result", FILES)

    assert {p.name: p.read_bytes() for p in (tmp_path / "deep" / "result").iterdir()} == FILES
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["result"]


def test_files_of_the_same_name_are_replaced_and_others_stay(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"old")
    (tmp_path / "mine.txt").write_bytes(b"mine")

    write_files(tmp_path, FILES)

    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {**FILES, "mine.txt": b"mine"}


@pytest.mark.parametrize("failing", ["a.txt", "b.txt"])
def test_a_failure_leaves_the_folder_as_it_was(tmp_path, monkeypatch, failing):
    (tmp_path / "a.txt").write_bytes(b"old a")
    real = type(tmp_path).rename

    def rename(self, target):
        if self.name == failing and self.parent.name == "new":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(type(tmp_path), "rename", rename)
    with pytest.raises(OSError, match="No space"):
        write_files(tmp_path, FILES)

    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.txt": b"old a"}


def test_a_failure_leaves_no_new_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        write_files(tmp_path / "x" / "y", FILES)

    assert list(tmp_path.iterdir()) == []


def test_json_keeps_the_order_of_the_schema(document, schema):
    text = json_files(document)["result.json"].decode()

    assert list(json.loads(text)) == list(schema["properties"])
    assert text.endswith("}\n")


def test_csv_has_a_table_for_each_list(document):
    tables = {name: rows(data) for name, data in csv_files(document).items()}

    assert len(tables["areas.csv"]) == 5
    assert len(tables["capabilities.csv"]) == 30
    assert len(tables["roadmap.csv"]) == len(document["roadmap"]["items"])
    assert len(tables["left_out.csv"]) == len(document["roadmap"]["left_out"])
    assert len(tables["load.csv"]) == len(document["roadmap"]["load"])
    assert {row["role"] for row in tables["capability_roles.csv"]} == set(
        document["inputs"]["roles"]
    )


def test_numbers_in_csv_are_unrounded_and_absent_is_empty(document):
    by_key = {row["key"]: row for row in rows(csv_files(document)["capabilities.csv"])}

    for item in document["capabilities"]:
        row = by_key[item["key"]]
        assert (float(row["score"]) if row["score"] else None) == item["score"]
        assert (float(row["gap"]) if row["gap"] else None) == item["gap"]


def test_text_in_csv_cannot_run_as_a_formula(document):
    evil = {**document, "areas": [{**document["areas"][0], "name": '=HYPERLINK("http://x")'}]}

    (row,) = rows(csv_files(evil)["areas.csv"])

    assert row["name"] == '\'=HYPERLINK("http://x")'
