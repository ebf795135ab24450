"""PowerPoint decks with native charts, on the product's master or on a client's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.deliverables.deck_pages import Audience
from reports.deliverables.document import Brand

if TYPE_CHECKING:
    from reports.deliverables.document import Deliverable

__all__ = ["Audience", "check_master", "deck"]


def deck(
    document: Deliverable,
    *,
    audience: Audience,
    master: bytes | None = None,
    since: Deliverable | None = None,
) -> bytes:
    """The deck for an audience. master: a client's .pptx, whose look it takes on. since: an earlier
    document; slides that say something else than then are marked, and a slide lists them.

    The same arguments give the same bytes. Raises TemplateError for a master that is refused.
    """
    # The library of slides is needed where a deck is made, and nowhere else.
    from reports.deliverables.deck_writer import write

    return write(document, audience, master, since)


def check_master(data: bytes) -> None:
    """Raises TemplateError, with what to do, for a file that no deck can be built upon."""
    from reports.deliverables.deck_master import opened

    opened(data, Brand())
