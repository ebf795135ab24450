"""Coefficients that analysts ask for, beside the agreement that everybody sees (method 2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from reports import numbers

if TYPE_CHECKING:
    from reports.frames import Source

_ALPHA = gettext_lazy(
    "No value: it needs a question with two answers, and answers that are not all the same level."
)
_ICC = gettext_lazy(
    "No value: it needs 3 people who have all answered the same 5 questions, and questions that"
    " differ more than the answers to each."
)
_RWG = gettext_lazy("No value: no capability has a score and three voices.")
# Key in the result: name, what explains it, what it tells, and why it may have no value.
COEFFICIENTS = {
    "alpha_ordinal": (
        "α ordinal",
        "alpha",
        gettext_lazy(
            "Krippendorff's alpha by order of levels: from .80 on reliable, below .667 the order of"
            " capabilities does not rest on these answers alone."
        ),
        _ALPHA,
    ),
    "alpha_interval": (
        "α interval",
        "alpha",
        gettext_lazy("The same with squared differences of levels."),
        _ALPHA,
    ),
    "icc1": ("ICC(1)", "icc", gettext_lazy("One person, any one."), _ICC),
    "icc2": ("ICC(2,1)", "icc", gettext_lazy("One of these people."), _ICC),
    "icc2k": (
        "ICC(2,k)",
        "icc",
        gettext_lazy("How repeatable the profile is if other people of the same kind answered."),
        _ICC,
    ),
    "rwg_j": (
        "r_wg(j)",
        "rwg",
        gettext_lazy("Voices against mere chance; it grows with the number of capabilities."),
        _RWG,
    ),
    "rwg_star_j": (
        "r*_wg(j)",
        "rwg",
        gettext_lazy("The same without growing; below 0, people differ more than by chance."),
        _RWG,
    ),
}


def analysts(read: Source) -> list[dict[str, Any]]:
    """One row a coefficient: name, value with two decimals, what it tells, and why it has no value;
    nothing for a result that has none of them."""
    found = read.result["agreement"]
    if not found:
        return []
    return [
        {
            "name": name,
            "anchor": anchor,
            "value": numbers.rounded(found[key], 2),
            "tells": tells,
            "reason": reason if found[key] is None else "",
        }
        for key, (name, anchor, tells, reason) in COEFFICIENTS.items()
    ]
