"""The change document of two rounds: what moved, whether that could be chance, and why.

Keys and their order are the contract with pages, files and the API, as in engine.analysis.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from engine import change_wording
from engine.change_wording import Causes
from engine.movement import Movement, Movements, movements
from engine.rollup import index
from engine.series import Series, Wave, series, wave
from engine.stages import firmness
from engine.types import ENGINE_VERSION, AnalysisParameters, Answer, Framework, Status
from engine.verdicts import Verdict
from engine.waves import Shift, Waves, waves
from engine.wording import counted, listed

CHANGE_SCHEMA_VERSION = "1.0"

Document = dict[str, Any]
# What one round is made of: its framework, answers and parameters. A person who answered both
# rounds has the same respondent key in both.
Round = tuple[Framework, Sequence[Answer], AnalysisParameters]


def change(earlier: Round, later: Round) -> Document:
    """The change document. Never fails for want of answers: what cannot be compared is None and
    says why. Raises ScoringError, StageError on bad input (method 0.5)."""
    found = series(wave(*earlier), wave(*later))
    return _Change(found).document()


class _Change:
    def __init__(self, found: Series) -> None:
        self.found = found
        self.before, self.after = found.earlier.wave, found.later.wave
        self.waves: Waves = waves(found)
        self.movements: Movements = movements(found)
        roles = {role.key: role.name for item in self._rounds for role in item.framework.roles}
        first, second = (item.tally.roles for item in self._rounds)
        self.joined = tuple(roles[key] for key in second if key not in first)
        self.left = tuple(roles[key] for key in first if key not in second)

    @property
    def _rounds(self) -> tuple[Wave, Wave]:
        return self.before, self.after

    def document(self) -> Document:
        verdict = self.waves.overall.verdict
        return {
            "schema_version": CHANGE_SCHEMA_VERSION,
            "engine_version": ENGINE_VERSION,
            "framework": {
                "key": self.after.framework.key,
                "earlier_version": self.before.framework.version,
                "later_version": self.after.framework.version,
            },
            "inputs": {
                "earlier": _inputs(self.before),
                "later": _inputs(self.after),
                "both": len(set(self.before.tally.people) & set(self.after.tally.people)),
            },
            "status": verdict.status.value,
            "reason": verdict.reason,
            "causes": self._causes(),
            "overall": self._overall(),
            "areas": [self._area(area.key) for area in self.after.framework.areas],
            "capabilities": [
                self._capability(item.key) for item in self.after.framework.capabilities
            ],
            "detectable": self._detectable(),
            "notes": self._notes(),
        }

    def _causes(self) -> Document:
        first, second = (set(item.scores.ballot.exclusions) for item in self._rounds)
        order = [item.key for item in self.after.framework.capabilities]
        asked = self.before.asks, self.after.asks
        return {
            "roles_joined": list(self.joined),
            "roles_left": list(self.left),
            "excluded": [key for key in order if key in second - first],
            "included": [key for key in order if key in first - second],
            "questions_added": len(asked[1] - asked[0]),
            "questions_dropped": len(asked[0] - asked[1]),
        }

    def _overall(self) -> Document:
        scores = [item.scores.overall.score for item in self._rounds]
        before, after = (None if score is None else index(score) for score in scores)
        moved = self.movements.overall
        words = None
        if moved is not None:
            causes = Causes(self.joined, self.left)
            words = change_wording.index_moved(moved.earlier, moved.later, moved.parts, causes)
        return {
            "earlier": before,
            "later": after,
            "like_for_like": _shift(self.waves.overall),
            "movement": _movement(moved),
            "stage": self._stage(),
            "sentence": words,
        }

    def _stage(self) -> Document:
        before, after = (item.staging for item in self._rounds)
        words = None
        known = before.level is not None and after.level is not None
        if known and self.found.verdict.scored:
            standing = None if self.found.own_view else firmness(after.stability)
            words = change_wording.stage_moved(before.level or 0, after.level or 0, standing)
        return {"earlier": before.level, "later": after.level, "sentence": words}

    def _area(self, key: str) -> Document:
        scores = [_area_score(item, key) for item in self._rounds]
        stages = [_area_stage(item, key) for item in self._rounds]
        unknown = Shift(Verdict(Status.UNDEFINED, "new", "Not part of the earlier framework."))
        return {
            "key": key,
            "earlier": scores[0],
            "later": scores[1],
            "stage": {"earlier": stages[0], "later": stages[1]},
            "like_for_like": _shift(self.waves.areas.get(key, unknown)),
            "movement": _movement(self.movements.areas.get(key)),
        }

    def _capability(self, key: str) -> Document:
        scores = [_score(item, key) for item in self._rounds]
        reason = "Not asked, or asked too differently, in the earlier framework."
        unknown = Shift(Verdict(Status.UNDEFINED, "new", reason))
        return {
            "key": key,
            "area": self.after.framework.capability[key].area,
            "earlier": scores[0],
            "later": scores[1],
            "like_for_like": _shift(self.waves.capabilities.get(key, unknown)),
            "movement": _movement(self.movements.capabilities.get(key)),
        }

    def _detectable(self) -> float | None:
        tested = [item.tested for item in self.waves.capabilities.values() if item.tested]
        return statistics.median([item.detectable for item in tested]) if tested else None

    def _notes(self) -> list[str]:
        if not self.found.verdict.scored:
            return []
        flagged = [key for key, item in self.waves.capabilities.items() if item.flagged]
        found = []
        usual = self._detectable()
        if usual is not None and not flagged:
            found.append(change_wording.nothing_seen(usual))
        lost = [item for item in self.before.framework.capabilities if item.key not in self._now]
        if lost:
            found.append(f"No longer asked: {listed([item.name for item in lost])}.")
        new = [key for key in self._now if key not in self.waves.capabilities]
        if new:
            number = counted(len(new), "capability is", "capabilities are")
            found.append(f"{number} asked anew or differently and cannot be compared.")
        return found

    @property
    def _now(self) -> Mapping[str, Any]:
        return self.after.framework.capability


def _inputs(item: Wave) -> Document:
    tally = item.tally
    return {
        "respondents": len(tally.people),
        "roles": {role: tally.person_role.count(role) for role in tally.roles},
        "grade": item.scores.ballot.evidence.grade,
    }


def _score(item: Wave, key: str) -> float | None:
    return next((each.score for each in item.scores.capabilities if each.key == key), None)


def _area_score(item: Wave, key: str) -> float | None:
    return next((each.score for each in item.scores.areas if each.key == key), None)


def _area_stage(item: Wave, key: str) -> int | None:
    return next((each.level for each in item.staging.areas if each.area == key), None)


def _movement(found: Movement | None) -> Document | None:
    return None if found is None else found.parts


def _shift(item: Shift) -> Document:
    """Keys as in docs/change.schema.json; all but the first three None where nothing is tested."""
    tested = item.tested
    figures = asdict(tested) if tested else dict.fromkeys(_TESTED)
    words = None
    if tested and item.difference is not None and item.q is not None:
        words = change_wording.shift(
            difference=item.difference,
            low=tested.low,
            high=tested.high,
            p=tested.p,
            q=item.q,
            detectable=tested.detectable,
        )
    return {
        "status": item.verdict.status.value,
        "reason": item.verdict.reason,
        "difference": item.difference,
        "all_roles": item.everybody,
        "beside": item.beside,
        "people": {"earlier": item.people[0], "later": item.people[1], "both": item.pairs},
        "design": item.design.value if item.design else None,
        **figures,
        "q": item.q,
        "flagged": item.flagged,
        "sentence": words,
    }


_TESTED = ("se", "df", "t", "p", "low", "high", "detectable")
