"""How the sheets of a workbook are printed: landscape, their head on every page, whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.deliverables.xml_text import one_line

if TYPE_CHECKING:
    from reports.deliverables.document import Deliverable

# The numbers that spreadsheets have for kinds of paper, and points of both sides, landscape.
_KINDS = {"letter": 1, "a4": 9}
_SIZES = {"letter": (792.0, 612.0), "a4": (842.0, 595.0)}
# Inches around what is printed; points of an inch and of a character's width.
_SIDE, _EDGE = 0.5, 0.75
_INCH, _CHARACTER = 72.0, 5.4
# What is so little over a page is made smaller, and what is over so many is not.
_LITTLE_OVER, _READABLE = 1.5, 0.5
_FOOT_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Paper:
    """kind: a4 or letter. foot: whose it is, at the foot of every page."""

    kind: str = "a4"
    foot: str = ""

    def lay(self, sheet: Any) -> None:
        """What every sheet has; one page wide and as many high as it takes."""
        sheet.set_landscape()
        sheet.set_paper(_KINDS.get(self.kind, _KINDS["a4"]))
        sheet.set_margins(left=_SIDE, right=_SIDE, top=_EDGE, bottom=_EDGE)
        # An ampersand begins a command there.
        foot = self.foot[:_FOOT_LIMIT].replace("&", "&&")
        sheet.set_footer(f"&L&9 {foot}&R&9 &A  ·  &P / &N")
        sheet.fit_to_pages(1, 0)

    def fit(self, sheet: Any, head: int, characters: int, points: float) -> None:
        """A sheet whose table has its head in a row, is so many characters wide and so high."""
        sheet.repeat_rows(head)
        wide, high = _SIZES.get(self.kind, _SIZES["a4"])
        sides, edges = 2 * _SIDE * _INCH, 2 * _EDGE * _INCH
        width = max(1.0, characters * _CHARACTER)
        scale = min(1.0, (wide - sides) / width)
        if scale < _READABLE:
            sheet.fit_to_pages(2, 0)
            sheet.repeat_columns(0)
        elif points * scale <= _LITTLE_OVER * (high - edges):
            sheet.fit_to_pages(1, 1)
        elif width <= high - sides:
            # Long and narrow, like the paper when it stands.
            sheet.set_portrait()


def of(document: Deliverable) -> Paper:
    brand = document.brand
    parts = (document.organisation, document.assessment, brand.confidentiality, brand.footer)
    return Paper(brand.paper, " · ".join(one_line(part) for part in parts if part))
