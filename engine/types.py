"""The values that go through the engine: frozen, plain, without a framework or a clock.

Units: a level is 1..5, whole when awarded, real when averaged; effort is person-weeks; external
cost is thousands of US dollars; durations are weeks. Keys are those of the content pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Literal

from engine.plan_values import Blackout, BudgetChange, CapacityChange, Progress, Saving, Wish

ENGINE_VERSION = "1.2"
SCHEMA_VERSION = "1.1"
# Every threshold comparison gives this much in favour of "reached" (method 0.3).
EPS = 1e-9
LEVELS = (1, 2, 3, 4, 5)

Period = Literal["month", "quarter"]
Effort = Literal["instant", "brief", "interactive", "background"]


class EngineError(ValueError):
    """Bad input or configuration. code: as listed in method 0.5, such as "E101". Each module of
    the engine that refuses input has a subclass of its own."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class Status(StrEnum):
    """How far a figure can be relied on. Anything but `ok` comes with a reason (method 0.4)."""

    OK = "ok"
    PROVISIONAL = "provisional"
    INSUFFICIENT = "insufficient"
    NOT_APPLICABLE = "not_applicable"
    UNDEFINED = "undefined"


class AnswerKind(StrEnum):
    """What a respondent said: a level, "does not apply" (a proposal), or "I don't know"."""

    LEVEL = "level"
    NOT_APPLICABLE = "na"
    DONT_KNOW = "dk"


@dataclass(frozen=True, slots=True)
class Role:
    """Who can be asked. peer: True outside marketing (IT, sales, care, finance)."""

    key: str
    name: str
    peer: bool


@dataclass(frozen=True, slots=True)
class Area:
    """One of the five areas. weight: relative, > 0."""

    key: str
    name: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Capability:
    """required_from: first stage 2..5 that requires it. weight: relative inside its area, > 0."""

    key: str
    area: str
    name: str
    required_from: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """Asked of the listed roles only; five options, one per level."""

    key: str
    capability: str
    lens: str
    roles: tuple[str, ...]
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A named maturity stage; level 1..5."""

    key: str
    name: str
    level: int


@dataclass(frozen=True, slots=True)
class Goal:
    """A strategic goal. marks: capability key to 2 (critical) or 1 (supports); absent is 0."""

    key: str
    name: str
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Profile:
    """A growth profile. targets: capability key to base target level 1..5."""

    key: str
    name: str
    targets: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Industry:
    """adds: capability key to what the industry adds to its base target."""

    key: str
    name: str
    adds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Raise:
    """A step of one capability that an initiative makes. Takes effect from `from_level`."""

    capability: str
    from_level: int
    to_level: int


@dataclass(frozen=True, slots=True)
class LevelNeed:
    """A capability level that must stand before an initiative can start."""

    capability: str
    level: int


@dataclass(frozen=True, slots=True)
class Initiative:
    """A catalogue entry. effort: role key to person-weeks for a mid-size organisation, one region;
    duration in weeks; external cost range in thousands of US dollars. risks: what may go wrong,
    one clause each."""

    key: str
    name: str
    area: str
    raises: tuple[Raise, ...]
    effort: Mapping[str, float]
    duration_weeks: float
    cost_low: float
    cost_high: float
    requires_initiatives: tuple[str, ...] = ()
    requires_levels: tuple[LevelNeed, ...] = ()
    quick_win: bool = False
    risks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffRole:
    """A job that does the work. area: its ladder, or None for a partner function outside
    operations. fte: size key to full-time equivalents (empty for partners). fallback: the role
    that carries its effort where it is not staffed."""

    key: str
    name: str
    area: str | None
    fte: Mapping[str, float] = field(default_factory=dict)
    fallback: str | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """A company size. factor: multiplies the effort of every initiative."""

    key: str
    name: str
    factor: float


@dataclass(frozen=True)
class Framework:
    """Everything the engine needs of one framework version, in catalogue order.

    phi: share of voices that must see the level below (method 1.4). theta: share of required
    weight that must stand at a stage (method 1.6). Both 0.5..1.
    """

    key: str
    version: int
    areas: tuple[Area, ...]
    capabilities: tuple[Capability, ...]
    questions: tuple[Question, ...]
    roles: tuple[Role, ...]
    stages: tuple[Stage, ...]
    goals: tuple[Goal, ...]
    profiles: tuple[Profile, ...]
    industries: tuple[Industry, ...]
    initiatives: tuple[Initiative, ...]
    staff_roles: tuple[StaffRole, ...]
    sizes: tuple[Size, ...]
    phi: float = 0.80
    theta: float = 0.80
    unevidenced_from_level: int = 4

    @cached_property
    def capability(self) -> Mapping[str, Capability]:
        return {item.key: item for item in self.capabilities}

    @cached_property
    def question(self) -> Mapping[str, Question]:
        return {item.key: item for item in self.questions}

    @cached_property
    def role(self) -> Mapping[str, Role]:
        return {item.key: item for item in self.roles}

    @cached_property
    def goal(self) -> Mapping[str, Goal]:
        return {item.key: item for item in self.goals}

    @cached_property
    def profile(self) -> Mapping[str, Profile]:
        return {item.key: item for item in self.profiles}

    @cached_property
    def industry(self) -> Mapping[str, Industry]:
        return {item.key: item for item in self.industries}

    @cached_property
    def initiative(self) -> Mapping[str, Initiative]:
        return {item.key: item for item in self.initiatives}

    @cached_property
    def staff_role(self) -> Mapping[str, StaffRole]:
        return {item.key: item for item in self.staff_roles}

    @cached_property
    def size(self) -> Mapping[str, Size]:
        return {item.key: item for item in self.sizes}

    def capabilities_of(self, area: str) -> tuple[Capability, ...]:
        return tuple(item for item in self.capabilities if item.area == area)

    def with_initiatives(self, own: tuple[Initiative, ...]) -> Framework:
        """This framework with further initiatives after those of the catalogue."""
        return replace(self, initiatives=(*self.initiatives, *own))


@dataclass(frozen=True, slots=True)
class Answer:
    """One respondent's answer to one question. value: 1..5 for a level, else None. reason: why a
    question does not apply. evidence: True if an artefact is attached or named."""

    respondent: str
    role: str
    question: str
    kind: AnswerKind
    value: int | None = None
    reason: str = ""
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class AnalysisParameters:
    """What an analysis takes beside the answers.

    profile, industry: keys. goals: goal keys, most important first (method 4.3). excluded:
    capability key to the lead's written reason for "does not apply" (method 1.8); None means that
    there is no lead and the headless rule of method 1.0 decides. invited: people asked by role, for
    the response rate; None means that everybody asked has answered. omega: role key to its weight,
    1 where absent; alpha: 0 counts every role the same, 1 every person, 0.5 between (method 1.2).
    smallest_group: people that every figure has to rest on, where single answers are protected
    (method 1.11); None where they are not.
    seed: >= 0, of the draws of method 8. area_weights: area key to its weight in the whole, > 0,
    relative (method 1.5, 3.5); None takes those of the framework. agreed: keys of the questions
    whose levels a group has settled; the answers given here hold its level already.
    """

    profile: str
    industry: str = "general"
    goals: tuple[str, ...] = ()
    excluded: Mapping[str, str] | None = None
    invited: Mapping[str, int] | None = None
    omega: Mapping[str, float] = field(default_factory=dict)
    alpha: float = 0.0
    seed: int = 1
    smallest_group: int | None = None
    area_weights: Mapping[str, float] | None = None
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanParameters:
    """The limits and wishes that a roadmap is planned under.

    start: first day of period 0. periods: horizon length in periods. capacity: pool key to
    person-days per period, replacing the default of the size. budget: thousands of US dollars per
    period; None is no limit. carry: what is not spent stays available. discount: worth of a closed
    gap a quarter later, 0.5..1; tail_months: how long after the horizon it still counts, 0..60.

    exclusive: groups of initiatives of which one at most is planned. team_limits: how many
    initiatives of an area, or that take people of a pool, may run at once. own: the organisation's
    own initiatives, beside the catalogue's. started: work that has begun or is done. confidence:
    initiative key to 0.5..1, the share of its uplift that is counted on. effort: how long may
    be searched for a better plan; instant is the greedy plan as it is.
    """

    start: date
    size: str = "mid"
    period: Period = "month"
    periods: int = 24
    capacity: Mapping[str, float] = field(default_factory=dict)
    budget: float | None = None
    capacity_changes: tuple[CapacityChange, ...] = ()
    budget_changes: tuple[BudgetChange, ...] = ()
    carry: bool = True
    discount: float = 0.97
    tail_months: int = 12
    wishes: tuple[Wish, ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()
    blackouts: tuple[Blackout, ...] = ()
    team_limits: Mapping[str, int] = field(default_factory=dict)
    own: tuple[Initiative, ...] = ()
    savings: tuple[Saving, ...] = ()
    started: tuple[Progress, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=dict)
    effort: Effort = "interactive"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one capability stands, as the planner and the forecast need it.

    score, level: None if not scored. target 1..5. gap: max(0, target - score) in levels, 0 if not
    scored. importance 0..1. applicable: False if the lead excluded the capability.
    """

    capability: str
    score: float | None
    level: int | None
    target: int
    gap: float
    importance: float
    applicable: bool = True
