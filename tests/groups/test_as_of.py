"""Who held what on a day: the database's answer is that of trying out every course of events."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compact.entities.models import Affiliation
from compact.kernel.periods import Certainty
from tests.cast import entity_make, group_make, person_make, term_make
from tests.periods import certainty_by_trial, days, periods
from workinggroups.groups.models import Role, Term

pytestmark = pytest.mark.django_db

many = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def post() -> dict[str, Any]:
    entity = entity_make("UNOCT")
    return {"person": person_make("sofia", entity), "entity": entity}


@many
@given(st.lists(periods, min_size=1, max_size=8), days)
def test_the_answer_for_a_day_is_that_of_every_possible_course_of_events(
    post: dict[str, Any], rows: list[dict[str, str]], day: datetime.date
) -> None:
    today = timezone.now().date()
    with transaction.atomic():
        made = Affiliation.objects.bulk_create(Affiliation(**post, **values) for values in rows)
        asked = Affiliation.objects.filter(pk__in=[each.pk for each in made]).as_of(day)
        found = dict(asked.values_list("pk", "certainty"))
        transaction.set_rollback(True)
    for each, values in zip(made, rows, strict=True):
        assert found.get(each.pk, "") == certainty_by_trial(values, day, today), (values, day)


@many
@given(periods, days)
def test_the_days_covered_beyond_doubt_are_those_that_are_certain(values: dict[str, str], day: datetime.date) -> None:
    within = Term(**values).certainly_within()
    certain = certainty_by_trial(values, day, timezone.now().date()) == Certainty.CERTAIN
    if values["end_state"] != "over":
        assert certain == bool(within and within[0] <= day <= within[1])
    elif certain:
        assert within
        assert within[0] <= day <= within[1]


@many
@given(periods, days)
def test_a_row_at_hand_answers_as_the_database_does(values: dict[str, str], day: datetime.date) -> None:
    assert Term(**values).certainty_on(day) == certainty_by_trial(values, day, timezone.now().date())


def test_a_term_is_held_only_while_its_group_exists() -> None:
    group = group_make("border", established="2019-04-16")
    term_make(group, entity_make("WCO"), Role.CO_CHAIR, start="", observed_on="2020-07", end_state="unknown")
    assert not Term.objects.as_of(datetime.date(2018, 12, 31))
    assert [term.certainty for term in Term.objects.as_of(datetime.date(2019, 4, 16))] == [Certainty.POSSIBLE]


def test_the_first_and_the_last_day_belong_to_a_term() -> None:
    group, entity = group_make("border", established="2019"), entity_make("WCO")
    term_make(group, entity, Role.CO_CHAIR, start="2020-01-02", end="2020-03-04")
    held = [day for day in ("2020-01-01", "2020-01-02", "2020-03-04", "2020-03-05") if _held(day)]
    assert held == ["2020-01-02", "2020-03-04"]


def test_a_start_known_to_the_day_makes_that_day_certain_though_the_end_is_not_known() -> None:
    group, entity = group_make("border", established="2019"), entity_make("WCO")
    term_make(group, entity, Role.CO_CHAIR, start="2020-01-02", end_state="unknown")
    assert _held("2020-01-02") == [Certainty.CERTAIN]
    assert _held("2020-01-03") == [Certainty.POSSIBLE]


def test_who_served_left_and_returned_is_not_there_in_between() -> None:
    group, entity = group_make("border", established="2019"), entity_make("WCO")
    term_make(group, entity, Role.CO_CHAIR, start="2020", end="2021")
    term_make(group, entity, Role.CO_CHAIR, start="2023")
    assert [len(_held(day)) for day in ("2020-06-01", "2022-06-01", "2024-06-01")] == [1, 0, 1]


def _held(day: str) -> list[str]:
    return [term.certainty for term in Term.objects.as_of(datetime.date.fromisoformat(day))]
