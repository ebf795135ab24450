"""How firm order and stages are: shares of draws, and what one person or answer decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import numbers
from reports.how.values import Explanation, Table, number, step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.how.basis import Basis
    from reports.how.values import Step

    Document = Mapping[str, Any]


def whole_firmness(of: Basis) -> Iterator[Explanation]:
    """Of the whole: its stage under other weights, the order of all, and deciding answers."""
    found = of.read.result["robustness"]
    if not found:
        return
    if found["status"] == "ok":
        if found["stage_share"] is not None:
            yield _stage_share(of, found, found["stage_share"])
        yield _order(of, found)
    if found["pivotal_answers"] is not None:
        yield _pivotal(found["pivotal_answers"])


def area_firmness(of: Basis, item: Document) -> Iterator[Explanation]:
    """Of the stage of an area. item: of the result."""
    if item["stability"] is not None:
        yield stability(of, item["stability"])
    found = of.read.result["robustness"]
    if found and found["status"] == "ok" and found["area_stage_share"][item["key"]] is not None:
        yield _stage_share(of, found, found["area_stage_share"][item["key"]])


def variation(of: Basis, key: str) -> Iterator[Explanation]:
    """Of one capability: tier, places in nine of ten draws, how often among the first five."""
    found = of.read.result["robustness"]
    if not found or found["status"] != "ok" or key not in found["rank_interval"]:
        return
    draws = found["draws"]
    tiers = [tier for tier in found["tiers"] if key in tier]
    yield Explanation(
        anchor="variation",
        title=_("How firm the rank is"),
        shown=_("rank %(places)s") % {"places": _places(found["rank_interval"][key])},
        method="robustness#rank-acceptability",
        says=_drawn(of, draws)
        + " "
        + _("The places are the middle nine of ten: one draw in twenty is above, one below."),
        tables=(_standing(of, found, tiers[0]),) if tiers else (),
        steps=(
            _share(_("Among the first five"), found["top5"][key], draws),
            _share(_("At the first place"), found["first"][key], draws),
        ),
    )


def stability(of: Basis, share: float) -> Explanation:
    """How often a stage is the same with one person left out. share: 0..1."""
    steps: tuple[Step, ...] = ()
    if of.votes is not None:
        runs = int(of.votes.voices.heard.any(axis=1).sum())
        steps = (step(_("Share"), f"{round(share * runs)} / {runs}", share),)
    return Explanation(
        anchor="stability",
        title=_("How firm the stage is"),
        shown=numbers.percent(share),
        method="levels-and-stages#stage-stability",
        says=_(
            "The stage was made anew without each person in turn; the share of these runs that"
            " give the same stage. 1 is firm, less is borderline."
        ),
        steps=steps,
    )


def _drawn(of: Basis, draws: int) -> str:
    words = {"draws": numbers.grouped(draws), "seed": of.read.result["seed"]}
    return (
        _(
            "Weights of goals and roles and every score within its range were drawn %(draws)s"
            " times; the seed %(seed)s gives the same draws again."
        )
        % words
    )


def _share(name: str, share: float, draws: int) -> Step:
    """The draws in which something holds, of all."""
    return step(name, f"{round(share * draws)} / {draws}", share)


def _places(interval: list[int]) -> str:
    low, high = interval
    return str(low) if low == high else f"{low}–{high}"


def _stage_share(of: Basis, found: Document, share: float) -> Explanation:
    return Explanation(
        anchor="stage-share",
        title=_("The same stage under other weights"),
        shown=numbers.percent(share),
        method="robustness#stage-share",
        says=_drawn(of, found["draws"])
        + " "
        + _("Counted are those in which the stage is the same with the drawn weights of roles."),
        steps=(_share(_("Share"), share, found["draws"]),),
    )


def _order(of: Basis, found: Document) -> Explanation:
    tiers = found["tiers"]
    ranked = [key for tier in tiers for key in tier]
    says = _("A new tier begins at the first that loses to its first in nine of ten draws.")
    return Explanation(
        anchor="order",
        title=_("What of the order is decided"),
        shown=ngettext("%(n)s tier", "%(n)s tiers", len(tiers)) % {"n": len(tiers)},
        method="robustness#tiers",
        says=f"{_drawn(of, found['draws'])} {says}",
        tables=(_standing(of, found, ranked),) if ranked else (),
    )


def _standing(of: Basis, found: Document, keys: list[str]) -> Table:
    tier_of = {key: n for n, tier in enumerate(found["tiers"], start=1) for key in tier}
    heading = (
        _("Capability"),
        _("Tier"),
        _("Rank"),
        _("In nine of ten draws"),
        _("Among the first five"),
        _("At the first place"),
    )
    rows = tuple(
        (
            of.read.capability(key),
            str(tier_of[key]),
            str(of.capabilities[key]["rank"] or numbers.ABSENT),
            _places(found["rank_interval"][key]),
            number(found["top5"][key]),
            number(found["first"][key]),
        )
        for key in keys
    )
    return Table(_("Order under variation"), heading, rows)


def _pivotal(count: int) -> Explanation:
    return Explanation(
        anchor="pivotal",
        title=_("Answers that decide something by themselves"),
        shown=numbers.grouped(count),
        method="robustness#pivotal-answers",
        says=_(
            "Every answer was set one level lower and one higher, alone; counted are those with"
            " which a stage or the first five gaps would be others."
        ),
    )
