"""Which writers a file was written by: a digest of their source, so that nobody has to raise a
number by hand when a change alters files, and no file of older writers passes for one of these."""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).resolve().parents[2]
# All of our own that a writer runs, with what is read beside it (layouts of typst). It is more than
# writers alone, since a file made once too often costs seconds, and one too few is wrong.
SOURCES = ("engine", "reports", "assessments/spreadsheet_text.py")
_APART = {"tests", "migrations", "__pycache__"}
# What turns values into bytes and is not ours.
LIBRARIES = (
    "fonttools",
    "icalendar",
    "lxml",
    "numpy",
    "pillow",
    "plotly",
    "plotly-mirage",
    "python-docx",
    "python-pptx",
    "resvg-py",
    "typst",
    "xlsxwriter",
)


def writing(root: Path = _ROOT) -> str:
    """The same wherever the same release runs: of names and contents, not of times or places."""
    found = hashlib.sha256()
    for path in sorted(_files(root)):
        name = path.relative_to(root).as_posix()
        found.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    for name in LIBRARIES:
        found.update(f"{name}\0{version(name)}\n".encode())
    return found.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        place = root / source
        if place.is_file():
            yield place
            continue
        for folder, inner, names in os.walk(place):
            inner[:] = [name for name in inner if name not in _APART]
            yield from (Path(folder, name) for name in names if not name.startswith("."))
