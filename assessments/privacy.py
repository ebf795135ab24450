"""What respondents were promised: made stricter when asked, never looser once somebody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from assessments.errors import AssessmentError
from assessments.models import Answer, Assessment
from assessments.services import request_analysis
from engine.disclosure import Privacy, Rule

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from jobs.models import JobRun


@transaction.atomic
def set_privacy(
    *,
    assessment: Assessment,
    privacy: str,
    minimum_group: int,
    by: uuid.UUID | None,
    at: datetime,
) -> JobRun | None:
    """Change the promise. Raises AssessmentError if that would show more than was promised when
    the first answer was given, or if the round cannot keep the promise.

    Results made under a looser promise are withdrawn, with all that was made from them, and one
    under the new promise is asked for: its run is returned.
    """
    locked = (
        Assessment.objects.unscoped("locked for a change of its privacy")
        .select_for_update()
        .get(pk=assessment.pk)
    )
    wanted, present = Rule(Privacy(privacy), minimum_group), locked.disclosure
    if wanted == present:
        return None
    answered = Answer.objects.unscoped("of an assessment in hand").filter(
        respondent__assessment=locked
    )
    if answered.exists() and not wanted.tightens(present):
        raise AssessmentError(
            _("Somebody has answered already, so privacy can only be made stricter.")
        )
    if Privacy.ANONYMOUS in {wanted.privacy, present.privacy} != {Privacy.ANONYMOUS}:
        _require_nobody_asked(locked)
    locked.privacy, locked.minimum_group = privacy, minimum_group
    locked.save(update_fields=["privacy", "minimum_group"])
    withdrawn = locked.analyses.count()
    locked.analyses.all().delete()
    audit.record(
        organisation_id=locked.organisation_id,
        by=by,
        action="assessment.privacy_changed",
        subject=locked,
        at=at,
        details={"privacy": privacy, "minimum_group": minimum_group, "withdrawn": withdrawn},
    )
    return request_analysis(assessment=locked, by=by, at=at) if withdrawn else None


def _require_nobody_asked(assessment: Assessment) -> None:
    """An anonymous round begins as one: who was asked by name has left traces that lead to them,
    and who was asked without has been promised that there are none."""
    asked = (assessment.respondents, assessment.invitations, assessment.links)
    if any(rows.exists() for rows in asked):
        raise AssessmentError(
            _(
                "People have been asked already. Whether a round is anonymous is decided before; "
                "start another round."
            )
        )
