"""What groups, terms and nominations may hold, and what they are called."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.cast import SYSTEM, Cast, group_make, nominate, person_make, term_make
from workinggroups.groups import services
from workinggroups.groups.models import LEADING_ROLES, Group, GroupEvent, Role, Term

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["border", "border-law", "pcve2", "2"])
def test_a_code_is_of_small_letters_digits_and_single_hyphens(code: str) -> None:
    assert group_make(code).code == code


@pytest.mark.parametrize("code", ["Border", "-border", "border-", "a--b", "a b", "", "a_b"])
def test_any_other_code_is_refused_on_its_field(code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        group_make(code)
    assert list(refused.value.message_dict) == ["code"]


@pytest.mark.parametrize("pillars", ["", "I", "I;IV", "II;III;IV"])
def test_pillars_are_numerals_with_semicolons(pillars: str) -> None:
    assert group_make("border", pillars=pillars).pillars == pillars


@pytest.mark.parametrize("pillars", ["V", "I,II", "I;", ";I", "1", "IIII", "I; II"])
def test_any_other_pillars_are_refused_with_what_to_write(pillars: str) -> None:
    with pytest.raises(ValidationError, match="Write I;II;III;IV"):
        group_make("border", pillars=pillars)


def test_a_code_is_of_one_group_and_free_after_the_archive() -> None:
    first = group_make("border")
    with pytest.raises(ValidationError, match="Another group has this code"):
        group_make("border")
    services.group_archive(actor=SYSTEM, record=first, version=first.version, reason="twice")
    assert group_make("border").pk != first.pk


def test_a_circle_over_several_groups_is_refused() -> None:
    top = group_make("top")
    middle = group_make("middle", "sub_group", parent=top)
    bottom = group_make("bottom", "sub_group", parent=middle)
    with pytest.raises(ValidationError, match="below itself"):
        services.group_update(actor=SYSTEM, record=top, version=top.version, values={"parent": bottom})


def test_an_advisory_body_needs_no_parent_and_a_sub_group_does() -> None:
    assert group_make("advice", "advisory_body").parent is None
    with pytest.raises(ValidationError, match="Name the group that this sub-group belongs to"):
        group_make("evaluation", "sub_group")


def test_a_group_is_called_by_its_name_in_the_readers_language() -> None:
    group = group_make("border", name_fr="Gestion des frontières")
    assert str(group) == "Group border"
    with translation.override("fr"):
        assert str(Group.objects.get(pk=group.pk)) == "Gestion des frontières"


def test_a_term_is_called_by_entity_role_and_group(cast: Cast) -> None:
    assert str(cast.terms["chair"]) == "WCO · Co-chair · Group border"
    with translation.override("fr"):
        assert str(Term.objects.get(pk=cast.terms["chair"].pk)).split(" · ")[1] != "Co-chair"


def test_a_nomination_is_called_by_person_and_term(cast: Cast) -> None:
    assert str(cast.people["chair"].nominations.get()) == "Chair Example · WCO · Co-chair · Group border"


@pytest.mark.parametrize(("on", "text"), [("2019-04-16", "Established 2019-04-16"), ("", "Established")])
def test_an_event_is_called_by_what_happened_and_when(on: str, text: str) -> None:
    assert str(GroupEvent(kind="established", on=on)) == text


def test_those_who_lead_are_chairs_co_chairs_and_vice_chairs() -> None:
    assert set(LEADING_ROLES) == {Role.CHAIR, Role.CO_CHAIR, Role.VICE_CHAIR}


@pytest.mark.parametrize("role", list(Role))
def test_an_entity_may_hold_any_role_beside_another(cast: Cast, role: str) -> None:
    assert term_make(cast.groups["border"], cast.entities["UNODC"], role).role == role


def test_two_alternates_of_one_term_are_legal(cast: Cast) -> None:
    for name in ("first", "second"):
        assert nominate(cast.terms["chair"], person_make(name, cast.entities["WCO"]), "alternate").pk


def test_a_nomination_is_a_proposal_of_a_representative_unless_it_says_otherwise(cast: Cast) -> None:
    person = person_make("new", cast.entities["WCO"])
    made = services.nomination_create(actor=SYSTEM, values={"term": cast.terms["chair"], "person": person})
    assert (made.status, made.capacity, made.end_state) == ("proposed", "representative", "open")
