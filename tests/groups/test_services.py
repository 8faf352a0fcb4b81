"""Writes to groups, terms and nominations."""

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from tests.cast import SYSTEM, Cast, group_make, nominate, person_make, term_make
from workinggroups.groups import services
from workinggroups.groups.models import Group, Nomination, Term

pytestmark = pytest.mark.django_db


def event(group: Group, kind: str, on: str = "2020") -> None:
    group.refresh_from_db()
    values = {"kind": kind, "on": on}
    services.group_event_record(actor=SYSTEM, group=group, version=group.version, values=values)


def test_several_co_chairs_at_once_are_legal(cast: Cast) -> None:
    term_make(cast.groups["border"], cast.entities["CTED"], "co_chair")
    assert Term.objects.filter(group=cast.groups["border"], role="co_chair").count() == 2


@pytest.mark.parametrize("start", ["2019-04-16", "2024", "2019-05"])
def test_one_entity_twice_in_one_role_at_one_time_is_refused_and_says_what_to_do(cast: Cast, start: str) -> None:
    with pytest.raises(ValidationError, match="End that term first"):
        term_make(cast.groups["border"], cast.entities["WCO"], "co_chair", start)


def test_one_entity_in_two_roles_at_one_time_is_legal(cast: Cast) -> None:
    assert term_make(cast.groups["border"], cast.entities["WCO"], "member").pk


def test_leaving_and_returning_is_two_terms(cast: Cast) -> None:
    first = cast.terms["chair"]
    services.term_update(actor=SYSTEM, record=first, version=1, values={"end": "2020-12-31"})
    second = term_make(cast.groups["border"], cast.entities["WCO"], "co_chair", "2021-01-01")
    assert {first.pk, second.pk} == set(Term.objects.filter(entity=first.entity).values_list("pk", flat=True))


def test_a_second_chair_at_one_time_is_refused_as_a_co_chair(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="are co-chairs"):
        term_make(cast.groups["pcve"], cast.entities["CTED"], "chair")


def test_an_end_date_settles_the_end_state(cast: Cast) -> None:
    term = services.term_update(actor=SYSTEM, record=cast.terms["chair"], version=1, values={"end": "2021"})
    assert term.end_state == "dated"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"start": "2020", "end": "2019-12"}, "before the start"),
        ({"start": "2020", "end_state": "dated"}, "Give the end date"),
        ({"start": "2020", "observed_on": "2019"}, "outside the period"),
        ({"start": "2020-02-30"}, "not a date"),
    ],
)
def test_dates_that_cannot_be_are_refused(cast: Cast, values: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        term_make(cast.groups["border"], cast.entities["CTED"], "member", **values)


def test_lifecycle_events_raise_the_groups_version(cast: Cast) -> None:
    group = cast.groups["border"]
    event(group, "suspended")
    with pytest.raises(StaleVersion):
        services.group_event_record(
            actor=SYSTEM, group=group, version=group.version - 1, values={"kind": "resumed", "on": "2021"}
        )


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (["resumed"], "not suspended"),
        (["suspended", "suspended"], "suspended already"),
        (["concluded", "suspended"], "is concluded"),
        (["established"], "on record for the group already"),
    ],
)
def test_a_life_has_an_order(cast: Cast, steps: list[str], message: str) -> None:
    for kind in steps[:-1]:
        event(cast.groups["border"], kind)
    with pytest.raises(ValidationError, match=message):
        event(cast.groups["border"], steps[-1])


def test_an_event_recorded_in_error_is_archived(cast: Cast) -> None:
    group = cast.groups["border"]
    event(group, "concluded")
    wrong = group.events.get(kind="concluded")
    services.group_event_archive(actor=SYSTEM, record=wrong, version=1, reason="other group")
    event(group, "suspended")
    assert group.events.live().count() == 2


def test_there_is_one_committee(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="one Coordination Committee"):
        group_make("committee-2", "committee")


def test_a_sub_group_names_its_group_and_is_not_below_itself(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="belongs to"):
        group_make("evaluation", "sub_group")
    sub_group = group_make("evaluation", "sub_group", parent=cast.groups["border"])
    with pytest.raises(ValidationError, match="below itself"):
        services.group_update(actor=SYSTEM, record=sub_group, version=2, values={"parent": sub_group})


def test_a_predecessor_is_of_that_kind(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Predecessor"):
        group_make("other", predecessor=cast.groups["pcve"])


@pytest.mark.parametrize("persona", ["chair", "vice_chair", "alternate", "focal_point", "country_office", "reader"])
def test_only_the_secretariat_appoints_and_changes_groups(cast: Cast, persona: str) -> None:
    viewer, group = cast.viewer(persona), cast.groups["border"]
    with pytest.raises(Refused, match="entered by the secretariat"):
        services.term_update(actor=viewer, record=cast.terms["chair"], version=1, values={"end": "2030"})
    with pytest.raises(Refused, match="kept by the secretariat"):
        services.group_event_record(actor=viewer, group=group, version=group.version, values={"kind": "concluded"})


def test_the_secretariat_does_not_appoint_itself(cast: Cast) -> None:
    viewer = cast.viewer("secretariat")
    values = {"group": cast.groups["committee"], "entity": cast.entities["CTED"], "role": "secretariat"}
    with pytest.raises(Refused, match="only a superuser"):
        services.term_create(actor=viewer, values=values)
    person = person_make("friend", cast.entities["UNOCT"])
    with pytest.raises(Refused, match="only a superuser"):
        services.nomination_create(actor=viewer, values={"term": cast.terms["secretariat"], "person": person})


def test_an_officer_does_not_nominate_themselves(cast: Cast) -> None:
    values = {"term": cast.terms["chair"], "person": cast.people["secretariat"], "start": "2026"}
    with pytest.raises(Refused, match="Nobody approves their own record"):
        services.nomination_create(actor=cast.viewer("secretariat"), values=values)


def propose(cast: Cast, persona: str, term: str, person: str, **values: str) -> Nomination:
    values = {"term": cast.terms[term], "person": cast.people[person], "start": "2026", **values}
    return services.nomination_create(actor=cast.viewer(persona), values=values)


@pytest.mark.parametrize(("persona", "term"), [("focal_point", "focal_point"), ("vice_chair", "vice_chair")])
def test_an_entity_proposes_its_own_people(cast: Cast, persona: str, term: str) -> None:
    cast.people["new"] = person_make("new", cast.terms[term].entity)
    assert propose(cast, persona, term, "new").status == "proposed"


def test_an_entity_does_not_confirm_its_own_proposal(cast: Cast) -> None:
    cast.people["new"] = person_make("new", cast.entities["UNODC"])
    with pytest.raises(Refused, match="The secretariat confirms nominations"):
        propose(cast, "focal_point", "focal_point", "new", status="confirmed")
    proposed = propose(cast, "focal_point", "focal_point", "new")
    with pytest.raises(Refused, match="The secretariat confirms nominations"):
        services.nomination_update(
            actor=cast.viewer("focal_point"), record=proposed, version=1, values={"status": "confirmed"}
        )
    confirmed = services.nomination_update(
        actor=cast.viewer("secretariat"), record=proposed, version=1, values={"status": "confirmed"}
    )
    assert confirmed.status == "confirmed"


def test_an_entity_nominates_in_its_own_terms_only(cast: Cast) -> None:
    with pytest.raises(Refused, match="your own entity only"):
        propose(cast, "focal_point", "chair", "focal_point")


def test_only_staff_of_the_entity_are_nominated(cast: Cast) -> None:
    with pytest.raises(Refused, match="not on record as staff of UNODC"):
        propose(cast, "focal_point", "focal_point", "reader")


@pytest.mark.parametrize("persona", ["alternate", "reader", "country_office"])
def test_those_without_a_nominating_role_are_told_which_roles_nominate(cast: Cast, persona: str) -> None:
    with pytest.raises(Refused, match="You hold none of these roles today"):
        propose(cast, persona, "chair", "chair")


def test_one_person_is_nominated_once_at_a_time(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="End that nomination first"):
        nominate(cast.terms["chair"], cast.people["chair"], "alternate")
