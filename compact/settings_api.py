"""How the API answers and how it is described: the settings of its libraries."""

from __future__ import annotations

from typing import Any

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "compact.accounts.authentication.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["compact.kernel.api.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["compact.kernel.api.parsers.OrjsonParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "compact.kernel.api.parameters.FormatNegotiation",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_FILTER_BACKENDS": ["compact.kernel.api.filters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "compact.kernel.api.pagination.NumberedPages",
    "DEFAULT_SCHEMA_CLASS": "compact.kernel.api.schema.ResourceSchema",
    "EXCEPTION_HANDLER": "compact.kernel.api.problems.problem_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
REST_KNOX = {"TOKEN_MODEL": "compact.ApiToken", "AUTH_HEADER_PREFIX": "Token", "AUTO_REFRESH": False}
KNOX_TOKEN_MODEL = "compact.ApiToken"
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Compact tracker",
    "DESCRIPTION": (
        "Entities, groups, meetings, decisions and work plans of the Global Counter-Terrorism Coordination Compact.\n\n"
        "Partial dates are text as precise as the source: 2019-05-08, 2019-05, 2019, or empty when not known. "
        "A change needs If-Match with the ETag that was read; PUT takes a record back as it was read, "
        "fields for reading included. Errors are problem details (RFC 9457)."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "compact.kernel.api.schema.declare_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "EntityKind": "compact.entities.models.EntityKind",
        "AliasKind": "compact.entities.models.AliasKind",
        "ParticipationStatus": "compact.entities.models.ParticipationStatus",
        "InstrumentKind": "compact.agreements.models.InstrumentKind",
        "GroupKind": "workinggroups.groups.models.GroupKind",
        "EventKind": "workinggroups.groups.models.EventKind",
        "Role": "workinggroups.groups.models.Role",
        "Capacity": "workinggroups.groups.models.Capacity",
        "NominationStatus": "workinggroups.groups.models.NominationStatus",
        "MeetingKind": "workinggroups.meetings.models.MeetingKind",
        "MeetingStatus": "workinggroups.meetings.models.MeetingStatus",
        "MeetingMode": "workinggroups.meetings.models.MeetingMode",
        "Presence": "workinggroups.meetings.models.Presence",
        "MinutesState": "workinggroups.meetings.models.MinutesState",
        "ActionStatus": "workinggroups.meetings.models.ActionStatus",
        "DecisionVerb": "workinggroups.meetings.models.DecisionVerb",
        "SubjectKind": "workinggroups.meetings.models.SubjectKind",
        "Breakers": "workinggroups.meetings.models.Breakers",
        "SilenceState": "workinggroups.meetings.models.SilenceState",
        "SilenceOutcome": "workinggroups.meetings.models.SilenceOutcome",
        "CycleState": "workinggroups.workplans.models.CycleState",
        "OutputStatus": "workinggroups.workplans.models.OutputStatus",
        "CallState": "workinggroups.workplans.models.CallState",
        "InputState": "workinggroups.workplans.models.InputState",
        "Channel": "workinggroups.needs.models.Channel",
        "RequestReply": "workinggroups.needs.models.RequestReply",
        "Priority": "workinggroups.needs.models.Priority",
        "RecommendationOrigin": "workinggroups.needs.models.RecommendationOrigin",
        "ProjectKind": "workinggroups.projects.models.ProjectKind",
        "DeclaredStatus": "workinggroups.projects.models.DeclaredStatus",
        "BudgetBasis": "workinggroups.projects.models.BudgetBasis",
        "PartnerRole": "workinggroups.projects.models.PartnerRole",
        "PlannedState": "workinggroups.projects.models.PlannedState",
        "CaseState": "workinggroups.overlaps.models.CaseState",
        "CaseOutcome": "workinggroups.overlaps.models.Outcome",
        "PositionRole": "workinggroups.overlaps.models.PositionRole",
        "PairKind": "workinggroups.overlaps.models.ComparedKind",
        "PairState": "workinggroups.overlaps.models.CandidateState",
        "PairVerdict": "workinggroups.overlaps.models.VerdictChoice",
        "PairDecided": "workinggroups.overlaps.models.Decided",
        "PairStrength": "workinggroups.overlaps.api.check.STRENGTHS",
        "PairChoice": "workinggroups.overlaps.api.pairs.DECISIONS",
        "MergedKind": "compact.merging.filters.KINDS",
        "MergeSide": "compact.merging.serializers.SIDES",
        "FundingPartnerKind": "funding.funds.models.FundingPartnerKind",
        "PledgeNature": "funding.funds.models.PledgeNature",
        "AllocationState": "funding.funds.models.AllocationState",
        "EndState": "compact.kernel.periods.EndState",
        "Evidence": "compact.kernel.records.Evidence",
        "Visibility": "compact.kernel.visibility.Visibility",
    },
}
