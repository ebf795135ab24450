"""What moved since the last round, and why: for the organisation page, a capability, and a page of
its own. Figures and sentences are the change document's; nothing is computed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import causes, numbers
from reports.charts import KINDS
from reports.pages import sentences
from reports.pages.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessments.models import Analysis
    from reports.frames import Source

# A part of a capability's movement that is shown as 0.0 is left out.
LEAST_SHOWN = 0.05


def since(read: Source, analysis: Analysis, at: str) -> dict[str, Any] | None:
    """What the organisation page shows; None without an earlier round. at: the date in words."""
    if read.change is None:
        return None
    overall = read.change["overall"]
    frame = KINDS["movement"].frame(read)
    moved = frame[-1]["points"] - frame[0]["points"] if frame else None
    return {
        "name": read.since,
        "points": None if moved is None else numbers.signed(moved),
        "reason": read.change["reason"] if moved is None else "",
        "sentence": overall["sentence"],
        "stage": overall["stage"]["sentence"],
        "like_for_like": like_for_like(overall["like_for_like"]),
        "chart": picture(read, analysis.pk, "movement", sentences.answers(read, at))
        if frame
        else None,
    }


def like_for_like(shift: Mapping[str, Any]) -> str:
    """The change of the whole in the same roles, with its range and who it rests on."""
    if shift["difference"] is None:
        return ""
    words = {
        "change": numbers.level_change(shift["difference"]),
        "span": causes.low_to_high(shift["low"], shift["high"]),
        "n": shift["people"]["both"],
    }
    if not words["span"]:
        return _("In the same roles %(change)s levels: described, not tested.") % words
    if shift["design"] == "paired":
        return (
            ngettext(
                "In the same roles %(change)s levels (likely %(span)s), by %(n)s person who"
                " judged enough of it both times.",
                "In the same roles %(change)s levels (likely %(span)s), by %(n)s people who"
                " judged enough of it both times.",
                words["n"],
            )
            % words
        )
    return _("In the same roles %(change)s levels (likely %(span)s).") % words


def capability_since(read: Source, key: str) -> dict[str, Any] | None:
    """The change of one capability, for the page that explains it."""
    if read.change is None:
        return None
    found = next((item for item in read.change["capabilities"] if item["key"] == key), None)
    return None if found is None else _row(read, found, read.capability(key))


def change_page(read: Source, analysis: Analysis, at: str) -> dict[str, Any]:
    """Context of templates/reports/change.html. read.change must be there."""
    document = read.change or {}
    rows = [
        {
            **_row(read, item, read.capability(item["key"])),
            "area": item["area"],
            "area_name": read.area(item["area"]),
        }
        for item in document["capabilities"]
    ]
    areas = [_row(read, item, read.area(item["key"])) for item in document["areas"]]
    return {
        "since": since(read, analysis, at),
        "headline": headline(read),
        "areas": areas,
        "rows": sorted(rows, key=_order),
        "notes": document["notes"],
        "who": _who(document["inputs"]),
    }


def headline(read: Source) -> str:
    """How many capabilities rose and fell by more than chance."""
    document = read.change or {}
    if not document["overall"]["sentence"]:
        return _("This round cannot be compared with %(since)s") % {"since": read.since}
    shifts = [item["like_for_like"] for item in document["capabilities"]]
    up = sum(shift["flagged"] and shift["difference"] > 0 for shift in shifts)
    down = sum(shift["flagged"] and shift["difference"] < 0 for shift in shifts)
    words = {"up": up, "down": down, "since": read.since}
    if up and down:
        rose = ngettext("%(up)s capability rose", "%(up)s capabilities rose", up)
        return f"{rose}, {_('%(down)s fell since %(since)s')}" % words
    if up:
        return (
            ngettext(
                "%(up)s capability rose since %(since)s, none fell",
                "%(up)s capabilities rose since %(since)s, none fell",
                up,
            )
            % words
        )
    if down:
        return (
            ngettext(
                "%(down)s capability fell since %(since)s, none rose",
                "%(down)s capabilities fell since %(since)s, none rose",
                down,
            )
            % words
        )
    return _("No capability moved by more than chance since %(since)s") % words


def _row(read: Source, item: Mapping[str, Any], name: str) -> dict[str, Any]:
    shift = item["like_for_like"]
    return {
        "key": item["key"],
        "name": name,
        "since": read.since,
        "earlier": numbers.level(item["earlier"]),
        "later": numbers.level(item["later"]),
        "scored": (item["earlier"] is not None, item["later"] is not None),
        "difference": shift["difference"],
        "change": numbers.level_change(shift["difference"]),
        "span": causes.low_to_high(shift["low"], shift["high"]),
        "flagged": shift["flagged"],
        "tested": shift["design"] is not None,
        "detectable": numbers.level(shift["detectable"]),
        "sentence": shift["sentence"] or "",
        "reason": shift["reason"] or "",
        "all_roles": numbers.level_change(shift["all_roles"]) if shift["beside"] else "",
        "parts": _parts(read, item["movement"]),
    }


def _parts(read: Source, movement: Mapping[str, float] | None) -> list[dict[str, str]]:
    """Why it moved, cause by cause; nothing where there is only one cause."""
    known = [
        {
            "name": causes.name(read, cause, 1 if part > 0 else -1),
            "part": numbers.level_change(part),
        }
        for cause, part in (movement or {}).items()
        if abs(part) >= LEAST_SHOWN
    ]
    return known if len(known) > 1 else []


def _order(row: Mapping[str, Any]) -> tuple[bool, bool, float]:
    """What moved for sure first, by how far; what cannot be compared last."""
    return (not row["flagged"], row["difference"] is None, -abs(row["difference"] or 0.0))


def _who(inputs: Mapping[str, Any]) -> str:
    words = {
        "earlier": inputs["earlier"]["respondents"],
        "later": inputs["later"]["respondents"],
        "both": inputs["both"],
    }
    return (
        _("%(earlier)s people answered then, %(later)s now, %(both)s of them both times.") % words
    )
