"""Every ranked capability, what is important and urgent, and what is not now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engine.analysis import not_now
from reports.deliverables.document import Column, Depth, Table, Unit
from reports.deliverables.pictures import chart
from reports.deliverables.writing import say, section
from reports.pages import sentences
from reports.pages.gap_table import CLASSES, QUADRANTS
from reports.pages.overview import open_gaps

if TYPE_CHECKING:
    from reports.deliverables.document import Section, Text
    from reports.deliverables.writing import Book


# Of what is neither important nor urgent more than these stand in the table alone.
NAMED = 6


def written(book: Book) -> Section | None:
    gaps = open_gaps(book.read)
    if not gaps:
        return None
    return section(
        _("Priorities"),
        _message(book),
        (
            chart(
                book,
                "capabilities",
                _ranked(book, gaps),
                Depth.WORKING,
                [book.count("counts/gaps")],
            ),
            *(_quadrant(book, key, gaps) for key in QUADRANTS),
            _not_now(book),
        ),
        Depth.WORKING,
    )


def _message(book: Book) -> Text:
    now = book.facts["counts"]["quadrants"]["do_now"]
    if not now:
        return say(
            "priorities.message",
            _("Of %(n)s gaps none is both important and urgent."),
            n=book.count("counts/gaps"),
        )
    return say(
        "priorities.message",
        ngettext(
            "%(now)s of %(n)s gaps is both important and urgent.",
            "%(now)s of %(n)s gaps are both important and urgent.",
            now,
        ),
        now=book.count("counts/quadrants/do_now"),
        n=book.count("counts/gaps"),
    )


def _ranked(book: Book, gaps: list[dict[str, Any]]) -> Table:
    return Table(
        key="priorities",
        message=_("Every gap by priority"),
        columns=(
            Column("rank", _("Rank"), Unit.COUNT, _("Place by priority.")),
            Column("capability", _("Capability"), None, _("The capability.")),
            Column("area", _("Area"), None, _("The area that it belongs to.")),
            Column("score", _("Now"), Unit.LEVEL, _("Score today.")),
            Column("target", _("Target"), Unit.WHOLE_LEVEL, _("Level that is needed.")),
            Column("gap", _("Gap"), Unit.LEVEL, _("Target less score, in levels.")),
            Column("class", _("How sure"), None, _("Whether the answers confirm the gap.")),
            Column("importance", _("Importance"), Unit.SHARE, _("How much goals ask for it.")),
            Column("urgency", _("Urgency"), Unit.SHARE, _("How fast it would have to move.")),
            Column("priority", _("Priority"), Unit.INDEX, _("0 to 100.")),
            Column("what", _("What to do"), None, _("Important and urgent, each at one half.")),
        ),
        rows=tuple(
            (
                book.count(f"{at}/rank"),
                book.read.capability(item["key"]),
                book.read.area(item["area"]),
                book.level(f"{at}/score"),
                book.whole_level(f"{at}/target"),
                book.level(f"{at}/gap"),
                str(CLASSES.get(item["gap_class"], "")),
                book.share(f"{at}/importance"),
                book.share(f"{at}/urgency"),
                book.index(f"{at}/priority"),
                str(QUADRANTS.get(item["quadrant"], "")),
            )
            for item in gaps
            for at in (f"result/capabilities/{item['key']}",)
        ),
        keys=tuple(item["key"] for item in gaps),
        order=_("Highest priority first."),
        depth=Depth.WORKING,
    )


def _quadrant(book: Book, key: str, gaps: list[dict[str, Any]]) -> Text | None:
    names = [book.read.capability(item["key"]) for item in gaps if item["quadrant"] == key]
    if not names or (key == "leave" and len(names) > NAMED):
        return None
    return say(
        f"priorities.{key}",
        _("%(quadrant)s (%(n)s): %(names)s."),
        quadrant=str(QUADRANTS[key]),
        n=book.count(f"counts/quadrants/{key}"),
        names=sentences.listed(names),
        depth=Depth.WORKING,
    )


def _not_now(book: Book) -> Table | None:
    waiting = not_now(book.read.result)
    if not waiting:
        return None
    return Table(
        key="not_now",
        message=_("What can wait, and why"),
        columns=(
            Column("capability", _("Capability"), None, _("The capability.")),
            Column("reason", _("Why"), None, _("Why it can wait.")),
        ),
        rows=tuple((book.read.capability(key), reason) for key, reason in waiting.items()),
        keys=tuple(waiting),
        depth=Depth.WORKING,
    )
