"""How the made-up companies work: for each capability the level that most people there would see.

Numbers are true means on the level scale; what a person answers scatters around them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_ORDER = {
    "data": ("sourcing", "quality", "unification", "governance", "protection", "activation"),
    "technology": (
        "portfolio",
        "utilisation",
        "integration",
        "automation",
        "service",
        "selection",
    ),
    "analytics": ("metrics", "reporting", "insight", "closed_loop", "foresight", "benchmark"),
    "process": ("documentation", "campaign", "leads", "planning", "pmo", "risk"),
    "people": ("skills", "enablement", "roles", "coverage", "knowledge", "leadership"),
}


@dataclass(frozen=True, slots=True)
class Story:
    """seed: makes one company's scatter its own, the same in all its rounds. levels: capability to
    its true mean.

    blind_spots: capability to the levels by which peers see less than marketing, on top of a
    general 0.2. dont_know: share of "I don't know" among peers (marketing: a third of it).
    """

    seed: str
    levels: Mapping[str, float]
    blind_spots: Mapping[str, float] = field(default_factory=dict)
    dont_know: float = 0.10


def _levels(**areas: tuple[float, ...]) -> dict[str, float]:
    return {
        f"{area}.{name}": mean
        for area, means in areas.items()
        for name, mean in zip(_ORDER[area], means, strict=True)
    }


MID_SIZE = Story(
    "mid-size",
    _levels(
        data=(2.6, 2.2, 1.8, 2.0, 2.9, 2.2),
        technology=(3.3, 2.7, 3.2, 3.3, 3.1, 2.0),
        analytics=(3.3, 3.4, 2.4, 1.9, 1.8, 1.5),
        process=(2.3, 2.4, 2.6, 2.5, 2.0, 2.2),
        people=(2.1, 2.3, 2.2, 1.6, 1.9, 2.6),
    ),
    {"process.leads": 1.8, "analytics.benchmark": 0.6, "data.activation": 0.7},
)

STARTUP = Story(
    "startup",
    _levels(
        data=(1.8, 1.3, 1.2, 1.2, 1.9, 1.5),
        technology=(2.1, 1.6, 1.8, 2.3, 1.3, 1.4),
        analytics=(1.6, 1.9, 1.5, 1.2, 1.1, 1.1),
        process=(1.4, 1.8, 1.5, 1.6, 1.3, 1.4),
        people=(1.6, 1.4, 1.3, 1.1, 1.3, 1.8),
    ),
    {"process.leads": 0.5},
    dont_know=0.06,
)

ENTERPRISE_FIRST = Story(
    "enterprise",
    _levels(
        data=(2.4, 2.0, 1.9, 2.1, 2.8, 2.2),
        technology=(2.8, 2.3, 2.6, 2.9, 2.4, 2.2),
        analytics=(2.6, 2.7, 2.3, 2.0, 1.9, 1.8),
        process=(2.3, 2.5, 2.5, 2.6, 2.1, 2.4),
        people=(2.2, 2.4, 2.3, 1.9, 2.0, 2.5),
    ),
    {"process.leads": 1.5, "analytics.reporting": 0.8, "data.activation": 0.8},
)

# A year on: the register, the dictionary, the monitored feeds and the reporting work have paid;
# lead hand-over, coverage and knowledge were left for later.
ENTERPRISE_SECOND = Story(
    "enterprise",
    _levels(
        data=(3.3, 3.2, 2.5, 3.1, 3.4, 2.6),
        technology=(3.6, 2.9, 3.4, 3.5, 3.2, 2.4),
        analytics=(3.3, 3.5, 2.7, 2.5, 2.0, 2.0),
        process=(2.7, 2.9, 2.8, 3.0, 2.4, 2.7),
        people=(2.5, 2.6, 2.7, 1.8, 2.0, 3.0),
    ),
    {"process.leads": 1.9, "analytics.benchmark": 0.9, "people.leadership": 0.6},
)

# What people write beside an answer, by area.
NOTES: Mapping[str, tuple[str, ...]] = {
    "data": (
        "The monthly duplicate report stopped in spring when its author left.",
        "Two lists of the trade fair are still only in a shared folder.",
        "Consent is recorded, but the call centre cannot see it.",
    ),
    "technology": (
        "We pay for the second webinar tool until June.",
        "The link to the CRM failed twice last quarter; sales noticed before we did.",
        "Agents draft replies, a person sends them.",
    ),
    "analytics": (
        "Sales and marketing still count an opportunity differently.",
        "The board pack is trusted since finance checks it.",
        "Nobody outside the team has asked for this figure yet.",
    ),
    "process": (
        "The agreement with sales is a draft; response times are not measured.",
        "Written for e-mail campaigns, not for events.",
        "Budget moves once a year, whatever the results say.",
    ),
    "people": (
        "Only one person can run the month-end load.",
        "The regions do their own set-up and we see it afterwards.",
        "Training is there, but nobody checks what it changed.",
    ),
}
