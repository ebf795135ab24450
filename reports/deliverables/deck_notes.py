"""What is said in the notes of a slide: how its numbers were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.deliverables.document import (
    Card,
    Chart,
    Facts,
    Notice,
    Number,
    Points,
    Text,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reports.deliverables.document import Block, Table


def making(blocks: Sequence[Block]) -> list[str]:
    """One line for each number or column: as it is written, unrounded, and where it stands."""
    lines = list(dict.fromkeys(line for block in blocks for line in _made(block)))
    if not lines:
        return []
    return [_("How the numbers were made (where each stands in the result):"), *lines]


def _made(block: Block) -> Iterator[str]:
    if isinstance(block, Text | Notice):
        yield from (_line("", number) for number in block.numbers)
    elif isinstance(block, Points):
        for item in block.items:
            yield from _made(item)
    elif isinstance(block, Facts | Card):
        facts = block.items if isinstance(block, Facts) else block.facts
        for fact in facts:
            if isinstance(fact.value, Number):
                yield _line(fact.label, fact.value)
        for inner in block.blocks if isinstance(block, Card) else ():
            yield from _made(inner)
    else:
        yield from _columns(block.table if isinstance(block, Chart) else block)


def _line(label: str, number: Number) -> str:
    name = f"{label} {number.text}".strip()
    where = " + ".join(number.paths)
    if number.value is None:
        return f"{name}: {where}"
    exact = f"{number.value:.6g}"
    if exact == number.text:
        return f"{name}: {where}"
    return _("%(name)s: %(exact)s before rounding; %(where)s") % {
        "name": name, "exact": exact, "where": where,
    }  # fmt: skip


def _columns(table: Table) -> Iterator[str]:
    """A column at a time: the key of the row stands as * in the path."""
    for n, column in enumerate(table.columns):
        found = dict.fromkeys(
            " + ".join(_general(path, key) for path in cell.paths)
            for key, row in zip(table.keys, table.rows, strict=True)
            if isinstance(cell := row[n], Number) and cell.paths
        )
        if found:
            yield f"{column.heading}: {_short(list(found))}. {column.explanation}".strip()


def _general(path: str, key: str) -> str:
    return "/".join("*" if part == key or part.isdigit() else part for part in path.split("/"))


def _short(paths: Iterable[str]) -> str:
    several = list(dict.fromkeys(" + ".join(dict.fromkeys(one.split(" + "))) for one in paths))
    return ", ".join(several[:3]) + (" …" if len(several) > 3 else "")
