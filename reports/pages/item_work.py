"""How one initiative goes and what proves it: status, owner, dates, ticks, KPIs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engine.evidence import Rung, shown_attainment
from engine.signals import false_signal_note
from reports import dates, numbers
from reports.figures.kpi_chart import Lines, kpi_chart
from reports.frames import WorkMark
from roadmaps.models import WorkItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from roadmaps.models import KpiReading
    from roadmaps.tracking import Tracked

RUNGS = {
    Rung.NONE: gettext_lazy("no evidence yet"),
    Rung.MOVED: gettext_lazy("moved, which may be usual variation"),
    Rung.SIGNAL: gettext_lazy("proved: beyond usual variation"),
    Rung.SUSTAINED: gettext_lazy("proved and holding"),
}
MEANINGS = {
    "improvement": gettext_lazy("improvement"),
    "alarm": gettext_lazy("alarm"),
    "watch": gettext_lazy("watch"),
}
_SENTENCE = re.compile(r"(?<=[.;])\s+")


def checks_of(work: WorkItem | None, done_when: str) -> list[tuple[str, bool]]:
    """What has to be true in the end: as noted, before that in the catalogue's words."""
    if work is not None and work.checks:
        return [(item["text"], item["done"]) for item in work.checks]
    parts = [part.strip().rstrip(";") for part in _SENTENCE.split(done_when)]
    return [(part, False) for part in parts if part]


def work_words(work: WorkItem | None) -> dict[str, Any]:
    """The facts of the work, for a reader."""
    if work is None:
        return {"status": _("planned"), "owner": _("nobody yet"), "dates": "", "effort": ""}
    parts = []
    if work.started_on:
        parts.append(_("started %(day)s") % {"day": dates.day(work.started_on.isoformat())})
    if work.finished_on:
        parts.append(_("finished %(day)s") % {"day": dates.day(work.finished_on.isoformat())})
    return {
        "status": work.get_status_display(),
        "owner": owner_words(work) or _("nobody yet"),
        "dates": ", ".join(parts),
        "effort": "" if work.effort_days is None else numbers.days(work.effort_days),
        "notes": work.notes,
    }


def work_marks(work: Iterable[WorkItem]) -> dict[str, WorkMark]:
    """How the work goes, by initiative, as pages of a plan show it."""
    return {
        row.initiative: WorkMark(row.status, row.get_status_display(), owner_words(row))
        for row in work
    }


def owner_words(work: WorkItem) -> str:
    return str(work.owner) if work.owner else work.owner_name


def proof_words(tracked: Sequence[Tracked], work: WorkItem | None) -> str:
    """Whether it is shown that the work helped: done is not proved."""
    if work is None or work.status != WorkItem.Status.DONE:
        return _("Proof is asked for when the work has ended: what its KPIs show from then on.")
    proofs = [item.proof for item in tracked if item.proof is not None]
    if any(found.proven for found in proofs):
        return _("Done and proved: a KPI has moved beyond its usual variation since.")
    if not tracked:
        return _("Done, not proved: no KPI is watched. Choose one below.")
    return _("Done, not proved: no KPI has moved beyond its usual variation since.")


def kpi_rows(tracked: Iterable[Tracked]) -> list[dict[str, Any]]:
    """Each target with its chart, its readings as a table and its rung in words."""
    return [_kpi(item) for item in tracked]


def note(tracked: Iterable[Tracked]) -> str:
    """How often chance alone speaks up."""
    return false_signal_note([len(item.baseline) for item in tracked]) or ""


def _kpi(found: Tracked) -> dict[str, Any]:
    target = found.target
    seen = found.chart
    rows = _frame(found)
    limits = seen.limits
    return {
        "target": target,
        "message": _message(found),
        "from": value_words(target.baseline, target.unit),
        "to": value_words(target.target, target.unit),
        "due": dates.day(target.due_on.isoformat()) if target.due_on else "",
        "rung": str(RUNGS[found.proof.rung]) if found.proof else "",
        "proven": bool(found.proof and found.proof.proven),
        "reason": "" if seen.limits else seen.verdict.reason,
        "chart": kpi_chart(
            rows,
            Lines(
                mean=limits.mean if limits else None,
                low=limits.low if limits else None,
                high=limits.high if limits else None,
                target=target.target,
            ),
        ),
        "labels": _labels(found),
        "readings": [
            {
                "on": dates.day(row["on"]),
                "day": row["on"],
                "value": value_words(row["value"], target.unit),
                "version": row["version"],
                "signal": str(MEANINGS.get(row["signal"], "")),
            }
            for row in reversed(rows)
        ],
    }


def _frame(found: Tracked) -> list[dict[str, Any]]:
    means = {signal.place: str(signal.meaning) for signal in found.chart.signals}
    return [
        *(_row(item, baseline=True, signal="") for item in found.baseline),
        *(
            _row(item, baseline=False, signal=means.get(place, ""))
            for place, item in enumerate(found.later)
        ),
    ]


def _row(item: KpiReading, *, baseline: bool, signal: str) -> dict[str, Any]:
    return {
        "on": item.on.isoformat(),
        "value": item.value,
        "baseline": baseline,
        "signal": signal,
        "version": item.version,
    }


def _labels(found: Tracked) -> dict[str, str]:
    unit, limits = found.target.unit, found.chart.limits
    words = {"target": _("target %(v)s") % {"v": value_words(found.target.target, unit)}}
    if limits:
        words["mean"] = _("usual %(v)s") % {"v": value_words(limits.mean, unit)}
        words["limit"] = ""
    return words


def _message(found: Tracked) -> str:
    """Where the KPI stands, in one line."""
    target, latest = found.target, found.latest
    if latest is None:
        return _("%(name)s: no reading yet") % {"name": target.name}
    words = {
        "name": target.name,
        "value": value_words(latest.value, target.unit),
        "day": dates.day(latest.on.isoformat()),
    }
    share = shown_attainment(found.proof.attainment) if found.proof else None
    if share is not None:
        text = _("%(name)s: %(value)s on %(day)s, %(share)s of the way")
        return text % {**words, "share": share}
    return _("%(name)s: %(value)s on %(day)s") % words


def value_words(value: float, unit: str) -> str:
    """A value with its unit; a share as percent."""
    if unit == "%":
        return f"{numbers.rounded(100 * value, 1).removesuffix('.0')} %"
    text = (
        numbers.rounded(value, 1).removesuffix(".0") if abs(value) < 100 else numbers.grouped(value)
    )
    return f"{text} {unit}".strip()
