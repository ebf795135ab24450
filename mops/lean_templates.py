"""Templates without their indentation, which is for whoever works on them and was two fifths of
what a page sent. Lines stay lines, so that an error names the right one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.template.loaders import cached, filesystem

if TYPE_CHECKING:
    from django.template import Engine, Origin

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Loader(cached.Loader):
    """What Django uses by itself, the project's own templates through the loader below."""

    def __init__(self, engine: Engine) -> None:
        own = f"{LeanLoader.__module__}.{LeanLoader.__qualname__}"
        super().__init__(engine, [own, "django.template.loaders.app_directories.Loader"])


class LeanLoader(filesystem.Loader):
    """Messages that are plain text keep their spaces."""

    def get_contents(self, origin: Origin) -> str:
        source: str = super().get_contents(origin)
        return INDENTATION.sub("", source) if origin.name.endswith(".html") else source
