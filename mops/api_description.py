"""What the API says of itself in its schema (drf-spectacular)."""

API_DESCRIPTION = {
    "TITLE": "mops",
    "DESCRIPTION": "Marketing operations capability: frameworks, assessments, analyses, roadmaps.",
    "VERSION": "1",
    # Plain JSON Schema for bodies, which tests check real answers against.
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "accounts.models.Role",
        "JobStateEnum": "jobs.models.JobRun.State",
        "RespondentStateEnum": "assessments.models.Respondent.State",
        "AssessmentStatusEnum": "assessments.models.Assessment.Status",
        "ProposalStateEnum": "roadmaps.models.Proposal.State",
        "WorkStatusEnum": "roadmaps.models.WorkItem.Status",
        "WishKindEnum": "engine.plan_input.KINDS",
        "EditKindEnum": "roadmaps.serializers.scenarios.EDITS",
    },
}
