"""Where the organisation stands: stage, index, areas, and what leads to the next stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import dates
from reports.deliverables.document import Column, Depth, Fact, Facts, Table, Unit
from reports.deliverables.pictures import chart
from reports.deliverables.tabulating import areas_table
from reports.deliverables.writing import fact, paragraph, say, section, take
from reports.pages import sentences
from reports.pages.gap_table import LENSES
from reports.pages.overview import arrival, way
from reports.pages.robust import same_stage, tested

if TYPE_CHECKING:
    from reports.deliverables.document import Section, Text
    from reports.deliverables.writing import Book

OVERALL = "result/overall"


def written(book: Book) -> Section:
    said = take(
        "standing.message",
        sentences.headline(book.read) + ".",
        numbers=[book.whole_level(f"{OVERALL}/stage_level")],
        words=[area["name"] for area in book.read.result["areas"]],
    )
    return section(
        _("Where you stand"),
        said,
        (
            _facts(book),
            chart(book, "areas", areas_table(book)),
            _spread(book),
            _next_step(book),
            _evidence(book),
            _way(book),
            _lenses(book),
        ),
    )


def _facts(book: Book) -> Facts:
    overall = book.read.result["overall"]
    standing = sentences.stage_standing(book.read)
    name = book.read.stage(overall["stage"]) or ""
    items = [
        Fact(
            _("Stage"),
            book.whole_level(f"{OVERALL}/stage_level"),
            ", ".join(filter(None, [name, standing])),
        ),
        _index(book),
    ]
    if "moved" in book.facts["derived"]:
        since = _("Points since %(since)s") % {"since": book.read.since}
        items.append(Fact(since, book.number(Unit.POINTS, "derived/moved")))
    roles = ngettext("in %(n)s role", "in %(n)s roles", book.facts["counts"]["roles"])
    items += [
        fact(
            _("People who answered"),
            book.count("result/inputs/respondents"),
            roles,
            n=book.count("counts/roles"),
        ),
        Fact(_("Evidence grade"), book.read.result["grade"]),
    ]
    return Facts("standing.facts", tuple(items))


def _index(book: Book) -> Fact:
    """With its likely range, where it has one."""
    index = book.index(f"{OVERALL}/index")
    if book.facts["derived"]["index_low"] is None:
        return fact(_("Index"), index, _("of a hundred"))
    low, high = book.index("derived/index_low"), book.index("derived/index_high")
    return fact(_("Index"), index, _("likely %(low)s to %(high)s"), low=low, high=high)


def _spread(book: Book) -> Text | None:
    """The weakest and the strongest area."""
    scored = sorted(
        (item for item in book.read.result["areas"] if item["score"] is not None),
        key=lambda item: float(item["score"]),
    )
    if len(scored) < 2:
        return None
    weak, strong = scored[0]["key"], scored[-1]["key"]
    low, high = (book.level(f"result/areas/{key}/score") for key in (weak, strong))
    if low.text == high.text:
        return say("standing.areas", _("All areas stand at about %(score)s."), score=low)
    parts = [
        say(
            "standing.areas",
            _("%(strong)s is the strongest area at %(high)s, %(weak)s the weakest at %(low)s."),
            strong=scored[-1]["name"],
            high=high,
            weak=scored[0]["name"],
            low=low,
        )
    ]
    if scored[0].get("target") is not None and scored[0]["target"] > scored[0]["score"]:
        parts.append(
            say(
                "standing.areas",
                _("Your goals and growth ask for %(target)s there."),
                target=book.level(f"result/areas/{weak}/target"),
            )
        )
    return paragraph("standing.areas", *parts)


def _next_step(book: Book) -> Text | None:
    """What has to rise before the next stage, by name, and when the plan gets there."""
    overall = book.read.result["overall"]
    if overall["stage_level"] is None:
        if not overall["reason"]:
            return None
        return say("standing.next", "%(reason)s", reason=book.quote(f"{OVERALL}/reason"))
    text = sentences.next_step(book.read)
    if not text:
        return None
    found = way(book.read)
    names = [item["name"] for item in found["must"] + found["choose"]]
    first = take(
        "standing.next",
        text,
        numbers=[
            book.count("counts/must"),
            book.count("counts/choose"),
            book.whole_level("derived/next_stage"),
        ],
        words=names,
    )
    must = None
    if found["must"]:
        named = sentences.listed([item["name"] for item in found["must"]])
        must = say("standing.next", _("What cannot be skipped: %(names)s."), names=named)
    return paragraph("standing.next", first, must, _arrival(book))


def _arrival(book: Book) -> Text | None:
    """When the plan reaches the next stage, or that it does not."""
    text = arrival(book.read)
    if not text:
        return None
    forecast = book.facts["plan"]["forecast"]
    return take(
        "standing.next",
        text,
        numbers=[book.whole_level(f"derived/{name}") for name in ("risen_stage", "next_stage")],
        words=[dates.month(item["date"]) for item in forecast],
    )


def _evidence(book: Book) -> Text | None:
    """Who answered, and how firm the stage is."""
    inputs = book.read.result["inputs"]
    people = ngettext(
        "%(people)s person in %(roles)s gave %(answers)s answers; the evidence grade is %(grade)s.",
        "%(people)s people in %(roles)s gave %(answers)s answers; the evidence grade is %(grade)s.",
        inputs["respondents"],
    )
    roles = ngettext("%(n)s role", "%(n)s roles", len(inputs["roles"]))
    who = say(
        "standing.evidence",
        people.replace("%(roles)s", roles.replace("%(n)s", "%(roles)s")),
        people=book.count("result/inputs/respondents"),
        roles=book.count("counts/roles"),
        answers=book.count("result/inputs/answers"),
        grade=book.read.result["grade"],
    )
    found = tested(book.read)
    firm = None
    if found is not None and found["stage_share"] is not None:
        firm = take(
            "standing.evidence",
            same_stage(book.read),
            numbers=[book.share("result/robustness/stage_share")],
        )
    return paragraph("standing.evidence", who, firm)


def _way(book: Book) -> Table | None:
    """What leads to the next stage. What cannot be skipped is short of it by more than a level, and
    has to come as near as the present stage."""
    found = way(book.read)
    rows = [(row, True) for row in found["must"]] + [(row, False) for row in found["choose"]]
    if not rows or book.facts["derived"]["next_stage"] is None:
        return None
    return Table(
        key="way",
        message=_("The way to the next stage"),
        columns=(
            Column("capability", _("Capability"), None, _("What has to rise.")),
            Column("area", _("Area"), None, _("The area that it belongs to.")),
            Column("level", _("Level now"), Unit.WHOLE_LEVEL, _("The level awarded today.")),
            Column(
                "needed", _("Level needed"), Unit.WHOLE_LEVEL, _("What the next stage asks of it.")
            ),
            Column("part", _("Why"), None, _("Whether others could stand in for it.")),
        ),
        rows=tuple(
            (
                row["name"],
                row["area_name"],
                book.whole_level(f"result/capabilities/{row['key']}/level"),
                book.whole_level(f"{OVERALL}/stage_level" if must else "derived/next_stage"),
                _("cannot be skipped") if must else _("the least work that reaches it"),
            )
            for row, must in rows
        ),
        keys=tuple(row["key"] for row, _must in rows),
        order=_("What cannot be skipped first."),
        depth=Depth.WORKING,
    )


def _lenses(book: Book) -> Table:
    """Areas by what is in place, aligned, efficient and effective."""
    return Table(
        key="lenses",
        message=_("What is in place, and how well it works"),
        columns=(
            Column("area", _("Area"), None, _("One of the areas of the framework.")),
            *(
                Column(key, str(words), Unit.LEVEL, _("Mean of the answers under this lens."))
                for key, words in LENSES.items()
            ),
        ),
        rows=tuple(
            (
                area["name"],
                *(book.level(f"result/areas/{area['key']}/lenses/{lens}") for lens in LENSES),
            )
            for area in book.read.result["areas"]
        ),
        keys=tuple(area["key"] for area in book.read.result["areas"]),
        order=_("In the order of the framework."),
        depth=Depth.WORKING,
    )
