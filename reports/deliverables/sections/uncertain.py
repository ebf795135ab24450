"""What a reader should not lean on yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.deliverables.document import Points
from reports.deliverables.writing import cite, say, section, take
from reports.pages.overview import uncertain
from reports.pages.robust import robust_sentence, tested

if TYPE_CHECKING:
    from reports.deliverables.document import Section, Text
    from reports.deliverables.writing import Book


def written(book: Book) -> Section:
    found = _points(book)
    if found:
        said = say(
            "uncertain.message",
            ngettext(
                "%(n)s thing to know before leaning on the figures.",
                "%(n)s things to know before leaning on the figures.",
                len(found),
            ),
            n=book.count("counts/uncertain"),
        )
    elif book.facts["counts"]["spread_hidden"]:
        said = say("uncertain.message", _("Nothing that may be shown makes a figure doubtful."))
    else:
        said = say("uncertain.message", _("Nothing in the answers makes a figure doubtful."))
    points = Points("uncertain.points", tuple(found)) if found else None
    return section(_("What is uncertain"), said, (points, _robust(book)))


def _points(book: Book) -> list[Text]:
    names = [item.name for item in book.read.framework.capabilities]
    names += [item.name for item in book.read.framework.areas]
    return [
        take(
            f"uncertain.{number}",
            sentence,
            numbers=[book.count(f"counts/others/{n}") for n in book.facts["counts"]["others"]],
            words=names,
        )
        for number, sentence in enumerate(uncertain(book.read), start=1)
    ]


def _robust(book: Book) -> Text | None:
    """What of the order holds under other weights and answers."""
    if tested(book.read) is None or not robust_sentence(book.read):
        return None
    place = next(
        (
            n
            for n, note in enumerate(book.read.result["notes"])
            if note == robust_sentence(book.read)
        ),
        None,
    )
    return None if place is None else cite(book, "uncertain.robust", f"result/notes/{place}")
