"""Who sees a record, and whose clearance may widen that."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone, translation

from compact.entities.models import Entity, Person
from compact.entities.services import entity_create, entity_update
from compact.kernel.errors import Refused
from compact.kernel.viewers import Door, Seat, Viewer
from compact.kernel.visibility import Visibility, clearance_apply, cleared_to
from tests.cast import PERSONAS, SYSTEM, entity_make
from workinggroups.groups.models import Group
from workinggroups.meetings.models import Meeting

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

NARROW, GROUP, WIDE = Visibility.SECRETARIAT, Visibility.GROUP, Visibility.ALL
WIDTHS = {NARROW: 0, GROUP: 1, WIDE: 2}
STEPS = [(before, after) for before in WIDTHS for after in WIDTHS]
SECRETARIATS = ("secretariat", "superuser")


def _set(record: Any, **values: Any) -> None:
    type(record)._base_manager.filter(pk=record.pk).update(**values)


def _sees(cast: Cast, record: Any) -> set[str]:
    """Which personas see ``record``."""
    model: Any = type(record)
    return {name for name in PERSONAS if model.objects.visible_to(cast.viewer(name)).filter(pk=record.pk).exists()}


def _speaker(entity: Entity, alternate: bool = False) -> Viewer:
    seat = Seat(role="focal_point", why="", entity_id=entity.pk, alternate=alternate)
    return Viewer(None, "speaker", Door.API, timezone.now().date(), seats=(seat,))


class TestSeeing:
    """The reading side."""

    def test_what_is_cleared_for_all_is_seen_by_all(self, cast: Cast) -> None:
        assert _sees(cast, cast.groups["border"]) == set(PERSONAS)

    @pytest.mark.parametrize("width", [NARROW, GROUP])
    def test_what_comes_from_the_secretariat_and_is_narrow_is_its_own(self, width: str, cast: Cast) -> None:
        record = entity_make("NEW", visibility=width)
        assert _sees(cast, record) == set(SECRETARIATS)

    def test_a_groups_own_record_is_seen_in_the_group(self, cast: Cast) -> None:
        _set(cast.groups["border"], visibility=GROUP)
        assert _sees(cast, cast.groups["border"]) == {*SECRETARIATS, "chair", "vice_chair", "alternate"}

    def test_a_group_does_not_see_what_is_for_the_secretariat(self, cast: Cast) -> None:
        _set(cast.groups["border"], visibility=NARROW)
        assert _sees(cast, cast.groups["border"]) == set(SECRETARIATS)

    def test_the_originator_sees_its_own_and_so_does_its_alternate(self, cast: Cast) -> None:
        record = entity_make("NEW", originator=cast.entities["WCO"], visibility=NARROW)
        assert _sees(cast, record) == {*SECRETARIATS, "chair", "alternate"}

    def test_an_entity_is_seen_by_those_who_speak_for_it_and_not_by_an_alternate(self, cast: Cast) -> None:
        _set(cast.entities["WCO"], visibility=NARROW)
        assert _sees(cast, cast.entities["WCO"]) == {*SECRETARIATS, "chair"}

    def test_people_see_their_own_record(self, cast: Cast) -> None:
        _set(cast.people["reader"], visibility=NARROW)
        assert _sees(cast, cast.people["reader"]) == {*SECRETARIATS, "reader"}

    @pytest.mark.parametrize("width", WIDTHS)
    def test_what_is_archived_is_the_secretariats_whatever_its_clearance(self, width: str, cast: Cast) -> None:
        _set(cast.groups["border"], visibility=width, archived_at=timezone.now())
        assert _sees(cast, cast.groups["border"]) == set(SECRETARIATS)

    def test_without_a_way_to_groups_their_clearance_opens_nothing(self, cast: Cast) -> None:
        _set(cast.groups["border"], visibility=GROUP)
        groups = Group.objects.filter(pk=cast.groups["border"].pk)
        assert not groups.filter(cleared_to(cast.viewer("chair"))).exists()
        assert groups.filter(cleared_to(cast.viewer("chair"), "", "id")).exists()

    def test_one_of_several_ways_to_a_group_is_enough(self, cast: Cast) -> None:
        _set(cast.groups["border"], visibility=GROUP)
        groups = Group.objects.filter(pk=cast.groups["border"].pk)
        assert groups.filter(cleared_to(cast.viewer("chair"), "", "parent_id", "id")).exists()

    def test_the_rule_reaches_through_a_reference(self, cast: Cast) -> None:
        _set(cast.entities["CTED"], visibility=NARROW)
        through = Person.objects.filter(cleared_to(cast.viewer("reader"), "affiliations__entity__"))
        assert cast.people["reader"] not in through
        assert cast.people["chair"] in through

    def test_a_viewer_without_seats_sees_nothing_but_what_is_for_all(self, cast: Cast) -> None:
        nobody = Viewer(None, "nobody", Door.API, timezone.now().date())
        for width in (NARROW, GROUP):
            _set(cast.entities["WCO"], visibility=width, originator=None)
            assert not Entity.objects.visible_to(nobody).filter(code="WCO").exists()

    def test_the_secretariat_needs_no_seat(self, cast: Cast) -> None:
        _set(cast.entities["WCO"], visibility=NARROW)
        plain = replace(cast.viewer("secretariat"), seats=())
        assert Entity.objects.visible_to(plain).filter(code="WCO").exists()


class TestWidening:
    """The writing side: each way from one visibility to another."""

    @pytest.mark.parametrize(("before", "after"), [step for step in STEPS if WIDTHS[step[1]] > WIDTHS[step[0]]])
    def test_each_step_wider_needs_the_originators_clearance(self, before: str, after: str, cast: Cast) -> None:
        record = entity_make("NEW", originator=cast.entities["WCO"], visibility=NARROW)
        _set(record, visibility=before)
        with pytest.raises(Refused) as caught:
            entity_update(actor=cast.viewer("secretariat"), record=record, version=1, values={"visibility": after})
        assert caught.value.reason == (
            "WCO has not cleared wider sharing. Say in “clearance” how it agreed, then save again."
        )
        record.refresh_from_db()
        assert record.visibility == before

    @pytest.mark.parametrize(("before", "after"), [step for step in STEPS if WIDTHS[step[1]] <= WIDTHS[step[0]]])
    def test_no_step_narrower_needs_any_or_is_stamped(self, before: str, after: str, cast: Cast) -> None:
        record = entity_make("NEW", originator=cast.entities["WCO"], visibility=NARROW)
        _set(record, visibility=before)
        stored = entity_update(actor=cast.viewer("secretariat"), record=record, version=1, values={"visibility": after})
        assert (stored.visibility, stored.cleared_at, stored.cleared_by) == (after, None, None)

    @pytest.mark.parametrize("after", [GROUP, WIDE])
    def test_with_a_reference_the_step_is_stamped_with_who_and_when(self, after: str, cast: Cast) -> None:
        record = entity_make("NEW", originator=cast.entities["WCO"], visibility=NARROW)
        start = timezone.now()
        stored = entity_update(
            actor=cast.viewer("secretariat"),
            record=record,
            version=1,
            values={"visibility": after, "clearance": "e-mail of 3 May 2026"},
        )
        assert (stored.visibility, stored.clearance) == (after, "e-mail of 3 May 2026")
        assert stored.cleared_by == cast.users["secretariat"]
        assert start <= stored.cleared_at <= timezone.now()

    @pytest.mark.parametrize("clearance", ["", None])
    def test_an_empty_reference_is_none(self, clearance: str | None, cast: Cast) -> None:
        record = entity_make("NEW", originator=cast.entities["WCO"], visibility=NARROW)
        with pytest.raises(Refused):
            clearance_apply(cast.viewer("secretariat"), record, {"visibility": WIDE, "clearance": clearance})

    def test_an_earlier_reference_does_not_serve_again(self, cast: Cast) -> None:
        record = entity_make("NEW", originator=cast.entities["WCO"], visibility=NARROW)
        _set(record, clearance="e-mail of 2020")
        with pytest.raises(Refused, match="has not cleared"):
            entity_update(actor=cast.viewer("secretariat"), record=record, version=1, values={"visibility": WIDE})

    def test_those_who_speak_for_the_originator_clear_by_themselves(self, cast: Cast) -> None:
        record = entity_make("NEW", originator=cast.entities["WCO"], visibility=NARROW)
        stamped = clearance_apply(_speaker(cast.entities["WCO"]), record, {"visibility": WIDE})
        assert stamped["visibility"] == WIDE
        assert stamped["cleared_at"] is not None

    def test_an_alternate_does_not_clear(self, cast: Cast) -> None:
        record = entity_make("NEW", originator=cast.entities["WCO"], visibility=NARROW)
        with pytest.raises(Refused):
            clearance_apply(_speaker(cast.entities["WCO"], alternate=True), record, {"visibility": WIDE})

    def test_an_alternate_enters_for_its_entity_what_is_no_wider_than_usual(self, cast: Cast) -> None:
        """A meeting is seen by its group unless somebody says otherwise; an alternate drafts it so and no wider."""
        alternate = _speaker(cast.entities["WCO"], alternate=True)
        for visibility in ("group", NARROW):
            entered = clearance_apply(alternate, Meeting(), {"visibility": visibility})
            assert entered["originator"] == cast.entities["WCO"]
        with pytest.raises(Refused, match="WCO has not cleared wider sharing"):
            clearance_apply(alternate, Meeting(), {"visibility": WIDE})

    def test_those_of_another_entity_do_not_clear(self, cast: Cast) -> None:
        record = entity_make("NEW", originator=cast.entities["WCO"], visibility=NARROW)
        with pytest.raises(Refused):
            clearance_apply(_speaker(cast.entities["CTED"]), record, {"visibility": WIDE})

    def test_what_comes_from_the_secretariat_it_clears_itself(self, cast: Cast) -> None:
        record = entity_make("NEW", visibility=NARROW)
        stored = entity_update(actor=cast.viewer("secretariat"), record=record, version=1, values={"visibility": WIDE})
        assert stored.cleared_by == cast.users["secretariat"]

    def test_a_new_record_that_is_narrow_needs_no_clearance(self, cast: Cast) -> None:
        record = entity_make("NEW", originator=cast.entities["WCO"], visibility=NARROW)
        assert (record.visibility, record.cleared_at) == (NARROW, None)

    @pytest.mark.parametrize("values", [{}, {"visibility": GROUP}, {"visibility": WIDE}])
    def test_a_new_record_is_not_wide_without_clearance_said_or_by_default(
        self, values: dict[str, str], cast: Cast
    ) -> None:
        needed = {"code": "NEW", "name_en": "New", "kind": "non_un", "originator": cast.entities["WCO"]}
        with pytest.raises(Refused, match="WCO has not cleared"):
            entity_create(actor=cast.viewer("secretariat"), values={**needed, **values})
        assert not Entity.objects.filter(code="NEW").exists()

    def test_other_changes_to_a_wide_record_ask_nothing(self, cast: Cast) -> None:
        values = {"website": "https://wco.example"}
        assert "cleared_at" not in clearance_apply(cast.viewer("reader"), cast.entities["WCO"], values)

    def test_a_command_clears_in_nobodys_name(self) -> None:
        record = entity_make("NEW", visibility=NARROW)
        stored = entity_update(actor=SYSTEM, record=record, version=1, values={"visibility": WIDE})
        assert stored.cleared_by is None
        assert isinstance(stored.cleared_at, datetime.datetime)

    def test_what_was_sent_is_not_changed(self, cast: Cast) -> None:
        values = {"visibility": WIDE}
        clearance_apply(SYSTEM, entity_make("NEW", visibility=NARROW), values)
        assert values == {"visibility": WIDE}

    def test_the_refusal_is_in_the_readers_language(self, cast: Cast) -> None:
        record = entity_make("NEW", originator=cast.entities["WCO"], visibility=NARROW)
        with translation.override("fr"), pytest.raises(Refused) as caught:
            clearance_apply(cast.viewer("secretariat"), record, {"visibility": WIDE})
        assert caught.value.reason.startswith("Autorisation de diffusion plus large non donnée")
