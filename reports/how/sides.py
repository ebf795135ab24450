"""Marketing against its peers, on one capability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _
from scipy import special

from engine import weighing
from reports import numbers
from reports.how.values import Explanation, Table, number, step, sum_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.how.basis import Basis


def perception(of: Basis, key: str) -> Iterator[Explanation]:
    """Nothing where a side was not heard or may not be shown."""
    gap = of.capabilities[key]["perception_gap"]
    if gap is None:
        return
    found: dict[str, Any] = {
        "anchor": "sides",
        "title": _("Marketing and its peers"),
        "shown": numbers.level(gap["difference"]),
        "method": "perception#perception-gap",
        "says": _("Mean of the marketing roles minus mean of the peer roles, in levels."),
    }
    if of.votes is None:
        yield Explanation(**found)
        return
    yield Explanation(**found, tables=_tables(of, key), steps=tuple(_steps(of, key, gap)))


def _side(of: Basis, key: str, peer: bool) -> list[tuple[str, int, float]]:
    """(role, people, mean) of the roles of one side that were heard."""
    assert of.votes is not None  # noqa: S101
    k, weighed = of.column[key], of.votes.weighed
    roles = of.read.framework.role
    return [
        (role, int(weighed.n[r, k]), float(weighed.mean[r, k]))
        for r, role in enumerate(of.votes.tally.roles)
        if weighed.n[r, k] and roles[role].peer == peer
    ]


def _tables(of: Basis, key: str) -> tuple[Table, ...]:
    if of.gated:
        return ()
    heading = (_("Role"), _("People"), _("Mean"))
    return tuple(
        Table(
            title,
            heading,
            tuple((of.role_names[r], str(n), number(m)) for r, n, m in _side(of, key, peer)),
        )
        for title, peer in ((_("Marketing"), False), (_("Peers"), True))
    )


def _steps(of: Basis, key: str, gap: Mapping[str, Any]) -> Iterator[Any]:
    assert of.votes is not None  # noqa: S101
    marketing, peers = _side(of, key, False), _side(of, key, True)
    means = [float(np.mean([m for _r, _n, m in side])) for side in (marketing, peers)]
    if not of.gated:
        for name, side, mean in (
            (_("Marketing"), marketing, means[0]),
            (_("Peers"), peers, means[1]),
        ):
            yield step(name, f"({sum_of([m for _r, _n, m in side])}) / {len(side)}", mean)
    yield step(_("Difference"), f"{number(means[0])} − {number(means[1])}", gap["difference"])
    if of.gated:
        return
    k, weighed = of.column[key], of.votes.weighed
    ss, nu = float(weighed.ss[k]), weighing.PRIOR_DF + float(weighed.df[k])
    variance = (weighing.PRIOR_DF * of.prior + ss) / nu
    noise = [sum(1 / n for _r, n, _m in side) / len(side) ** 2 for side in (marketing, peers)]
    se = (variance * sum(noise)) ** 0.5
    t = float(special.stdtrit(nu, 0.975))
    parts = [
        f"({' + '.join(f'1 / {n}' for _r, n, _m in side)}) / {len(side)}^2"
        for side in (marketing, peers)
    ]
    yield step(
        "s²",
        f"({weighing.PRIOR_DF} × {number(of.prior)} + {number(ss)}) / {number(nu)}",
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
