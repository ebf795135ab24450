"""What is written about capabilities, initiatives, questions and KPIs, by key: the words of a
content pack and of an organisation's own initiatives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class InitiativeWords:
    """kpis: names."""

    description: str = ""
    benefit: str = ""
    done_when: str = ""
    kpis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CapabilityWords:
    """levels: what each asks, lowest first. evidence: what would show it."""

    definition: str
    outcome: str
    levels: tuple[str, ...]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """options: the statements, lowest level first."""

    text: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """framework: its name. stages: what each means, by key."""

    framework: str = ""
    stages: Mapping[str, str] = field(default_factory=dict)
    initiatives: Mapping[str, InitiativeWords] = field(default_factory=dict)
    capabilities: Mapping[str, CapabilityWords] = field(default_factory=dict)
    questions: Mapping[str, QuestionWords] = field(default_factory=dict)


def contents(content: Mapping[str, Any]) -> Contents:
    """From the document of a content pack (capabilities.pack)."""
    kpis = {item["key"]: item["name"] for item in content["kpis"]["kpis"]}
    capabilities = [item for area in content["areas"].values() for item in area["capabilities"]]
    initiatives = [item for area in content["initiatives"].values() for item in area["initiatives"]]
    return Contents(
        framework=content["framework"]["name"],
        stages={item["key"]: item["description"] for item in content["framework"]["stages"]},
        initiatives={
            item["key"]: InitiativeWords(
                description=item["description"],
                benefit=item["benefit"],
                done_when=item["done_when"],
                kpis=tuple(kpis[key] for key in item["kpis"] if key in kpis),
            )
            for item in initiatives
        },
        capabilities={
            item["key"]: CapabilityWords(
                definition=item["definition"],
                outcome=item["outcome"],
                levels=tuple(item["levels"]),
                evidence=tuple(item["evidence"]),
            )
            for item in capabilities
        },
        questions={
            question["key"]: QuestionWords(question["text"], tuple(question["options"]))
            for item in capabilities
            for question in item["questions"]
        },
    )
