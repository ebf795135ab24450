"""Building blocks of a schema: each reads text, lists and dicts into typed, plain values.

A shape notes every fault with its path and always returns a complete value of its own form (text
"", number at its lower bound, no entries), so that one fault never hides the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ValidationError

from accounts.text_gate import clean_text
from capabilities.faults import Fault
from capabilities.yaml_reader import join

WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})\Z")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?\Z")
NULLS = ("", "~", "null")
# Stands for a value that is not there; no shape can read it.
UNREAD: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file, and the list that its faults go to."""

    file: str
    faults: list[Fault]
    path: str = ""

    def key(self, key: str) -> Place:
        return Place(self.file, self.faults, join(self.path, key))

    def item(self, position: int) -> Place:
        return Place(self.file, self.faults, f"{self.path}[{position}]")

    def fault(self, message: str) -> None:
        self.faults.append(Fault(self.file, self.path, message))


class Shape(Protocol):
    """Reads one value."""

    def read(self, value: Any, at: Place) -> Any: ...


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "text"


@dataclass(frozen=True, slots=True)
class Text:
    """Text of 1 to `longest` characters, as Unicode NFC. pattern: what a key looks like."""

    longest: int = 4000
    pattern: re.Pattern[str] | None = None
    like: str = ""

    def read(self, value: Any, at: Place) -> str:
        if not isinstance(value, str):
            at.fault(f"expected text, found {_kind(value)}")
            return ""
        try:
            text = clean_text(value, limit=self.longest)
        except ValidationError as error:
            at.fault(error.messages[0])
            return ""
        if not text:
            at.fault("empty text")
        elif self.pattern and not self.pattern.match(text):
            at.fault(f"{text!r} is not a key like {self.like}")
            return ""
        return text


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, bounds included."""

    low: int = 0
    high: int = 1_000_000

    def read(self, value: Any, at: Place) -> int:
        if not isinstance(value, str) or not WHOLE.match(value):
            at.fault(f"expected a whole number from {self.low} to {self.high}")
            return self.low
        number = int(value)
        if not self.low <= number <= self.high:
            at.fault(f"{number} is not from {self.low} to {self.high}")
            return self.low
        return number


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number, bounds included; no exponent, no infinity."""

    low: float = 0.0
    high: float = 1_000_000.0

    def read(self, value: Any, at: Place) -> float:
        if not isinstance(value, str) or not DECIMAL.match(value):
            at.fault(f"expected a number from {self.low:g} to {self.high:g}")
            return self.low
        number = float(value)
        if not self.low <= number <= self.high:
            at.fault(f"{value} is not from {self.low:g} to {self.high:g}")
            return self.low
        return number


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    def read(self, value: Any, at: Place) -> bool:
        if value not in ("true", "false"):
            at.fault("expected true or false")
        return bool(value == "true")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, value: Any, at: Place) -> str:
        if not isinstance(value, str) or value not in self.words:
            at.fault("expected one of: " + ", ".join(self.words))
            return self.words[0]
        return value


@dataclass(frozen=True, slots=True)
class Maybe:
    """A value that may be null."""

    shape: Shape

    def read(self, value: Any, at: Place) -> Any:
        if isinstance(value, list | dict) or value not in (UNREAD, *NULLS):
            return self.shape.read(value, at)
        return None


@dataclass(frozen=True, slots=True)
class Many:
    """A list."""

    shape: Shape
    at_least: int = 0
    at_most: int = 1000

    def read(self, value: Any, at: Place) -> list[Any]:
        if not isinstance(value, list):
            at.fault(f"expected a list, found {_kind(value)}")
            return []
        if not self.at_least <= len(value) <= self.at_most:
            at.fault(f"{len(value)} entries, expected {_between(self.at_least, self.at_most)}")
        return [self.shape.read(item, at.item(n)) for n, item in enumerate(value)]


def _between(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from keys that the author chooses to values of one shape."""

    keys: Shape
    values: Shape

    def read(self, value: Any, at: Place) -> dict[str, Any]:
        if not isinstance(value, dict):
            at.fault(f"expected a mapping, found {_kind(value)}")
            return {}
        return {
            str(self.keys.read(key, at.key(key))): self.values.read(item, at.key(key))
            for key, item in value.items()
        }


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known fields, read in the order of the schema; a field in `optional` is left
    out of the result where it is not given."""

    fields: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)

    def read(self, value: Any, at: Place) -> dict[str, Any]:
        if not isinstance(value, dict):
            at.fault(f"expected a mapping, found {_kind(value)}")
            value = None
        given = value or {}
        for key in given.keys() - self.fields.keys() - self.optional.keys():
            at.key(key).fault("unknown field")
        record = {
            key: shape.read(given[key], at.key(key))
            if key in given
            else self._absent(key, at, value)
            for key, shape in self.fields.items()
        }
        for key, shape in self.optional.items():
            if key in given:
                record[key] = shape.read(given[key], at.key(key))
        return record

    def _absent(self, key: str, at: Place, value: Any) -> Any:
        """The field's empty value; a fault only if the record itself could be read."""
        if value is not None:
            at.key(key).fault("missing")
        return empty(self.fields[key])


@dataclass(frozen=True, slots=True)
class Ladder:
    """A mapping with exactly the keys 1 to 5, read into a list of five, lowest first."""

    shape: Shape

    def read(self, value: Any, at: Place) -> list[Any]:
        if not isinstance(value, dict):
            at.fault(f"expected levels 1 to 5, found {_kind(value)}")
            value = {}
        elif list(value) != [str(level) for level in range(1, 6)]:
            at.fault("expected the levels 1, 2, 3, 4, 5 in this order")
        return [
            self.shape.read(value[key], at.key(key)) if key in value else empty(self.shape)
            for key in "12345"
        ]


@dataclass(frozen=True, slots=True)
class Either:
    """Text of one shape or a mapping of another."""

    text: Shape
    record: Shape

    def read(self, value: Any, at: Place) -> Any:
        return (self.text if isinstance(value, str) else self.record).read(value, at)


def empty(shape: Shape) -> Any:
    """The value that a shape returns for something it cannot read, without a fault."""
    return shape.read(UNREAD, Place("", []))
