"""The result document of one assessment: everything but the roadmap and the forecast.

Keys and their order are the contract with pages, deliverables and the API. Numbers are unrounded,
absent is None, and the same input gives the same document to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from engine import agreement, area_weights, priorities
from engine.consensus import Consensus
from engine.digest import digest
from engine.findings import Findings, find
from engine.gaps import GapClass
from engine.notes import notes
from engine.perception import SideGap
from engine.robust_document import robustness_document
from engine.rollup import LENSES, AreaScore, index, weighted_mean
from engine.scoring import CapabilityScore
from engine.stages import AreaStage
from engine.types import (
    ENGINE_VERSION,
    SCHEMA_VERSION,
    AnalysisParameters,
    Answer,
    Framework,
    Standing,
    Status,
)

Document = dict[str, Any]


def analyse(
    framework: Framework, answers: Sequence[Answer], parameters: AnalysisParameters
) -> Document:
    """The result document. Never fails for want of answers: what is not known is None and says
    why. Raises ScoringError, StageError, TargetError on bad input (method 0.5)."""
    found = find(framework, answers, parameters)
    return {
        "schema_version": SCHEMA_VERSION,
        "engine_version": ENGINE_VERSION,
        "framework": {"key": framework.key, "version": framework.version},
        "seed": parameters.seed,
        "inputs": _inputs(found, input_digest(framework, answers, parameters)),
        "grade": found.scores.ballot.evidence.grade,
        "overall": _overall(found),
        "areas": [
            _area(found, score, stage)
            for score, stage in zip(found.scores.areas, found.staging.areas, strict=True)
        ],
        "capabilities": [_capability(found, item) for item in found.scores.capabilities],
        "agreement": _agreement(found.consensus),
        "robustness": robustness_document(found),
        "notes": notes(found),
    }


def input_digest(
    framework: Framework, answers: Sequence[Answer], parameters: AnalysisParameters
) -> str:
    """SHA-256 of all that a result depends on, as hexadecimal digits; the order of answers does
    not matter. A framework version never changes, so its key and number stand for it."""
    rows = sorted(
        [a.respondent, a.role, a.question, str(a.kind), a.value or 0, a.reason, a.evidence]
        for a in answers
    )
    optional = {
        "excluded": None if parameters.excluded is None else dict(parameters.excluded),
        "invited": None if parameters.invited is None else dict(parameters.invited),
        "area_weights": None if parameters.area_weights is None else dict(parameters.area_weights),
    }
    smallest = parameters.smallest_group
    return digest(
        {
            "framework": [framework.key, framework.version],
            "answers": rows,
            "profile": parameters.profile,
            "industry": parameters.industry,
            "goals": list(parameters.goals),
            "omega": dict(parameters.omega),
            "alpha": float(parameters.alpha),
            "seed": parameters.seed,
            **optional,
            # Named only where it is in force, so that earlier digests keep their meaning.
            **({"smallest_group": smallest} if smallest is not None else {}),
            **({"agreed": sorted(parameters.agreed)} if parameters.agreed else {}),
        }
    )


def standings(result: Mapping[str, Any]) -> tuple[Standing, ...]:
    """Where each capability of a result stands, in catalogue order, for the planner."""
    return tuple(
        Standing(
            capability=item["key"],
            score=item["score"],
            level=item["level"],
            # Nothing is to be reached where the capability does not apply.
            target=item["target"] or 1,
            gap=max(0.0, item["gap"] or 0.0),
            importance=item["importance"] or 0.0,
            applicable=item["status"] != Status.NOT_APPLICABLE,
        )
        for item in result["capabilities"]
    )


def summary(result: Mapping[str, Any]) -> Document:
    """What a list or a card shows of a result: {grade, score, index, stage, stage_level, status,
    areas[]{key, name, score, index, target, stage, stage_level}}."""
    keys = ("key", "name", "score", "index", "target", "stage", "stage_level")
    overall = result["overall"]
    return {
        "grade": result["grade"],
        **{key: overall[key] for key in ("score", "index", "stage", "stage_level", "status")},
        "areas": [{key: area[key] for key in keys} for area in result["areas"]],
    }


def not_now(result: Mapping[str, Any]) -> dict[str, str]:
    """Capabilities with a gap that can wait: key to reason, in order of rank. They have the
    lowest quarter of priorities."""
    ranked = sorted(
        (item for item in result["capabilities"] if item["rank"] and item["gap"] > 0),
        key=lambda item: int(item["rank"]),
    )
    chosen = priorities.not_now([item["key"] for item in ranked])
    return {
        item["key"]: priorities.why_not_now(item["importance"], item["urgency"], item["gap"])
        for item in ranked
        if item["key"] in chosen
    }


def _inputs(found: Findings, digest: str) -> Document:
    tally = found.scores.ballot.tally
    return {
        "digest": digest,
        "respondents": len(tally.people),
        "roles": {role: tally.person_role.count(role) for role in tally.roles},
        "answers": int((tally.levels > 0).sum()),
        "dont_know": int(tally.dont_know.sum()),
        "not_applicable": int(tally.not_applicable.sum()),
        "profile": found.parameters.profile,
        "industry": found.parameters.industry,
        "goals": [{"key": item.goal.key, "weight": item.weight} for item in found.goals],
        "area_weights": area_weights.shares(found.framework),
    }


def _figures(score: AreaScore) -> Document:
    return {
        "score": score.score,
        "index": None if score.score is None else index(score.score),
        "low": score.range.low if score.range else None,
        "high": score.range.high if score.range else None,
    }


def _stage_key(framework: Framework, level: int | None) -> str | None:
    return next((item.key for item in framework.stages if item.level == level), None)


def _overall(found: Findings) -> Document:
    staging = found.staging
    return {
        **_figures(found.scores.overall),
        "stage": _stage_key(found.framework, staging.level),
        "stage_level": staging.level,
        "stability": staging.stability,
        "held_back_by": list(staging.held_back_by),
        "must": list(staging.must),
        "choose": list(staging.choose),
        "status": staging.verdict.status.value,
        "reason": staging.verdict.reason,
    }


def _area(found: Findings, score: AreaScore, stage: AreaStage) -> Document:
    status = score.verdict.status
    if status == Status.OK and stage.unknown:
        status = Status.PROVISIONAL
    inside = [
        item for item in found.framework.capabilities_of(score.key) if item.key in found.targets
    ]
    levels = [float(found.targets[item.key].level) for item in inside]
    return {
        "key": score.key,
        "name": score.name,
        **_figures(score),
        "target": weighted_mean(levels, [item.weight for item in inside]),
        "stage": _stage_key(found.framework, stage.level),
        "stage_level": stage.level,
        "stability": stage.stability,
        "status": status.value,
        "lenses": {lens: (score.lenses or {}).get(lens) for lens in LENSES},
        "ad": score.ad,
        "perception_gap": _sides(found.perception.areas.get(score.key)),
    }


def _capability(found: Findings, item: CapabilityScore) -> Document:
    shares = item.shares
    return {
        "key": item.key,
        "area": item.area,
        "score": item.score,
        "level": item.level,
        "low": item.range.low if item.range else None,
        "high": item.range.high if item.range else None,
        "n": item.n,
        "by_role": {role: {"n": m.n, "mean": m.mean} for role, m in item.by_role.items()},
        "shares": shares and {str(level): share for level, share in enumerate(shares, start=1)},
        "dont_know_rate": item.dont_know_rate,
        "ad": item.ad,
        "band": None if item.ad is None else agreement.band(item.ad),
        "unevidenced": item.unevidenced,
        "status": item.verdict.status.value,
        "reason": item.verdict.reason,
        **_aim(found, item),
        "perception_gap": _sides(found.perception.capabilities.get(item.key)),
    }


def _agreement(found: Consensus) -> Document:
    return {item.name: getattr(found, item.name).value for item in fields(found)}


def _sides(gap: SideGap | None) -> Document | None:
    """None where a side has no voice or nothing is scored."""
    if gap is None:
        return None
    keys = ("difference", "low", "high", "p", "q", "flagged")
    return {key: getattr(gap, key) for key in keys}


def _aim(found: Findings, item: CapabilityScore) -> Document:
    target = found.targets.get(item.key)
    gap = found.gaps.get(item.key)
    priority = found.priorities.get(item.key)
    reason = target.reason if target else None
    if gap and priorities.beyond_horizon(gap.open):
        reason = f"{reason}; beyond this horizon at normal pace"
    unrated = GapClass.NOT_RATED.value if target else None
    return {
        "target": target.level if target else None,
        "target_reason": reason,
        "gap": gap.distance if gap else None,
        "gap_class": gap.confidence.value if gap else unrated,
        "importance": found.importance.get(item.key),
        "urgency": priority.urgency if priority else None,
        "urgency_reason": priority.reason if priority else None,
        "priority": priority.index if priority else None,
        "rank": priority.rank if priority else None,
        "quadrant": priority.quadrant.value if priority else None,
        "surplus": gap.surplus if gap else None,
    }
