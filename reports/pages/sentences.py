"""Messages about stage, range and evidence, the same on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import numbers
from reports.frames import firmness

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.frames import Source

TOP_STAGE = 5
# More changes than these are counted in a sentence and not named.
NAMED = 4


def listed(words: list[str]) -> str:
    """ "A, B and C"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def headline(read: Source) -> str:
    """What holds the organisation where it is."""
    overall = read.result["overall"]
    stage = overall["stage_level"]
    if stage is None:
        return _("Not enough answers for a stage yet")
    if stage >= TOP_STAGE:
        return _("Every area stands at the highest stage")
    holding = [read.area(key) for key in overall["held_back_by"]]
    words = {"areas": listed(holding), "stage": stage}
    if not holding:
        return _("You stand at stage %(stage)s") % words
    if len(holding) == len(read.result["areas"]):
        return _("All areas stand at stage %(stage)s") % words
    return (
        ngettext(
            "%(areas)s holds you at stage %(stage)s",
            "%(areas)s hold you at stage %(stage)s",
            len(holding),
        )
        % words
    )


def next_step(read: Source) -> str:
    """The smallest set of changes that reaches the next stage."""
    overall = read.result["overall"]
    if overall["stage_level"] is None:
        return str(overall["reason"] or "")
    must, choose = len(overall["must"]), len(overall["choose"])
    if overall["stage_level"] >= TOP_STAGE or not must + choose:
        return ""
    words = {"stage": overall["stage_level"] + 1, "must": must, "n": choose}
    if not must:
        names = [read.capability(key) for key in overall["choose"]]
        if choose > NAMED:
            return _("The least work that reaches stage %(stage)s is %(n)s changes.") % words
        return ngettext(
            "One change reaches stage %(stage)s: %(names)s.",
            "%(n)s changes reach stage %(stage)s: %(names)s.",
            choose,
        ) % {**words, "names": listed(names)}
    first = (
        ngettext(
            "%(must)s capability has to rise before stage %(stage)s is possible",
            "%(must)s capabilities have to rise before stage %(stage)s is possible",
            must,
        )
        % words
    )
    return first + ("." if not choose else "; " + _("then enough of the others."))


def evidence(read: Source) -> str:
    """Who has answered, and the grade of that."""
    inputs = read.result["inputs"]
    people = ngettext("%(n)s person", "%(n)s people", inputs["respondents"])
    roles = ngettext("%(n)s role", "%(n)s roles", len(inputs["roles"]))
    return _("%(people)s in %(roles)s, evidence grade %(grade)s") % {
        "people": people % {"n": inputs["respondents"]},
        "roles": roles % {"n": len(inputs["roles"])},
        "grade": read.result["grade"],
    }


def answers(read: Source, at: str) -> str:
    """The source line below a chart. at: the date of the analysis in words."""
    count = read.result["inputs"]["answers"]
    words = ngettext(
        "%(n)s answer of %(people)s, %(at)s", "%(n)s answers of %(people)s, %(at)s", count
    )
    people = read.result["inputs"]["respondents"]
    return words % {
        "n": numbers.grouped(count),
        "people": ngettext("%(n)s person", "%(n)s people", people) % {"n": people},
        "at": at,
    }


def index_range(overall: Mapping[str, Any]) -> str:
    """The range of the index: its bounds are kept in levels."""
    if overall["low"] is None or overall["high"] is None:
        return ""
    low = numbers.index(numbers.index_of_level(overall["low"]))
    return f"{low}–{numbers.index(numbers.index_of_level(overall['high']))}"


def stage_standing(read: Source) -> str:
    """ "firm", "borderline" or "own view"; nothing where there is no stage."""
    overall = read.result["overall"]
    if overall["stage_level"] is None:
        return ""
    words = firmness(overall["stability"], read.result["grade"])
    if words or overall["stability"] is None:
        return words
    return _("firm")
