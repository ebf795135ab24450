"""What a reader of a result has to know beside its figures, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engine import agreement, priorities, verdicts
from engine.findings import Findings
from engine.ranking import TOP_PLACES
from engine.robust_wording import robust_order
from engine.robustness import interchangeable
from engine.scoring import CapabilityScore
from engine.stages import firmness
from engine.types import Status
from engine.wording import counted, in_levels, listed, percent

# Names printed in one sentence; the rest is counted.
NAMED = 5
BLIND_SPOT = "Blind spot: "
HIDDEN_STRENGTH = "Hidden strength: "
NO_SHARED_VIEW = "There is no shared view of "
PROPOSED = "Proposed as not applicable, "
UNSEEN = "Most roles cannot see "
# Notes that say something of one group of people, or of single ones.
OF_BREAKDOWNS = (BLIND_SPOT, HIDDEN_STRENGTH, NO_SHARED_VIEW, PROPOSED, UNSEEN)


def notes(found: Findings) -> list[str]:
    """Most important first: what the result rests on, what it leaves out, what to look at."""
    return [
        *_basis(found),
        *_settled(found),
        *_left_out(found),
        *_stage(found),
        *_doubts(found),
        *_aims(found),
    ]


def _some(names: Sequence[str]) -> str:
    if len(names) <= NAMED:
        return listed(names)
    return listed([*names[:NAMED], f"{len(names) - NAMED} more"])


def _names(found: Findings, items: Iterable[CapabilityScore]) -> list[str]:
    return [found.framework.capability[item.key].name for item in items]


def _basis(found: Findings) -> Iterator[str]:
    who = found.scores.ballot.evidence
    if who.people == 0:
        yield "Nobody has given a level yet, so nothing is scored."
        return
    if who.grade == "A":
        yield f"Evidence grade A: answers from {who.voices}, in marketing and among its peers."
    elif who.grade == "B":
        yield (
            f"Evidence grade B: answers from {who.voices}. Grade A needs 10 people in 5 roles, in"
            " marketing and among its peers, and a response of 60 %."
        )
    else:
        yield (
            f"Evidence grade C: answers from {who.voices}. Scores are an own view without ranges,"
            " the stage is self-declared, and nothing of it enters a benchmark."
        )
    if found.scores.ballot.tally.short_form:
        yield (
            "Only questions of the short form were answered, so area scores and the stage are"
            " indicative."
        )


def _settled(found: Findings) -> Iterator[str]:
    agreed = found.parameters.agreed
    if not agreed:
        return
    keys = {found.framework.question[key].capability for key in agreed}
    names = [item.name for item in found.framework.capabilities if item.key in keys]
    number = counted(len(agreed), "question counts", "questions count")
    yield f"{number} with the level that a group agreed on, in {_some(names)}."


def _left_out(found: Findings) -> Iterator[str]:
    votes = found.scores.ballot
    if votes.tally.left_out:
        answers = counted(votes.tally.left_out, "answer was", "answers were")
        yield f"{answers} left out because those questions are not asked of the role that answered."
    excluded = votes.exclusions
    if excluded:
        names = [f"{found.framework.capability[key].name} ({excluded[key]})" for key in excluded]
        number = counted(len(names), "capability is", "capabilities are")
        yield f"{number} excluded from scores and stages: {_some(names)}."
    proposed = [
        f"{found.framework.capability[key].name} by {counted(number, 'person', 'people')}"
        for key, number in verdicts.proposals(votes.tally).items()
        if key not in excluded
    ]
    if proposed:
        yield f"{PROPOSED}for the lead to decide: {_some(proposed)}."
    if votes.evidence.people:
        for area in found.scores.areas:
            if not area.verdict.scored:
                yield f"{area.name} is not scored. {area.verdict.reason}"


def _stage(found: Findings) -> Iterator[str]:
    staging = found.staging
    if firmness(staging.stability) == "borderline" and staging.stability is not None:
        yield (
            "The stage is borderline: leaving out one respondent changes it in"
            f" {percent(1 - staging.stability)} of cases."
        )
    unknown = [name for area in staging.areas if area.level for name in area.unknown]
    short = found.scores.ballot.tally.short_form
    if unknown and not short and staging.level is not None:
        yield f"The stage is provisional: too little is known of {_some(unknown)}."


def _doubts(found: Findings) -> Iterator[str]:
    items = found.scores.capabilities
    unseen = [item for item in items if item.verdict.code in ("hardly_visible", "not_visible")]
    if unseen:
        yield f"{UNSEEN}{_some(_names(found, unseen))}."
    divided = [
        item
        for item in items
        if agreement.divided(item.ad, [heard.mean for heard in item.by_role.values()])
    ]
    if divided:
        names = _some(_names(found, divided))
        yield f"{NO_SHARED_VIEW}{names}. Talk before you invest there."
    yield from _sides(found)
    if found.consensus.order_unreliable:
        yield (
            "The answers tell capabilities apart only roughly: those with scores close together"
            " may stand in another order."
        )
    bare = [item for item in items if item.unevidenced]
    if bare:
        least = found.framework.unevidenced_from_level
        yield f"Level {least} or above without evidence: {_some(_names(found, bare))}."


def _sides(found: Findings) -> Iterator[str]:
    gaps = found.perception.capabilities
    blind = [key for key, gap in gaps.items() if gap.blind_spot]
    if blind:
        yield (
            f"{BLIND_SPOT}marketing rates itself higher than its peers do on"
            f" {_apart(found, blind)}. The peers' view is the one customers feel."
        )
    hidden = [key for key, gap in gaps.items() if gap.hidden_strength]
    if hidden:
        yield (
            f"{HIDDEN_STRENGTH}marketing rates itself lower than its peers do on"
            f" {_apart(found, hidden)}."
        )


def _apart(found: Findings, keys: Sequence[str]) -> str:
    """By name with the distance, the farthest first."""
    gaps = found.perception.capabilities
    ordered = sorted(keys, key=lambda key: -abs(gaps[key].difference))
    return _some(
        [
            f"{found.framework.capability[key].name} ({in_levels(gaps[key].difference)})"
            for key in ordered
        ]
    )


def _aims(found: Findings) -> Iterator[str]:
    if found.progress is not None and found.staging.verdict.status != Status.INSUFFICIENT:
        yield f"Overall {percent(found.progress)} of the way to target is done."
    above = [item for item in found.scores.capabilities if _surplus(found, item)]
    if above:
        names = [
            f"{found.framework.capability[item.key].name} (level {item.level}, target"
            f" {found.targets[item.key].level})"
            for item in above
        ]
        yield f"Spend less here, the level is above target: {_some(names)}."
    ranked = sorted(
        (key for key in found.gaps if found.gaps[key].open > 0),
        key=lambda key: found.priorities[key].rank,
    )
    yield from _order(found)
    later = priorities.not_now(ranked)
    if later:
        names = [found.framework.capability[key].name for key in later]
        yield f"Not now, their priority is in the lowest quarter: {_some(names)}."


def _order(found: Findings) -> Iterator[str]:
    """What of the ranking holds under other weights and answers (method 8.2)."""
    robust = found.robustness
    rank = {key: item.rank for key, item in found.priorities.items() if item.index > 0}
    if not robust.verdict.scored or len(rank) < 2:
        return
    first = sorted(rank, key=lambda key: rank[key])[:TOP_PLACES]
    shares = {found.framework.capability[key].name: robust.top[key] for key in first}
    top = shares if len(rank) > TOP_PLACES else None
    yield robust_order(top, interchangeable(robust.tiers, rank))


def _surplus(found: Findings, item: CapabilityScore) -> bool:
    return item.key in found.gaps and found.gaps[item.key].surplus > 0
