"""A small piece of work for the reports: one of everything that a group does, open to all."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from tests.funding.ground import allocation_make, fund_make
from tests.meetings.making import attendance_make
from tests.meetings.outcomes import action_make, decided, held, minutes_make
from tests.projects.ground import BY_MAIL, places, project_make
from tests.projects.planned_ground import plan as plan_activity
from tests.workplans.call_ground import answered, call_sent, place
from tests.workplans.plan_ground import output_make, plan_make, priority_make, report_make

if TYPE_CHECKING:
    from tests.cast import Cast
    from workinggroups.meetings.models import Meeting
    from workinggroups.projects.models import Project

JUNE = datetime.date(2026, 6, 30)


def day(days: int) -> str:
    """The day that is ``days`` from today, in UTC."""
    return (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=days)).isoformat()


def work_make(cast: Cast) -> Meeting:
    """A meeting with all that can come of it, a plan that is reported on, a call that one of two answered."""
    meeting = held(cast, start="2019-05-08", visibility="all", title_en="Airports", head_count=12)
    attendance_make(meeting, entity=cast.entities["WCO"])
    attendance_make(meeting, entity=cast.entities["INTERPOL"], presence="apologies")
    decided(cast, meeting, number="D/1", visibility="all")
    decided(cast, meeting, number="D/2", visibility="all", text="=As it is")
    minutes_make(meeting, visibility="all", state="circulated")
    action_make(cast, meeting=meeting, due="2019-06-30", visibility="all")
    action_make(cast, title="Write the guide", entity=cast.entities["WCO"], visibility="all")
    plan = plan_make(cast, "approved", visibility="all", start="2019", reporting_dates="2026-06-30;2098-12-31")
    report_make(output_make(cast, plan, due="2019-12", priority=priority_make()), JUNE, "delayed", delay_reason="Fog")
    output_make(cast, plan, "1.2")
    call = call_sent(cast, cast.entities["UNODC"], cast.entities["WCO"])
    answered(place(call))
    portfolio_make(cast)
    return meeting


def portfolio_make(cast: Cast) -> Project:
    """A project in Kenya with the money announced for it, and an activity planned there."""
    project = project_make(cast, countries=places("KEN"), status="ongoing", visibility="all", clearance=BY_MAIL)
    allocation_make(project, "250", fund=fund_make(), value_date="2019-04")
    plan_activity(cast, month=day(30), title="Workshop")
    return project
