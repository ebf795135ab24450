"""An area seen through one lens: its score with the questions of that lens alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from engine.rollup import lens_columns
from reports import numbers
from reports.how.values import Explanation, Table, number, step, weighted_mean
from reports.pages.gap_table import LENSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.types import Capability
    from reports.how.basis import Basis

    # Of one capability that counts under a lens, with its score there.
    Seen = tuple[Capability, float]


def lenses(of: Basis, item: Mapping[str, Any]) -> Iterator[Explanation]:
    """item: the area in the result. Nothing where no lens has a score."""
    shown = {lens: score for lens, score in item["lenses"].items() if score is not None}
    if not shown:
        return
    seen = {} if of.gated else {lens: _seen(of, item["key"], lens) for lens in shown}
    heading = (_("Capability"), _("Weight"), _("Score"))
    yield Explanation(
        anchor="lenses",
        title=_("By lens"),
        shown=", ".join(f"{LENSES[lens]} {numbers.level(score)}" for lens, score in shown.items()),
        method="scoring#lens-score",
        says=_("The score of the area with only the questions of one lens.")
        + (" " + _("The parts are protected.") if of.gated else ""),
        tables=tuple(
            Table(
                str(LENSES[lens]),
                heading,
                tuple((c.name, number(c.weight), number(score)) for c, score in rows),
            )
            for lens, rows in seen.items()
            if rows
        ),
        steps=tuple(
            step(
                str(LENSES[lens]),
                weighted_mean([(c.weight, score) for c, score in rows]),
                shown[lens],
            )
            for lens, rows in seen.items()
            if rows
        ),
    )


def _seen(of: Basis, area: str, lens: str) -> list[Seen]:
    if of.votes is None:
        return []
    weighed, counts = lens_columns(of.votes, lens)
    inside = np.flatnonzero(counts & of.votes.columns[area])
    capabilities = of.read.framework.capabilities
    return [(capabilities[k], float(weighed.score[k])) for k in inside.tolist()]
