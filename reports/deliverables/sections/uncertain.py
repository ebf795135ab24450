"""What a reader should not lean on yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.deliverables.document import Notice, Points
from reports.deliverables.writing import cite, say, section, take
from reports.pages.doubts import doubts
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
            n=book.count("counts/doubts"),
        )
    elif book.protected:
        said = say("uncertain.message", _("Nothing that may be shown makes a figure doubtful."))
    else:
        said = say("uncertain.message", _("Nothing in the answers makes a figure doubtful."))
    points = Points("uncertain.points", tuple(found)) if found else None
    return section(_("What is uncertain"), said, (points, _robust(book), _protected(book)))


def _protected(book: Book) -> Notice | None:
    if not book.protected:
        return None
    words = _(
        "Single answers are protected: nothing is shown of a small group of people, nor what would"
        " follow from it. Camps and blind spots may be there all the same."
    )
    return Notice("uncertain.protected", words)


def _points(book: Book) -> list[Text]:
    return [
        take(
            f"uncertain.{doubt.kind}",
            doubt.sentence,
            numbers=[book.count(f"counts/others/{doubt.kind}")],
            words=doubt.named,
        )
        for doubt in doubts(book.read)
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
