"""The demonstration's needs, plans and project: fictional, always to come, and without money that moves."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from django.utils import timezone

from compact.entities.models import Entity
from compact.kernel.dates import earliest
from compact.kernel.records import Evidence
from compact.kernel.visibility import Visibility
from compact.reports import demo_projects
from compact.reports.demo_projects import PROJECT
from funding.funds.models import Allocation, Contribution, Deposit, Pledge
from tests.cast import SYSTEM, entity_make, group_make
from workinggroups.groups.models import Group
from workinggroups.needs.models import AssistanceRequest, Recommendation
from workinggroups.needs.services import theme_create
from workinggroups.projects.models import PartnerRole, PlannedActivity, Project

pytestmark = pytest.mark.django_db
DECEMBER = datetime.datetime(2026, 12, 31, 12, tzinfo=datetime.UTC)


@pytest.fixture
def entities() -> dict[str, Entity]:
    return {code: entity_make(code) for code in ("UNODC", "INTERPOL", "IOM", "WCO", "UNDP")}


@pytest.fixture
def group() -> Group:
    for code in ("travel-data", "small-arms"):
        theme_create(actor=SYSTEM, values={"code": code, "name_en": code})
    return group_make("border")


@pytest.fixture
def made(group: Group, entities: dict[str, Entity]) -> None:
    demo_projects.demo_projects(SYSTEM, group, entities)


def test_three_requests_and_three_recommendations_of_three_states_are_made_up(made: None) -> None:
    for model in (AssistanceRequest, Recommendation):
        assert Counter(model.objects.values_list("country", flat=True)) == {"KEN": 1, "KAZ": 1, "UZB": 1}
        assert set(model.objects.values_list("evidence", "source")) == {(Evidence.DEMONSTRATION, "Fictional")}


def test_only_the_recommendation_to_kenya_is_cleared_for_all(made: None) -> None:
    found = dict(Recommendation.objects.values_list("country", "visibility"))
    assert found == {"KEN": Visibility.ALL, "KAZ": Visibility.SECRETARIAT, "UZB": Visibility.SECRETARIAT}


def test_two_plans_for_the_same_institution_collide_in_the_same_month(made: None) -> None:
    where = Counter(PlannedActivity.objects.values_list("country", "institution", "month"))
    (busy,) = [place for place, count in where.items() if count > 1]
    assert busy[:2] == ("KEN", "Directorate of Immigration Services")
    entities = PlannedActivity.objects.filter(month=busy[2], country="KEN").values_list("entity__code", flat=True)
    assert set(entities) == {"UNODC", "INTERPOL"}


def test_every_plan_is_still_to_come_even_across_the_turn_of_the_year(
    group: Group, entities: dict[str, Entity], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: DECEMBER)
    demo_projects.demo_projects(SYSTEM, group, entities)
    months = PlannedActivity.objects.order_by("month").values_list("month", flat=True)
    assert list(months) == ["2027-01", "2027-02", "2027-02", "2027-03", "2027-04"]
    assert all(earliest(month) > DECEMBER.date() for month in months)


def test_the_project_is_joint_answers_kenyas_needs_and_its_shares_stay_within_its_budget(made: None) -> None:
    project = Project.objects.get(title_en=PROJECT)
    assert project.declared_joint
    assert {each.country for each in (*project.requests.all(), *project.recommendations.all())} == {"KEN"}
    joint = project.partners.filter(role__in=[PartnerRole.LEAD, PartnerRole.JOINT])
    assert all(each.share or each.contribution for each in joint)
    assert sum(each.share or 0 for each in joint) < (project.budget or 0)


def test_no_fictional_money_reaches_the_funds(made: None) -> None:
    for model in (Pledge, Contribution, Deposit, Allocation):
        assert not model.objects.exists()


def test_a_second_run_makes_nothing_twice(made: None, group: Group, entities: dict[str, Entity]) -> None:
    demo_projects.demo_projects(SYSTEM, group, entities)
    models = (AssistanceRequest, Recommendation, PlannedActivity, Project)
    assert [model.objects.count() for model in models] == [3, 3, 5, 1]


def test_an_entity_that_is_not_on_record_plans_nothing(group: Group) -> None:
    demo_projects.demo_projects(SYSTEM, group, {"UNDP": entity_make("UNDP")})
    assert set(PlannedActivity.objects.values_list("entity__code", flat=True)) == {"UNDP"}
    assert not Project.objects.exists()
