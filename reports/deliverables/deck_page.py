"""What stands on one slide of a deck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.deliverables.document import Block, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Page:
    """One message. section: key of its section. blocks: in reading order; aside: said in the notes
    alone. as_shape: the areas as bars with the radar beside them. folded: pages of other sections
    that are told on this slide too."""

    section: str
    title: str
    blocks: tuple[Block, ...]
    aside: tuple[Block, ...] = ()
    as_shape: bool = False
    folded: tuple[Page, ...] = ()

    @property
    def shown(self) -> tuple[Block, ...]:
        """Its blocks, and those of the others under their messages: a notice each, because on the
        slide of another message they must not be passed over."""
        others = [
            block
            for one in self.folded
            for block in (Notice(f"{one.section}.message", one.title), *one.blocks)
        ]
        return (*self.blocks, *others)

    @property
    def unseen(self) -> tuple[Block, ...]:
        return (*self.aside, *(block for one in self.folded for block in one.aside))


def keys_of(blocks: Iterable[Block]) -> list[str]:
    return [getattr(block, "key", "") for block in blocks]
