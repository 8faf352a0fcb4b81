"""The read doors of the groups room: who sees what, what existed on a day, what a search finds."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from compact.entities import services as entity_services
from compact.kernel.visibility import Visibility
from tests.cast import PERSONAS, SYSTEM, Cast, group_make, nominate, person_make, term_make
from workinggroups.groups import services
from workinggroups.groups.models import EventKind, Group, GroupEvent, Nomination, Role, Term

pytestmark = pytest.mark.django_db

KEEPERS = ("superuser", "secretariat")
IN_BORDER = ("chair", "vice_chair", "alternate")
OUTSIDERS = tuple(persona for persona in PERSONAS if persona not in (*KEEPERS, *IN_BORDER))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def narrow(row: Any, visibility: str, **values: Any) -> Any:
    """Store ``row`` with a narrower visibility."""
    service: Any = services.terms if isinstance(row, Term) else services.groups
    service = services.nominations if isinstance(row, Nomination) else service
    return service.update(actor=SYSTEM, record=row, version=row.version, values={"visibility": visibility, **values})


def record(group: Group, kind: str, on: str) -> GroupEvent:
    group.refresh_from_db()
    values = {"kind": kind, "on": on}
    return services.group_event_record(actor=SYSTEM, group=group, version=group.version, values=values)


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_sees_the_groups_terms_and_nominations_that_are_open_to_all(cast: Cast, persona: str) -> None:
    viewer = cast.viewer(persona)
    assert set(Group.objects.visible_to(viewer).values_list("code", flat=True)) == {"committee", "border", "pcve"}
    assert Term.objects.visible_to(viewer).count() == 5
    assert Nomination.objects.visible_to(viewer).count() == 6
    assert GroupEvent.objects.visible_to(viewer).count() == 3


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_group_open_to_itself_is_seen_by_those_who_serve_in_it(cast: Cast, persona: str) -> None:
    narrow(cast.groups["border"], Visibility.GROUP)
    seen = Group.objects.visible_to(cast.viewer(persona)).filter(code="border").exists()
    assert seen is (persona in (*KEEPERS, *IN_BORDER))


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_term_open_to_its_group_is_seen_by_those_who_serve_in_it(cast: Cast, persona: str) -> None:
    narrow(cast.terms["chair"], Visibility.GROUP)
    seen = Term.objects.visible_to(cast.viewer(persona)).filter(pk=cast.terms["chair"].pk).exists()
    assert seen is (persona in (*KEEPERS, *IN_BORDER))


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_nomination_open_to_its_group_is_seen_by_those_who_serve_in_it(cast: Cast, persona: str) -> None:
    nomination = narrow(cast.people["vice_chair"].nominations.get(), Visibility.GROUP)
    seen = Nomination.objects.visible_to(cast.viewer(persona)).filter(pk=nomination.pk).exists()
    assert seen is (persona in (*KEEPERS, *IN_BORDER))


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_nomination_of_the_originator_is_seen_by_the_entity_the_person_and_the_secretariat(
    cast: Cast, persona: str
) -> None:
    values = {"originator": cast.entities["WCO"]}
    nomination = narrow(cast.people["vice_chair"].nominations.get(), Visibility.SECRETARIAT, **values)
    seen = Nomination.objects.visible_to(cast.viewer(persona)).filter(pk=nomination.pk).exists()
    assert seen is (persona in (*KEEPERS, "chair", "alternate", "vice_chair"))


@pytest.mark.parametrize("persona", OUTSIDERS)
def test_a_hidden_group_takes_its_terms_nominations_and_events_out_of_sight(cast: Cast, persona: str) -> None:
    narrow(cast.groups["border"], Visibility.GROUP)
    viewer = cast.viewer(persona)
    assert not Term.objects.visible_to(viewer).filter(group__code="border")
    assert not Nomination.objects.visible_to(viewer).filter(term__group__code="border")
    assert not GroupEvent.objects.visible_to(viewer).filter(group__code="border")


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_is_in_the_archive_is_seen_by_the_secretariat_alone(cast: Cast, persona: str) -> None:
    services.term_archive(actor=SYSTEM, record=cast.terms["chair_pcve"], version=1, reason="twice")
    viewer = cast.viewer(persona)
    seen = Term.objects.visible_to(viewer).filter(pk=cast.terms["chair_pcve"].pk).exists()
    assert seen is (persona in KEEPERS)
    assert Nomination.objects.visible_to(viewer).filter(term=cast.terms["chair_pcve"]).exists() is seen


@pytest.mark.parametrize("persona", ["chair_pcve", "reader"])
def test_an_archived_person_takes_the_nomination_along(cast: Cast, persona: str) -> None:
    entity_services.person_archive(actor=SYSTEM, record=cast.people["chair"], version=1, reason="twice")
    assert not Nomination.objects.visible_to(cast.viewer(persona)).filter(person=cast.people["chair"])


def test_a_group_is_found_by_code_and_by_its_name_in_each_of_six_languages() -> None:
    names = {
        "name_en": "Border Management",
        "name_fr": "Gestion des frontières",
        "name_es": "Gestión de fronteras",
        "name_ru": "Пограничный контроль",
        "name_ar": "إدارة الحدود",
        "name_zh_hans": "边境管理",
    }
    group = group_make("border-law", **names)
    group_make("other")
    for text in ("BORDER-L", "management", "frontières", "fronteras", "Пограничный", "الحدود", "边境"):
        assert list(Group.objects.all().search(text)) == [group], text
    assert not Group.objects.all().search("finance")


@pytest.mark.parametrize(
    ("established", "on", "expected"),
    [
        ("2019-04-16", "2019-04-15", ""),
        ("2019-04-16", "2019-04-16", "certain"),
        ("2019-04", "2019-03-31", ""),
        ("2019-04", "2019-04-01", "possible"),
        ("2019-04", "2019-04-29", "possible"),
        ("2019-04", "2019-04-30", "certain"),
        ("2019", "2018-12-31", ""),
        ("2019", "2019-01-01", "possible"),
        ("2019", "2019-12-31", "certain"),
        ("", "1990-01-01", "possible"),
        ("", "2026-01-01", "possible"),
    ],
)
def test_a_group_exists_from_the_day_that_is_known_as_precisely_as_it_is_known(
    established: str, on: str, expected: str
) -> None:
    group_make("border", established=established)
    assert "".join(Group.objects.as_of(day(on)).values_list("certainty", flat=True)) == expected


@pytest.mark.parametrize(
    ("concluded", "on", "expected"),
    [
        ("2022-06-30", "2022-06-30", "certain"),
        ("2022-06-30", "2022-07-01", ""),
        ("2022-06", "2022-06-01", "certain"),
        ("2022-06", "2022-06-02", "possible"),
        ("2022-06", "2022-06-30", "possible"),
        ("2022-06", "2022-07-01", ""),
        ("2022", "2022-01-01", "certain"),
        ("2022", "2022-12-31", "possible"),
        ("2022", "2023-01-01", ""),
        ("", "2019-04-16", "possible"),
        ("", "2030-01-01", "possible"),
    ],
)
def test_a_concluded_group_exists_to_the_last_day_that_it_can_have_had(concluded: str, on: str, expected: str) -> None:
    record(group_make("border"), EventKind.CONCLUDED, concluded)
    assert "".join(Group.objects.as_of(day(on)).values_list("certainty", flat=True)) == expected


def test_a_conclusion_recorded_in_error_and_archived_ends_no_group() -> None:
    event = record(group_make("border"), EventKind.CONCLUDED, "2022")
    services.group_event_archive(actor=SYSTEM, record=event, version=1, reason="other group")
    assert Group.objects.as_of(day("2024-01-01")).get().certainty == "certain"


def test_a_suspended_group_exists_all_the_same() -> None:
    record(group_make("border"), EventKind.SUSPENDED, "2020-01-01")
    assert Group.objects.as_of(day("2020-06-01")).get().certainty == "certain"


def test_a_term_outlasts_its_group_in_no_answer(cast: Cast) -> None:
    record(cast.groups["border"], EventKind.CONCLUDED, "2022-06-30")
    held = [Term.objects.as_of(day(on)).filter(group__code="border").count() for on in ("2022-06-30", "2022-07-01")]
    assert held == [2, 0]


def test_a_term_in_a_group_that_may_be_gone_is_possible(cast: Cast) -> None:
    record(cast.groups["border"], EventKind.CONCLUDED, "2022")
    found = Term.objects.as_of(day("2022-06-01")).filter(pk=cast.terms["chair"].pk).get()
    assert found.certainty == "possible"


def test_a_nomination_is_in_force_only_while_its_term_may_be_held(cast: Cast) -> None:
    services.term_update(actor=SYSTEM, record=cast.terms["chair"], version=1, values={"end": "2022-06-30"})
    in_force = [
        Nomination.objects.as_of(day(on)).filter(person=cast.people["chair"]).count()
        for on in ("2019-04-30", "2019-05-01", "2022-06-30", "2022-07-01")
    ]
    assert in_force == [0, 1, 1, 0]


@pytest.mark.parametrize(("start", "expected"), [("2020-06-15", "certain"), ("2020", "possible"), ("", "possible")])
def test_a_nominations_certainty_is_that_of_its_own_dates(cast: Cast, start: str, expected: str) -> None:
    person = person_make("late", cast.entities["WCO"])
    nominate(cast.terms["chair"], person, start=start)
    assert Nomination.objects.as_of(day("2020-06-15")).get(person=person).certainty == expected


def test_several_groups_are_told_apart_in_one_question(cast: Cast) -> None:
    record(cast.groups["pcve"], EventKind.CONCLUDED, "2021")
    found = dict(Group.objects.as_of(day("2021-06-01")).values_list("code", "certainty"))
    assert found == {"committee": "certain", "border": "certain", "pcve": "possible"}


def test_a_question_for_a_day_is_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    for code in ("CTED", "UNDP", "UNODC"):
        term_make(cast.groups["border"], cast.entities[code], Role.MEMBER)
    viewer = cast.viewer("reader")
    with django_assert_num_queries(1):
        assert len(Term.objects.visible_to(viewer).as_of(day("2024-01-01"))) == 8
