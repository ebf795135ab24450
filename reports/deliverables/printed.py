"""A deliverable as the plain values that the templates of PDF files print: what stands beside what,
and what is told inside a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.deliverables.document import (
    Card,
    Chart,
    Facts,
    Notice,
    Number,
    Points,
    Table,
    Text,
    at,
)
from reports.deliverables.printed_tables import ROOM, table
from reports.deliverables.printed_words import IN_CELL, line, title, words
from reports.deliverables.xml_text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.deliverables.document import Block, Fact

Value = dict[str, Any]
# Tables narrower than the first may stand beside each other, and one beside a chart that can be
# drawn narrow below the second.
HALF, NARROW = 0.46, 0.6
# Charts that are drawn for half a page as well as for a whole one, and the name of such a picture.
FOR_HALF = frozenset({"forecast"})
HALVED = "-narrow"
# What a chart shows, where its message heads the page.
_ABOVE = {"forecast": gettext_lazy("Index and stage if the plan is kept")}
# Letters on a line of a page, and on half a page and a whole one.
_LINE, _HALF_A_PAGE, _PAGE = 100, 2500, 5000
# Letters of a figure, and of a word that may stand in the place of one.
_SHORT = 12


def arranged(
    found: Sequence[Block], facts: Mapping[str, Any], *, above: str = "", named: bool = True
) -> list[Value]:
    """Blocks in the order of the document, those that belong together side by side: paragraphs
    about a card inside it, lists that follow each other, a narrow table and the chart beside it.

    above: the message that they stand below, which none of them repeats; named: cards name their
    area.
    """
    cards = {item.key: item for item in found if isinstance(item, Card)}
    told = {
        item.key: card_key
        for item in found
        if isinstance(item, Text)
        for card_key in cards
        if item.key.endswith(f".{card_key}")
    }
    about: dict[str, list[Text]] = {}
    for item in found:
        if isinstance(item, Text) and item.key in told:
            about.setdefault(told[item.key], []).append(item)
    values: list[Value] = []
    for item in found:
        if isinstance(item, Text) and item.key in told:
            continue
        if isinstance(item, Card):
            values.append(card(item, facts, about.get(item.key, ()), named=named))
        elif isinstance(item, Chart) and item.message.removesuffix(".") == above:
            values.append({**chart(item), "message": str(_ABOVE.get(item.kind, item.message))})
        else:
            values.append(block(item))
    return _rows(values)


def _rows(values: Sequence[Value]) -> list[Value]:
    made: list[Value] = []
    for value in values:
        before = made[-1] if made else None
        if before is not None and _beside(before, value):
            made[-1] = {
                "kind": "row",
                "items": [_halved(before), _halved(value)],
                "shares": _shares(before, value),
            }
        else:
            made.append(value)
    return made


def _beside(before: Value, value: Value) -> bool:
    match before["kind"], value["kind"]:
        case "points", "points":
            return True
        case "table", "table":
            return bool(max(before["natural"], value["natural"]) < HALF * ROOM)
        case ("table", "chart") | ("chart", "table"):
            drawn = before.get("picture", value.get("picture"))
            natural = before.get("natural", 0.0) + value.get("natural", 0.0)
            return drawn in FOR_HALF and bool(natural < NARROW * ROOM)
        case _:
            return False


def _shares(before: Value, value: Value) -> list[float]:
    if before["kind"] == value["kind"]:
        return [1.0, 1.0]
    return [0.54, 0.46] if value["kind"] == "table" else [0.46, 0.54]


def _halved(value: Value) -> Value:
    """With the picture that is drawn for half a page, whose words are not smaller for it."""
    if value["kind"] != "chart":
        return value
    return {**value, "picture": value["picture"] + HALVED}


def block(item: Text | Points | Facts | Table | Chart | Notice) -> Value:
    match item:
        case Text():
            return paragraph(item)
        case Points():
            return {"kind": "points", "items": [paragraph(point) for point in item.items]}
        case Facts():
            return strip(item)
        case Table():
            return table(item)
        case Chart():
            return chart(item)
        case Notice():
            return {"kind": "notice", "key": item.key, "text": words(item.text)}


def paragraph(item: Text) -> Value:
    return {
        "kind": "text",
        "text": words(item.text),
        "outdated": item.outdated,
    }


def strip(item: Facts) -> Value:
    """Key figures are set large, but only where each of them is one."""
    items = [fact(one) for one in item.items]
    return {"kind": "facts", "items": items, "large": all(one["short"] for one in items)}


def fact(item: Fact) -> Value:
    text = item.value.text if isinstance(item.value, Number) else item.value
    return {
        "label": line(item.label, IN_CELL),
        "value": words(text, IN_CELL),
        "note": words(item.note, IN_CELL),
        "short": len(text) <= _SHORT,
    }


def _marked(item: Fact) -> Value:
    """A figure of a card, with its mark on the scale beside it."""
    path = item.value.paths[0] if isinstance(item.value, Number) and item.value.paths else ""
    last = path.rpartition("/")[2]
    return {**fact(item), "mark": last if last in ("score", "target") else ""}


def card(
    item: Card, facts: Mapping[str, Any], about: Sequence[Text] = (), *, named: bool = True
) -> Value:
    """about: paragraphs from elsewhere that are told inside it, first. named: with its area."""
    inside = [*about, *item.blocks]
    areas = facts["result"]["areas"] if named else ()
    return {
        "kind": "card",
        "name": title(item.name),
        "area": item.area,
        "area_name": next((line(one["name"]) for one in areas if one["key"] == item.area), ""),
        "facts": [_marked(one) for one in item.facts],
        "scale": _level_scale(item, facts),
        # A card that would leave half a page empty may be broken across two.
        "whole": length(inside) < _HALF_A_PAGE,
        "blocks": [_in_card(one) for one in inside if not isinstance(one, Table)],
        "tables": [block(one) for one in inside if isinstance(one, Table)],
    }


def _in_card(item: Text | Points) -> Value:
    """A list inside a card says what it is a list of."""
    labels = {"raises": _("Raises:"), "raised_by": _("Raised by:")}
    return {**block(item), "label": labels.get(item.key.rpartition(".")[2], "")}


def length(found: Sequence[Block]) -> int:
    """Letters of blocks, a line of a table or of a list for a whole line of the page."""
    return sum(_length(item) for item in found)


def _length(item: Block) -> int:  # noqa: PLR0911  # one line a kind
    match item:
        case Text():
            return len(item.text) + _LINE // 2
        case Notice():
            return len(item.text) + _LINE
        case Points():
            return sum(len(point.text) + _LINE // 2 for point in item.items)
        case Table():
            return _LINE * (len(item.rows) + 3) + sum(
                len(cell) for row in item.rows for cell in row if isinstance(cell, str)
            )
        case Card():
            return 4 * _LINE + length(item.blocks)
        case Facts():
            return _LINE * 3 * (1 + len(item.items) // 4)
        case Chart():
            return _PAGE


def _level_scale(item: Card, facts: Mapping[str, Any]) -> Value | None:
    """The four marks of a capability on the scale 1 to 5, from where its numbers come from."""
    for one in item.facts:
        if isinstance(one.value, Number) and one.value.paths:
            whole, _slash, last = one.value.paths[0].rpartition("/")
            if last == "score" and one.value.value is not None:
                row = at(facts, whole)
                return {key: row.get(key) for key in ("score", "target", "low", "high")}
    return None


def marks_of_levels() -> list[list[str]]:
    """The marks in charts of levels, each with what it stands for."""
    return [
        ["score", _("now")],
        ["low", _("likely range")],
        ["target", _("target")],
        ["before", _("last round")],
    ]


def _marks(item: Chart) -> list[list[str]]:
    """Those in one chart; none if it shows no levels."""
    found = marks_of_levels()
    if not all({mark for mark, _said in found} <= row.keys() for row in item.frame):
        return []
    return [
        [mark, said] for mark, said in found if any(row[mark] is not None for row in item.frame)
    ]


def chart(item: Chart) -> Value:
    return {
        "kind": "chart",
        "picture": item.kind,
        "message": title(item.message),
        "alt": one_line(item.alt) or title(item.message),
        "source": line(item.source),
        "marks": _marks(item),
    }
