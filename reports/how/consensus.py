"""Agreement over the whole assessment, for analysts: alpha, ICC and r_wg (method 2.3 to 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from engine import consensus as engine_consensus
from engine.agreement import Null
from engine.icc import LEAST_JUDGES, LEAST_TARGETS, complete_block, mean_squares
from engine.krippendorff import Scale, coincidences
from reports import numbers
from reports.how.values import Explanation, Table, number, step, sum_of, sum_of_products, term
from reports.pages.analysts import COEFFICIENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.krippendorff import Coincidences
    from reports.how.basis import Basis
    from reports.how.values import Step

    Parts = tuple[tuple[Table, ...], tuple[Step, ...]]

NOTHING: Parts = ((), ())


def consensus(of: Basis) -> Iterator[Explanation]:
    """alpha twice, ICC three times, r_wg(j) twice; a protected round shows values alone."""
    found = of.read.result["agreement"]
    if not found:
        return
    yield _explained(of, "alpha", _("Krippendorff's alpha"), "krippendorffs-alpha", _alpha(of))
    yield _explained(of, "icc", _("ICC"), "intraclass-correlation", _icc(of))
    yield _explained(of, "rwg", _("r_wg(j)"), "within-group-agreement", _rwg(of))


# What an explanation is of: key in the result to name.
NAMES = {
    anchor: {key: name for key, (name, of, *_words) in COEFFICIENTS.items() if of == anchor}
    for anchor in ("alpha", "icc", "rwg")
}


def _explained(of: Basis, anchor: str, title: str, formula: str, parts: Parts) -> Explanation:
    tables, steps = parts
    values = of.read.result["agreement"]
    shown = ", ".join(
        f"{name} {numbers.rounded(values[key], 2)}" for key, name in NAMES[anchor].items()
    )
    says = _("For analysts: it compares disagreement with the spread between capabilities.")
    if anchor == "rwg":
        says = _("For analysts: the spread of voices against answers that are mere chance.")
    if of.gated:
        says += " " + _("The answers themselves are protected.")
    return Explanation(
        anchor=anchor,
        title=title,
        shown=shown,
        method=f"agreement#{formula}",
        says=says,
        tables=tables,
        steps=steps,
        left_out=tuple(_reasons(of, anchor)),
    )


def _reasons(of: Basis, anchor: str) -> Iterator[str]:
    """Why a coefficient has no value, as far as that can still be asked."""
    if of.scores is None:
        return
    found = engine_consensus.consensus(of.scores.ballot, of.scores.scored)
    for key, name in NAMES[anchor].items():
        coefficient = getattr(found, key)
        if coefficient.value is None:
            yield f"{name}: {coefficient.verdict.reason}"


def _alpha(of: Basis) -> Parts:
    if of.votes is None or of.gated:
        return NOTHING
    met = coincidences(engine_consensus.applicable_answers(of.votes))
    if met is None:
        return NOTHING
    values = met.values.tolist()
    heading = (_("Answer"), *map(str, values), _("All"))
    rows = tuple(
        (str(value), *map(number, met.met[place].tolist()), number(met.totals[place]))
        for place, value in enumerate(values)
    )
    table = Table(_("How often two answers to one question met"), heading, rows)
    return (table,), (
        *_alpha_steps(of, met, Scale.ORDINAL, "alpha_ordinal"),
        *_alpha_steps(of, met, Scale.INTERVAL, "alpha_interval"),
    )


def _alpha_steps(of: Basis, met: Coincidences, scale: Scale, key: str) -> Iterator[Step]:
    value = of.read.result["agreement"][key]
    if value is None:
        return
    name, squared = NAMES["alpha"][key], met.squared(scale)
    above = np.triu_indices(len(met.values), 1)
    far = squared[above].tolist()
    seen = list(zip(met.met[above].tolist(), far, strict=True))
    products = np.outer(met.totals, met.totals)[above]
    chance = list(zip(products.tolist(), far, strict=True))
    observed = sum(a * b for a, b in seen)
    expected = sum(a * b for a, b in chance)
    total = float(met.totals.sum())
    yield step(_("%(name)s: met × distance²") % {"name": name}, sum_of_products(seen), observed)
    yield step(_("%(name)s: by chance") % {"name": name}, sum_of_products(chance), expected)
    yield step(name, f"1 − ({number(total)} − 1) × {number(observed)} / {number(expected)}", value)


def _icc(of: Basis) -> Parts:
    values = of.read.result["agreement"]
    if of.votes is None or of.gated or values["icc1"] is None or values["icc2"] is None:
        return NOTHING
    block = complete_block(engine_consensus.applicable_answers(of.votes))
    if block.shape[0] < LEAST_JUDGES or block.shape[1] < LEAST_TARGETS:
        return NOTHING
    ms = mean_squares(block)
    between, within, judge, error = map(number, (ms.between, ms.within, ms.judge, ms.error))
    rows = (
        (_("People in the complete rectangle: k"), str(ms.judges)),
        (_("Questions in it: n"), str(ms.targets)),
        (_("MSB: between questions"), between),
        (_("MSW: within questions"), within),
        (_("MSJ: between people"), judge),
        (_("MSE: the rest"), error),
    )
    k, n = ms.judges, ms.targets
    over, people = f"({between} − {term(ms.error)})", f"({judge} − {term(ms.error)}) / {n}"
    steps = [
        step("ICC(1)", f"({between} − {within}) / ({between} + ({k} − 1) × {within})",
             values["icc1"]),
        step("ICC(2,1)", f"{over} / ({between} + ({k} − 1) × {term(ms.error)} + {k} × {people})",
             values["icc2"]),
    ]  # fmt: skip
    if values["icc2k"] is not None:
        steps.append(step("ICC(2,k)", f"{over} / ({between} + {people})", values["icc2k"]))
    return (Table(_("Mean squares"), (_("Part"), _("Value")), rows),), tuple(steps)


def _rwg(of: Basis) -> Parts:
    values = of.read.result["agreement"]
    if of.scores is None or of.gated or values["rwg_j"] is None:
        return NOTHING
    keys = [item.name for item in of.read.framework.capabilities]
    names = [name for name, scored in zip(keys, of.scores.scored, strict=True) if scored]
    spreads = engine_consensus.spread_of_voices(of.scores.ballot, of.scores.scored)
    known = [(a, b) for a, b in zip(names, spreads, strict=True) if b is not None]
    rows = tuple((name, number(spread)) for name, spread in known)
    mean = sum(spread for _name, spread in known) / len(known)
    null, count = number(Null.UNIFORM.value), len(known)
    noise = min(mean / Null.UNIFORM.value, 1.0)
    q = number(noise)
    return (Table(_("Variance of voices"), (_("Capability"), _("Variance")), rows),), (
        step(_("Mean variance"), f"({sum_of([b for _a, b in known])}) / {count}", mean),
        step("q", f"min(1, {number(mean)} / {null})", noise),
        step("r_wg(j)", f"{count} × (1 − {q}) / ({count} × (1 − {q}) + {q})", values["rwg_j"]),
        step("r*_wg(j)", f"1 − {number(mean)} / {null}", values["rwg_star_j"]),
    )
