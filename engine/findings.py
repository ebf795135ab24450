"""All that an analysis finds, as values, before it becomes a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine import gaps, pivotal, priorities, robustness, scoring, stages, targets
from engine.area_weights import with_area_weights
from engine.consensus import Consensus, consensus
from engine.gaps import Gap
from engine.perception import Perception, perception
from engine.pivotal import PivotalAnswers
from engine.priorities import Candidate, Priority
from engine.ranking import Contest
from engine.robustness import Robustness
from engine.scoring import CapabilityScore, Scores
from engine.stages import Staging
from engine.targets import Target, WeightedGoal
from engine.types import AnalysisParameters, Answer, Framework


@dataclass(frozen=True)
class Findings:
    """targets, importance: of every applicable capability; gaps, contest, priorities: of every
    scored one. importance 0..1, after the floor."""

    framework: Framework
    parameters: AnalysisParameters
    goals: tuple[WeightedGoal, ...]
    scores: Scores
    staging: Staging
    targets: Mapping[str, Target]
    importance: Mapping[str, float]
    gaps: Mapping[str, Gap]
    contest: Contest
    priorities: Mapping[str, Priority]
    consensus: Consensus
    perception: Perception
    robustness: Robustness
    pivotal: PivotalAnswers

    @cached_property
    def progress(self) -> float | None:
        """Share of the way to target over all scored capabilities, 0..1 (method 3.1)."""
        keys = list(self.gaps)
        return gaps.progress(
            [self.targets[key].level for key in keys],
            [self.gaps[key].open for key in keys],
            [self.importance[key] for key in keys],
        )


def find(
    framework: Framework, answers: Sequence[Answer], parameters: AnalysisParameters
) -> Findings:
    """Raises ScoringError, StageError, TargetError."""
    framework = with_area_weights(framework, parameters.area_weights)
    goals = targets.weighted_goals(framework, parameters.goals)
    scores = scoring.score(
        framework,
        answers,
        excluded=parameters.excluded,
        invited=parameters.invited,
        omega=parameters.omega,
        alpha=parameters.alpha,
        smallest_group=parameters.smallest_group,
    )
    staging = stages.stage(framework, scores)
    excluded = scores.ballot.exclusions
    graph = targets.prerequisites(framework, excluded)
    aims = targets.derive(
        framework, parameters.profile, parameters.industry, goals, graph, excluded
    )
    importance = _importance(framework, aims, staging)
    found = {
        item.key: gaps.gap(aims[item.key].level, item.score, item.level, item.range)
        for item in scores.capabilities
        if item.score is not None and item.level is not None
    }
    contest = Contest(_candidates(framework, scores.capabilities, found, aims, importance), graph)
    ranked = priorities.prioritise(contest.candidates, graph)
    order = sorted(ranked, key=lambda key: ranked[key].rank)
    return Findings(
        framework=framework,
        parameters=parameters,
        goals=goals,
        scores=scores,
        staging=staging,
        targets=aims,
        importance=importance,
        gaps=found,
        contest=contest,
        priorities=ranked,
        consensus=consensus(scores.ballot, scores.scored),
        perception=_perception(scores),
        robustness=robustness.robustness(scores, staging, contest, order, goals, parameters.seed),
        pivotal=pivotal.pivotal_answers(
            scores, staging, contest, {key: aim.importance for key, aim in aims.items()}
        ),
    )


def _perception(scores: Scores) -> Perception:
    areas = np.array([area.verdict.scored for area in scores.areas], dtype=np.bool_)
    return perception(scores.ballot, scores.scored, areas)


def _importance(
    framework: Framework, aims: Mapping[str, Target], staging: Staging
) -> dict[str, float]:
    following = (staging.level or 1) + 1
    return {
        key: targets.with_floor(
            aim.importance, framework.capability[key].required_from <= following
        )
        for key, aim in aims.items()
    }


def _candidates(
    framework: Framework,
    scored: Sequence[CapabilityScore],
    found: Mapping[str, Gap],
    aims: Mapping[str, Target],
    importance: Mapping[str, float],
) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            key=item.key,
            name=framework.capability[item.key].name,
            importance=importance[item.key],
            gap=found[item.key].open,
            level=item.level,
            target=aims[item.key].level,
        )
        for item in scored
        if item.level is not None
    )
