"""Reads of frameworks for the other rooms.

A published framework never changes, so what is derived from it is kept in the process for good and
a hot path such as saving an answer needs no query for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from capabilities import engine_values
from capabilities.models import Framework, Question
from capabilities.pack import DEFAULT_KEY

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from engine.types import Framework as EngineFramework
    from engine.types import Role

# Frameworks in use at a time; an installation has a handful.
KEPT = 32


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """A question as answering needs it. id: primary key of its row. capability: key. roles: who is
    asked. options: the statements, lowest level first, so a level answer is 1..len(options)."""

    id: int
    key: str
    capability: str
    text: str
    help: str
    lens: str
    roles: frozenset[str]
    options: tuple[str, ...]
    quick: bool

    def is_asked(self, role: str, only: Collection[str] = ()) -> bool:
        """True if the role is asked this. only: keys of the questions a person was handed, if not
        all of the role; it narrows what a role is asked and never widens it."""
        return role in self.roles and (not only or self.key in only)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a question does not apply. needs_note: the respondent has to explain it in a note."""

    key: str
    label: str
    needs_note: bool


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure that shows whether something got better. rises: True if more is better. leading:
    it moves before the business result. unit: as in the content pack; % is stored as 0..1."""

    key: str
    name: str
    formula: str
    unit: str
    rises: bool
    leading: bool
    source: str
    capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strand:
    """A duty of marketing operations, a step in the life of data or a practice of service
    management, and the capabilities that stand behind it."""

    name: str
    capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One framework, frozen: the engine's values, and what the engine has no use for by key. scope,
    data_lifecycle, service_practices: the capabilities as others group them."""

    framework: EngineFramework
    questions: Mapping[str, QuestionEntry]
    reasons: Mapping[str, Reason]
    kpis: Mapping[str, Kpi]
    lenses: Mapping[str, str]
    stage_descriptions: Mapping[str, str]
    scope: tuple[Strand, ...]
    data_lifecycle: tuple[Strand, ...]
    service_practices: tuple[Strand, ...]


_kept: dict[uuid.UUID, Catalogue] = {}


def catalogue(framework_id: uuid.UUID) -> Catalogue:
    """Raises Framework.DoesNotExist. A draft is read anew each time, as it may change."""
    kept = _kept.get(framework_id)
    if kept is not None:
        return kept
    row = Framework.objects.only("content", "status").get(pk=framework_id)
    value = Catalogue(
        framework=engine_values.engine_framework(row.content),
        questions=_read_questions(framework_id),
        reasons=_read_reasons(row.content),
        kpis=_read_kpis(row.content),
        lenses={item["key"]: item["name"] for item in row.content["framework"]["lenses"]},
        stage_descriptions={
            item["key"]: item["description"] for item in row.content["framework"]["stages"]
        },
        scope=_strands(row.content, "scope"),
        data_lifecycle=_strands(row.content, "data_lifecycle"),
        service_practices=_strands(row.content, "service_practices"),
    )
    if row.status == Framework.Status.PUBLISHED:
        while len(_kept) >= KEPT:
            # pop() with a default: another thread may have made room already.
            _kept.pop(next(iter(_kept)), None)
        _kept[framework_id] = value
    return value


def engine_framework(framework_id: uuid.UUID) -> EngineFramework:
    return catalogue(framework_id).framework


def questions(framework_id: uuid.UUID) -> Mapping[str, QuestionEntry]:
    """Questions by key, in catalogue order."""
    return catalogue(framework_id).questions


def questions_for(
    framework_id: uuid.UUID, role: str, *, quick: bool = False, only: Collection[str] = ()
) -> list[QuestionEntry]:
    """What a role is asked, in catalogue order. quick: the short form. only: keys of the questions
    somebody was handed, in either form; empty: all."""
    return [
        entry
        for entry in questions(framework_id).values()
        if entry.is_asked(role, only) and (only or entry.quick or not quick)
    ]


def kept_question_ids(key: str) -> frozenset[int]:
    """Primary keys of a question in the frameworks this process has in memory: for finding an
    answer in one query, before its framework is known. What is not in memory yet is not in it."""
    entries = (kept.questions.get(key) for kept in list(_kept.values()))
    return frozenset(entry.id for entry in entries if entry is not None)


def roles(framework_id: uuid.UUID) -> tuple[Role, ...]:
    """Who can be asked, in catalogue order."""
    return catalogue(framework_id).framework.roles


def role_name(framework_id: uuid.UUID, key: str) -> str:
    """Raises KeyError for a role of another framework."""
    return catalogue(framework_id).framework.role[key].name


def capability_name(framework_id: uuid.UUID, key: str) -> str:
    """Raises KeyError for a capability of another framework."""
    return catalogue(framework_id).framework.capability[key].name


def na_reasons(framework_id: uuid.UUID) -> dict[str, bool]:
    """Keys of the reasons why a question does not apply; True where a note must explain."""
    return {key: reason.needs_note for key, reason in catalogue(framework_id).reasons.items()}


def na_reason_labels(framework_id: uuid.UUID) -> list[tuple[str, str]]:
    """Key and label of each reason, in catalogue order."""
    return [(key, reason.label) for key, reason in catalogue(framework_id).reasons.items()]


def published() -> QuerySet[Framework]:
    """Frameworks that can be assessed against, newest version of each key first."""
    rows = Framework.objects.filter(status=Framework.Status.PUBLISHED)
    return rows.order_by("key", "-version").defer("content")


def latest_published(key: str = DEFAULT_KEY) -> Framework | None:
    """The newest published version of a framework, with its content."""
    rows = Framework.objects.filter(status=Framework.Status.PUBLISHED, key=key)
    return rows.order_by("-version").first()


def _read_questions(framework_id: uuid.UUID) -> dict[str, QuestionEntry]:
    rows = Question.objects.filter(framework_id=framework_id).select_related("capability")
    return {
        row.key: QuestionEntry(
            id=row.pk,
            key=row.key,
            capability=row.capability.key,
            text=row.text,
            help=row.help,
            lens=row.lens,
            roles=frozenset(row.roles),
            options=tuple(row.options),
            quick=row.quick,
        )
        for row in rows
    }


def _read_reasons(content: Mapping[str, Any]) -> dict[str, Reason]:
    return {
        item["key"]: Reason(item["key"], item["label"], item.get("needs_note", False))
        for item in content["framework"]["na_reasons"]
    }


def _strands(content: Mapping[str, Any], part: str) -> tuple[Strand, ...]:
    return tuple(
        Strand(
            item.get("name") or item["practice"],
            tuple(item.get("capabilities") or (item["capability"],)),
        )
        for item in content["framework"][part]
    )


def _read_kpis(content: Mapping[str, Any]) -> dict[str, Kpi]:
    return {
        item["key"]: Kpi(
            key=item["key"],
            name=item["name"],
            formula=item["formula"],
            unit=item["unit"],
            rises=item["direction"] == "up",
            leading=item["leading"],
            source=item["source"],
            capabilities=tuple(item["capabilities"]),
        )
        for item in content["kpis"]["kpis"]
    }
