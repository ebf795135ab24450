"""KPIs, the roles that do the work, and the skills they need."""

from __future__ import annotations

from collections import Counter
from typing import Any

from capabilities.shapes import Place
from capabilities.validation.index import Entry, Index, known, unique_keys

# A skill that nobody needs at this level is not worth a name of its own.
SKILLED = 3


def check(index: Index) -> None:
    _check_kpis(index)
    _check_roles(index)
    _check_sizes(index)
    _check_skills(index)
    _check_requirements(index)


def _check_kpis(index: Index) -> None:
    kpis = index.listed("kpis", "kpis")
    unique_keys(kpis, "KPI")
    for at, kpi in kpis:
        index.known_capabilities(kpi["capabilities"], at.key("capabilities"))
    _check_each_capability_served(index, "kpis", "no KPI measures")


def _check_each_capability_served(index: Index, field: str, complaint: str) -> None:
    served = {key for item in index.content[field][field] for key in item["capabilities"]}
    for key in sorted(index.capabilities.keys() - served):
        index.place(field).key(field).fault(f"{complaint} {key}")


def _check_roles(index: Index) -> None:
    roles = index.listed("roles", "roles")
    unique_keys(roles + index.listed("roles", "partner_roles"), "role")
    sizes = [size["key"] for size in index.content["roles"]["company_sizes"]]
    for at, role in roles:
        known([role["area"]], index.areas, at.key("area"), "area")
        _check_fte(at, role, sizes)
        for field in ("grows_into", "fallback"):
            _check_chain(index, at.key(field), role, field)


def _check_fte(at: Place, role: Entry, sizes: list[str]) -> None:
    """Full-time equivalents for every size. A role without fallback may shrink as specialists
    take over, every other one grows with the organisation."""
    fte: dict[str, Any] = role["fte"]
    known(fte, sizes, at.key("fte"), "company size")
    missing = [size for size in sizes if size not in fte]
    if missing:
        at.key("fte").fault("nothing for " + ", ".join(missing))
        return
    by_size = [fte[size] for size in sizes]
    if role["fallback"] is not None and by_size != sorted(by_size):
        at.key("fte").fault("falls although the organisation grows")


def _check_chain(index: Index, at: Place, role: Entry, field: str) -> None:
    """Following the field from a role comes to an end."""
    step, seen = role[field], {role["key"]}
    if step and step not in index.roles:
        at.fault(f"unknown role {step}")
    while step in index.roles:
        if step in seen:
            at.fault(f"goes round in a circle at {step}")
            return
        seen.add(step)
        step = index.roles[step][field]


def _check_sizes(index: Index) -> None:
    sizes = index.listed("roles", "company_sizes")
    unique_keys(sizes, "company size")
    factors = index.content["framework"]["planning"]["size_factor"]
    known(
        factors,
        {size["key"] for _, size in sizes},
        index.place("framework").key("planning.size_factor"),
        "company size",
    )
    ratio = index.content["roles"]["ratio_guidance"]["marketers_per_ops_fte"]
    for at, size in sizes:
        known([size["profile"]], index.profiles, at.key("profile"), "growth profile")
        if size["key"] and size["key"] not in factors:
            at.key("key").fault("no size factor in framework.yaml at planning.size_factor")
        total = sum(role["fte"].get(size["key"], 0) for role in index.roles.values())
        if not ratio["low"] * total <= size["typical_marketers"] <= ratio["high"] * total:
            at.key("typical_marketers").fault(
                f"{total:g} full-time equivalents are outside ratio_guidance"
            )


def _check_skills(index: Index) -> None:
    skills = index.listed("skills", "skills")
    unique_keys(skills, "skill")
    needed: Counter[str] = Counter()
    for need in index.content["skills"]["requirements"].values():
        for skill, level in need.items():
            needed[skill] = max(needed[skill], level)
    for at, skill in skills:
        known([skill["area"]], index.areas, at.key("area"), "area")
        index.known_capabilities(skill["capabilities"], at.key("capabilities"))
        if skill["key"] and needed[skill["key"]] < SKILLED:
            at.key("key").fault(f"no role needs {skill['key']} at level {SKILLED} or above")
    _check_each_capability_served(index, "skills", "no skill serves")
    levels = [step["level"] for step in index.content["skills"]["proficiency"]]
    if levels != [0, 1, 2, 3, 4]:
        index.place("skills").key("proficiency").fault("expected the levels 0 to 4 in order")


def _check_requirements(index: Index) -> None:
    requirements = index.content["skills"]["requirements"]
    at = index.place("skills").key("requirements")
    known(requirements, index.roles, at, "role")
    for role in sorted(index.roles.keys() - requirements.keys()):
        at.fault(f"nothing for the role {role}")
    for role, need in requirements.items():
        known(need, index.skills, at.key(role), "skill")
