"""Marketing against its peers, on one capability or area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _
from scipy import special

from engine import rollup, weighing
from engine.weighing import Weighed
from reports import numbers
from reports.how.values import Explanation, Table, number, step, sum_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.how.basis import Basis


@dataclass(frozen=True, slots=True)
class _Seen:
    """What both sides said. gap: of the result; column: of weighed; prior: s0sq of its means."""

    gap: Mapping[str, Any]
    weighed: Weighed
    column: int
    prior: float


def perception(of: Basis, key: str) -> Iterator[Explanation]:
    """Of a capability. Nothing where a side was not heard or may not be shown."""
    gap = of.capabilities[key]["perception_gap"]
    if gap is None:
        return
    seen = None
    if of.votes is not None:
        seen = _Seen(gap, of.votes.weighed, of.column[key], of.prior)
    says = _("Mean of the marketing roles minus mean of the peer roles, in levels.")
    yield _explained(of, gap, seen, says)


def area_perception(of: Basis, key: str) -> Iterator[Explanation]:
    """The same of an area, from each person's own mean of it."""
    areas = [area.key for area in of.read.framework.areas]
    gap = of.read.result["areas"][areas.index(key)]["perception_gap"]
    if gap is None:
        return
    seen = None
    if of.votes is not None:
        weighed, prior = rollup.weighed_own_means(of.votes)
        seen = _Seen(gap, weighed, areas.index(key), prior)
    says = _(
        "Mean of the marketing roles minus mean of the peer roles, in levels, of each person's own"
        " mean of the area."
    )
    yield _explained(of, gap, seen, says)


def _explained(of: Basis, gap: Mapping[str, Any], seen: _Seen | None, says: str) -> Explanation:
    return Explanation(
        anchor="sides",
        title=_("Marketing and its peers"),
        shown=numbers.level(gap["difference"]),
        method="perception#perception-gap",
        says=says,
        tables=_tables(of, seen) if seen else (),
        steps=tuple(_steps(of, seen)) if seen else (),
    )


def _side(of: Basis, seen: _Seen, *, peer: bool) -> list[tuple[str, int, float]]:
    """(role, people, mean) of the roles of one side that were heard."""
    assert of.votes is not None  # noqa: S101
    k, weighed = seen.column, seen.weighed
    roles = of.read.framework.role
    return [
        (role, int(weighed.n[r, k]), float(weighed.mean[r, k]))
        for r, role in enumerate(of.votes.tally.roles)
        if weighed.n[r, k] and roles[role].peer == peer
    ]


def _tables(of: Basis, seen: _Seen) -> tuple[Table, ...]:
    if of.gated:
        return ()
    heading = (_("Role"), _("People"), _("Mean"))
    return tuple(
        Table(
            title,
            heading,
            tuple((of.role_names[r], str(n), number(m)) for r, n, m in _side(of, seen, peer=peer)),
        )
        for title, peer in ((_("Marketing"), False), (_("Peers"), True))
    )


def _steps(of: Basis, seen: _Seen) -> Iterator[Any]:
    marketing, peers = _side(of, seen, peer=False), _side(of, seen, peer=True)
    means = [float(np.mean([m for _r, _n, m in side])) for side in (marketing, peers)]
    if not of.gated:
        for name, side, mean in (
            (_("Marketing"), marketing, means[0]),
            (_("Peers"), peers, means[1]),
        ):
            yield step(name, f"({sum_of([m for _r, _n, m in side])}) / {len(side)}", mean)
    yield step(_("Difference"), f"{number(means[0])} − {number(means[1])}", seen.gap["difference"])
    if of.gated:
        return
    gap, k, weighed = seen.gap, seen.column, seen.weighed
    ss, nu = float(weighed.ss[k]), weighing.PRIOR_DF + float(weighed.df[k])
    variance = (weighing.PRIOR_DF * seen.prior + ss) / nu
    noise = [sum(1 / n for _r, n, _m in side) / len(side) ** 2 for side in (marketing, peers)]
    se = (variance * sum(noise)) ** 0.5
    t = float(special.stdtrit(nu, 0.975))
    parts = [
        f"({' + '.join(f'1 / {n}' for _r, n, _m in side)}) / {len(side)}^2"
        for side in (marketing, peers)
    ]
    yield step(
        "s²",
        f"({weighing.PRIOR_DF} × {number(seen.prior)} + {number(ss)}) / {number(nu)}",
        variance,
    )
    yield step("f", " + ".join(parts), sum(noise))
    yield step("SE", f"sqrt({number(variance)} × {number(sum(noise))})", se)
    difference = number(gap["difference"])
    yield step(
        _("Lower end, with t = %(t)s") % {"t": number(t)},
        f"max(0 − 4, {difference} − {number(t)} × {number(se)})",
        gap["low"],
    )
    yield step(_("Upper end"), f"min(4, {difference} + {number(t)} × {number(se)})", gap["high"])
