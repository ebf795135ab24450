"""A deliverable as tidy CSV tables in one ZIP: a file a table, and a dictionary of every column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.deliverables.columns import MEANINGS
from reports.deliverables.document import Depth, Number, Table
from reports.deliverables.packing import zipped
from reports.result_files import csv_files, csv_table, result_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from reports.deliverables.document import Cell, Deliverable


def files(document: Deliverable) -> dict[str, bytes]:
    """The tables by file name. Numbers are unrounded, keys are those of the result; names.csv says
    what they mean, columns.csv what each column holds."""
    facts = document.facts
    result = result_document(facts["result"], facts.get("plan"))
    found = csv_files(result)
    found["answers.csv"] = _answers(document)
    found["names.csv"] = _names(document)
    if "change" in facts:
        found["change.csv"] = _change(facts["change"])
    found["columns.csv"] = _columns(found)
    return found


def tables(document: Deliverable) -> bytes:
    """The ZIP; the same deliverable gives the same bytes."""
    return zipped(files(document), document.provenance.made_on)


def _answers(document: Deliverable) -> bytes:
    """How many people chose what, of the questions of which the report may say it."""
    named = {key for (kind, key), _name in _named(document) if kind == "question"}
    levels = [f"level_{n}" for n in range(1, 6)]
    rows = [
        {**item, **dict(zip(levels, item["counts"], strict=True))}
        for key, item in document.facts.get("answers", {}).items()
        if key in named and item["counts"] is not None
    ]
    columns = ("question", "capability", *levels, "dont_know", "not_applicable")
    return csv_table(columns, rows)


def _names(document: Deliverable) -> bytes:
    rows = [
        {"key": key, "kind": kind, "name": name}
        for (kind, key), name in dict(_named(document)).items()
    ]
    return csv_table(("kind", "key", "name"), rows)


def _named(document: Deliverable) -> Iterator[tuple[tuple[str, str], str]]:
    """(kind, key) and name of whatever the other tables name by key."""
    for area in document.facts["result"]["areas"]:
        yield ("area", area["key"]), area["name"]
    kinds = {"capability": "capability", "initiative": "initiative", "question": "question"}
    for table in _tables(document):
        kind = kinds.get(table.columns[0].key)
        if kind and len(table.keys) == len(table.rows):
            for key, row in zip(table.keys, table.rows, strict=True):
                yield (kind, key), _text(row[0])


def _tables(document: Deliverable) -> Iterator[Table]:
    for section in document.up_to(Depth.FULL):
        for block in section.blocks:
            if isinstance(block, Table):
                yield block
            elif (table := getattr(block, "table", None)) is not None:
                yield table


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Number) else str(cell)


def _change(change: Mapping[str, Any]) -> bytes:
    """What moved since the round before, like for like."""
    rows = [
        {"kind": kind, "key": item["key"], "earlier": item["earlier"], "later": item["later"],
         **{part: item["like_for_like"][part] for part in ("difference", "low", "high", "flagged")}}
        for kind, part in (("area", "areas"), ("capability", "capabilities"))
        for item in change[part]
    ]  # fmt: skip
    parts = ("kind", "key", "earlier", "later", "difference", "low", "high", "flagged")
    return csv_table(parts, rows)


def _columns(found: Mapping[str, bytes]) -> bytes:
    """The dictionary: every column of every table with its meaning."""
    rows = []
    for name, data in found.items():
        header = data.decode("utf-8-sig").partition("\r\n")[0]
        rows += [
            {"table": name, "column": column, "meaning": meaning(name, column)}
            for column in header.split(",")
        ]
    return csv_table(("table", "column", "meaning"), rows)


def meaning(table: str, column: str) -> str:
    """Raises KeyError for a column that nobody has described."""
    own = f"{table.removesuffix('.csv')}.{column}"
    return str(MEANINGS[own] if own in MEANINGS else MEANINGS[column])
