"""Wishes that cannot be had together, and what would make them possible, in words (method 5.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.analysis import standings
from engine.calendar import period_name
from engine.conflicts import Conflict, Wishes, conflicts, with_wishes
from engine.plan_input import wish_name
from engine.plan_values import Wish
from engine.prepare import SCALE, Question, prepare
from engine.repair import Allowance, Extra, possible, repair
from engine.solver import solver_module
from engine.types import Framework, PlanParameters
from engine.wording import listed, shown

Document = dict[str, Any]

UNKNOWN = (
    "No plan was found that keeps all wishes, and none was proved impossible. Take one back, or"
    " give more people or money."
)
# Work for all questions about which wishes contradict each other, in the solver's unit.
WORK = 12.0
CUT = (
    "There was no time to ask everything: a conflict may name more wishes than it takes, and there"
    " may be others."
)
# Pools and months in one sentence; the rest is counted.
EXTRAS_NAMED = 4


def conflict_document(
    framework: Framework, result: Mapping[str, Any], parameters: PlanParameters
) -> Document:
    """Why no plan keeps these wishes. To be asked when the planner has found none.

    `conflicts`: at most three, each with `wishes` ({kind, initiative, period, text}), `enough`
    (those whose withdrawal alone makes all other wishes possible, as positions in `wishes`) and a
    `sentence`; empty if nothing could be proved. `repair`: the fewest lines of people and money to
    exceed, then the least amount: `lines` ({line: people or money, pool, period, amount in
    person-days or thousands of US dollars, text}), `proved` and a `sentence`; null if no amount
    helps. `cut`: the search for conflicts ended before everything was settled: one may name more
    wishes than it takes, and `enough` is empty. `sentences` says it all, for a reader. Raises as
    `engine.prepare.prepare`.
    """
    if solver_module() is None:
        return {"conflicts": [], "repair": None, "cut": False, "sentences": [UNKNOWN]}
    question = prepare(framework, standings(result), replace(parameters, wishes=()))
    wishes = _in_question(question, parameters.wishes)

    allowance = Allowance(WORK)

    def ask(subset: Wishes) -> bool:
        return possible(with_wishes(question.instance, subset), allowance)

    found = conflicts(wishes, ask)
    told = [_conflict(question, item, settled=not allowance.cut) for item in found]
    mended = _repair(question, wishes)
    said = [item["sentence"] for item in told] or [UNKNOWN]
    if mended:
        said.append(mended["sentence"])
    if allowance.cut:
        said.append(CUT)
    return {"conflicts": told, "repair": mended, "cut": allowance.cut, "sentences": said}


def _in_question(question: Question, wishes: Sequence[Wish]) -> Wishes:
    """What is held or done needs no wish; a wish for what cannot be planned is kept, and fails."""
    met = question.held | question.done
    return tuple(dict.fromkeys(wish for wish in wishes if wish.initiative not in met))


def _conflict(question: Question, found: Conflict, *, settled: bool) -> Document:
    # What was not settled counted as possible, which says nothing about what would be enough.
    enough = found.enough if settled else ()
    texts = [wish_name(question.framework, question.parameters, item) for item in found.wishes]
    return {
        "wishes": [
            {"kind": w.kind, "initiative": w.initiative, "period": w.period, "text": text}
            for w, text in zip(found.wishes, texts, strict=True)
        ],
        "enough": [found.wishes.index(wish) for wish in enough],
        "sentence": _sentence(texts),
    }


def _sentence(texts: Sequence[str]) -> str:
    if not texts:
        return "Work that has begun takes more than the limits allow, whatever else is planned."
    if len(texts) == 1:
        return f"Cannot be kept under these limits: {texts[0]}. Drop it, or change the limits."
    return f"Cannot all be kept: {listed(texts)}. Drop one of them."


def _repair(question: Question, wishes: Wishes) -> Document | None:
    found = repair(with_wishes(question.instance, wishes))
    if found is None or not found.extras:
        return None
    kept = "them all" if len(wishes) > 1 else "it" if wishes else "to the work that has begun"
    lines = [_line(question, extra) for extra in found.extras]
    shown_lines = [line["text"] for line in lines[:EXTRAS_NAMED]]
    if len(lines) > EXTRAS_NAMED:
        shown_lines.append(f"{len(lines) - EXTRAS_NAMED} more lines give way")
    return {
        "lines": lines,
        "proved": found.proved,
        "sentence": f"Or keep {kept}: it fits if {listed(shown_lines)}.",
    }


def _line(question: Question, extra: Extra) -> Document:
    parameters = question.parameters
    period = period_name(parameters.start, parameters.period, extra.period)
    # Rounded up to a tenth: that much more is enough.
    amount = -(-extra.amount * 10 // SCALE) / 10
    number = shown(amount) if amount == int(amount) else shown(amount, 1)
    if extra.line == "money":
        text = f"the budget gets {number} thousand US dollars more in {period}"
    else:
        name = question.pools[extra.pool].name
        text = f"{name} gets {number} more {'day' if number == '1' else 'days'} in {period}"
    return {
        "line": extra.line,
        "pool": extra.pool or None,
        "period": extra.period,
        "amount": amount,
        "text": text,
    }
