"""The figures of one capability that answers make: score, level, range, agreement, visibility."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from scipy import special

from engine import weighing
from reports import numbers
from reports.how.basis import RolePart, role_parts
from reports.how.values import (
    Explanation,
    Table,
    number,
    step,
    sum_of_products,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reports.how.basis import Basis
    from reports.how.values import Step

    Item = Mapping[str, Any]


def from_answers(of: Basis, key: str) -> Iterator[Explanation]:
    """In the order in which they are made."""
    item = of.capabilities[key]
    if item["score"] is None:
        return
    parts = role_parts(of, key)
    yield _score(of, key, item, parts)
    yield _level(of, item, parts)
    if item["low"] is not None:
        yield _range(of, key, item)
    if item["ad"] is not None:
        yield _agreement(of, key, item)
    if item["dont_know_rate"] is not None:
        yield _unknown(of, key, item)


def _named(part: RolePart) -> str:
    return part.name or _("The other roles together")


def _roles(parts: Sequence[RolePart]) -> tuple[Table, ...]:
    if not parts:
        return ()
    heading = (_("Role"), _("People"), _("Mean"), _("Weight"))
    rows = tuple((_named(p), str(p.n), number(p.mean), number(p.weight)) for p in parts)
    return (Table(_("Roles that were heard"), heading, rows),)


def _score(of: Basis, key: str, item: Item, parts: Sequence[RolePart]) -> Explanation:
    steps: tuple[Step, ...] = ()
    if parts:
        expression = sum_of_products([(p.weight, p.mean) for p in parts])
        steps = (step(_("Score"), expression, item["score"]),)
    return Explanation(
        anchor="score",
        title=_("Score"),
        shown=numbers.level(item["score"]),
        method="scoring#capability-score",
        says=_("The mean of the role means, each times the weight of its role."),
        tables=_roles(parts),
        steps=steps,
        left_out=tuple(_left_out(of, key, parts)),
    )


def _left_out(of: Basis, key: str, parts: Sequence[RolePart]) -> Iterator[str]:
    """Who was asked and did not enter."""
    votes = of.votes
    if votes is None:
        yield _("Answers have changed since this result was made, so its parts are not shown.")
        return
    settled = [
        question.key
        for question in of.read.framework.questions
        if question.capability == key and question.key in of.parameters.agreed
    ]
    if settled:
        yield ngettext(
            "Single answers to %(n)s question: the level that the group agreed on counts.",
            "Single answers to %(n)s questions: the levels that the group agreed on count.",
            len(settled),
        ) % {"n": len(settled)}
    if any(not part.name for part in parts):
        yield _(
            "Roles too small to be shown by themselves, and one more where these would follow"
            " from it, stand together in one row."
        )
    if of.gated:
        return
    k = of.column[key]
    questions = votes.tally.members[:, k]
    asked = votes.tally.shown[:, questions].any(axis=1) & ~votes.voices.heard[:, k]
    unknown = asked & votes.tally.dont_know[:, questions].any(axis=1)
    proposed = asked & votes.tally.not_applicable[:, questions].any(axis=1) & ~unknown
    absent = asked & ~unknown & ~proposed
    for people, one, many in (
        (unknown, _("%(n)s person said “I don't know”."), _("%(n)s people said “I don't know”.")),
        (
            proposed,
            _("%(n)s person proposed that it does not apply."),
            _("%(n)s people proposed that it does not apply."),
        ),
        (absent, _("%(n)s person did not answer."), _("%(n)s people did not answer.")),
    ):
        n = int(people.sum())
        if n:
            yield ngettext(one, many, n) % {"n": n}


def _level(of: Basis, item: Item, parts: Sequence[RolePart]) -> Explanation:
    phi = of.read.framework.phi
    shares = item["shares"]
    if shares is None:
        return Explanation(
            anchor="level",
            title=_("Level"),
            shown=numbers.whole_level(item["level"]),
            method="levels-and-stages#capability-level",
            says=_("Everybody said the same, which is not shown share by share."),
        )
    values = list(shares.values())
    below = _("Level below at %(phi)s") % {"phi": number(phi)}
    heading = (_("Level"), _("Share at or above"), _("Over 0.5"), below)
    rows = tuple(
        (
            str(level),
            number(share),
            _yes(share > 0.5 + 1e-9),
            _yes((values[level - 2] if level > 1 else 1.0) >= phi - 1e-9),
        )
        for level, share in enumerate(values, start=1)
    )
    steps: tuple[Step, ...] = ()
    if parts and not of.gated:
        steps = tuple(
            step(
                _("Share at level %(level)s or above") % {"level": level},
                sum_of_products([(p.weight, p.share[level - 1]) for p in parts]),
                values[level - 1],
            )
            for level in range(2, 6)
        )
    return Explanation(
        anchor="level",
        title=_("Level"),
        shown=numbers.whole_level(item["level"]),
        method="levels-and-stages#capability-level",
        says=_("The highest level for which both columns say yes; level 1 always holds."),
        tables=(*_by_level(of, parts), Table(_("The gate"), heading, rows)),
        steps=steps,
    )


def _yes(held: bool) -> str:
    return _("yes") if held else _("no")


def _by_level(of: Basis, parts: Sequence[RolePart]) -> tuple[Table, ...]:
    if not parts or of.gated:
        return ()
    heading = (_("Role"), _("Weight"), *(f"≥ {level}" for level in range(2, 6)))
    rows = tuple(
        (_named(p), number(p.weight), *(number(share) for share in p.share[1:])) for p in parts
    )
    return (Table(_("Share of the voices of each role"), heading, rows),)


def _range(of: Basis, key: str, item: Item) -> Explanation:
    says = _("What other people in the same roles could have said, in 95 of 100 cases.")
    shown = numbers.level_range(item["low"], item["high"])
    found = Explanation("range", _("Range"), shown, "uncertainty#range-of-a-score", says)
    if of.votes is None:
        return found
    k, weighed = of.column[key], of.votes.weighed
    ss, df, n_eff = float(weighed.ss[k]), float(weighed.df[k]), float(weighed.n_eff[k])
    nu = weighing.PRIOR_DF + df
    variance = (weighing.PRIOR_DF * of.prior + ss) / nu
    se = (variance / n_eff) ** 0.5
    t = float(special.stdtrit(nu, 0.975))
    score = item["score"]
    rows = (
        (_("SS: squared distances of voices from the mean of their role"), number(ss)),
        (_("df: people minus roles"), number(df)),
        (_("s0²: variance inside roles over the whole assessment"), number(of.prior)),
        (_("n_eff: people, as if every one had the same weight"), number(n_eff)),
        (
            _("t: quantile 0.975 of the t distribution, %(nu)s degrees") % {"nu": number(nu)},
            number(t),
        ),
    )
    reach = t * se
    return Explanation(
        anchor="range",
        title=_("Range"),
        shown=shown,
        method="uncertainty#range-of-a-score",
        says=says,
        tables=(Table(_("Parts"), (_("Part"), _("Value")), rows),),
        steps=(
            step(
                "s²",
                f"({weighing.PRIOR_DF} × {number(of.prior)} + {number(ss)})"
                f" / ({weighing.PRIOR_DF} + {number(df)})",
                variance,
            ),
            step("SE", f"sqrt({number(variance)} / {number(n_eff)})", se),
            step(_("Lower end"), f"max(1, {number(score)} − {number(t)} × {number(se)})",
                 max(1.0, score - reach)),
            step(_("Upper end"), f"min(5, {number(score)} + {number(t)} × {number(se)})",
                 min(5.0, score + reach)),
        ),
    )  # fmt: skip


def _agreement(of: Basis, key: str, item: Item) -> Explanation:
    tables: tuple[Table, ...] = ()
    steps: tuple[Step, ...] = ()
    if of.votes is not None and not of.gated:
        k = of.column[key]
        heard = of.votes.voices.heard[:, k]
        voices = sorted(of.votes.voices.mean[heard, k].tolist())
        mean = sum(voices) / len(voices)
        counts = {voice: voices.count(voice) for voice in dict.fromkeys(voices)}
        heading = (_("Voice"), _("People"))
        rows = tuple((number(voice), str(n)) for voice, n in counts.items())
        tables = (Table(_("What people say, as the mean of their answers"), heading, rows),)
        total = sum_of_products([(n, voice) for voice, n in counts.items()])
        apart = " + ".join(f"{n} × {number(abs(voice - mean))}" for voice, n in counts.items())
        steps = (
            step(_("Mean of all voices"), f"({total}) / {len(voices)}", mean),
            step(_("Average distance from it"), f"({apart}) / {len(voices)}", item["ad"]),
        )
    says = _(
        "How far voices lie from their mean: close up to 0.4, acceptable up to 0.8, then split."
    )
    if of.gated:
        says += " " + _("The voices themselves are protected.")
    return Explanation(
        anchor="agreement",
        title=_("Agreement"),
        shown=f"{numbers.level(item['ad'])}",
        method="agreement#average-deviation",
        says=says,
        tables=tables,
        steps=steps,
    )


def _unknown(of: Basis, key: str, item: Item) -> Explanation:
    tables: tuple[Table, ...] = ()
    steps: tuple[Step, ...] = ()
    if of.votes is not None and not of.gated:
        votes, k = of.votes, of.column[key]
        groups = votes.tally.members[:, k]
        blind = votes.tally.dont_know[:, groups].any(axis=1) & ~votes.voices.heard[:, k]
        unknown = votes.rule.sums(blind[:, None])[:, 0]
        rows = [
            (of.role_names[role], int(votes.weighed.n[r, k]), int(unknown[r]))
            for r, role in enumerate(votes.tally.roles)
            if votes.weighed.n[r, k] + unknown[r] > 0
        ]
        heading = (_("Role"), _("With a level"), _("Don't know"))
        tables = (
            Table(_("Who could judge it"), heading, tuple((a, str(b), str(c)) for a, b, c in rows)),
        )
        shares = " + ".join(f"{c} / {b + c}" for _a, b, c in rows)
        steps = (
            step(_("Mean over the roles"), f"({shares}) / {len(rows)}", item["dont_know_rate"]),
        )
    return Explanation(
        anchor="dont-know",
        title=_("I don't know"),
        shown=numbers.percent(item["dont_know_rate"]),
        method="scoring#i-dont-know",
        says=_("It says who can see this, and enters no score."),
        tables=tables,
        steps=steps,
    )
