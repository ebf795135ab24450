"""What a reader should not lean on yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.pages import sentences
from reports.pages.two_sides import flagged_keys, is_divided

if TYPE_CHECKING:
    from reports.frames import Source

NAMED = 4


@dataclass(frozen=True, slots=True)
class Doubt:
    """kind: what it is about; named: areas or capabilities in the sentence by name; others: how
    many more it counts without naming them."""

    kind: str
    sentence: str
    named: tuple[str, ...]
    others: int = 0


def doubts(read: Source) -> list[Doubt]:
    """Every one there is, in sentences."""
    rows = read.result["capabilities"]
    thin = [item["key"] for item in rows if item["n"] == 1]
    unknown = [item["key"] for item in rows if item["status"] == "insufficient" and item["n"] != 1]
    found = [
        _borderline(read),
        _about(
            read,
            "thin",
            thin,
            _("%(names)s rests on one voice."),
            _("%(names)s rest on one voice each."),
        ),
        _about(
            read,
            "unknown",
            unknown,
            _("%(names)s has too few answers for a score."),
            _("%(names)s have too few answers for a score."),
        ),
        _about(
            read,
            "claimed",
            [item["key"] for item in rows if item["unevidenced"]],
            _("A high level is claimed without evidence for %(names)s."),
            _("High levels are claimed without evidence for %(names)s."),
        ),
        _about(
            read,
            "split",
            [item["key"] for item in rows if is_divided(item)],
            _("People disagree about %(names)s."),
            _("People disagree about %(names)s."),
        ),
        _about(
            read,
            "blind",
            flagged_keys(read, "blind_spot"),
            _("Blind spot: marketing rates itself higher than its peers do on %(names)s."),
            _("Blind spots: marketing rates itself higher than its peers do on %(names)s."),
        ),
    ]
    return [doubt for doubt in found if doubt is not None]


def _borderline(read: Source) -> Doubt | None:
    areas = [
        item["name"]
        for item in read.result["areas"]
        if item["stability"] is not None and item["stability"] < 1.0
    ]
    if not areas:
        return None
    sentence = ngettext(
        "The stage of %(areas)s is borderline: one person's answers could change it.",
        "The stages of %(areas)s are borderline: one person's answers could change them.",
        len(areas),
    )
    return Doubt("borderline", sentence % {"areas": sentences.listed(areas)}, tuple(areas))


def _about(read: Source, kind: str, keys: list[str], one: str, many: str) -> Doubt | None:
    """About some capabilities; the first few by name, the others by number."""
    if not keys:
        return None
    names, others = [read.capability(key) for key in keys], 0
    if len(names) > NAMED:
        others = len(names) - NAMED + 1
        names = names[: NAMED - 1]
    told = [*names, _("%(n)s others") % {"n": others}] if others else names
    sentence = one if len(keys) == 1 else many
    return Doubt(kind, sentence % {"names": sentences.listed(told)}, tuple(names), others)
