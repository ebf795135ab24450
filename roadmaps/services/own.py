"""Own initiatives: work that the catalogue does not know, planned beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import audit
from engine.plan_input import PlanInputError, checked
from engine.types import PlanParameters
from roadmaps import inputs
from roadmaps.errors import ChangedElsewhereError, LimitsError
from roadmaps.models import OwnInitiative

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from accounts.models import Organisation
    from engine.types import Framework

PREFIX = "own-"
KEY_LENGTH = 70


@dataclass(frozen=True, slots=True)
class OwnContent:
    """The fields of a catalogue entry. raises: {"capability", "from", "to"}; requires: keys of
    initiatives, or {"capability", "level"}; effort: role to person-weeks as this organisation
    counts them; costs in thousands of US dollars."""

    name: str
    area: str
    raises: Sequence[Mapping[str, Any]]
    effort: Mapping[str, float]
    duration_weeks: int
    cost_low: float = 0.0
    cost_high: float = 0.0
    requires: Sequence[str | Mapping[str, Any]] = ()
    description: str = ""
    benefit: str = ""
    done_when: str = ""
    kpis: Sequence[str] = ()
    risks: Sequence[str] = field(default=())
    quick_win: bool = False

    def values(self) -> dict[str, Any]:
        """As the row stores them."""
        return {
            "name": self.name,
            "area": self.area,
            "raises": [dict(step) for step in self.raises],
            "effort": dict(self.effort),
            "duration_weeks": self.duration_weeks,
            "cost_low": float(self.cost_low),
            "cost_high": float(self.cost_high),
            "requires": [item if isinstance(item, str) else dict(item) for item in self.requires],
            "description": self.description,
            "benefit": self.benefit,
            "done_when": self.done_when,
            "kpis": list(self.kpis),
            "risks": list(self.risks),
            "quick_win": self.quick_win,
        }


@transaction.atomic
def add_own(
    *,
    organisation: Organisation,
    framework: Framework,
    content: OwnContent,
    by: uuid.UUID | None,
    at: datetime,
) -> OwnInitiative:
    """framework: the one whose areas, capabilities and roles it speaks of. Every plan made from now
    on counts on it. Raises LimitsError for what cannot be planned with."""
    row = OwnInitiative(
        organisation=organisation,
        key=_free_key(organisation, content.name),
        created_by=by,
        created_at=at,
        changed_at=at,
        **content.values(),
    )
    _check(framework, organisation, row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        text = _("Somebody added one of this name at the same moment: try again.")
        raise LimitsError(text, "name") from error
    _record("own_initiative.added", row, by, at)
    return row


@transaction.atomic
def change_own(
    *,
    own: OwnInitiative,
    framework: Framework,
    content: OwnContent,
    version: int,
    by: uuid.UUID | None,
    at: datetime,
) -> OwnInitiative:
    """Replaces all fields; the key and the plans already made stay. Raises LimitsError,
    ChangedElsewhereError."""
    values = content.values()
    draft = OwnInitiative(organisation=own.organisation, pk=own.pk, key=own.key, **values)
    _check(framework, own.organisation, draft)
    _set(own, version, at, **values)
    _record("own_initiative.changed", own, by, at)
    return own


@transaction.atomic
def remove_own(*, own: OwnInitiative, by: uuid.UUID | None, at: datetime) -> None:
    """No plan made from now on counts on it. One that a plan has used is put aside and stays
    readable. Raises LimitsError where a wish or another own initiative still names it."""
    for scenario in own.organisation.scenarios.all():
        limits = inputs.limits_of(scenario)
        named = {wish.initiative for wish in limits.wishes}
        named |= {key for group in limits.exclusive for key in group} | set(limits.confidence)
        named |= {saving.initiative or "" for saving in limits.savings}
        if own.key in named:
            text = _("“%(name)s” still speaks of it: take that back first.")
            raise LimitsError(text % {"name": scenario.name})
    for other in own.organisation.own_initiatives.filter(archived=False).exclude(pk=own.pk):
        if own.key in other.requires:
            text = _("“%(name)s” waits for it: change that first.")
            raise LimitsError(text % {"name": other.name})
    _record("own_initiative.removed", own, by, at)
    if own.plan_items.exists():
        _set(own, own.version, at, archived=True)
    else:
        own.delete()


def _check(framework: Framework, organisation: Organisation, row: OwnInitiative) -> None:
    others = organisation.own_initiatives.filter(archived=False).exclude(pk=row.pk)
    own = (*(inputs.own_value(other) for other in others), inputs.own_value(row))
    try:
        checked(framework, PlanParameters(start=date(2000, 1, 1), own=own))
    except PlanInputError as error:
        raise LimitsError(error.message) from error


def _free_key(organisation: Organisation, name: str) -> str:
    stem = f"{PREFIX}{slugify(name)[:KEY_LENGTH].strip('-_') or 'initiative'}".replace("_", "-")
    taken = set(organisation.own_initiatives.values_list("key", flat=True))
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key


def _set(own: OwnInitiative, version: int, at: datetime, **values: Any) -> None:
    rows = OwnInitiative.objects.unscoped("compare and set of a row in hand").filter(pk=own.pk)
    changed = rows.filter(version=version).update(**values, version=F("version") + 1, changed_at=at)
    own.refresh_from_db()
    if not changed:
        text = _("“%(name)s” was changed in the meantime. Nothing was overwritten.")
        raise ChangedElsewhereError(text % {"name": own.name}, own)


def _record(action: str, own: OwnInitiative, by: uuid.UUID | None, at: datetime) -> None:
    audit.record(
        organisation_id=own.organisation_id,
        by=by,
        action=action,
        subject=own,
        at=at,
        details={"key": own.key},
    )
