"""How large a page of the brief can be set: an estimate from its content, without setting it.

Setting a page to see whether it fits takes as long as setting it for good. So the size of its type
is estimated here, and only if a page does not fit after all the template tries sizes itself.
Measures are those of typst/look.typ and typst/blocks.typ, in ems of the page's type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.deliverables.fitting import SLACK, line_count

Value = Mapping[str, Any]
# Type in points, and the share of the page's width that a picture gets. Largest first.
STEPS = (
    (11.0, 1.0), (10.5, 1.0), (10.0, 1.0), (9.5, 0.95), (9.0, 0.9), (8.5, 0.9), (8.0, 0.85),
    (7.5, 0.8), (7.5, 0.7), (7.5, 0.6),
)  # fmt: skip
# Width and height of the room on a page in points, and how much less there is on the first.
ROOMS = {"a4": (482.0, 711.0), "us-letter": (499.0, 661.0)}
BAND = 60.0
# Estimates of real pages are a tenth too high, and hardly ever less.
_ALLOWANCE = 0.95
_PITCH = 1.26
_TABLE, _CARD, _SMALL = 0.86, 0.92, 0.84


def steps(
    pages: Sequence[Sequence[Value]], pictures: Mapping[str, Sequence[float]], paper: str
) -> list[int]:
    """For each page the first of STEPS at which it should fit. pages: their sections; pictures:
    width and height by key; paper: a key of ROOMS."""
    return [step(sections, pictures, paper, first=n == 0) for n, sections in enumerate(pages)]


def step(
    sections: Sequence[Value],
    pictures: Mapping[str, Sequence[float]],
    paper: str,
    *,
    first: bool = False,
) -> int:
    """The same for one page."""
    width, height = ROOMS[paper]
    room = height - (BAND if first else 0)
    for n, (size, share) in enumerate(STEPS):
        if _ALLOWANCE * _Page(size, share, pictures).height(sections, width) <= room:
            return n
    return len(STEPS) - 1


class _Page:
    def __init__(self, size: float, share: float, pictures: Mapping[str, Sequence[float]]) -> None:
        self.size: float = size
        self.share: float = share
        self.pictures = pictures

    def height(self, sections: Sequence[Value], width: float) -> float:
        total = 0.0
        for n, section in enumerate(sections):
            large = 2.0 if n == 0 else 1.4
            total += 3.0 * self.size + 10 + (1.2 * self.size if n else 0)
            total += self.lines(section["message"], width, large, bold=True, pitch=1.08)
            total += sum(self.block(it, width) for it in section["blocks"])
        return total

    def lines(
        self,
        text: str,
        width: float,
        ems: float = 1.0,
        *,
        bold: bool = False,
        pitch: float = _PITCH,
    ) -> float:
        size = ems * self.size
        found: float = line_count(text, width * SLACK, size, bold=bold) * pitch * size
        return found

    def block(self, it: Value, width: float) -> float:
        found: float = getattr(self, it["kind"])(it, width)
        return found

    def text(self, it: Value, width: float) -> float:
        return self.lines(it["text"], 0.92 * width) + 0.64 * self.size

    def points(self, it: Value, width: float) -> float:
        inner = 0.92 * width - 1.2 * self.size
        return sum(self.lines(point["text"], inner) + 0.2 * self.size for point in it["items"]) + (
            0.8 * self.size
        )

    def facts(self, it: Value, _width: float) -> float:
        rows = -(-len(it["items"]) // 5)
        return rows * (5.4 if it["large"] else 4.8) * self.size + 1.4 * self.size

    def notice(self, it: Value, width: float) -> float:
        return self.lines(it["text"], width - 2 * self.size, 0.94) + 2.6 * self.size

    def table(self, it: Value, width: float) -> float:
        size: float = _TABLE * it["scale"] * self.size
        rows = 1.61 * size * (len(it["rows"]) + 1) + self._wrapped(it, width, size)
        title = self.lines(it["message"], 0.92 * width, 1.12, bold=True) + 2.2 * self.size
        return rows + (title if it["message"] else 0) + (2.0 * self.size if it["order"] else 0)

    def _wrapped(self, it: Value, width: float, size: float) -> float:
        """Of cells that take more than one line."""
        fixed = sum((column["width"] or 0) / 8.6 * size for column in it["columns"])
        shares = sum(column["share"] for column in it["columns"] if column["width"] is None)
        extra = 0.0
        for row in (*it["rows"], [column["heading"] for column in it["columns"]]):
            most = 1
            for text, column in zip(row, it["columns"], strict=True):
                own = (
                    column["width"] / 8.6 * size
                    if column["width"]
                    else max(30.0, (width - fixed) * column["share"] / shares)
                )
                most = max(most, line_count(text, (own - size) * SLACK, size))
            extra += (most - 1) * 1.11 * size
        return extra

    def chart(self, it: Value, width: float) -> float:
        wide, high = self.pictures[it["picture"]]
        drawn = min(self.share * width, 581 * wide / high) * high / wide
        return drawn + self.lines(it["message"], width, 1.12, bold=True) + 4.3 * self.size

    def card(self, it: Value, width: float) -> float:
        inner = width - 1.2 * self.size
        words = sum(
            self.lines(part["text"], inner, _CARD, pitch=1.16) + 0.5 * self.size
            for block in it["blocks"]
            for part in block.get("items", (block,))
        )
        beside = sum(
            1.6 * _CARD * self.size * (len(inner_table["rows"]) + 3) for inner_table in it["tables"]
        )
        return 8.0 * self.size * _CARD + max(words, beside)

    def row(self, it: Value, width: float) -> float:
        parts = [part / sum(it["shares"]) for part in it["shares"]]
        whole, self.share = self.share, 1.0
        tallest = max(
            self.block(inner, part * (width - 2 * self.size))
            for inner, part in zip(it["items"], parts, strict=True)
        )
        self.share = whole
        return tallest + 1.2 * self.size
