"""Why a score moved, cause by cause, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports import numbers

if TYPE_CHECKING:
    from reports.frames import Source


def name(source: Source, cause: str, points: int) -> str:
    """One cause of engine.movement.CAUSES. points: above 0 it led upwards."""
    if cause == "level":
        return _("Same roles answered higher") if points > 0 else _("Same roles answered lower")
    if cause == "respondents":
        return _who(source)
    return {
        "not_applicable": _("Other capabilities do not apply"),
        "weights": _("Weights are different"),
        "framework": _("Other questions were asked"),
    }[cause]


def _who(source: Source) -> str:
    causes = source.change["causes"] if source.change else {}
    joined, left = causes.get("roles_joined", []), causes.get("roles_left", [])
    if joined and left:
        return _("Other roles answered")
    if len(joined) == 1:
        return _("%(role)s answered too") % {"role": joined[0]}
    if len(left) == 1:
        return _("%(role)s did not answer") % {"role": left[0]}
    if joined:
        return _("More roles answered")
    return _("Fewer roles answered") if left else _("Other roles could judge")


def low_to_high(low: float | None, high: float | None) -> str:
    """The interval of a change: "+0.2 to +0.9"; nothing where there is none."""
    if low is None or high is None:
        return ""
    words = {"low": numbers.level_change(low), "high": numbers.level_change(high)}
    return _("%(low)s to %(high)s") % words
