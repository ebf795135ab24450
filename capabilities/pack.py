"""A content pack: a folder of YAML files that becomes one plain document.

    framework.yaml stages.yaml profiles.yaml kpis.yaml roles.yaml skills.yaml inventories.yaml
    areas/<area>.yaml  initiatives/<area>.yaml      one each for the five areas

The document has the file stems as keys; `areas` and `initiatives` are mappings by area, in the
order of framework.yaml. It holds text, numbers, lists and dicts only, so it can be stored as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from capabilities.faults import Fault, PackError
from capabilities.schema import FILES, FOLDERS
from capabilities.shapes import Place, Record, empty
from capabilities.yaml_reader import MAX_BYTES, read_yaml
from engine.digest import digest

BUNDLED = Path(__file__).resolve().parent / "frameworks"
DEFAULT_KEY = "mops-capability"


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack whose files are sound. content: the whole document, not to be changed."""

    content: dict[str, Any]

    @property
    def key(self) -> str:
        return str(self.content["framework"]["key"])

    @property
    def version(self) -> int:
        return int(self.content["framework"]["version"])

    @property
    def name(self) -> str:
        return str(self.content["framework"]["name"])

    @property
    def summary(self) -> str:
        return str(self.content["framework"]["summary"])

    @property
    def digest(self) -> str:
        return digest(self.content)


def read_pack(folder: Path) -> Pack:
    """The pack in a folder. Raises PackError with every fault in the form of its files.

    Whether the content makes sense (references, rules, a way to level 5) is
    `capabilities.validation.check_pack`'s question.
    """
    reading = read_folder(folder)
    if reading.faults:
        raise PackError(reading.faults)
    return Pack(reading.content)


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a folder. content is always complete in form: a field that could not
    be read stands in it as an empty text, a lowest number or an empty list. whole: False if a file
    could not be read at all, so that references into it lead nowhere."""

    content: dict[str, Any]
    faults: list[Fault]
    whole: bool


def read_folder(folder: Path) -> Reading:
    if not folder.is_dir():
        return Reading({}, [Fault(str(folder), "", "not a folder")], whole=False)
    reader = _FolderReader(folder)
    content = {stem: reader.read(f"{stem}.yaml", shape) for stem, shape in FILES.items()}
    areas = [area["key"] for area in content["framework"]["areas"] if area["key"]]
    for name, shape in FOLDERS.items():
        content[name] = {area: reader.read(f"{name}/{area}.yaml", shape) for area in areas}
    if areas:
        reader.faults += _strangers(folder, reader.files)
    return Reading(content, reader.faults, whole=reader.whole)


class _FolderReader:
    """Reads the files of one pack and remembers their names and faults."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: set[str] = set()
        self.faults: list[Fault] = []
        self.whole = True

    def read(self, file: str, shape: Record) -> Any:
        self.files.add(file)
        document = self._document(file)
        if document is None:
            self.whole = False
            return empty(shape)
        return shape.read(document, Place(file, self.faults))

    def _document(self, file: str) -> Any:
        try:
            with (self.folder / file).open("rb") as handle:
                # One byte more than allowed is enough to know that a file is too large.
                data = handle.read(MAX_BYTES + 1)
        except OSError as error:
            self.faults.append(Fault(file, "", f"cannot be read: {error.strerror}"))
            return None
        document, found = read_yaml(data, file)
        self.faults += found
        return document


def _strangers(folder: Path, expected: set[str]) -> list[Fault]:
    """A misspelt file would otherwise be a silent loss."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.y*ml")}
    return [Fault(file, "", "not a file of a content pack") for file in sorted(found - expected)]


def bundled_folders() -> dict[tuple[str, int], Path]:
    """The packs that come with the product, by key and version, in order."""
    found = {
        (version.parent.name, int(version.name)): version
        for version in BUNDLED.glob("*/*/")
        if version.name.isdecimal()
    }
    return dict(sorted(found.items()))


@cache
def bundled(key: str = DEFAULT_KEY) -> Pack:
    """The newest version of a bundled pack. Raises PackError if there is none."""
    versions = [folder for (name, _), folder in bundled_folders().items() if name == key]
    if not versions:
        raise PackError([Fault(key, "", "no framework of this key comes with the product")])
    return read_pack(versions[-1])
