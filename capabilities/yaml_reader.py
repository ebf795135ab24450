"""YAML to plain lists, dicts and text, without ever building anything else.

The parser's events are read one by one, so nothing is constructed from a tag, nothing is repeated
by an alias and no depth is walked by recursion. Every value stays text: whether `no`, `012` or
`2026-01-01` is a word or a number is decided by the schema that expects it, not by YAML.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from capabilities.faults import Fault

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 50_000


class _StopReadingError(Exception):
    """The rest of the file has no sound structure."""


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being filled. key: the mapping key that waits for its value."""

    container: dict[str, Any] | list[Any]
    path: str
    key: str | None = None


def read_yaml(data: bytes, file: str) -> tuple[Any, list[Fault]]:
    """The document of one file as text, lists and dicts, and the faults found on the way.

    After a fault that breaks the structure the document is None. `file` names it in the faults.
    """
    if len(data) > MAX_BYTES:
        return None, [Fault(file, "", f"larger than {MAX_BYTES // 1024} KB")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [Fault(file, "", f"not UTF-8 at byte {error.start}")]
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.YAMLError as error:
        builder.fault(_explain(error))
    except _StopReadingError:
        pass
    else:
        if builder.documents == 1:
            return builder.root, builder.faults
        builder.fault("the file is empty")
    return None, builder.faults


def _explain(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return f"{where}not valid YAML: {problem}"


class _Builder:
    """Takes parser events, keeps the limits and puts the document together."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.root: Any = None
        self.documents = 0
        self._nodes = 0
        self._open: list[_Open] = []

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._start_document()
        elif isinstance(event, yaml.AliasEvent):
            self._stop("anchors and aliases (& and *) are not allowed")
        elif isinstance(event, yaml.ScalarEvent):
            self._check_node(event)
            self._add_text(event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._check_node(event)
            self._enter({} if isinstance(event, yaml.MappingStartEvent) else [])
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()

    def fault(self, message: str) -> None:
        self.faults.append(Fault(self.file, self._path(), message))

    def _start_document(self) -> None:
        self.documents += 1
        if self.documents > 1:
            self._stop("holds more than one document")

    def _check_node(self, event: yaml.NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(f"holds more than {MAX_NODES} values")
        if event.anchor is not None:
            self._stop("anchors and aliases (& and *) are not allowed")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.fault(f"tags are not allowed, found {tag}")

    def _enter(self, container: dict[str, Any] | list[Any]) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._stop(f"nested deeper than {MAX_DEPTH}")
        if self._awaits_key():
            self._stop("a key must be text, not a list or a mapping")
        path = self._path()
        self._add(container)
        self._open.append(_Open(container, path))

    def _add_text(self, text: str) -> None:
        if not self._awaits_key():
            self._add(text)
            return
        top = self._open[-1]
        top.key = text
        if text == "<<":
            self.fault("merge keys (<<) are not allowed")
        elif text in top.container:
            self.fault("this key is given twice")

    def _add(self, value: Any) -> None:
        if not self._open:
            self.root = value
            return
        top = self._open[-1]
        if isinstance(top.container, list):
            top.container.append(value)
        elif top.key is not None:
            top.container[top.key] = value
            top.key = None

    def _awaits_key(self) -> bool:
        return (
            bool(self._open)
            and isinstance(self._open[-1].container, dict)
            and self._open[-1].key is None
        )

    def _path(self) -> str:
        """Where the value to come will stand."""
        if not self._open:
            return ""
        top = self._open[-1]
        if isinstance(top.container, list):
            return f"{top.path}[{len(top.container)}]"
        return join(top.path, top.key) if top.key is not None else top.path

    def _stop(self, message: str) -> None:
        self.fault(message)
        raise _StopReadingError


def join(path: str, key: str) -> str:
    """The path of a mapping's value."""
    return f"{path}.{key}" if path else key
