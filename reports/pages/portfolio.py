"""The list of organisations: where each stands and what is open."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from capabilities import catalogue
from reports import numbers

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from accounts.models import Organisation
    from assessments.models import Respondent


def cards(
    organisations: Iterable[Organisation], waiting: Iterable[Respondent]
) -> list[dict[str, Any]]:
    """One card an organisation. organisations: rows of `access.portfolio`; waiting: the
    questionnaires that wait for the reader."""
    own: dict[uuid.UUID, list[Respondent]] = defaultdict(list)
    for respondent in waiting:
        own[respondent.assessment.organisation_id].append(respondent)
    return [_card(organisation, own[organisation.pk]) for organisation in organisations]


def _card(organisation: Any, own: list[Respondent]) -> dict[str, Any]:
    latest = organisation.latest or None
    stage_name = None
    weakest = None
    if latest:
        framework = catalogue.engine_framework(organisation.latest_framework)
        stage_name = next((s.name for s in framework.stages if s.key == latest["stage"]), None)
        scored = [area for area in latest["areas"] if area["score"] is not None]
        weakest = min(scored, key=lambda area: float(area["score"]), default=None)
    return {
        "organisation": organisation,
        "analysed": latest is not None,
        "analysed_at": organisation.analysed_at,
        "stage_level": latest["stage_level"] if latest else None,
        "stage_name": stage_name,
        "index": numbers.index(latest["index"]) if latest and latest["index"] is not None else None,
        "grade": latest["grade"] if latest else None,
        "weakest": weakest["name"] if weakest else None,
        "weakest_score": numbers.level(weakest["score"]) if weakest else None,
        "weakest_key": weakest["key"] if weakest else None,
        "open_rounds": organisation.open_rounds,
        "own": own,
    }
