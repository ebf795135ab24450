"""What an explanation is made of: inputs as tables, steps as arithmetic, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports import numbers

# Decimals in the arithmetic: enough that rounding them never shows in what the pages show.
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Table:
    """Inputs. heading and every row have the same length; the first column names the row."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """name = expression = value. expression: numbers with + − × / ^ ( ) sqrt cbrt min max."""

    name: str
    expression: str
    value: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One number. anchor: its place on the page; shown: as the other pages write it; method:
    "page#formula"; says: one sentence; left_out: what did not enter, and why."""

    anchor: str
    title: str
    shown: str
    method: str
    says: str = ""
    tables: tuple[Table, ...] = ()
    steps: tuple[Step, ...] = ()
    left_out: tuple[str, ...] = field(default=())


def number(value: float) -> str:
    """For arithmetic: up to six decimals, without zeros at the end."""
    text = numbers.rounded(value, DIGITS)
    return text.rstrip("0").rstrip(".") if "." in text else text


def term(value: float) -> str:
    """A number inside a product or a difference: in brackets below zero."""
    return f"({number(value)})" if value < 0 else number(value)


def step(name: str, expression: str, value: float) -> Step:
    return Step(name, expression, number(value))


def sum_of_products(pairs: Iterable[tuple[float, float]]) -> str:
    """ "0.25 × 2 + 0.25 × 3.75"."""
    return " + ".join(f"{number(a)} × {term(b)}" for a, b in pairs) or "0"


def sum_of(values: Sequence[float]) -> str:
    return " + ".join(term(value) for value in values) or "0"


def weighted_mean(pairs: Sequence[tuple[float, float]]) -> str:
    """ "(1 × 2.35 + 2 × 3.1) / (1 + 2)" from pairs of weight and value."""
    return f"({sum_of_products(pairs)}) / ({sum_of([weight for weight, _ in pairs])})"
