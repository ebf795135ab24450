"""The appendix: how the answers lie, question by question, within the rules of disclosure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.deliverables.document import Column, Depth, Notice, Table, Unit
from reports.deliverables.writing import say, section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.deliverables.document import Section, Text
    from reports.deliverables.writing import Book

LEVELS = range(1, 6)


def written(book: Book) -> Section | None:
    spread = book.facts.get("answers")
    voices = [item for item in book.read.result["capabilities"] if item["shares"]]
    if not spread and not voices:
        return None
    tables = _by_area(book, spread) if spread else []
    return section(
        _("Answers"),
        _message(book),
        (*_remarks(book), *tables, _voices(book, voices) if voices else None),
        Depth.FULL,
    )


def _message(book: Book) -> Text:
    count = book.facts["counts"].get("questions", 0)
    if not count:
        return say("answers.message", _("How the voices spread over the levels."))
    return say(
        "answers.message",
        ngettext(
            "How people answered %(n)s question, level by level.",
            "How people answered %(n)s questions, level by level.",
            count,
        ),
        n=book.count("counts/questions"),
    )


def _remarks(book: Book) -> list[Notice]:
    """What is not shown, and why."""
    found = []
    if "answers" not in book.facts:
        words = _("The answers behind this result are no longer there, so they are not counted.")
        found.append(Notice("answers.gone", words, Depth.FULL))
    hidden = book.facts["counts"].get("questions_hidden")
    if hidden:
        words = _(
            "Answers to %(n)s questions are held back, because what one person said could follow"
            " from them."
        )
        number = book.count("counts/questions_hidden")
        found.append(
            Notice("answers.hidden", words % {"n": number.text}, Depth.FULL, numbers=(number,))
        )
    return found


def _by_area(book: Book, spread: Mapping[str, Any]) -> list[Table]:
    """One table an area, in the order of the framework."""
    of_area = {item.key: item.area for item in book.read.framework.capabilities}
    shown = [item for item in spread.values() if item["counts"] is not None and item["people"]]
    found = []
    for area in book.read.framework.areas:
        rows = [item for item in shown if of_area[item["capability"]] == area.key]
        if rows:
            found.append(_table(book, area.key, rows))
    return found


def _table(book: Book, area: str, rows: list[Mapping[str, Any]]) -> Table:
    others = any(item["dont_know"] is not None for item in rows)
    columns = [
        Column("question", _("Question"), None, _("As it was asked.")),
        Column("capability", _("Capability"), None, _("What it is about.")),
        *(
            Column(
                f"level_{level}",
                _("Level %(level)s") % {"level": level},
                Unit.COUNT,
                _("People who chose the statement of this level."),
            )
            for level in LEVELS
        ),
    ]
    if others:
        columns += [
            Column("dont_know", _("Don't know"), Unit.COUNT, _("People who could not say.")),
            Column("not_applicable", _("Does not apply"), Unit.COUNT, _("People who said so.")),
        ]
    return Table(
        key=f"answers-{area}",
        message=_("%(area)s: how many people chose which level") % {"area": book.read.area(area)},
        columns=tuple(columns),
        rows=tuple(
            (
                _words(book, item["question"]),
                book.read.capability(item["capability"]),
                *(book.count(f"answers/{item['question']}/counts/{n}") for n in range(5)),
                *(
                    book.count(f"answers/{item['question']}/{part}")
                    for part in ("dont_know", "not_applicable")
                    if others
                ),
            )
            for item in rows
        ),
        keys=tuple(item["question"] for item in rows),
        order=_("In the order of the questionnaire."),
        depth=Depth.FULL,
    )


def _words(book: Book, question: str) -> str:
    found = book.contents.questions.get(question)
    return found.text if found else question


def _voices(book: Book, rows: list[dict[str, Any]]) -> Table:
    """The share of voices at each level or above: what a level is awarded by."""
    return Table(
        key="voices",
        message=_("The share of voices that see each level reached"),
        columns=(
            Column("capability", _("Capability"), None, _("The capability.")),
            *(
                Column(
                    f"level_{level}",
                    _("Level %(level)s") % {"level": level},
                    Unit.SHARE,
                    _("Voices at this level or above; every role counts the same."),
                )
                for level in LEVELS
            ),
        ),
        rows=tuple(
            (
                book.read.capability(item["key"]),
                *(
                    book.share(f"result/capabilities/{item['key']}/shares/{level}")
                    for level in LEVELS
                ),
            )
            for item in rows
        ),
        keys=tuple(item["key"] for item in rows),
        order=_("In the order of the framework."),
        depth=Depth.FULL,
    )
