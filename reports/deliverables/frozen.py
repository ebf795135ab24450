"""A deliverable as text, to be kept and read again: what a link shows, and what a later file is
compared with. The facts stay out of it; whatever is shown stands in the sections."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from reports.deliverables import document as values
from reports.deliverables.document import Deliverable, Depth, Unit

_CLASSES: dict[str, Any] = {name: kind for name, kind in vars(values).items() if is_dataclass(kind)}
# What an object of ours is, in JSON: the name of its class, or what stands for a value that JSON
# does not have. No key of a frame begins so.
_KIND = "\u00a7"


class FrozenError(ValueError):
    """The text holds no deliverable, or one that an older version wrote otherwise."""


def frozen(document: Deliverable) -> str:
    """The document without its facts as text; the same document gives the same text."""
    return _text(replace(document, facts={}))


def thawed(text: str) -> Deliverable:
    """What `frozen` made of a document, as a document. Raises FrozenError."""
    try:
        document = _value(json.loads(text))
    except (ValueError, TypeError, KeyError, StopIteration) as error:
        raise FrozenError(str(error)) from error
    if not isinstance(document, Deliverable):
        raise FrozenError("no deliverable")
    return document


def digest(document: Deliverable) -> str:
    """SHA-256 of all that files are written from, facts included; the day it is made apart."""
    provenance = replace(document.provenance, made_on=date.min)
    return hashlib.sha256(_text(replace(document, provenance=provenance)).encode()).hexdigest()


def _text(document: Deliverable) -> str:
    return json.dumps(_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """As JSON has it: what JSON does not have is an object that names its kind."""
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        named = {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
        return {_KIND: type(value).__name__, **named}
    return _marked(value)


def _marked(value: Any) -> dict[str, Any]:
    for kind, write, _read in _MARKS:
        if isinstance(value, kind):
            return {_KIND: kind.__name__, "is": write(value)}
    raise TypeError(f"a deliverable holds no {type(value).__name__}")


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_value(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _KIND not in value:
        return {key: _value(item) for key, item in value.items()}
    kind = value[_KIND]
    if kind in _CLASSES:
        return _CLASSES[kind](**{key: _value(item) for key, item in value.items() if key != _KIND})
    read = next(read for marked, _write, read in _MARKS if marked.__name__ == kind)
    return read(value["is"])


_MARKS: tuple[tuple[type, Callable[[Any], Any], Callable[[Any], Any]], ...] = (
    (
        tuple,
        lambda value: [_plain(item) for item in value],
        lambda plain: tuple(map(_value, plain)),
    ),
    (date, date.isoformat, date.fromisoformat),
    (bytes, lambda value: base64.b64encode(value).decode(), base64.b64decode),
    (Depth, int, Depth),
    (Unit, str, Unit),
    # Translated lazily, or a text of our own kind: kept as the text that it is.
    (str, str, str),
)
