"""Inventories, the figures derived from them, and the levels that figures suggest."""

from __future__ import annotations

from capabilities.shapes import Place
from capabilities.validation.index import Entry, Index, entries, known, unique, unique_keys

CHOICES = ("choice", "multi_choice")
EPS = 1e-9


def check(index: Index) -> None:
    inventories = index.listed("inventories", "inventories")
    unique_keys(inventories, "inventory")
    for at, inventory in inventories:
        known([inventory["area"]], index.areas, at.key("area"), "area")
        _check_fields(index, at, inventory)
        _check_health(at, inventory)
    _check_derived(index, {inventory["key"] for _, inventory in inventories})
    _check_signals(index)


def _check_fields(index: Index, at: Place, inventory: Entry) -> None:
    fields = list(entries(at.key("fields"), inventory["fields"]))
    unique_keys(fields, "field")
    types = index.content["inventories"]["field_types"]
    for place, field in fields:
        known([field["type"]], types, place.key("type"), "field type")
        from_categories = field["key"] == "category" and "categories" in inventory
        if field["type"] in CHOICES and "choices" not in field and not from_categories:
            place.key("choices").fault("missing")


def _check_health(at: Place, inventory: Entry) -> None:
    if "health_score" not in inventory:
        return
    weights = sum(part["weight"] for part in inventory["health_score"]["parts"])
    if abs(weights - 1) > EPS:
        at.key("health_score.parts").fault(f"the weights add up to {weights:g}, not to 1")


def _check_derived(index: Index, inventories: set[str]) -> None:
    derived = index.listed("inventories", "derived")
    unique_keys(index.listed("kpis", "kpis") + derived, "metric")
    for at, figure in derived:
        known([figure["inventory"]], inventories, at.key("inventory"), "inventory")


def _check_signals(index: Index) -> None:
    metrics = {*index.kpis, *(item["key"] for item in index.content["inventories"]["derived"])}
    signals = index.listed("inventories", "signals")
    unique(((at.key("capability"), signal["capability"]) for at, signal in signals), "signal")
    for at, signal in signals:
        index.known_capabilities([signal["capability"]], at.key("capability"))
        for level, conditions in signal["levels"].items():
            for place, condition in entries(at.key("levels").key(level), conditions):
                known([condition["metric"]], metrics, place.key("metric"), "metric")
