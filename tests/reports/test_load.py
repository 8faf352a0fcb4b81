"""Loading the public data: what is stored, as precisely as the sources say."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from compact.entities.models import Entity, Participation, ParticipationStatus
from compact.kernel.operations import Operation
from compact.kernel.periods import Certainty, EndState
from compact.kernel.records import Evidence
from compact.kernel.viewers import Door, Viewer
from compact.reports.demo import PERSONAS, demo_accounts
from workinggroups.groups.models import Capacity, EventKind, Group, GroupEvent, GroupKind, Nomination, Role, Term
from workinggroups.groups.viewers import viewer_for

pytestmark = pytest.mark.django_db


def term(group: str, entity: str, role: str) -> Term:
    return Term.objects.get(group__code=group, entity__code=entity, role=role)


def dates(each: Any) -> tuple[str, str, str, str]:
    return (each.start, each.end, each.end_state, each.observed_on)


def chairs(day: str) -> set[tuple[str, str, str]]:
    held = Term.objects.as_of(datetime.date.fromisoformat(day)).filter(role__in=[Role.CHAIR, Role.CO_CHAIR])
    return set(held.values_list("group__code", "entity__code", "certainty"))


def test_each_file_is_told_of_and_counted(loaded: str) -> None:
    assert "Reading entities.csv: 46 rows" in loaded
    assert "entities.csv: 92 records created, 0 unchanged, 0 kept because edited here" in loaded
    assert "leadership.csv: 11 records created" in loaded
    assert "agreements.csv: 71 records created" in loaded
    assert "committee_meetings.csv: 16 records created" in loaded


def test_the_compact_has_its_46_entities_the_committee_eight_groups_and_two_predecessors(loaded: str) -> None:
    assert Entity.objects.count() == Participation.objects.count() == 46
    kinds = list(Group.objects.values_list("kind", flat=True))
    counts = {kind: kinds.count(kind) for kind in set(kinds)}
    assert counts == {GroupKind.COMMITTEE: 1, GroupKind.WORKING_GROUP: 8, GroupKind.PREDECESSOR: 2}


def test_each_file_is_one_operation_that_names_it(loaded: str) -> None:
    operations = Operation.objects.filter(actor_label="load_compact")
    assert {each.reason for each in operations} == {
        f"Loaded from {name}.csv"
        for name in (
            "entities",
            "other_groups",
            "working_groups",
            "leadership",
            "group_membership",
            "other_terms",
            "agreements",
            "instruments",
            "other_instruments",
            "committee_meetings",
            "other_decisions",
            "themes",
            "projects",
            "other_funds",
            "other_funding_partners",
            "funding",
        )
    }
    assert {each.door for each in operations} == {Door.IMPORT}


def test_names_and_acronyms_are_there_in_english_and_french(loaded: str) -> None:
    unoct = Entity.objects.get(code="UNOCT")
    assert (unoct.acronym_en, unoct.acronym_fr) == ("UNOCT", "BLT")  # type: ignore[attr-defined]  # translated columns
    assert unoct.name_fr == "Bureau de lutte contre le terrorisme"  # type: ignore[attr-defined]  # the same
    assert Group.objects.get(code="committee").name_fr == "Comité de coordination"  # type: ignore[attr-defined]  # the same


def test_an_entity_keeps_source_evidence_and_note(loaded: str) -> None:
    unhcr = Entity.objects.get(code="UNHCR")
    assert unhcr.evidence == Evidence.PREDECESSOR
    assert unhcr.is_unconfirmed
    assert unhcr.source.startswith("https://www.einpresswire.com/")
    assert unhcr.participations.get().note == unhcr.note != ""


@pytest.mark.parametrize(
    ("code", "status", "start", "signed"),
    [
        ("IPU", ParticipationStatus.MEMBER, "2019-05-08", "2019-05-08"),
        ("CTED", ParticipationStatus.MEMBER, "2018-02", ""),
        ("WCO", ParticipationStatus.MEMBER, "2018", ""),
        ("OCHA", ParticipationStatus.OBSERVER, "", ""),
        ("IMF", ParticipationStatus.NOT_KNOWN, "", ""),
    ],
)
def test_a_participation_is_as_precise_as_its_source(
    loaded: str, code: str, status: str, start: str, signed: str
) -> None:
    found = Participation.objects.get(entity__code=code)
    assert (found.status, found.start, found.signed_on, found.end_state) == (status, start, signed, EndState.OPEN)


def test_a_working_group_begins_with_its_launch_and_names_its_predecessor(loaded: str) -> None:
    border = Group.objects.get(code="border")
    assert border.predecessor is not None
    assert border.predecessor.code == "ctitf-border"
    assert border.events.get().on == "2019-04-16"
    assert border.note == "The French name is our own translation. The pillars are our own reading."


def test_the_predecessors_ended_when_the_compact_replaced_the_task_force(loaded: str) -> None:
    events = GroupEvent.objects.filter(group__kind=GroupKind.PREDECESSOR)
    assert set(events.values_list("group__code", "kind", "on")) == {
        ("ctitf-border", EventKind.ESTABLISHED, "2011-01-11"),
        ("ctitf-border", EventKind.CONCLUDED, "2018"),
        ("ctitf-pcve", EventKind.CONCLUDED, "2018"),
    }
    assert set(events.values_list("evidence", flat=True)) == {Evidence.PAGE}


@pytest.mark.parametrize(
    ("group", "entity", "role", "expected"),
    [
        ("committee", "UNOCT", Role.CHAIR, ("2018-12-06", "", EndState.OPEN, "")),
        ("committee", "UNOCT", Role.SECRETARIAT, ("2018-12-06", "", EndState.OPEN, "")),
        ("border", "WCO", Role.CO_CHAIR, ("", "", EndState.UNKNOWN, "2020-07")),
        ("resource-mobilization-me", "UNODC", Role.CO_CHAIR, ("", "", EndState.UNKNOWN, "2021-06")),
        ("gender", "UNWOMEN", Role.CHAIR, ("2019", "", EndState.OPEN, "")),
        ("ctitf-border", "INTERPOL", Role.CO_CHAIR, ("2011-01-11", "2018", EndState.DATED, "")),
        ("ctitf-pcve", "UNESCO", Role.CO_CHAIR, ("2017", "2018", EndState.DATED, "2017-09")),
        ("ctitf-border", "UNHCR", Role.MEMBER, ("", "", EndState.UNKNOWN, "2011")),
        ("border", "WCO", Role.MEMBER, ("", "", EndState.UNKNOWN, "2020")),
        ("emerging-threats", "CTED", Role.MEMBER, ("", "", EndState.OPEN, "")),
        ("pcve", "UNESCO", Role.MEMBER, ("", "", EndState.OPEN, "")),
    ],
)
def test_a_term_is_as_precise_as_its_source(
    loaded: str, group: str, entity: str, role: str, expected: tuple[str, ...]
) -> None:
    assert dates(term(group, entity, role)) == expected


def test_in_july_2021_three_entities_were_seen_as_co_chairs_of_resource_mobilization(loaded: str) -> None:
    found = {each for each in chairs("2021-07-01") if each[0] == "resource-mobilization-me"}
    assert {entity for group, entity, certainty in found} == {"UNOCT", "CTED", "UNODC"}
    assert {certainty for group, entity, certainty in found} == {Certainty.POSSIBLE}


def test_on_the_last_day_of_2018_the_chairs_are_the_predecessors(loaded: str) -> None:
    assert chairs("2018-12-31") == {
        ("committee", "UNOCT", Certainty.CERTAIN),
        ("ctitf-border", "CTED", Certainty.POSSIBLE),
        ("ctitf-border", "INTERPOL", Certainty.POSSIBLE),
        ("ctitf-border", "WCO", Certainty.POSSIBLE),
        ("ctitf-pcve", "UNESCO", Certainty.POSSIBLE),
    }


def test_nobody_of_the_predecessor_serves_after_it(loaded: str) -> None:
    held = Term.objects.as_of(datetime.date(2019, 1, 1)).filter(group__kind=GroupKind.PREDECESSOR)
    assert not held.exists()


def test_the_personas_have_the_rights_that_their_names_say(loaded: str) -> None:
    actor = Viewer.system("demo_accounts")
    demo_accounts(actor, "a password of some length")
    from compact.accounts.models import User

    viewers = {
        each.address.split("@")[0]: viewer_for(User.objects.get(email=each.address), Door.API) for each in PERSONAS
    }
    border, pcve = Group.objects.get(code="border").pk, Group.objects.get(code="pcve").pk
    unodc = Entity.objects.get(code="UNODC").pk
    assert viewers["administrator"].is_superuser
    assert viewers["secretariat"].is_secretariat
    assert viewers["chair"].group_ids(Role.CO_CHAIR) == {border}
    assert viewers["vice-chair"].group_ids(Role.VICE_CHAIR) == {border}
    assert viewers["alternate"].group_ids() == frozenset()
    assert viewers["alternate"].group_ids(alternates=True) == {border}
    assert viewers["chair-pcve"].group_ids(Role.CHAIR) == {pcve}
    assert viewers["focal-point"].entity_ids(Role.FOCAL_POINT) == {unodc}
    assert viewers["country-office"].countries == {"KEN"}
    assert viewers["reader"].seats == ()
    assert [name for name, viewer in viewers.items() if viewer.is_secretariat] == ["administrator", "secretariat"]
    chair = Nomination.objects.get(person__email="chair@example.org")
    assert chair.term == term("border", "WCO", Role.CO_CHAIR)
    assert chair.term.evidence == Evidence.PAGE
    assert chair.capacity == Capacity.REPRESENTATIVE
    fictional = Term.objects.filter(evidence=Evidence.DEMONSTRATION)
    assert set(fictional.values_list("group__code", "entity__code", "role")) == {
        ("border", "INTERPOL", Role.VICE_CHAIR),
        ("pcve", "UNDP", Role.CHAIR),
        ("committee", "UNODC", Role.FOCAL_POINT),
    }
