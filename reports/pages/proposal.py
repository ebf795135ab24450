"""What a new plan would change: what moves, from where to where and why; or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engine.calendar import period_name
from reports import dates, numbers
from reports.pages.scenario import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.types import Framework, PlanParameters
    from roadmaps.models import Proposal


def proposal_page(
    framework: Framework, limits: PlanParameters, offered: Sequence[Proposal]
) -> dict[str, Any]:
    """Context of templates/reports/proposals.html. offered: open proposals of one scenario."""
    contradicting = next((item for item in offered if item.conflict), None)
    if contradicting is not None:
        found = conflict(framework, limits, contradicting)
        return {"headline": found["headline"], "conflict": found, "options": []}
    options = _distinct([option(framework, item) for item in offered if item.comparison])
    return {"headline": _headline(options), "conflict": None, "options": options}


def option(framework: Framework, proposal: Proposal) -> dict[str, Any]:
    """One plan that could be accepted."""
    found = proposal.comparison or {}
    moves = [_move(framework, move) for move in found.get("moves", ())]
    return {
        "proposal": proposal,
        "tolerances": [] if proposal.tolerance is None else [numbers.percent(proposal.tolerance)],
        "kept": numbers.percent(found.get("kept")),
        "moves": moves,
        "stays": not moves,
        "sentences": found.get("sentences", []),
        "stages": [
            {
                "name": _stage(framework, stage["stage"]),
                "before": _month(stage["before"]),
                "after": _month(stage["after"]),
                "changed": stage["before"] != stage["after"],
            }
            for stage in found.get("stages", ())
            if stage["before"] != stage["after"]
        ],
        "cost": numbers.thousands(found["cost"]["after"]) if found else numbers.ABSENT,
        "days": numbers.days(found["days"]["after"]) if found else numbers.ABSENT,
        "message": _option_message(moves),
    }


def conflict(framework: Framework, limits: PlanParameters, proposal: Proposal) -> dict[str, Any]:
    """Wishes that cannot be met together, and every repair as something to press."""
    document = proposal.conflict or {}
    groups = [
        {
            "sentence": group["sentence"],
            "wishes": [
                {
                    "initiative": wish["initiative"],
                    "kind": wish["kind"],
                    "text": sentence(wish["text"]),
                    "enough": number in group["enough"],
                }
                for number, wish in enumerate(group["wishes"])
            ],
        }
        for group in document.get("conflicts", ())
    ]
    mend = document.get("repair")
    count = sum(len(group["wishes"]) for group in groups)
    return {
        "headline": ngettext(
            "%(n)s wish cannot be met under these limits",
            "%(n)s wishes cannot be met together",
            count,
        )
        % {"n": count},
        "groups": groups,
        "cut": document.get("cut", False),
        "repair": mend
        and {
            "sentence": mend["sentence"],
            "lines": [_repair_line(framework, limits, line) for line in mend["lines"]],
        },
        "proposal": proposal,
    }


def _repair_line(framework: Framework, limits: PlanParameters, line: Mapping[str, Any]) -> str:
    when = period_name(limits.start, limits.period, line["period"])
    if line["line"] == "money":
        amount = numbers.thousands(line["amount"])
        return _("%(amount)s more in %(when)s") % {"amount": amount, "when": when}
    return sentence(line["text"]).rstrip(".")


def _move(framework: Framework, move: Mapping[str, Any]) -> dict[str, Any]:
    key = move["initiative"]
    found = framework.initiative.get(key)
    words = {"from": _month(move["from"]), "to": _month(move["to"])}
    if move["to"] is None:
        what = _("leaves the plan")
    elif move["from"] is None:
        what = _("comes into the plan in %(to)s") % words
    elif move["to"] > move["from"]:
        what = _("later: %(to)s instead of %(from)s") % words
    else:
        what = _("earlier: %(to)s instead of %(from)s") % words
    return {
        "key": key,
        "name": found.name if found else key,
        "what": what,
        "reasons": move["reasons"],
        "gone": move["to"] is None,
        **words,
    }


def _distinct(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tolerances that come to the same plan are one option that names them all."""
    found: dict[Any, dict[str, Any]] = {}
    for item in options:
        same = found.setdefault(_starts(item["proposal"]), item)
        if same is not item:
            same["tolerances"] += item["tolerances"]
    return list(found.values())


def _starts(proposal: Proposal) -> tuple[Any, ...]:
    if proposal.roadmap is None:
        return (proposal.pk,)
    items = proposal.roadmap.result["roadmap"]["items"]
    return tuple(sorted((item["initiative"], item["start_date"]) for item in items))


def _headline(options: list[dict[str, Any]]) -> str:
    if not options:
        return _("No new plan waits for a decision")
    if all(item["stays"] for item in options):
        return _("The plan can stay as it is")
    fewest = min(len(item["moves"]) for item in options)
    return ngettext(
        "Planning anew moves %(n)s initiative at least",
        "Planning anew moves %(n)s initiatives at least",
        fewest,
    ) % {"n": fewest}


def _option_message(moves: list[dict[str, Any]]) -> str:
    if not moves:
        return _("Nothing moves")
    gone = sum(move["gone"] for move in moves)
    words = {"n": len(moves), "gone": gone}
    if gone:
        return (
            ngettext(
                "%(n)s change, %(gone)s of it out of the plan",
                "%(n)s changes, %(gone)s of them out of the plan",
                len(moves),
            )
            % words
        )
    return ngettext("%(n)s initiative moves", "%(n)s initiatives move", len(moves)) % words


def _month(day: str | None) -> str:
    return dates.short_month(day) if day else ""


def _stage(framework: Framework, key: str) -> str:
    return next((item.name for item in framework.stages if item.key == key), key)
