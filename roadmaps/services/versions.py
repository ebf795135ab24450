"""Compare and set: the one way in which rows that several people edit are changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext as _

from accounts import audit
from roadmaps.errors import ChangedElsewhereError
from roadmaps.models import Scenario, ScenarioChange

if TYPE_CHECKING:
    import uuid
    from datetime import datetime


# Columns beside the limits that undoing a change brings back, by the key that the change notes.
UNDONE_BY_KEY = {"plan", "analysis"}


def change_scenario(
    *,
    scenario: Scenario,
    version: int,
    action: str,
    details: dict[str, Any],
    by: uuid.UUID | None,
    at: datetime,
    **values: Any,
) -> Scenario:
    """Set these columns if the scenario still has this version, and note what was done.

    In the caller's transaction. Returns the row in hand, brought up to date. Raises
    ChangedElsewhereError.
    """
    # The row in hand has the version that is asked for below, so this is what it had.
    before = scenario.limits if "limits" in values else None
    was = {
        name: str(getattr(scenario, f"{name}_id") or "") for name in UNDONE_BY_KEY & values.keys()
    }
    details = {**details, "was": was} if was else details
    rows = Scenario.objects.unscoped("compare and set of a row in hand").filter(pk=scenario.pk)
    changed = rows.filter(version=version).update(
        **values, version=F("version") + 1, changed_by=by, changed_at=at
    )
    if not changed:
        raise _overtaken(scenario, version)
    scenario.refresh_from_db(fields=["version", "changed_by", "changed_at", *values])
    ScenarioChange.objects.create(
        scenario=scenario,
        version=scenario.version,
        action=action,
        details=details,
        before=before,
        by=by,
        at=at,
    )
    audit.record(
        organisation_id=scenario.organisation_id,
        by=by,
        action=f"scenario.{action}",
        subject=scenario,
        at=at,
        details={"version": scenario.version, **details},
    )
    return scenario


def _overtaken(scenario: Scenario, version: int) -> ChangedElsewhereError:
    scenario.refresh_from_db()
    changes = list(scenario.changes.filter(version__gt=version))
    text = _("“%(name)s” was changed in the meantime: you saw version %(seen)d, it is now %(now)d.")
    words = {"name": scenario.name, "seen": version, "now": scenario.version}
    return ChangedElsewhereError(text % words, scenario, changes)
