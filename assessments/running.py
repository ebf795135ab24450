"""Whoever runs an assessment, behind a request to one of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from accounts.access import require
from accounts.actor import Actor
from accounts.models import Role
from assessments import access

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from assessments.models import Assessment


def run_by(request: HttpRequest, assessment_id: uuid.UUID) -> Assessment:
    """An assessment that the actor may run: 404 outside, 403 for a viewer."""
    actor = Actor.of(request)
    assessment = get_object_or_404(access.assessments(actor), pk=assessment_id)
    require(actor, assessment.actor_role, Role.EDITOR)
    return assessment
