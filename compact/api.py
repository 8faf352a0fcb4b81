"""Composition of the API: the resources and reports of every room, the description and its documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import include, path, re_path, resolve
from django.urls import reverse as address_of
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from compact.agreements import api as agreements
from compact.entities import api as entities
from compact.kernel.api.documentation import SchemaView, documentation
from compact.kernel.api.parameters import StrictParameters
from compact.kernel.api.resources import DoorHeaders, ResourceViewSet
from compact.merging import api as merging
from compact.reports.actions import ActionItems
from compact.reports.attendance import AttendanceByEntity
from compact.reports.committee import Committee
from compact.reports.country_brief.report import CountryBrief
from compact.reports.coverage import Coverage
from compact.reports.data_quality import DataQuality
from compact.reports.decisions import Decisions
from compact.reports.funding import Funding
from compact.reports.inputs import Inputs
from compact.reports.meetings import Meetings
from compact.reports.overlaps import Overlaps
from compact.reports.portfolio import Portfolio
from compact.reports.progress import Progress
from compact.reports.roster import Roster
from funding.funds import api as funds
from workinggroups.groups import api as groups
from workinggroups.meetings.api import actions, decisions, meetings, minutes, silence
from workinggroups.needs import api as needs
from workinggroups.overlaps.api import cases, pairs
from workinggroups.overlaps.api.check import OverlapCheck
from workinggroups.projects.api import planned, projects
from workinggroups.workplans.api import calls, plans, terms

if TYPE_CHECKING:
    from rest_framework.request import Request

    from compact.reports.base import Report

#: Every resource by its plural name, which is its place below /api/v1/.
RESOURCES: dict[str, type[ResourceViewSet]] = {
    "entities": entities.EntityViewSet,
    "aliases": entities.AliasViewSet,
    "participations": entities.ParticipationViewSet,
    "people": entities.PersonViewSet,
    "affiliations": entities.AffiliationViewSet,
    "merges": merging.MergeViewSet,
    "groups": groups.GroupViewSet,
    "terms": groups.TermViewSet,
    "nominations": groups.NominationViewSet,
    "meetings": meetings.MeetingViewSet,
    "agenda-items": meetings.AgendaItemViewSet,
    "attendances": meetings.AttendanceViewSet,
    "decisions": decisions.DecisionViewSet,
    "minutes": minutes.MinutesViewSet,
    "action-items": actions.ActionItemViewSet,
    "silence-procedures": silence.SilenceProcedureViewSet,
    "objections": silence.ObjectionViewSet,
    "agreements": agreements.AgreementViewSet,
    "signatures": agreements.SignatureViewSet,
    "instruments": agreements.InstrumentViewSet,
    "terms-of-reference": terms.TermsOfReferenceViewSet,
    "work-plans": plans.WorkPlanViewSet,
    "outputs": plans.OutputViewSet,
    "output-reports": plans.OutputReportViewSet,
    "calls-for-inputs": calls.CallViewSet,
    "inputs": calls.InputViewSet,
    "themes": needs.ThemeViewSet,
    "assistance-requests": needs.AssistanceRequestViewSet,
    "recommendations": needs.RecommendationViewSet,
    "projects": projects.ProjectViewSet,
    "project-partners": projects.ProjectPartnerViewSet,
    "planned-activities": planned.PlannedActivityViewSet,
    "overlaps": pairs.PairViewSet,
    "overlap-cases": cases.CaseViewSet,
    "case-positions": cases.PositionViewSet,
    "funds": funds.FundViewSet,
    "funding-partners": funds.FundingPartnerViewSet,
    "pledges": funds.PledgeViewSet,
    "contributions": funds.ContributionViewSet,
    "deposits": funds.DepositViewSet,
    "allocations": funds.AllocationViewSet,
}
#: Every report by its name, which is its place below /api/v1/reports/.
REPORTS: dict[str, type[Report]] = {
    report.name: report
    for report in (
        Roster,
        Committee,
        Meetings,
        AttendanceByEntity,
        Decisions,
        ActionItems,
        Progress,
        Inputs,
        Funding,
        CountryBrief,
        Portfolio,
        Coverage,
        Overlaps,
        DataQuality,
    )
}


class Door(DoorHeaders, StrictParameters, APIView):
    """What there is to read and write."""

    @extend_schema(operation_id="root", tags=["overview"], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """The addresses of all resources and reports, and of the description of the API."""

        def address(name: str) -> str:
            return request.build_absolute_uri(address_of(name))

        body: dict[str, Any] = {
            "resources": {name: address(f"api-{name}-list") for name in RESOURCES},
            "reports": {name: address(f"report-{name}") for name in REPORTS},
            "schema": address("api-schema"),
            "documentation": address("api-docs"),
        }
        return Response(body)


class Nowhere(DoorHeaders, APIView):
    """Any address below /api/ that leads nowhere, or that lacks its last slash."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Send on to the address with the slash, method and body kept; else say that there is nothing."""
        with_slash = resolve(f"{request.path_info}/").func
        if not request.path.endswith("/") and getattr(with_slash, "cls", None) is not Nowhere:
            location = request.get_full_path(force_append_slash=True)
            return Response(status=status.HTTP_308_PERMANENT_REDIRECT, headers={"Location": location})
        raise Http404

    post = put = patch = delete = get


router = SimpleRouter(use_regex_path=False)
for name, view_set in RESOURCES.items():
    router.register(name, view_set, basename=f"api-{name}")

urlpatterns = [
    path("v1/", Door.as_view(), name="api-root"),
    path("v1/schema/", SchemaView.as_view(), name="api-schema"),
    path("v1/docs/", documentation, name="api-docs"),
    *(path(f"v1/reports/{name}/", view.as_view(), name=f"report-{name}") for name, view in REPORTS.items()),
    path("v1/overlaps/check/", OverlapCheck.as_view(), name="api-overlaps-check"),
    path("v1/", include(router.urls)),
    re_path(r"^[\s\S]*$", Nowhere.as_view()),
]
