"""KPI targets and their readings: what shows whether work helped."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import audit
from roadmaps.errors import ChangedElsewhereError, LimitsError
from roadmaps.models import KpiReading, KpiTarget

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import date, datetime

    from accounts.models import Organisation
    from capabilities.catalogue import Catalogue

PREFIX = "own-"
# Far beyond any figure of a marketing organisation, and safe in every file and browser.
MAX_VALUE = 1e12


@dataclass(frozen=True, slots=True)
class KpiContent:
    """What is to move, from where to where. initiative or capability: whose it is, one at least.
    kpi: key of the framework's list, or `own-...` with name, unit and direction of its own."""

    kpi: str
    baseline: float
    target: float
    initiative: str = ""
    capability: str = ""
    name: str = ""
    unit: str = ""
    rises: bool = True
    due_on: date | None = None


@transaction.atomic
def add_target(
    *,
    organisation: Organisation,
    library: Catalogue,
    content: KpiContent,
    by: uuid.UUID | None,
    at: datetime,
) -> KpiTarget:
    """library: the framework whose KPIs, capabilities and initiatives are meant. Name, unit and
    direction of a KPI of its list are the framework's. Raises LimitsError, with the field."""
    values = _values(organisation, library, content)
    try:
        with transaction.atomic():
            row = KpiTarget.objects.create(
                organisation=organisation,
                created_by=by,
                created_at=at,
                changed_at=at,
                **values,  # type: ignore[misc]  # fields by name
            )
    except IntegrityError as error:
        raise LimitsError(_("This KPI has a target here already: change that."), "kpi") from error
    _record("kpi_target.added", row, by, at)
    return row


@transaction.atomic
def change_target(
    *,
    target: KpiTarget,
    library: Catalogue,
    content: KpiContent,
    version: int,
    by: uuid.UUID | None,
    at: datetime,
) -> KpiTarget:
    """Other figures for the same KPI; the readings stay. Raises LimitsError,
    ChangedElsewhereError."""
    same = (content.kpi, content.initiative, content.capability)
    if same != (target.kpi, target.initiative, target.capability):
        raise LimitsError(_("The KPI and whose it is stay: add another target instead."), "kpi")
    values = _values(target.organisation, library, content)
    rows = KpiTarget.objects.unscoped("compare and set of a row in hand").filter(pk=target.pk)
    changed = rows.filter(version=version).update(**values, version=F("version") + 1, changed_at=at)
    target.refresh_from_db()
    if not changed:
        text = _("This target was changed in the meantime. Nothing was overwritten.")
        raise ChangedElsewhereError(text, target)
    _record("kpi_target.changed", target, by, at)
    return target


@transaction.atomic
def remove_target(*, target: KpiTarget, by: uuid.UUID | None, at: datetime) -> None:
    """With its readings."""
    _record("kpi_target.removed", target, by, at)
    target.delete()


@transaction.atomic
def record_reading(
    *,
    target: KpiTarget,
    on: date,
    value: float,
    version: int,
    today: date,
    by: uuid.UUID | None,
    at: datetime,
    reason: str = "",
) -> KpiReading:
    """What was measured on a day. version: of the reading that this corrects, 0 for a new one; a
    correction keeps the earlier value in the history. The same value again changes nothing.

    Raises LimitsError for a day to come or a value that is none, ChangedElsewhereError.
    """
    _check_value(value, "value")
    if not today.year - 30 <= on.year or on > today:
        raise LimitsError(_("Give a day that has been, within the last 30 years."), "on")
    row = _locked(target).readings.filter(on=on).first()
    if row is not None and row.value == value:
        return row
    if (row.version if row else 0) != version:
        raise _overtaken(target, row)
    if row is None:
        row = target.readings.create(on=on, value=value, by=by, at=at)
    else:
        row.value, row.by, row.at, row.version = value, by, at, version + 1
        row.save(update_fields=["value", "by", "at", "version"])
    _note(target, on, value, row.version, reason, by, at)
    return row


@transaction.atomic
def record_readings(
    *,
    target: KpiTarget,
    values: Mapping[date, float],
    today: date,
    by: uuid.UUID | None,
    at: datetime,
) -> int:
    """Readings of several days, all of them or none. Days that have the same value already stay
    as they are; how many were new.

    Raises LimitsError as `record_reading`, and for a day that has another value: a correction is
    made by itself, with its reason.
    """
    there = dict(_locked(target).readings.filter(on__in=values).values_list("on", "value"))
    for on, value in values.items():
        if on in there and there[on] != value:
            text = _("There is another reading of %(day)s already. Correct it by itself.")
            raise LimitsError(text % {"day": on.isoformat()}, "on")
    new = {on: value for on, value in values.items() if on not in there}
    for on, value in new.items():
        record_reading(target=target, on=on, value=value, version=0, today=today, by=by, at=at)
    return len(new)


@transaction.atomic
def withdraw_reading(
    *, target: KpiTarget, on: date, version: int, by: uuid.UUID | None, at: datetime, reason: str
) -> None:
    """Take a reading back; the history keeps it. Raises ChangedElsewhereError, LimitsError."""
    row = _locked(target).readings.filter(on=on).first()
    if row is None:
        raise LimitsError(_("There is no reading of this day."), "on")
    if row.version != version:
        raise _overtaken(target, row)
    row.delete()
    _note(target, on, None, version + 1, reason, by, at)


def _locked(target: KpiTarget) -> KpiTarget:
    rows = KpiTarget.objects.unscoped("locks a row in hand")
    return rows.select_for_update().get(pk=target.pk)


def _overtaken(target: KpiTarget, row: KpiReading | None) -> ChangedElsewhereError:
    text = _("The reading of this day was changed in the meantime. Nothing was overwritten.")
    return ChangedElsewhereError(text, row or target)


def _note(
    target: KpiTarget,
    on: date,
    value: float | None,
    version: int,
    reason: str,
    by: uuid.UUID | None,
    at: datetime,
) -> None:
    # A day whose reading was taken back and made anew counts on in its history.
    number = target.events.filter(on=on).count() + 1
    target.events.create(on=on, value=value, version=number, reason=reason, by=by, at=at)
    details = {"on": on.isoformat(), "version": version, "withdrawn": value is None}
    audit.record(
        organisation_id=target.organisation_id,
        by=by,
        action="kpi_reading.saved",
        subject=target,
        at=at,
        details=details,
    )


def _values(organisation: Organisation, library: Catalogue, content: KpiContent) -> dict[str, Any]:
    own_keys = organisation.own_initiatives.values_list("key", flat=True)
    if content.initiative and content.initiative not in {*library.framework.initiative, *own_keys}:
        raise LimitsError(_("There is no such initiative: choose one of the plan."), "initiative")
    if content.capability and content.capability not in library.framework.capability:
        raise LimitsError(_("There is no such capability: choose one."), "capability")
    if not (content.initiative or content.capability):
        text = _("Say which initiative or capability the KPI belongs to.")
        raise LimitsError(text, "initiative")
    listed = library.kpis.get(content.kpi)
    if listed is None and not (content.kpi.startswith(PREFIX) and content.name and content.unit):
        text = _("Choose a KPI of the framework, or give an own one a name and a unit.")
        raise LimitsError(text, "kpi")
    for name in ("baseline", "target"):
        _check_value(getattr(content, name), name)
    rises = listed.rises if listed else content.rises
    if (content.target > content.baseline) != rises or content.target == content.baseline:
        text = (
            _("More is better here: give a target above the baseline.")
            if rises
            else _("Less is better here: give a target below the baseline.")
        )
        raise LimitsError(text, "target")
    return {
        "kpi": content.kpi,
        "initiative": content.initiative,
        "capability": content.capability,
        "name": listed.name if listed else content.name,
        "unit": listed.unit if listed else content.unit,
        "rises": rises,
        "baseline": content.baseline,
        "target": content.target,
        "due_on": content.due_on,
    }


def _check_value(value: float, name: str) -> None:
    if not math.isfinite(value) or abs(value) > MAX_VALUE:
        raise LimitsError(_("Give a number of at most 1,000,000,000,000."), name)


def _record(action: str, target: KpiTarget, by: uuid.UUID | None, at: datetime) -> None:
    audit.record(
        organisation_id=target.organisation_id,
        by=by,
        action=action,
        subject=target,
        at=at,
        details={"kpi": target.kpi},
    )
