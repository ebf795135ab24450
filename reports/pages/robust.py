"""What of the order and the stages holds under other weights and answers (method 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capabilities import catalogue
from engine.ranking import TOP_PLACES
from engine.robust_wording import robust_order
from engine.robustness import interchangeable
from reports import numbers
from reports.frames import firmness
from reports.pages import sentences

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from reports.frames import Source

ANSWERS_SHOWN = 6
DIRECTIONS = {
    "lower": gettext_lazy("one level lower"),
    "higher": gettext_lazy("one level higher"),
}


def tested(read: Source) -> Mapping[str, Any] | None:
    """The figures on robustness, where there was an order to test; older results have none."""
    found = read.result["robustness"]
    return found if found and found["status"] == "ok" else None


def robust(read: Source, framework_id: uuid.UUID) -> dict[str, Any] | None:
    """Context of templates/reports/_robust.html; None for a result that was never tested."""
    found = read.result["robustness"]
    if not found:
        return None
    pivotal = found["pivotal"] or []
    return {
        "sentence": robust_sentence(read) or found["reason"],
        "draws": None if found["draws"] is None else numbers.grouped(found["draws"]),
        "stages": _stages(read) if tested(read) else [],
        "answers": [_answer(read, framework_id, item) for item in pivotal[:ANSWERS_SHOWN]],
        "more": len(pivotal[ANSWERS_SHOWN:]),
        "deciding": found["pivotal_answers"],
    }


def robust_sentence(read: Source) -> str:
    """Which capabilities stay among the first five and which places are interchangeable; nothing
    where no order was tested."""
    found = tested(read)
    ranked = _ranked(read)
    if found is None or len(ranked) < 2:
        return ""
    top = {read.capability(key): found["top5"][key] for key in ranked[:TOP_PLACES]}
    groups = interchangeable(found["tiers"], set(ranked))
    return robust_order(top if len(ranked) > TOP_PLACES else None, groups)


def rank_facts(read: Source, key: str) -> dict[str, str]:
    """Of one capability: the ranks of most variations, and how often it is among the first five."""
    found = tested(read)
    if found is None or key not in found["rank_interval"]:
        return {}
    low, high = found["rank_interval"][key]
    return {
        "ranks": str(low) if low == high else f"{low}–{high}",
        "top5": numbers.percent(found["top5"][key]),
        "draws": numbers.grouped(found["draws"]),
    }


def in_tiers(read: Source, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows in order of rank as groups {heading, rows}: tiers of several by themselves, places that
    are decided together, and last what has no priority."""
    found = tested(read)
    if found is None:
        return [{"heading": "", "rows": rows}]
    ranked = set(_ranked(read))
    by_key = {row["key"]: row for row in rows}
    groups: list[dict[str, Any]] = []
    place = 1
    for tier in found["tiers"]:
        inside = [by_key[key] for key in tier if key in ranked]
        alone = len(inside) == 1
        if alone and groups and groups[-1]["alone"]:
            groups[-1]["rows"] += inside
            groups[-1]["last"] = place
        elif inside:
            last = place + len(inside) - 1
            groups.append({"rows": inside, "alone": alone, "first": place, "last": last})
        place += len(inside)
    for group in groups:
        group |= {"heading": _heading(group), "decided": True}
    rest = [row for row in rows if row["key"] not in ranked]
    return (
        [
            *groups,
            {"heading": _("Nothing to close, no goal that asks for it, or no score"), "rows": rest},
        ]
        if rest
        else groups
    )


def same_stage(read: Source) -> str:
    """How often the organisation stands at its stage under other role weights."""
    found = tested(read)
    if found is None or found["stage_share"] is None:
        return ""
    if found["stage_share"] == 1:
        return _("The same stage however the roles are weighed.")
    return _("The same stage in %(share)s of other weightings of the roles.") % {
        "share": numbers.percent(found["stage_share"])
    }


def _heading(group: Mapping[str, Any]) -> str:
    words = {"first": group["first"], "last": group["last"]}
    if group["first"] == group["last"]:
        return _("Place %(first)s") % words
    two = group["last"] == group["first"] + 1
    if group["alone"] and two:
        return _("Places %(first)s and %(last)s, in this order") % words
    if group["alone"]:
        return _("Places %(first)s to %(last)s, in this order") % words
    if two:
        return _("Places %(first)s and %(last)s are interchangeable") % words
    return _("Places %(first)s to %(last)s are interchangeable") % words


def _ranked(read: Source) -> list[str]:
    """Capabilities with a priority, by rank."""
    items = [item for item in read.result["capabilities"] if item["priority"]]
    return [item["key"] for item in sorted(items, key=lambda item: int(item["rank"]))]


def _stages(read: Source) -> list[dict[str, Any]]:
    """Areas and, last, the organisation: stage, and how often it is the same."""
    result = read.result
    grade, shares = result["grade"], result["robustness"]["area_stage_share"]
    rows = [(item["key"], item["name"], item, shares[item["key"]]) for item in result["areas"]]
    whole = result["robustness"]["stage_share"]
    rows.append(("overall", _("Organisation"), result["overall"], whole))
    return [
        {
            "key": key,
            "name": name,
            "stage": item["stage_level"],
            "tried": item["stability"] is not None,
            "standing": firmness(item["stability"], grade) or _("firm"),
            "stability": numbers.percent(item["stability"]),
            "share": numbers.percent(share),
        }
        for key, name, item, share in rows
        if item["stage_level"] is not None
    ]


def _answer(read: Source, framework_id: uuid.UUID, item: Mapping[str, Any]) -> dict[str, Any]:
    question = catalogue.questions(framework_id).get(item["question"])
    role = read.framework.role.get(item["role"])
    return {
        "role": role.name if role else item["role"],
        "capability": read.capability(item["capability"]),
        "key": item["capability"],
        "question": question.text if question else "",
        "direction": DIRECTIONS[item["direction"]],
        "effects": _effects(read, item),
    }


def _effects(read: Source, item: Mapping[str, Any]) -> str:
    """What would follow, gravest first, as one line."""
    area = next(
        (one.area for one in read.framework.capabilities if one.key == item["capability"]), ""
    )
    found = []
    if item["stage_level"] is not None:
        found.append(_("the organisation at stage %(stage)s") % {"stage": item["stage_level"]})
    if item["area_stage_level"] is not None:
        words = {"area": read.area(area), "stage": item["area_stage_level"]}
        found.append(_("%(area)s at stage %(stage)s") % words)
    for keys, sentence in (
        (item["enters_top5"], _("%(names)s among the first five gaps")),
        (item["leaves_top5"], _("%(names)s no longer among the first five")),
    ):
        if keys:
            names = sentences.listed([read.capability(key) for key in keys])
            found.append(sentence % {"names": names})
    return "; ".join(found)
