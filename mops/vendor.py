"""Browser files served from installed packages: nothing third-party is kept in this repository."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

if TYPE_CHECKING:
    from collections.abc import Iterator


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"the package {name} is not installed; run `make install`")
    return Path(spec.origin).parent


PLOTLY = ("plotly", "package_data/plotly.min.js")
# Less than half the size, no map and 3-D charts, no `eval`; a private file of a young package.
PLOTLY_2D = ("mirage", "js/plotly_comprehensive_2d.js")


def plotly_bundle() -> tuple[str, str]:
    """The package and file that serve as plotly.js.

    The two-dimensional bundle, if it is there and of the version that the plotly package brings;
    otherwise the full file.
    """
    small, full = (_package(owner) / path for owner, path in (PLOTLY_2D, PLOTLY))
    if not small.exists():
        return PLOTLY
    with full.open(encoding="utf-8") as file:
        version = re.search(r"plotly\.js v([\d.]+)", file.read(300))
    same = version and f'version="{version[1]}"' in small.read_text(encoding="utf-8")
    return PLOTLY_2D if same else PLOTLY


# Public name below /static/ to the package and the file in it.
FILES = {
    "vendor/htmx.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
    "vendor/plotly.js": PLOTLY,
    "vendor/source-sans-regular.ttf": ("font_source_sans_pro", "files/SourceSansPro-Regular.ttf"),
    "vendor/source-sans-semibold.ttf": ("font_source_sans_pro", "files/SourceSansPro-Semibold.ttf"),
}


class VendorFinder(BaseFinder):
    """Find the files above, and only those."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        files = {**FILES, "vendor/plotly.js": plotly_bundle()}
        self.paths = {name: _package(owner) / path for name, (owner, path) in files.items()}

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = self.paths.get(path)
        # An empty list and not None: Django wraps what is no list, and takes [None] for a find.
        if found is None:
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name, path in self.paths.items():
            yield name, VendorStorage(name, path)


class VendorStorage(FileSystemStorage):
    """One file of a package under its public name."""

    def __init__(self, name: str, source: Path) -> None:
        super().__init__(location=source.parent)
        self.public, self.source = name, source

    def path(self, name: str) -> str:
        return str(self.source if name == self.public else super().path(name))
