"""What charts are made from, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Rows = Sequence[Row]
# A frame is a pandas DataFrame or a list of rows; charts work on the latter.
Frame = Any
Figure = dict[str, Any]


class FrameError(ValueError):
    """A frame lacks a column that its chart declares."""


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart as text. numeric: the columns (by position) that are numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()

    @property
    def heading(self) -> tuple[tuple[str, bool], ...]:
        """Columns with whether they hold numbers."""
        return tuple((name, n in self.numeric) for n, name in enumerate(self.columns))

    @property
    def cells(self) -> tuple[tuple[tuple[str, str, bool], ...], ...]:
        """Rows of (column, text, whether it is a number)."""
        return tuple(
            tuple(
                (name, text, number) for (name, number), text in zip(self.heading, row, strict=True)
            )
            for row in self.rows
        )


def rows_of(frame: Frame, columns: Iterable[str]) -> list[Row]:
    """The rows of a frame with None for missing values. Raises FrameError for a missing column."""
    if hasattr(frame, "to_dict"):
        found: list[Row] = [_plain(row) for row in frame.to_dict("records")]
        given = set(frame.columns)
    else:
        found = list(frame)
        given = set.intersection(*(set(row) for row in found)) if found else set(columns)
    missing = sorted(set(columns) - given)
    if missing:
        raise FrameError(f"the frame has no column {', '.join(missing)}")
    return found


def _plain(row: Row) -> dict[str, Any]:
    """A DataFrame's missing number is NaN, which is the one value unequal to itself."""
    return {str(key): None if value != value else value for key, value in row.items()}  # noqa: PLR0124
