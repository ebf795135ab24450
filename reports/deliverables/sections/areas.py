"""One section an area: where each of its capabilities stands and what would raise it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import dates
from reports.deliverables.document import Card, Column, Depth, Fact, Points, Table, Unit
from reports.deliverables.writing import cite, fact, say, section
from reports.pages import sentences
from reports.pages.gap_table import BANDS, CLASSES
from reports.pages.robust import tested
from reports.pages.two_sides import is_divided

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.deliverables.document import Section, Text
    from reports.deliverables.writing import Book

F = Depth.FULL


def written(book: Book) -> list[Section]:
    """Weakest first, as everywhere."""
    rows = sorted(
        book.read.result["areas"], key=lambda item: (item["score"] is None, item["score"] or 0.0)
    )
    return [_area(book, item) for item in rows]


def _area(book: Book, area: Mapping[str, Any]) -> Section:
    rows = [item for item in book.read.result["capabilities"] if item["area"] == area["key"]]
    ordered = sorted(rows, key=lambda item: (item["rank"] is None, item["rank"] or 0))
    return section(
        str(area["name"]),
        _message(book, area),
        (_overview(book, area, ordered), *(_card(book, item) for item in ordered)),
        Depth.WORKING,
    )


def _message(book: Book, area: Mapping[str, Any]) -> Text:
    key, at = f"area-{area['key']}.message", f"result/areas/{area['key']}"
    if area["score"] is None:
        return say(key, _("%(area)s has too few answers for a score."), area=area["name"])
    gaps = book.facts["counts"]["areas_of"][area["key"]]["gaps"]
    words = {
        "area": area["name"],
        "score": book.level(f"{at}/score"),
        "gaps": book.count(f"counts/areas_of/{area['key']}/gaps"),
        "all": book.count(f"counts/areas_of/{area['key']}/capabilities"),
    }
    if not gaps:
        return say(
            key,
            _("%(area)s stands at %(score)s, and no capability is below its target."),
            area=words["area"],
            score=words["score"],
        )
    return say(
        key,
        ngettext(
            "%(area)s stands at %(score)s; %(gaps)s of %(all)s capabilities is below target.",
            "%(area)s stands at %(score)s; %(gaps)s of %(all)s capabilities are below target.",
            gaps,
        ),
        **words,
    )


def _overview(book: Book, area: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> Table:
    return Table(
        key=f"area-{area['key']}",
        message=_("%(area)s, capability by capability") % {"area": area["name"]},
        columns=(
            Column("capability", _("Capability"), None, _("The capability.")),
            Column("level", _("Level"), Unit.WHOLE_LEVEL, _("The level awarded today.")),
            Column("score", _("Score"), Unit.LEVEL, _("Mean of what the roles said.")),
            Column("target", _("Target"), Unit.WHOLE_LEVEL, _("Level that is needed.")),
            Column("gap", _("Gap"), Unit.LEVEL, _("Target less score, in levels.")),
            Column("rank", _("Rank"), Unit.COUNT, _("Place by priority.")),
        ),
        rows=tuple(
            (
                book.read.capability(item["key"]),
                book.whole_level(f"{at}/level"),
                book.level(f"{at}/score"),
                book.whole_level(f"{at}/target"),
                book.level(f"{at}/gap"),
                book.count(f"{at}/rank"),
            )
            for item in rows
            for at in (f"result/capabilities/{item['key']}",)
        ),
        keys=tuple(item["key"] for item in rows),
        order=_("Highest priority first."),
        depth=Depth.WORKING,
    )


def _card(book: Book, item: Mapping[str, Any]) -> Card:
    at = f"result/capabilities/{item['key']}"
    facts = []
    if item["score"] is not None:
        facts = [
            Fact(_("Level"), book.whole_level(f"{at}/level")),
            _score(book, item),
            Fact(_("Target"), book.whole_level(f"{at}/target")),
            Fact(_("Gap"), book.level(f"{at}/gap"), str(CLASSES.get(item["gap_class"], ""))),
        ]
    if item["band"] is not None:
        band = "split" if is_divided(item) else item["band"]
        facts.append(Fact(_("Agreement"), str(BANDS[band])))
    if item["rank"] is not None:
        facts.append(_rank(book, item))
    return Card(
        key=item["key"],
        name=book.read.capability(item["key"]),
        area=item["area"],
        facts=tuple(facts),
        blocks=tuple(block for block in _told(book, item) if block is not None),
    )


def _score(book: Book, item: Mapping[str, Any]) -> Fact:
    """With its range, where it has one."""
    at = f"result/capabilities/{item['key']}"
    score = book.level(f"{at}/score")
    if item["low"] is None:
        return fact(_("Score"), score)
    low, high = book.level(f"{at}/low"), book.level(f"{at}/high")
    return fact(_("Score"), score, _("likely %(low)s to %(high)s"), low=low, high=high)


def _rank(book: Book, item: Mapping[str, Any]) -> Fact:
    """With the ranks that it takes under most other weights, where that was tried."""
    rank = book.count(f"result/capabilities/{item['key']}/rank")
    found = tested(book.read)
    if found is None or item["key"] not in found["rank_interval"]:
        return fact(_("Rank"), rank)
    at = f"result/robustness/rank_interval/{item['key']}"
    low, high = book.count(f"{at}/0"), book.count(f"{at}/1")
    if low.text == high.text:
        return fact(_("Rank"), rank, _("firm"))
    return fact(_("Rank"), rank, _("%(low)s to %(high)s under other weights"), low=low, high=high)


def _told(book: Book, item: Mapping[str, Any]) -> list[Text | Points | None]:
    """What it is, where it stands, what the next level asks, and what would raise it."""
    key, at = item["key"], f"result/capabilities/{item['key']}"
    words = book.contents.capabilities.get(key)
    found: list[Text | Points | None] = []
    if item["reason"]:
        found.append(say(f"{key}.reason", "%(reason)s", reason=book.quote(f"{at}/reason"), depth=F))
    if words:
        found.append(say(f"{key}.what", "%(what)s", what=words.definition, depth=F))
        found += _levels(book, item, words.levels)
    if item["unevidenced"] and words:
        template = _("No evidence was named for this level. It would show in: %(evidence)s.")
        evidence = sentences.listed(list(words.evidence))
        found.append(say(f"{key}.evidence", template, evidence=evidence, depth=F))
    if item["target_reason"]:
        reason = book.quote(f"{at}/target_reason")
        found.append(say(f"{key}.target", _("The target: %(reason)s."), reason=reason, depth=F))
    if book.facts["said"]["agreement"][key]:
        found.append(cite(book, f"{key}.agreement", f"said/agreement/{key}", depth=F))
    if book.facts["said"]["sides"].get(key):
        found.append(cite(book, f"{key}.sides", f"said/sides/{key}", depth=F))
    found.append(_raised_by(book, item))
    return found


def _levels(
    book: Book, item: Mapping[str, Any], levels: tuple[str, ...]
) -> list[Text | Points | None]:
    """What stands today and what the next level asks."""
    level = item["level"]
    if level is None:
        return []
    found: list[Text | Points | None] = []
    if 1 <= level <= len(levels):
        found.append(
            say(
                f"{item['key']}.now",
                _("Level %(level)s today: %(words)s"),
                level=book.whole_level(f"result/capabilities/{item['key']}/level"),
                words=levels[level - 1],
                depth=F,
            )
        )
    if level < len(levels):
        found.append(
            say(
                f"{item['key']}.next",
                _("Level %(next)s asks: %(words)s"),
                next=book.whole_level(f"derived/next_level/{item['key']}"),
                words=levels[level],
                depth=F,
            )
        )
    return found


def _raised_by(book: Book, item: Mapping[str, Any]) -> Points | None:
    """The planned initiatives that raise it, in order of time."""
    planned = sorted(
        (str(row["start_date"]), row["initiative"], place)
        for row in (book.read.roadmap["roadmap"]["items"] if book.read.roadmap else ())
        for place, step in enumerate(row["raises"])
        if step["capability"] == item["key"]
    )
    if not planned:
        return None
    return Points(
        f"{item['key']}.raised_by",
        tuple(
            say(
                f"{item['key']}.raised_by.{key}.{place}",
                _("%(name)s, from %(when)s: level %(low)s to %(high)s."),
                name=book.read.initiative(key),
                when=dates.month(start),
                low=book.whole_level(f"plan/roadmap/items/{key}/raises/{place}/from"),
                high=book.whole_level(f"plan/roadmap/items/{key}/raises/{place}/to"),
                depth=F,
            )
            for start, key, place in planned
        ),
        F,
    )
