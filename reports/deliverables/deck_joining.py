"""What is too little for a slide of its own stands on that of its neighbour."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.deliverables.document import Notice, Points, Table, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_page import Page

# Rows of a table, and letters of words, that are too little.
_SHORT, _FEW = 9, 320


def tables_together(pages: Sequence[Page]) -> list[Page]:
    """Two slides of a section that hold one short table each share one."""
    found: list[Page] = []
    for page in pages:
        last = found[-1] if found else None
        if (
            last is not None
            and last.section == page.section
            and all(len(one.blocks) == 1 and _only_short_tables(one) for one in (last, page))
        ):
            title = f"{last.title} · {page.title}"
            found[-1] = replace(last, title=title, blocks=(*last.blocks, *page.blocks))
        else:
            found.append(page)
    return found


def words_together(pages: Sequence[Page]) -> list[Page]:
    """Few words alone are told on the slide before, if that has words beside its tables."""
    found: list[Page] = []
    for page in pages:
        if found and _is_few_words(page) and _has_list(found[-1]):
            found[-1] = replace(found[-1], folded=(*found[-1].folded, page))
        else:
            found.append(page)
    return found


def _is_few_words(page: Page) -> bool:
    texts = [block for block in page.shown if isinstance(block, Text | Notice)]
    return len(texts) == len(page.shown) and sum(len(one.text) for one in texts) <= _FEW


def _has_list(page: Page) -> bool:
    return any(isinstance(block, Points) for block in page.blocks)


def _only_short_tables(page: Page) -> bool:
    return all(isinstance(block, Table) and _is_short(block) for block in page.blocks)


def _is_short(table: Table) -> bool:
    return len(table.rows) <= _SHORT
