"""What the API shows of background work."""

from __future__ import annotations

from rest_framework import serializers

from jobs.models import JobRun


class JobSerializer(serializers.ModelSerializer[JobRun]):
    """subject: what the work is about. result_subject: what it made, once it is done. percent: 0
    to 100. error: in words for people, if it failed."""

    class Meta:
        model = JobRun
        fields = [
            "id",
            "organisation",
            "kind",
            "subject",
            "state",
            "step",
            "percent",
            "error",
            "result_subject",
            "created_at",
            "started_at",
            "finished_at",
        ]
        read_only_fields = fields
