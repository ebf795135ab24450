"""Passages of the narrative in people's own words: kept, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from reports.models import EditedPassage
from roadmaps.errors import ChangedElsewhereError

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from assessments.models import Analysis
    from reports.deliverables.narrative import Editable


@transaction.atomic
def edit(
    *,
    analysis: Analysis,
    passage: Editable,
    text: str,
    seen: str,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Keep a wording in place of the rule-written one, for this round from now on.

    seen: the wording that the person had before them. Raises ChangedElsewhereError if that is not
    the present one, with the present passage (None where it is the rule-written one again).
    """
    rows = EditedPassage.objects.unscoped("of an analysis in hand").select_for_update()
    of_round = rows.filter(analysis__assessment=analysis.assessment_id, key=passage.key)
    present = of_round.order_by("-edited_at", "-pk").first()
    if (present.text if present else passage.written) != seen:
        raise ChangedElsewhereError(
            _("Somebody else changed this passage in the meantime. Nothing was overwritten."),
            present or EditedPassage(key=passage.key, text=passage.written),
        )
    values = {"text": text, "basis": passage.basis, "edited_by": by, "edited_at": at}
    row, _created = rows.update_or_create(analysis=analysis, key=passage.key, defaults=values)
    _record("passage.edited", row, by, at)


@transaction.atomic
def reset(*, analysis: Analysis, key: str, by: uuid.UUID, at: datetime) -> bool:
    """Back to what the rules write; False if it was that already."""
    rows = EditedPassage.objects.unscoped("of an analysis in hand")
    of_round = rows.filter(analysis__assessment=analysis.assessment_id, key=key)
    row = of_round.first()
    if row is None:
        return False
    _record("passage.reset", row, by, at)
    of_round.delete()
    return True


def _record(action: str, row: EditedPassage, by: uuid.UUID, at: datetime) -> None:
    audit.record(
        organisation_id=row.analysis.assessment.organisation_id,
        by=by,
        action=action,
        subject=row,
        at=at,
        details={"key": row.key},
    )
