"""How it was made, what it cannot say, and what it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports import dates
from reports.deliverables.document import Depth, Fact, Facts, Points
from reports.deliverables.writing import cite, fact, say, section

if TYPE_CHECKING:
    from reports.deliverables.document import Provenance, Section, Text
    from reports.deliverables.writing import Book


def written(book: Book, provenance: Provenance) -> Section:
    return section(
        _("Method and limits"),
        say(
            "method.message",
            _("Every figure is computed from the answers by published rules."),
        ),
        (
            *_rules(),
            Points("method.notes", tuple(_notes(book)), Depth.FULL),
            _facts(book, provenance),
        ),
        Depth.FULL,
    )


def _rules() -> list[Text]:
    told = {
        "scores": _(
            "People answer only what their role can judge. A score is the mean of role means, so a"
            " large team does not outvote a small one; “I don't know” never enters a score."
        ),
        "levels": _(
            "A level is awarded where enough voices see it and every level below it. A stage stands"
            " where enough of what it requires stands and nothing is two levels short."
        ),
        "ranges": _(
            "A range holds what other people of the same roles would likely have said. A stage is"
            " firm if leaving out any one person would not change it, and borderline otherwise."
        ),
        "priorities": _(
            "A target follows from growth profile, industry and goals. Priority joins importance"
            " for the goals, the gap and how fast it has to close."
        ),
        "roadmap": _(
            "The roadmap chooses and orders initiatives by the gap they close, within people,"
            " money and prerequisites. It is a plan and not a forecast."
        ),
        "limits": _(
            "Answers are judgements of people and no audit. Effort, duration, cost and capacity are"
            " judgements until the organisation's own figures replace them."
        ),
    }
    return [say(f"method.{key}", text, depth=Depth.FULL) for key, text in told.items()]


def _notes(book: Book) -> list[Text]:
    return [
        cite(book, f"method.notes.{number}", f"result/notes/{number}", depth=Depth.FULL)
        for number in range(len(book.read.result["notes"]))
    ]


def _facts(book: Book, provenance: Provenance) -> Facts:
    return Facts(
        "method.provenance",
        (
            fact(
                _("Framework"),
                provenance.framework,
                _("version %(version)s"),
                version=book.count("result/framework/version"),
            ),
            Fact(_("Engine"), provenance.engine_version),
            Fact(_("Analysed on"), dates.day(provenance.analysed_on.isoformat())),
            Fact(_("Answers"), book.count("result/inputs/answers")),
            Fact(_("People"), book.count("result/inputs/respondents")),
            Fact(_("Digest of the input"), provenance.input_digest),
        ),
        Depth.FULL,
    )
