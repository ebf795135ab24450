"""The result document as files: bytes by file name, and a folder written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assessments.spreadsheet_text import spreadsheet_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Document = dict[str, Any]
Cell = str | int | float | bool | None

# The order of docs/result.schema.json.
KEYS = (
    "schema_version",
    "engine_version",
    "framework",
    "seed",
    "inputs",
    "grade",
    "overall",
    "areas",
    "capabilities",
    "agreement",
    "robustness",
    "roadmap",
    "forecast",
    "notes",
)
_INTERVAL = ("score", "index", "low", "high")


def result_document(
    analysis: Mapping[str, Any], plan: Mapping[str, Any] | None, notes: Sequence[str] = ()
) -> Document:
    """One document of docs/result.schema.json from its two halves.

    analysis: everything but roadmap and forecast. plan: these two, None if no plan was made.
    notes: remarks on the plan, added to those on the analysis.
    """
    parts = {**analysis, **(plan or {"roadmap": None, "forecast": []})}
    parts["notes"] = [*analysis["notes"], *notes]
    return {key: parts[key] for key in KEYS}


def json_files(document: Document) -> dict[str, bytes]:
    """The document as result.json; the same document gives the same bytes."""
    return {"result.json": _json(document)}


def change_files(change: Document) -> dict[str, bytes]:
    """The change document as change.json, beside the result in whatever format."""
    return {"change.json": _json(change)}


def _json(document: Document) -> bytes:
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)
    return f"{text}\n".encode()


def csv_files(document: Document) -> dict[str, bytes]:
    """Tidy tables, one a file, unrounded, empty where there is nothing; UTF-8 with a mark, which
    spreadsheets need to show letters right."""
    files = {
        "areas.csv": _areas(document),
        "capabilities.csv": _capabilities(document),
        "capability_roles.csv": _capability_roles(document),
    }
    plan = document["roadmap"]
    if plan is not None:
        files |= {
            "roadmap.csv": _items(plan),
            "left_out.csv": csv_table(("initiative", "reason"), plan["left_out"]),
            "load.csv": csv_table(("pool", "period", "used", "capacity"), plan["load"]),
            "spend.csv": csv_table(("period", "spent", "budget"), plan["spend"]),
            "forecast.csv": csv_table(("period", "date", "index", "stage"), document["forecast"]),
        }
    return files


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files into the folder, replacing files of these names; all of them or none.

    Everything is written beside first: a folder that is new appears whole, in one step, and after
    a failure one that was there is as it was. Raises OSError.
    """
    folder = folder.absolute()
    is_new = not folder.exists()
    home = folder.parent if is_new else folder
    with ExitStack() as undo:
        for parent in reversed([path for path in (home, *home.parents) if not path.exists()]):
            parent.mkdir()
            undo.callback(parent.rmdir)
        stage = Path(tempfile.mkdtemp(prefix=".mops-", dir=home))
        undo.callback(shutil.rmtree, stage, ignore_errors=True)
        # A folder of its own, because the one of mkdtemp is closed to everybody else.
        new = stage / "new"
        new.mkdir()
        for name, data in files.items():
            _write_through(new / name, data)
        if is_new:
            new.rename(folder)
        else:
            for name in files:
                _replace(new / name, folder / name, stage / name, undo)
        undo.pop_all()
    shutil.rmtree(stage, ignore_errors=True)


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _replace(new: Path, target: Path, kept: Path, undo: ExitStack) -> None:
    """Rename `new` to `target`; undoing brings back the old file, which waits as `kept`."""
    if target.exists():
        target.rename(kept)
        undo.callback(kept.replace, target)
    else:
        undo.callback(target.unlink, missing_ok=True)
    new.rename(target)


def _areas(document: Document) -> bytes:
    lenses = ("have", "aligned", "efficient", "effective")
    plain = (
        "key",
        "name",
        *_INTERVAL,
        "target",
        "stage",
        "stage_level",
        "stability",
        "status",
        "ad",
    )
    rows = [
        {**area, **{f"lens_{lens}": area["lenses"][lens] for lens in lenses}, **_perception(area)}
        for area in document["areas"]
    ]
    columns = (*plain, *(f"lens_{lens}" for lens in lenses), *_PERCEPTION)
    return csv_table(columns, rows)


def _capabilities(document: Document) -> bytes:
    plain = (
        *("key", "area", "score", "level", "low", "high", "n", "dont_know_rate", "ad", "band"),
        *("unevidenced", "status", "reason", "target", "target_reason", "gap", "gap_class"),
        *("importance", "urgency", "urgency_reason", "priority", "rank", "quadrant", "surplus"),
    )
    rows = [
        {
            **item,
            **{f"share_{level}": share for level, share in (item["shares"] or {}).items()},
            **_perception(item),
        }
        for item in document["capabilities"]
    ]
    return csv_table((*plain, *(f"share_{n}" for n in range(1, 6)), *_PERCEPTION), rows)


def _capability_roles(document: Document) -> bytes:
    rows = [
        {"capability": item["key"], "role": role, **voice}
        for item in document["capabilities"]
        for role, voice in item["by_role"].items()
    ]
    return csv_table(("capability", "role", "n", "mean"), rows)


_PERCEPTION = (
    "perception_difference",
    "perception_low",
    "perception_high",
    "perception_p",
    "perception_q",
    "perception_flagged",
)


def _perception(item: Mapping[str, Any]) -> dict[str, Cell]:
    gap = item["perception_gap"] or {}
    return {column: gap.get(column.removeprefix("perception_")) for column in _PERCEPTION}


def _items(plan: Mapping[str, Any]) -> bytes:
    rows = [
        {
            **item,
            "days": sum(item["effort"].values()),
            "effort": "; ".join(f"{role} {days:g}" for role, days in item["effort"].items()),
            "raises": "; ".join(
                f"{step['capability']} {step['from']} to {step['to']}" for step in item["raises"]
            ),
            "why_here": " ".join(item["why_here"]),
        }
        for item in plan["items"]
    ]
    columns = (
        *("initiative", "start", "finish", "start_date", "finish_date", "cost_low", "cost_high"),
        *("days", "effort", "raises", "why_here"),
    )
    return csv_table(columns, rows)


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows under a header; text passes the gate, and what is not there is empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([spreadsheet_text(column) for column in columns])
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Cell) -> str | int | float:
    """Numbers stay numbers (also negative ones); text passes the gate; nothing is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return spreadsheet_text(value) if isinstance(value, str) else value
