"""Growth profiles, goals and industries: what they aim at, and the stage a profile reaches."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from capabilities.validation.index import Entry, Found, Index, known, unique, unique_keys
from engine.stages import area_stage

# The lowest stage with a gate; what it requires, all later ones require too.
FIRST_GATE = 2


def check(index: Index) -> None:
    for field in ("growth", "goals", "industries"):
        unique_keys(index.listed("profiles", field), field)
    growth = index.listed("profiles", "growth")
    for found in growth:
        _check_profile(index, found)
    _check_every_stage_asks(index)
    for lower, higher in pairwise(growth):
        _check_rising(lower[1], higher)
    for at, item in _adjusting(index):
        places = [at.key("adjust").item(n).key("capability") for n in range(len(item["adjust"]))]
        keys = [entry["capability"] for entry in item["adjust"]]
        unique(zip(places, keys, strict=True), "capability")
        for place, key in zip(places, keys, strict=True):
            index.known_capabilities([key], place)


def _adjusting(index: Index) -> list[Found]:
    return index.listed("profiles", "goals") + index.listed("profiles", "industries")


def _check_profile(index: Index, found: Found) -> None:
    at, profile = found
    targets = at.key("targets")
    index.known_capabilities(profile["targets"], targets)
    for key in index.capabilities.keys() - profile["targets"].keys():
        targets.fault(f"no target for {key}")
    known([profile["expected_stage"]], index.stages, at.key("expected_stage"), "stage")


def _check_every_stage_asks(index: Index) -> None:
    """A stage that requires nothing would be reached by doing nothing (method 1.6)."""
    for area in index.areas:
        capabilities = index.content["areas"][area]["capabilities"]
        if all(item["required_from"] > FIRST_GATE for item in capabilities):
            at = index.place(f"areas/{area}").key("capabilities")
            at.fault(f"none is required from stage {FIRST_GATE}")


def _check_rising(lower: Entry, higher: Found) -> None:
    at, profile = higher
    for key, target in profile["targets"].items():
        below = lower["targets"].get(key, target)
        if target < below:
            at.key("targets").key(key).fault(f"{target} is below the {below} of {lower['key']}")


def check_stages(index: Index) -> None:
    """Equal levels give their stage, and each profile's targets give the stage that it names."""
    for level, stage in enumerate(index.stages, start=1):
        reached = _stage(index, dict.fromkeys(index.capabilities, level))
        if reached != stage:
            index.place("stages").fault(f"all capabilities at level {level} reach {reached}")
    for at, profile in index.listed("profiles", "growth"):
        reached = _stage(index, profile["targets"])
        if reached != profile["expected_stage"]:
            at.key("expected_stage").fault(f"the targets reach {reached}")


def _stage(index: Index, levels: Mapping[str, int]) -> str:
    """The stage of the lowest area (method 1.6 and 1.7, equal weights, every level known)."""
    return index.stages[min(_area_stage(index, area, levels) for area in index.areas) - 1]


def _area_stage(index: Index, area: str, levels: Mapping[str, int]) -> int:
    capabilities = index.content["areas"][area]["capabilities"]
    return int(
        area_stage(
            np.array([levels[item["key"]] for item in capabilities]),
            np.ones(len(capabilities)),
            np.array([item["required_from"] for item in capabilities]),
            index.content["stages"]["theta"],
        )
    )


def advise(index: Index) -> None:
    weighed = {x["capability"] for _, item in _adjusting(index) for x in item["adjust"]}
    for key in sorted(index.capabilities.keys() - weighed):
        index.place("profiles").key("goals").fault(f"no goal or industry weighs {key}")
