"""The one write path: versions, policies, archive, clearance, many rows."""

import pytest
from django.core.exceptions import ValidationError

from compact.entities import services
from compact.entities.models import Entity
from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.operations import Operation
from compact.kernel.visibility import Visibility
from compact.kernel.writes import ManyErrors
from tests.cast import SYSTEM, Cast, entity_make, nominate, person_make
from workinggroups.groups import services as group_services
from workinggroups.groups.models import Nomination

pytestmark = pytest.mark.django_db


def test_a_change_raises_the_version_by_one() -> None:
    entity = entity_make("A")
    changed = services.entity_update(actor=SYSTEM, record=entity, version=1, values={"website": "https://a.example"})
    assert changed.version == 2


def test_a_change_that_changes_nothing_leaves_version_and_history_alone() -> None:
    entity = entity_make("A")
    rows = Entity.history.count()
    same = services.entity_update(actor=SYSTEM, record=entity, version=1, values={"name_en": "Office A"})
    assert (same.version, Entity.history.count()) == (1, rows)


def test_a_stale_write_is_refused_and_carries_both_versions() -> None:
    entity = entity_make("A")
    services.entity_update(actor=SYSTEM, record=entity, version=1, values={"name_en": "Theirs"})
    with pytest.raises(StaleVersion) as caught:
        services.entity_update(actor=SYSTEM, record=entity, version=1, values={"name_en": "Mine"})
    assert caught.value.current.name_en == "Theirs"
    assert caught.value.submitted == {"name_en": "Mine"}


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(ValidationError, match="colour"):
        entity_make("A", colour="blue")


def test_what_the_policy_forbids_is_refused_with_its_reason(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only the secretariat"):
        services.entity_create(actor=cast.viewer("reader"), values={"code": "X"})
    assert not Entity.objects.filter(code="X").exists()


def test_archiving_needs_a_reason() -> None:
    entity = entity_make("A")
    with pytest.raises(ValidationError, match="Say why"):
        services.entity_archive(actor=SYSTEM, record=entity, version=1, reason="  ")


def test_an_archived_record_is_kept_with_its_reason_and_can_be_restored() -> None:
    entity = entity_make("A")
    archived = services.entity_archive(actor=SYSTEM, record=entity, version=1, reason="entered twice")
    assert archived.is_archived
    assert archived.archive_reason == "entered twice"
    restored = services.entity_restore(actor=SYSTEM, record=archived, version=2)
    assert not restored.is_archived
    assert restored.version == 3


def test_an_archived_record_is_not_changed() -> None:
    entity = services.entity_archive(actor=SYSTEM, record=entity_make("A"), version=1, reason="twice")
    with pytest.raises(ValidationError, match="Restore it"):
        services.entity_update(actor=SYSTEM, record=entity, version=2, values={"name_en": "B"})


def test_archiving_twice_and_restoring_what_is_in_use_are_refused() -> None:
    entity = entity_make("A")
    with pytest.raises(ValidationError, match="not archived"):
        services.entity_restore(actor=SYSTEM, record=entity, version=1)
    entity = services.entity_archive(actor=SYSTEM, record=entity, version=1, reason="twice")
    with pytest.raises(ValidationError, match="archived already"):
        services.entity_archive(actor=SYSTEM, record=entity, version=2, reason="again")


def test_an_archived_code_is_free_and_restoring_its_first_owner_is_then_refused() -> None:
    first = services.entity_archive(actor=SYSTEM, record=entity_make("A"), version=1, reason="twice")
    entity_make("A")
    with pytest.raises(ValidationError, match="Another entity has this code"):
        services.entity_restore(actor=SYSTEM, record=first, version=2)


def test_many_rows_are_stored_in_one_operation() -> None:
    rows = [{"code": code, "name_en": code, "kind": "non_un"} for code in ("A", "B")]
    made = services.entities.create_many(actor=SYSTEM, rows=rows)
    assert [entity.code for entity in made] == ["A", "B"]
    assert Operation.objects.count() == 1


def test_one_bad_row_among_many_stores_none_and_says_which() -> None:
    rows = [{"code": code, "name_en": code, "kind": "non_un"} for code in ("A", "a bad one", "A")]
    with pytest.raises(ManyErrors) as caught:
        services.entities.create_many(actor=SYSTEM, rows=rows)
    assert set(caught.value.rows) == {1, 2}
    assert not Entity.objects.exists()


def test_widening_another_entitys_record_needs_its_clearance(cast: Cast) -> None:
    record = entity_make("NEW", originator=cast.entities["WCO"], visibility=Visibility.SECRETARIAT)
    secretariat = cast.viewer("secretariat")
    with pytest.raises(Refused, match="has not cleared wider sharing"):
        services.entity_update(actor=secretariat, record=record, version=1, values={"visibility": "all"})
    cleared = services.entity_update(
        actor=secretariat, record=record, version=1, values={"visibility": "all", "clearance": "e-mail of 3 May 2026"}
    )
    assert cleared.cleared_by == cast.users["secretariat"]
    assert cleared.cleared_at is not None


def test_a_record_of_another_entity_is_not_made_wide_without_clearance(cast: Cast) -> None:
    with pytest.raises(Refused, match="has not cleared"):
        entity_make("NEW", originator=cast.entities["WCO"])


def test_narrowing_needs_no_clearance(cast: Cast) -> None:
    record = cast.entities["CTED"]
    narrowed = services.entity_update(actor=SYSTEM, record=record, version=1, values={"visibility": "secretariat"})
    assert narrowed.visibility == Visibility.SECRETARIAT


def propose(cast: Cast, **values: object) -> Nomination:
    """A nomination that UNODC's focal point proposes for its own seat."""
    person = person_make("new", cast.entities["UNODC"])
    values = {"term": cast.terms["focal_point"], "person": person, "start": "2026", **values}
    return group_services.nomination_create(actor=cast.viewer("focal_point"), values=values)


def test_what_an_entity_enters_has_the_entity_as_its_originator(cast: Cast) -> None:
    nomination = propose(cast)
    assert nomination.originator == cast.entities["UNODC"]
    assert nomination.cleared_by == cast.users["focal_point"]


@pytest.mark.parametrize("named", ["CTED", None])
def test_nobody_names_another_originator_than_their_own_entity(cast: Cast, named: str | None) -> None:
    nomination = propose(cast)
    values = {"originator": cast.entities[named] if named else None}
    with pytest.raises(ValidationError, match="your own entity only"):
        group_services.nomination_update(actor=cast.viewer("focal_point"), record=nomination, version=1, values=values)


@pytest.mark.parametrize("originator", ["CTED", None])
def test_an_entity_does_not_clear_what_another_originated(cast: Cast, originator: str | None) -> None:
    person = person_make("new", cast.entities["UNODC"])
    values = {
        "term": cast.terms["focal_point"],
        "person": person,
        "start": "2026",
        "visibility": Visibility.GROUP,
        "clearance": "e-mail of 3 May 2026",
        "originator": cast.entities[originator] if originator else None,
    }
    nomination = group_services.nomination_create(actor=SYSTEM, values=values)
    for error, text, attempt in (
        (Refused, "has not cleared wider sharing", {"visibility": "all"}),
        (ValidationError, "say how it was cleared", {"visibility": "all", "clearance": "I say so"}),
    ):
        with pytest.raises(error, match=text):
            group_services.nomination_update(
                actor=cast.viewer("focal_point"), record=nomination, version=1, values=attempt
            )
    with pytest.raises(ValidationError, match="your own entity only"):
        group_services.nomination_update(
            actor=cast.viewer("focal_point"),
            record=nomination,
            version=1,
            values={"visibility": "all", "originator": None if originator else cast.entities["CTED"]},
        )


def test_naming_another_originator_does_not_get_round_the_first_ones_clearance(cast: Cast) -> None:
    record = entity_make("NEW", originator=cast.entities["WCO"], visibility=Visibility.SECRETARIAT)
    with pytest.raises(Refused, match="WCO has not cleared"):
        services.entity_update(
            actor=cast.viewer("secretariat"), record=record, version=1, values={"visibility": "all", "originator": None}
        )


def test_the_dates_of_a_hidden_nomination_are_not_told(cast: Cast) -> None:
    person = person_make("new", cast.entities["UNODC"])
    nominate(cast.terms["focal_point"], person, visibility=Visibility.SECRETARIAT, start="2015-03-07", end="2031-11-13")
    values = {"term": cast.terms["focal_point"], "person": person, "start": "2026"}
    with pytest.raises(ValidationError, match="dates not shown to you"):
        group_services.nomination_create(actor=cast.viewer("focal_point"), values=values)


def test_former_staff_are_not_nominated(cast: Cast) -> None:
    person = person_make("new", cast.entities["UNODC"])
    past = person.affiliations.get()
    services.affiliation_update(actor=SYSTEM, record=past, version=1, values={"end": "2021"})
    values = {"term": cast.terms["focal_point"], "person": person, "start": "2026"}
    with pytest.raises(Refused, match="not on record as staff of UNODC today"):
        group_services.nomination_create(actor=cast.viewer("focal_point"), values=values)
