"""The first page: what waits for you, who you are, what you may do and why, and where to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from compact.accounts.policies import user_manage
from compact.accounts.queries import tokens_of
from compact.entities.policies import entity_write, person_write
from compact.kernel.policies import YES
from compact.kernel.viewers import viewer_of
from compact.reports.waiting import waiting_for
from funding.funds.policies import fund_write
from workinggroups.groups.policies import group_write, nomination_write, term_write
from workinggroups.meetings.policies.actions import action_write
from workinggroups.meetings.policies.decisions import decision_write
from workinggroups.meetings.policies.meetings import meeting_write
from workinggroups.meetings.policies.minutes import minutes_write
from workinggroups.meetings.policies.silence import objection_write, procedure_write
from workinggroups.needs.policies import request_write
from workinggroups.projects.policies.planned import planned_write
from workinggroups.projects.policies.projects import project_write
from workinggroups.workplans.policies.calls import call_write, input_write
from workinggroups.workplans.policies.plans import report_write, work_plan_write

if TYPE_CHECKING:
    from compact.kernel.policies import Answer
    from compact.kernel.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Right:
    """One line of the page: what it is about, and whether this viewer may.

    ``by_api``: outside the secretariat there is no page for it yet, so the API is the way.
    """

    what: str
    answer: Answer
    by_api: bool = False


def rights_of(viewer: Viewer) -> list[Right]:
    """What ``viewer`` may and may not do today, each with the reason of a no."""
    return [
        Right(_("Read the entities, people, groups and terms that are cleared for you"), YES),
        Right(_("Make and revoke your own API tokens, change your own profile"), YES),
        Right(_("Nominate a person"), nomination_write(viewer), by_api=True),
        Right(_("Enter and change entities"), entity_write(viewer)),
        Right(_("Enter and change people"), person_write(viewer)),
        Right(_("Enter and change groups"), group_write(viewer)),
        Right(_("Enter and change terms of office"), term_write(viewer)),
        Right(_("Enter meetings of your groups, with agenda and attendance"), meeting_write(viewer), by_api=True),
        Right(_("Write minutes of your groups’ meetings"), minutes_write(viewer), by_api=True),
        Right(_("Record decisions of your groups"), decision_write(viewer), by_api=True),
        Right(_("Give out action items of your groups"), action_write(viewer), by_api=True),
        Right(_("Open silence procedures for your groups"), procedure_write(viewer), by_api=True),
        Right(_("Break silence for your entity"), objection_write(viewer)),
        Right(_("Write work plans and terms of reference of your groups"), work_plan_write(viewer), by_api=True),
        Right(_("Report on outputs that your entity leads"), report_write(viewer), by_api=True),
        Right(_("Call for inputs on behalf of your groups"), call_write(viewer), by_api=True),
        Right(_("Answer calls for inputs for your entity"), input_write(viewer)),
        Right(_("Keep the projects that your entity leads, and their partners"), project_write(viewer), by_api=True),
        Right(
            _("Enter assistance requests and recommendations that reached your entity"),
            request_write(viewer),
            by_api=True,
        ),
        Right(_("Post and reverse money"), fund_write(viewer)),
        Right(_("Enter planned activities of your entity, and make projects of them"), planned_write(viewer)),
        Right(_("Manage user accounts"), user_manage(viewer)),
    ]


@dataclass(frozen=True, slots=True)
class ReportLink:
    """A report to open: what it says, and its address."""

    label: str
    address: str


def report_links() -> list[ReportLink]:
    """Every report, in the order in which people ask for them."""
    labels = {
        "roster": _("Roster: who holds what today"),
        "committee": _("Composition of the Coordination Committee"),
        "meetings": _("Meetings, and how their minutes stand"),
        "attendance": _("Attendance by entity"),
        "decisions": _("Register of decisions"),
        "action-items": _("Action items by group and entity"),
        "work-plan-progress": _("Progress of the work plans"),
        "inputs": _("Calls for inputs: who has answered"),
        "portfolio": _("Portfolio: how much work there is, and its budgets"),
        "coverage": _("Coverage: who works on what where, and what nobody answers"),
        "overlaps": _("Overlaps: open cases, outcomes, money concerned"),
        "data-quality": _("What the records of work and need lack"),
        "funding": _("Money pledged, signed for, deposited, announced and allocated"),
    }
    return [ReportLink(label, reverse(f"report-{name}")) for name, label in labels.items()]


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Say who the viewer is, what they may do and why, and link to all doors."""
    viewer = viewer_of(request)
    context = {
        "rights": rights_of(viewer),
        "seats": viewer.seats,
        "tokens": tokens_of(viewer),
        "waiting": waiting_for(viewer),
        "reports": report_links(),
    }
    return render(request, "reports/home.html", context)


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Whether the site and its database answer; tells nothing else, so it needs no sign-in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
