"""Who may write groups, terms and nominations: the table of rights, both sides, and the sentence of every no."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone, translation

from compact.entities import services as entity_services
from compact.kernel.errors import Refused
from compact.kernel.viewers import Door, Seat, Viewer
from tests.cast import PERSONAS, SYSTEM, Cast, nominate, person_make, term_make
from tests.groups.rights import GROUPS_ARE_KEPT, KEEPERS, TERMS_ARE_ENTERED
from workinggroups.groups import services
from workinggroups.groups.models import Nomination, NominationStatus, Role
from workinggroups.groups.policies import NOMINATING_ROLES, group_write, nomination_write, term_write
from workinggroups.groups.viewers import viewer_for

pytestmark = pytest.mark.django_db

NOMINATORS = ("chair", "vice_chair", "chair_pcve", "focal_point")
WITHOUT_ROLE = ("alternate", "country_office", "reader")

ONLY_SUPERUSER = "Terms of the secretariat give rights over the whole site, so only a superuser changes them."
NO_ROLE = (
    "Chairs, vice-chairs and focal points nominate people of their own entity. You hold none of these roles today."
)
NOT_OWN_ENTITY = "You can nominate people of your own entity only."
NOT_ONESELF = "Nobody approves their own record. Ask a colleague in the secretariat to enter it."
NOT_CONFIRMED = (
    "The secretariat confirms nominations. Send yours as “proposed”; "
    "write to the secretariat to change a confirmed one."
)


def colleague(cast: Cast, term: str, name: str = "colleague") -> Any:
    """A person on record as staff of the entity that holds ``term``."""
    return person_make(name, cast.terms[term].entity)


def unsaved(cast: Cast, term: str, person: Any, **values: Any) -> Nomination:
    """A nomination as the policy is asked about it, before it is stored."""
    return Nomination(term=cast.terms[term], person=person, **values)


@pytest.mark.parametrize("persona", PERSONAS)
def test_groups_are_written_by_the_secretariat_alone(cast: Cast, persona: str) -> None:
    answer = group_write(cast.viewer(persona), cast.groups["border"])
    assert answer == ((True, "") if persona in KEEPERS else (False, GROUPS_ARE_KEPT))


@pytest.mark.parametrize("persona", PERSONAS)
def test_terms_of_working_groups_are_written_by_the_secretariat_alone(cast: Cast, persona: str) -> None:
    answer = term_write(cast.viewer(persona), cast.terms["chair"])
    assert answer == ((True, "") if persona in KEEPERS else (False, TERMS_ARE_ENTERED))


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_term_of_the_secretariat_is_written_by_a_superuser_alone(cast: Cast, persona: str) -> None:
    answer = term_write(cast.viewer(persona), cast.terms["secretariat"])
    reason = {"superuser": "", "secretariat": ONLY_SUPERUSER}.get(persona, TERMS_ARE_ENTERED)
    assert answer == (persona == "superuser", reason)


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_may_nominate_at_all(cast: Cast, persona: str) -> None:
    answer = nomination_write(cast.viewer(persona))
    assert answer == ((False, NO_ROLE) if persona in WITHOUT_ROLE else (True, ""))


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_colleague_is_proposed_by_whoever_speaks_for_the_entity_and_by_the_secretariat(
    cast: Cast, persona: str
) -> None:
    answer = nomination_write(cast.viewer(persona), unsaved(cast, "focal_point", colleague(cast, "focal_point")))
    if persona in (*KEEPERS, "focal_point"):
        assert answer == (True, "")
    else:
        assert answer == (False, NO_ROLE if persona in WITHOUT_ROLE else NOT_OWN_ENTITY)


@pytest.mark.parametrize("persona", NOMINATORS)
def test_nobody_outside_the_secretariat_confirms(cast: Cast, persona: str) -> None:
    proposal = unsaved(cast, persona, colleague(cast, persona), status=NominationStatus.CONFIRMED)
    assert nomination_write(cast.viewer(persona), proposal) == (False, NOT_CONFIRMED)


@pytest.mark.parametrize("persona", NOMINATORS)
def test_staff_of_another_entity_are_not_nominated(cast: Cast, persona: str) -> None:
    answer = nomination_write(cast.viewer(persona), unsaved(cast, persona, cast.people["reader"]))
    entity = cast.terms[persona].entity
    assert answer == (
        False,
        f"Reader Example is not on record as staff of {entity} today. "
        "Ask the secretariat to enter the affiliation first.",
    )


@pytest.mark.parametrize("persona", NOMINATORS)
def test_an_affiliation_in_the_archive_makes_nobody_staff(cast: Cast, persona: str) -> None:
    person = colleague(cast, persona)
    entity_services.affiliation_archive(actor=SYSTEM, record=person.affiliations.get(), version=1, reason="left")
    assert "is not on record as staff" in nomination_write(cast.viewer(persona), unsaved(cast, persona, person)).reason


def test_an_officer_of_the_secretariat_may_confirm_others_and_not_themselves(cast: Cast) -> None:
    viewer = cast.viewer("secretariat")
    of_a_colleague = unsaved(cast, "chair", colleague(cast, "chair"), status=NominationStatus.CONFIRMED)
    of_oneself = unsaved(cast, "chair", cast.people["secretariat"])
    assert nomination_write(viewer, of_a_colleague) == (True, "")
    assert nomination_write(viewer, of_oneself) == (False, NOT_ONESELF)


def test_an_officer_of_the_secretariat_does_not_nominate_to_the_secretariat(cast: Cast) -> None:
    proposal = unsaved(cast, "secretariat", colleague(cast, "secretariat"))
    assert nomination_write(cast.viewer("secretariat"), proposal) == (False, ONLY_SUPERUSER)
    assert nomination_write(cast.viewer("superuser"), proposal) == (True, "")


def test_a_chair_whose_entity_is_also_the_secretariat_does_not_nominate_to_it(cast: Cast) -> None:
    entity = cast.entities["UNOCT"]
    term = term_make(cast.groups["pcve"], entity, Role.VICE_CHAIR)
    person = person_make("deputy", entity, cast.users["superuser"])
    nominate(term, person)
    viewer = replace(viewer_for(cast.users["superuser"], Door.API), is_superuser=False, is_secretariat=False)
    answer = nomination_write(viewer, unsaved(cast, "secretariat", person))
    assert answer == (False, "Staff of the secretariat are nominated by the secretariat itself.")


@pytest.mark.parametrize("role", list(Role))
def test_the_roles_that_nominate_are_those_that_lead_and_the_focal_points(role: Role) -> None:
    seat = Seat(role=role, why="", group_id=1, entity_id=7)
    viewer = Viewer(None, "somebody", Door.API, datetime.date(2026, 1, 1), seats=(seat,))
    nominating = role in ("chair", "co_chair", "vice_chair", "focal_point")
    assert nomination_write(viewer).allowed is nominating
    assert (role in NOMINATING_ROLES) is nominating


@pytest.mark.parametrize("role", list(NOMINATING_ROLES))
def test_an_alternate_of_any_role_does_not_nominate(role: Role) -> None:
    seat = Seat(role=role, why="", group_id=1, entity_id=7, alternate=True)
    viewer = Viewer(None, "somebody", Door.API, datetime.date(2026, 1, 1), seats=(seat,))
    assert nomination_write(viewer) == (False, NO_ROLE)


@pytest.mark.parametrize("persona", NOMINATORS)
def test_the_right_to_nominate_ends_with_the_term(cast: Cast, persona: str) -> None:
    services.term_update(actor=SYSTEM, record=cast.terms[persona], version=1, values={"end": "2024-03-31"})
    last, after = (viewer_for(cast.users[persona], Door.API, datetime.date(2024, *day)) for day in ((3, 31), (4, 1)))
    assert nomination_write(last).allowed is True
    assert nomination_write(after) == (False, NO_ROLE)


@pytest.mark.parametrize("persona", NOMINATORS)
def test_the_right_to_nominate_does_not_begin_before_the_nomination(cast: Cast, persona: str) -> None:
    before = viewer_for(cast.users[persona], Door.API, datetime.date(2019, 4, 30))
    assert nomination_write(before).allowed is False


@pytest.mark.parametrize(
    "reason",
    [
        GROUPS_ARE_KEPT,
        TERMS_ARE_ENTERED,
        ONLY_SUPERUSER,
        NO_ROLE,
        NOT_OWN_ENTITY,
        NOT_ONESELF,
        NOT_CONFIRMED,
    ],
)
def test_every_no_has_a_french_sentence(reason: str) -> None:
    with translation.override("fr"):
        french = translation.gettext(reason)
    assert french != reason
    assert french.endswith(".")


@pytest.mark.parametrize("persona", NOMINATORS)
def test_who_proposed_may_correct_and_withdraw_the_proposal(cast: Cast, persona: str) -> None:
    viewer = cast.viewer(persona)
    values = {"term": cast.terms[persona], "person": colleague(cast, persona), "start": "2026"}
    proposal = services.nomination_create(actor=viewer, values=values)
    changed = services.nomination_update(actor=viewer, record=proposal, version=1, values={"letter": "3 May"})
    archived = services.nomination_archive(actor=viewer, record=changed, version=2, reason="changed our mind")
    assert (changed.letter, archived.is_archived) == ("3 May", True)


@pytest.mark.parametrize("persona", NOMINATORS)
def test_a_confirmed_nomination_is_out_of_the_hands_of_who_proposed_it(cast: Cast, persona: str) -> None:
    confirmed = cast.people[persona].nominations.get()
    with pytest.raises(Refused, match="write to the secretariat to change a confirmed one"):
        services.nomination_archive(actor=cast.viewer(persona), record=confirmed, version=1, reason="no")


@pytest.mark.parametrize("persona", NOMINATORS)
def test_a_proposal_is_not_moved_to_the_term_of_another_entity(cast: Cast, persona: str) -> None:
    viewer = cast.viewer(persona)
    values = {"term": cast.terms[persona], "person": colleague(cast, persona), "start": "2026"}
    proposal = services.nomination_create(actor=viewer, values=values)
    with pytest.raises(Refused, match=NOT_OWN_ENTITY):
        services.nomination_update(actor=viewer, record=proposal, version=1, values={"term": cast.terms["secretariat"]})


@pytest.mark.parametrize("persona", NOMINATORS)
def test_a_proposal_gives_its_person_no_right_until_it_is_confirmed(cast: Cast, persona: str) -> None:
    user = cast.users["superuser"]
    person = person_make("newcomer", cast.terms[persona].entity, user)
    values = {"term": cast.terms[persona], "person": person, "start": "2020"}
    proposal = services.nomination_create(actor=cast.viewer(persona), values=values)
    assert viewer_for(user, Door.API).seats == ()
    services.nomination_update(
        actor=cast.viewer("secretariat"), record=proposal, version=1, values={"status": NominationStatus.CONFIRMED}
    )
    assert [seat.entity_id for seat in viewer_for(user, Door.API).seats] == [cast.terms[persona].entity_id]


def test_a_viewer_is_one_of_today_in_utc(cast: Cast) -> None:
    assert cast.viewer("reader").today == timezone.now().date()
