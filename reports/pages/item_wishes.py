"""What may be asked of one initiative's place in the plan: presses, and wishes that stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engine.calendar import period_name
from engine.rolling import period_of
from reports.pages.scenario import wishes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.types import Framework, PlanParameters


def item_wishes(
    framework: Framework,
    limits: PlanParameters,
    key: str,
    placed: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """`presses` (value and words of each button) and `own_wishes` (those that stand)."""
    standing = [wish for wish in wishes(framework, limits) if wish["initiative"] == key]
    return {"presses": presses(limits, placed), "own_wishes": standing}


def presses(limits: PlanParameters, placed: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """One press each; only what leads to a period of the plan. placed: None if it is left out."""
    if placed is None:
        return [("must:", _("Put it into the plan"))]
    start = period_of(limits, date.fromisoformat(placed["start_date"]))
    step = {"month": (_("A month earlier"), _("A month later"))}.get(
        limits.period, (_("A quarter earlier"), _("A quarter later"))
    )
    offered = [
        (start, _("Keep it in %(when)s") % {"when": _when(limits, start)}),
        (start - 1, step[0]),
        (start + 1, step[1]),
    ]
    found = [(f"lock:{n}", words) for n, words in offered if 0 <= n < limits.periods]
    return [*found, ("forbid:", _("Leave it out"))]


def _when(limits: PlanParameters, number: int) -> str:
    return period_name(limits.start, limits.period, max(0, number))
