"""Initiatives: what each raises and needs, what counts as a quick win, and that no chain of
prerequisites goes round in a circle."""

from __future__ import annotations

from collections import defaultdict
from graphlib import CycleError, TopologicalSorter

from capabilities.schema import LEVEL_COUNT
from capabilities.shapes import Place
from capabilities.validation.index import Entry, Found, Index, entries, known, unique

# Limits of a quick win: weeks, person-weeks, thousands of US dollars.
QUICK_WEEKS, QUICK_EFFORT, QUICK_COST = 8, 8, 25
# Enough to see what is wrong; a tangle can have more circles than anyone would read.
MOST_CIRCLES = 20
Graph = dict[str, set[str]]


def check(index: Index) -> None:
    found = index.in_areas("initiatives", "initiatives")
    for at, initiative in found:
        _check_raises(index, at, initiative)
        _check_requires(index, at.key("requires"), initiative)
        _check_effort(index, at, initiative)
        _check_quick_win(at, initiative)
        known(initiative["kpis"], index.kpis, at.key("kpis"), "KPI")
    _check_every_step(index)
    _check_circles(index, found)


def _check_raises(index: Index, at: Place, initiative: Entry) -> None:
    area = at.file.removeprefix("initiatives/").removesuffix(".yaml")
    raises = list(entries(at.key("raises"), initiative["raises"]))
    for place, step in raises:
        index.known_capabilities([step["capability"]], place.key("capability"))
        if step["to"] != step["from"] + 1:
            place.fault(f"a step from {step['from']} to {step['to']} is not one level")
    unique(((place.key("capability"), step["capability"]) for place, step in raises), "capability")
    capabilities = [step["capability"] for step in initiative["raises"]]
    if all(capabilities) and not any(key.startswith(f"{area}.") for key in capabilities):
        at.key("raises").fault(f"nothing in the area {area}")


def _check_requires(index: Index, at: Place, initiative: Entry) -> None:
    for position, need in enumerate(initiative["requires"]):
        if isinstance(need, str):
            known([need], index.initiatives, at.item(position), "initiative")
        else:
            index.known_capabilities([need["capability"]], at.item(position).key("capability"))


def _check_effort(index: Index, at: Place, initiative: Entry) -> None:
    effort, weeks = initiative["effort"], initiative["duration_weeks"]
    known(effort, index.roles.keys() | index.partners, at.key("effort"), "role")
    if not effort:
        at.key("effort").fault("nobody does the work")
    for role, value in effort.items():
        if value > weeks:
            at.key("effort").key(role).fault(f"{value:g} person-weeks do not fit {weeks} weeks")
    cost = initiative["external_cost"]
    if cost["low"] > cost["high"]:
        at.key("external_cost").fault("low is above high")


def _check_quick_win(at: Place, initiative: Entry) -> None:
    if not initiative["quick_win"]:
        return
    figures = (
        ("weeks", initiative["duration_weeks"], QUICK_WEEKS),
        ("person-weeks", sum(initiative["effort"].values()), QUICK_EFFORT),
        ("thousand dollars", initiative["external_cost"]["high"], QUICK_COST),
    )
    for unit, value, most in figures:
        if value > most:
            at.key("quick_win").fault(f"{value:g} {unit} are more than a quick win's {most}")


def _check_every_step(index: Index) -> None:
    steps = {
        (step["capability"], step["from"])
        for initiative in index.initiatives.values()
        for step in initiative["raises"]
    }
    for key in index.capabilities:
        for level in range(1, LEVEL_COUNT):
            if (key, level) not in steps:
                index.place(f"initiatives/{key.split('.')[0]}").key("initiatives").fault(
                    f"nothing raises {key} from {level} to {level + 1}"
                )


def _check_circles(index: Index, found: list[Found]) -> None:
    """Level states are nodes as well as initiatives: an initiative waits for the levels it starts
    from and for its needs, a level waits for what raises to it. One fault for each circle."""
    graph = _graph(index)
    places = {initiative["key"]: at.key("requires") for at, initiative in found}
    for _ in range(MOST_CIRCLES):
        circle = _circle(graph)
        if not circle:
            return
        shown = [node for node in circle if node in places] or circle
        place = places.get(shown[0], index.place("initiatives"))
        place.fault("goes round in a circle: " + " -> ".join(circle))
        # Cut it open and look for the next.
        graph[circle[1]].discard(circle[0])


def _graph(index: Index) -> Graph:
    """Node to the nodes that must come first. A level is written `capability=level`."""
    graph: Graph = defaultdict(set)
    for key, initiative in index.initiatives.items():
        for step in initiative["raises"]:
            graph[key].add(f"{step['capability']}={step['from']}")
            graph[f"{step['capability']}={step['to']}"].add(key)
        for need in initiative["requires"]:
            name = need if isinstance(need, str) else f"{need['capability']}={need['level']}"
            graph[key].add(name)
    return graph


def _circle(graph: Graph) -> list[str]:
    """One circle, each node before the one that waits for it, or nothing."""
    try:
        TopologicalSorter({node: sorted(graph[node]) for node in sorted(graph)}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


def advise(index: Index) -> None:
    for at, initiative in index.in_areas("initiatives", "initiatives"):
        measured = {
            capability
            for key in initiative["kpis"]
            for capability in index.kpis[key]["capabilities"]
        }
        for step in initiative["raises"]:
            if step["capability"] not in measured:
                at.key("kpis").fault(f"none of them measures {step['capability']}")
