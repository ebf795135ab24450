"""Two organisations capability by capability. Differences and their ranges are the engine's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engine.two_organisations import two_organisations
from reports import causes, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessments.models import Analysis
    from engine.two_organisations import Pair
    from reports.frames import Source


def side_by_side_page(
    first: tuple[Source, Analysis], second: tuple[Source, Analysis]
) -> dict[str, Any]:
    """Context of templates/reports/side_by_side.html for two results."""
    (read, analysis), (other, other_analysis) = first, second
    found = two_organisations((read.framework, read.result), (other.framework, other.result))
    names = (analysis.assessment.organisation.name, other_analysis.assessment.organisation.name)
    compared = [pair for pair in found.capabilities if pair.difference is not None]
    return {
        "headline": headline(names, found.overall, compared),
        "lede": lede(names, compared),
        "sides": [_side(read, analysis), _side(other, other_analysis)],
        "areas": _rows(read, other, found.areas),
        "capabilities": _rows(read, other, found.capabilities),
        "not_compared": [
            {"name": _name(read, other, pair.key), "reason": pair.reason}
            for pair in found.capabilities
            if pair.reason is not None
        ],
        "compared": len(compared),
    }


def headline(names: tuple[str, str], overall: Pair, compared: list[Pair]) -> str:
    """Who is ahead, if the answers tell."""
    if not compared:
        return _("Nothing of the two can be compared")
    words = {"first": names[0], "second": names[1]}
    if not overall.apart or overall.difference is None:
        return _("As a whole, the answers do not tell the two apart")
    if overall.difference > 0:
        return _("%(first)s is ahead of %(second)s") % words
    return _("%(second)s is ahead of %(first)s") % words


def lede(names: tuple[str, str], compared: list[Pair]) -> str:
    """In how many capabilities each is ahead by more than the spread of the answers."""
    if not compared:
        return ""
    ahead = [pair.difference or 0.0 for pair in compared if pair.apart]
    words = {
        "n": len(compared),
        "first": names[0],
        "second": names[1],
        "more": sum(value > 0 for value in ahead),
        "less": sum(value < 0 for value in ahead),
    }
    return (
        ngettext(
            "Of %(n)s capability, %(first)s is clearly ahead in %(more)s and %(second)s in"
            " %(less)s.",
            "Of %(n)s capabilities, %(first)s is clearly ahead in %(more)s and %(second)s in"
            " %(less)s.",
            len(compared),
        )
        % words
    )


def _side(read: Source, analysis: Analysis) -> dict[str, Any]:
    overall = read.result["overall"]
    low, high = (numbers.index_of_level(overall[key]) for key in ("low", "high"))
    profile = next((p.name for p in read.framework.profiles if p.key == _profile(read)), "")
    return {
        "organisation": analysis.assessment.organisation,
        "analysis": analysis.pk,
        "round": analysis.assessment.name,
        "at": date_format(analysis.created_at, "j M Y"),
        "index": numbers.index(overall["index"]),
        "span": "" if low is None else f"{numbers.index(low)}–{numbers.index(high)}",
        "stage_level": overall["stage_level"],
        "stage": read.stage(overall["stage"]),
        "grade": read.result["grade"],
        "people": read.result["inputs"]["respondents"],
        "profile": profile,
    }


def _profile(read: Source) -> str:
    return str(read.result["inputs"]["profile"])


def _name(read: Source, other: Source, key: str) -> str:
    found = read.framework.capability.get(key) or other.framework.capability.get(key)
    return found.name if found else read.area(key)


def _rows(read: Source, other: Source, pairs: Iterable[Pair]) -> list[dict[str, Any]]:
    """What can be compared, furthest apart first."""
    known = [pair for pair in pairs if pair.difference is not None]
    rows = []
    for pair in sorted(known, key=lambda pair: -abs(pair.difference or 0.0)):
        capability = read.framework.capability.get(pair.key)
        area = capability.area if capability else pair.key
        rows.append(
            {
                "key": pair.key,
                "name": _name(read, other, pair.key),
                "area": area,
                "area_name": read.area(area),
                "is_area": capability is None,
                "cells": [_cell(pair.first), _cell(pair.second)],
                "change": numbers.level_change(pair.difference),
                "span": causes.low_to_high(pair.low, pair.high),
                "apart": pair.apart,
            }
        )
    return rows


def _cell(score: float | None) -> dict[str, Any]:
    return {"text": numbers.level(score), "level": None if score is None else int(score)}
