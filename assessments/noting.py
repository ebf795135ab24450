"""What the audit log says of people who answer: in an anonymous round that something happened on a
day, and never to which questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts import audit

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from assessments.models import Assessment, Respondent


def note(
    *,
    assessment: Assessment,
    respondent: Respondent,
    action: str,
    by: uuid.UUID | None,
    at: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    """One entry of the audit log, as far as the round's promise lets it speak."""
    if assessment.is_anonymous:
        audit.record(
            organisation_id=assessment.organisation_id,
            by=None,
            action=action,
            subject=assessment,
            at=assessment.kept_time(at),
            traced=False,
        )
        return
    audit.record(
        organisation_id=assessment.organisation_id,
        by=by,
        action=action,
        subject=respondent,
        at=at,
        details=details,
    )
