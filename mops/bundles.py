"""Files made for the browser out of several: one style sheet and one script that every page needs,
and the fonts in parts of the letters that a page needs. Fewer and smaller files are painted sooner;
what goes into them stays readable where it is, and there is no build step to run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder

from mops.vendor import VendorStorage
from reports.figures import fonts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.core.files.storage import FileSystemStorage

SOURCES = Path(settings.BASE_DIR) / "static"
# In the order in which they are read; the layers are declared in the first.
STYLES = (
    *("tokens", "base", "layout", "actions", "forms"),
    *("tables", "figures", "utilities", "print"),
)
SCRIPTS = ("theme", "menu", "fold", "panel", "copy", "trouble", "charts", "requests")
FACES = {"regular": fonts.REGULAR, "semibold": fonts.SEMIBOLD}
# English, punctuation and the signs of our pages; then the other letters of Europe. By the end of
# the name of their file: the ranges of tokens.css.
_BASIC = (
    *range(0x20, 0x7F), 0xA0, 0xA7, 0xAB, 0xB1, 0xB2, 0xB7, 0xBB, 0xD7, *range(0x2000, 0x2070),
    0x20AC, 0x2122, *range(0x2190, 0x2194), 0x2212, 0x2248, 0x2260, 0x2264, 0x2265,
)  # fmt: skip
_EUROPE = (*range(0xA1, 0x180), 0x2C6, 0x2DA, 0x2DC)
LETTERS = {"": _BASIC, "-europe": tuple(n for n in _EUROPE if n not in _BASIC)}
# Kerning, ligatures, and figures of one width on one line, which tables ask for.
FEATURES = ["kern", "liga", "tnum", "lnum"]


def style() -> bytes:
    """Without comments and indentation, which are for whoever works on the sources."""
    whole = b"\n".join((SOURCES / f"css/{name}.css").read_bytes() for name in STYLES)
    return re.sub(rb"\n\s*", b"\n", re.sub(rb"/\*.*?\*/", b"", whole, flags=re.S))


def script() -> bytes:
    """Each in a block, so that none sees the names of the others."""
    parts = ((SOURCES / f"js/{name}.js").read_bytes() for name in SCRIPTS)
    return b"\n".join(b"{\n" + part + b"}" for part in parts)


def _font_of(weight: str, part: str) -> Callable[[], bytes]:
    return lambda: fonts.cut(FACES[weight], LETTERS[part], FEATURES)


# Public name below /static/ to what makes it.
MADE: dict[str, Callable[[], bytes]] = {
    "css/site.css": style,
    "js/site.js": script,
    **{
        f"vendor/source-sans-{weight}{part}.woff": _font_of(weight, part)
        for weight in FACES
        for part in LETTERS
    },
}


class BundleFinder(BaseFinder):
    """Finds the files above; they are made on first use and kept below var/."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.folder = Path(settings.VAR_DIR) / "made"
        self._made: dict[str, Path] = {}

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in MADE:
            return []
        found = str(self._path(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in MADE:
            yield name, VendorStorage(name, self._path(name))

    def _path(self, name: str) -> Path:
        """Made once a process, and written only where it differs, so that its time says when it
        last changed."""
        if name not in self._made:
            path, content = self.folder / name, MADE[name]()
            if not path.exists() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                fresh = path.with_name(f"{path.name}.new")
                fresh.write_bytes(content)
                fresh.replace(path)
            self._made[name] = path
        return self._made[name]
