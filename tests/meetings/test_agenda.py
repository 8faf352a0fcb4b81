"""The agenda: items in their places, moved as one act, true to what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.operations import Operation
from tests.cast import SYSTEM
from tests.meetings.making import decision_make, item_make, meeting_make
from workinggroups.meetings.models import AgendaItem
from workinggroups.meetings.services.meetings import (
    agenda_item_archive,
    agenda_item_restore,
    agenda_item_update,
    agenda_reorder,
    meeting_archive,
)

if TYPE_CHECKING:
    from tests.cast import Cast
    from workinggroups.meetings.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return meeting_make(cast)


@pytest.fixture
def items(meeting: Meeting) -> list[AgendaItem]:
    return [item_make(meeting, title) for title in ("Opening", "Guidelines", "Funds", "Other")]


def titles(meeting: Meeting) -> list[str]:
    """The agenda in its order."""
    found = AgendaItem.objects.live().filter(meeting=meeting).order_by("position")
    return list(found.values_list("title", flat=True))


class TestPlaces:
    def test_an_item_without_a_position_comes_last(self, items: list[AgendaItem]) -> None:
        assert [item.position for item in items] == [1, 2, 3, 4]

    def test_the_next_one_comes_after_the_highest(self, meeting: Meeting) -> None:
        item_make(meeting, "Any other business", position=90)
        assert item_make(meeting, "Closing").position == 91

    def test_two_items_do_not_have_one_position(self, meeting: Meeting, items: list[AgendaItem]) -> None:
        with pytest.raises(ValidationError, match="Another agenda item has this position"):
            item_make(meeting, "Closing", position=4)

    def test_each_meeting_counts_for_itself(self, cast: Cast, items: list[AgendaItem]) -> None:
        assert item_make(meeting_make(cast), "Opening").position == 1

    def test_an_archived_item_leaves_its_place(self, meeting: Meeting, items: list[AgendaItem]) -> None:
        gone = agenda_item_archive(actor=SYSTEM, record=items[3], version=1, reason="Postponed")
        assert item_make(meeting, "Closing").position == 4
        with pytest.raises(ValidationError, match="Another agenda item has this position"):
            agenda_item_restore(actor=SYSTEM, record=gone, version=2)


class TestOrder:
    def test_two_items_change_places_as_one_operation(self, meeting: Meeting, items: list[AgendaItem]) -> None:
        before = Operation.objects.count()
        agenda_reorder(actor=SYSTEM, meeting=meeting, version=1, order=[items[1], items[0], *items[2:]], reason="Guest")
        assert titles(meeting) == ["Guidelines", "Opening", "Funds", "Other"]
        assert Operation.objects.count() == before + 1
        moved = [item.history.count() for item in items]  # type: ignore[attr-defined]  # every record has a history
        assert moved == [2, 2, 1, 1]
        assert {row.operation.reason for row in AgendaItem.history.filter(version=2)} == {"Guest"}

    def test_the_last_becomes_the_first(self, meeting: Meeting, items: list[AgendaItem]) -> None:
        agenda_reorder(actor=SYSTEM, meeting=meeting, version=1, order=[items[3], *items[:3]])
        assert titles(meeting) == ["Other", "Opening", "Guidelines", "Funds"]
        assert list(AgendaItem.objects.order_by("position").values_list("version", flat=True)) == [2, 2, 2, 2]

    def test_gaps_close(self, meeting: Meeting) -> None:
        last, first = item_make(meeting, "One", position=32_767), item_make(meeting, "Two", position=7)
        agenda_reorder(actor=SYSTEM, meeting=meeting, version=1, order=[last, first])
        assert list(AgendaItem.objects.order_by("title").values_list("position", flat=True)) == [1, 2]

    def test_after_the_very_last_place_there_is_none(self, meeting: Meeting) -> None:
        item_make(meeting, "One", position=32_767)
        with pytest.raises(ValidationError, match="Put the agenda in order again"):
            item_make(meeting, "Two")

    def test_the_same_order_moves_nothing(self, meeting: Meeting, items: list[AgendaItem]) -> None:
        agenda_reorder(actor=SYSTEM, meeting=meeting, version=1, order=items)
        assert set(AgendaItem.objects.values_list("version", flat=True)) == {1}

    def test_two_people_do_not_order_at_once(self, meeting: Meeting, items: list[AgendaItem]) -> None:
        stored = agenda_reorder(actor=SYSTEM, meeting=meeting, version=1, order=items[::-1])
        assert stored.version == 2
        with pytest.raises(StaleVersion):
            agenda_reorder(actor=SYSTEM, meeting=meeting, version=1, order=items)

    @pytest.mark.parametrize("wrong", ["missing", "twice", "foreign", "archived"])
    def test_the_order_names_every_item_once(
        self, cast: Cast, meeting: Meeting, items: list[AgendaItem], wrong: str
    ) -> None:
        if wrong == "archived":
            agenda_item_archive(actor=SYSTEM, record=items[3], version=1, reason="Postponed")
        order: Any = {
            "missing": items[:3],
            "twice": [*items, items[0]],
            "foreign": [*items[:3], item_make(meeting_make(cast), "Elsewhere")],
            "archived": items,
        }[wrong]
        with pytest.raises(ValidationError, match="Name every item of the agenda once"):
            agenda_reorder(actor=SYSTEM, meeting=meeting, version=1, order=order)
        assert titles(meeting) == ["Opening", "Guidelines", "Funds", "Other"][: 3 if wrong == "archived" else 4]

    def test_an_alternate_orders_what_is_planned_alone(self, cast: Cast, items: list[AgendaItem]) -> None:
        meeting = items[0].meeting
        agenda_reorder(actor=cast.viewer("alternate"), meeting=meeting, version=1, order=items[::-1])
        with pytest.raises(Refused):
            agenda_reorder(actor=cast.viewer("chair_pcve"), meeting=meeting, version=2, order=items)
        with pytest.raises(Refused):
            agenda_reorder(
                actor=cast.viewer("alternate"), meeting=meeting_make(cast, status="held"), version=1, order=[]
            )


class TestWhatFollows:
    def test_an_item_that_led_to_a_decision_stays_with_its_meeting(self, cast: Cast) -> None:
        meeting, other = meeting_make(cast, status="held"), meeting_make(cast, status="held")
        item, free = item_make(meeting, "Work plan"), item_make(meeting, "Closing")
        decision_make(cast, meeting=meeting, agenda_item=item)
        with pytest.raises(ValidationError, match="so it stays with its meeting"):
            agenda_item_update(actor=SYSTEM, record=item, version=1, values={"meeting": other})
        assert agenda_item_update(actor=SYSTEM, record=item, version=1, values={"title": "Plan"}).version == 2
        assert agenda_item_update(actor=SYSTEM, record=free, version=1, values={"meeting": other}).meeting == other

    def test_nothing_is_added_to_an_archived_meeting(self, meeting: Meeting, items: list[AgendaItem]) -> None:
        gone = agenda_item_archive(actor=SYSTEM, record=items[0], version=1, reason="Postponed")
        meeting_archive(actor=SYSTEM, record=meeting, version=1, reason="Entered twice")
        meeting.refresh_from_db()
        with pytest.raises(ValidationError, match="is archived"):
            item_make(meeting, "Closing")
        with pytest.raises(ValidationError, match="This meeting is archived"):
            agenda_item_restore(actor=SYSTEM, record=gone, version=2)
