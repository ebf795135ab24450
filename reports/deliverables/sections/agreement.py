"""How far people agree, and how marketing and its peers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.deliverables.document import Column, Depth, Points, Table, Unit
from reports.deliverables.writing import paragraph, say, section
from reports.pages.gap_table import BANDS
from reports.pages.two_sides import KINDS, is_divided, kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.deliverables.document import Section, Text
    from reports.deliverables.writing import Book


def written(book: Book) -> Section | None:
    rows = [item for item in book.read.result["capabilities"] if item["band"] is not None]
    sides = [item for item in book.read.result["capabilities"] if item["perception_gap"]]
    if not rows and not sides:
        return None
    return section(
        _("Agreement"),
        _message(book),
        (
            _bands(book, rows),
            _told_sides(book, sides),
            _table(book, rows) if rows else None,
            _two_sides(book, sides),
        ),
        Depth.WORKING,
    )


def _message(book: Book) -> Text:
    counts = book.facts["counts"]
    split, blind = counts["grades"]["split"], counts["blind_spots"]
    if split:
        said = say(
            "agreement.message",
            ngettext(
                "People do not share a view of %(n)s capability.",
                "People do not share a view of %(n)s capabilities.",
                split,
            ),
            n=book.count("counts/grades/split"),
        )
    elif book.protected:
        # Camps of small groups are hidden, so that nobody can say that there are none.
        said = say("agreement.message", _("How far people agree, as far as it may be shown."))
    else:
        said = say("agreement.message", _("On no capability do people fall into two camps."))
    if not blind:
        return said
    spots = say(
        "agreement.message",
        ngettext("Marketing has %(n)s blind spot.", "Marketing has %(n)s blind spots.", blind),
        n=book.count("counts/blind_spots"),
    )
    return paragraph("agreement.message", said, spots) or said


def _bands(book: Book, rows: list[Mapping[str, Any]]) -> Text | None:
    """On how many capabilities answers lie close together; where camps may be hidden, no more."""
    if not rows:
        return None
    close = book.count("counts/grades/close")
    of = book.count("counts/spread")
    if book.protected:
        template = _("Answers lie close together on %(close)s of %(of)s capabilities.")
        return say("agreement.bands", template, close=close, of=of)
    template = _(
        "Answers lie close together on %(close)s of %(of)s capabilities, acceptably on"
        " %(acceptable)s and apart on %(split)s."
    )
    return say(
        "agreement.bands",
        template,
        close=close,
        of=of,
        acceptable=book.count("counts/grades/acceptable"),
        split=book.count("counts/grades/split"),
    )


def _table(book: Book, rows: list[Mapping[str, Any]]) -> Table:
    ordered = sorted(rows, key=lambda item: -float(item["ad"] or 0.0))
    return Table(
        key="agreement",
        message=_("How far people agree, capability by capability"),
        columns=(
            Column("capability", _("Capability"), None, _("The capability.")),
            Column("score", _("Now"), Unit.LEVEL, _("Score today.")),
            Column("n", _("Voices"), Unit.COUNT, _("People who could judge it.")),
            Column("ad", _("Distance"), Unit.LEVEL, _("Mean distance from the mean, in levels.")),
            Column("band", _("Agreement"), None, _("Close, acceptable or split.")),
        ),
        rows=tuple(
            (
                book.read.capability(item["key"]),
                book.level(f"result/capabilities/{item['key']}/score"),
                book.count(f"result/capabilities/{item['key']}/n"),
                book.level(f"result/capabilities/{item['key']}/ad"),
                str(BANDS["split" if is_divided(item) else item["band"]]),
            )
            for item in ordered
        ),
        keys=tuple(item["key"] for item in ordered),
        order=_("Furthest apart first."),
        depth=Depth.WORKING,
    )


def _told_sides(book: Book, rows: list[Mapping[str, Any]]) -> Points | None:
    """Each blind spot and hidden strength in a sentence."""
    flagged = _furthest([item for item in rows if kind(item)])
    if not flagged:
        return None
    return Points(
        "agreement.sides",
        tuple(
            say(
                f"agreement.sides.{item['key']}",
                "%(name)s: %(sentence)s",
                name=book.read.capability(item["key"]),
                sentence=book.quote(f"said/sides/{item['key']}"),
                depth=Depth.WORKING,
            )
            for item in flagged
        ),
        Depth.WORKING,
    )


def _furthest(rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda item: -abs(float(item["perception_gap"]["difference"])))


def _two_sides(book: Book, rows: list[Mapping[str, Any]]) -> Table | None:
    if not rows:
        return None
    ordered = _furthest(rows)
    return Table(
        key="sides-all",
        message=_("How marketing and its peers see it"),
        columns=(
            Column("capability", _("Capability"), None, _("The capability.")),
            Column("difference", _("Difference"), Unit.CHANGE, _("Marketing less peers.")),
            Column("low", _("From"), Unit.CHANGE, _("Lower bound of the likely range.")),
            Column("high", _("To"), Unit.CHANGE, _("Upper bound of the likely range.")),
            Column("kind", _("What it is"), None, _("Blind spot or hidden strength, if flagged.")),
        ),
        rows=tuple(
            (
                book.read.capability(item["key"]),
                *(
                    book.number(
                        Unit.CHANGE, f"result/capabilities/{item['key']}/perception_gap/{part}"
                    )
                    for part in ("difference", "low", "high")
                ),
                str(KINDS.get(kind(item), "")),
            )
            for item in ordered
        ),
        keys=tuple(item["key"] for item in ordered),
        order=_("Furthest apart first."),
        depth=Depth.FULL,
    )
