"""The brief as a Word document that its reader edits on: real styles, captions and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.deliverables.document import Brand

if TYPE_CHECKING:
    from reports.deliverables.document import Deliverable

__all__ = ["check_template", "word"]


def word(document: Deliverable, *, template: bytes | None = None) -> bytes:
    """The brief. template: a client's .docx or .dotx, whose styles, headers and page it takes on.

    The same arguments give the same bytes. Raises TemplateError for a template that is refused.
    """
    # The library of documents is needed where one is made, and nowhere else.
    from reports.deliverables.word_writer import write

    return write(document, template)


def check_template(data: bytes) -> None:
    """Raises TemplateError, with what to do, for a file that no brief can be built upon."""
    from reports.deliverables.word_template import opened

    opened(data, Brand())
