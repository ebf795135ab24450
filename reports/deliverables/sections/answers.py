"""The appendix: how the answers lie, within the rules of disclosure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.deliverables.document import Column, Depth, Table, Unit
from reports.deliverables.writing import say, section

if TYPE_CHECKING:
    from reports.deliverables.document import Section
    from reports.deliverables.writing import Book


def written(book: Book) -> Section | None:
    spread = [item for item in book.read.result["capabilities"] if item["shares"]]
    if not spread:
        return None
    return section(
        _("Answers"),
        say("answers.message", _("How the answers lie, for those who want to look closer.")),
        (_spread(book, spread),),
        Depth.FULL,
    )


def _spread(book: Book, rows: list[dict[str, Any]]) -> Table:
    """The share of voices at each level or above."""
    return Table(
        key="answers",
        message=_("Share of voices that see each level reached"),
        columns=(
            Column("capability", _("Capability"), None, _("The capability.")),
            *(
                Column(
                    f"level_{level}",
                    _("Level %(level)s") % {"level": level},
                    Unit.SHARE,
                    _("Voices at this level or above."),
                )
                for level in range(1, 6)
            ),
        ),
        rows=tuple(
            (
                book.read.capability(item["key"]),
                *(
                    book.share(f"result/capabilities/{item['key']}/shares/{level}")
                    for level in range(1, 6)
                ),
            )
            for item in rows
        ),
        keys=tuple(item["key"] for item in rows),
        depth=Depth.FULL,
    )
