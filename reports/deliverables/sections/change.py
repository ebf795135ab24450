"""What moved since the last round, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.deliverables.document import Column, Depth, Table, Unit
from reports.deliverables.pictures import chart
from reports.deliverables.tabulating import movement_table, trend_table
from reports.deliverables.writing import cite, paragraph, section, take
from reports.pages import since

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.deliverables.document import Chart, Number, Section, Text
    from reports.deliverables.writing import Book


MORE_THAN_TWO = 3


def written(book: Book) -> Section | None:
    document = book.read.change
    if document is None:
        return None
    said = take(
        "change.message",
        since.headline(book.read) + ".",
        numbers=[book.count("derived/risen"), book.count("derived/fallen")],
        words=[book.read.since],
    )
    return section(
        _("What changed"),
        said,
        (
            chart(book, "movement", movement_table(book), beside=_moved(book)),
            _why(book),
            _trend(book),
            _capabilities(book),
        ),
    )


def _moved(book: Book) -> list[Number]:
    """By how many points the index moved, whichever way, and how many of them are the level."""
    if "moved_by" not in book.facts["derived"]:
        return []
    return [book.count(f"derived/moved_by/{part}") for part in ("all", "level")]


def _trend(book: Book) -> Chart | None:
    """The index over the rounds, where there are more than the two that are compared."""
    if len(book.read.rounds) < MORE_THAN_TWO:
        return None
    beside = [book.count("derived/trend")] if "trend" in book.facts["derived"] else []
    return chart(book, "trend", trend_table(book), Depth.WORKING, beside)


def _why(book: Book) -> Text | None:
    overall = (book.read.change or {})["overall"]
    if not overall["sentence"]:
        return cite(book, "change.why", "change/reason") if book.facts["change"]["reason"] else None
    stage = cite(book, "change.why", "change/overall/stage/sentence")
    alike = take(
        "change.why",
        since.like_for_like(overall["like_for_like"]),
        numbers=[
            book.number(Unit.CHANGE, f"change/overall/like_for_like/{part}")
            for part in ("difference", "low", "high")
        ]
        + [book.count("change/overall/like_for_like/people/both")],
    )
    return paragraph(
        "change.why", cite(book, "change.why", "change/overall/sentence"), stage, alike
    )


def _capabilities(book: Book) -> Table:
    """Every capability then and now, what moved for sure first."""
    rows = sorted((book.read.change or {})["capabilities"], key=_order)
    return Table(
        key="change.capabilities",
        message=_("What moved, capability by capability"),
        columns=(
            Column("capability", _("Capability"), None, _("The capability.")),
            Column("earlier", _("Then"), Unit.LEVEL, _("Score of the last round.")),
            Column("later", _("Now"), Unit.LEVEL, _("Score of this round.")),
            Column("change", _("Change"), Unit.CHANGE, _("In the roles of both rounds.")),
            Column("sure", _("More than chance"), None, _("Whether chance alone would do it.")),
        ),
        rows=tuple(
            (
                book.read.capability(row["key"]),
                book.level(f"change/capabilities/{row['key']}/earlier"),
                book.level(f"change/capabilities/{row['key']}/later"),
                book.number(
                    Unit.CHANGE, f"change/capabilities/{row['key']}/like_for_like/difference"
                ),
                _("yes") if row["like_for_like"]["flagged"] else _("no"),
            )
            for row in rows
        ),
        keys=tuple(row["key"] for row in rows),
        order=_("What moved by more than chance first, then by how far."),
        depth=Depth.WORKING,
    )


def _order(row: Mapping[str, Any]) -> tuple[bool, bool, float]:
    shift = row["like_for_like"]
    return (
        not shift["flagged"],
        shift["difference"] is None,
        -abs(shift["difference"] or 0.0),
    )
