"""Copies of the bundled pack to break."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

from capabilities.pack import BUNDLED, bundled

SOURCE = BUNDLED / "mops-capability" / "1"


def copy_pack(target: Path) -> Path:
    shutil.copytree(SOURCE, target)
    return target


def replace(folder: Path, file: str, old: str, new: str) -> None:
    """The first occurrence; it has to be there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def content() -> dict[str, Any]:
    """The bundled document, free to be changed."""
    return copy.deepcopy(bundled().content)
