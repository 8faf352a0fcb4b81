"""Action items: given out by those who run the group, reported on by the entity in charge."""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.entities import services as entities
from compact.kernel.errors import Refused
from tests.cast import SYSTEM, Cast, person_make
from tests.meetings.outcomes import action_make, agenda_item_make, decided, held
from workinggroups.meetings.models import ActionItem
from workinggroups.meetings.queries import overdue_on
from workinggroups.meetings.services import actions as services

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer

pytestmark = pytest.mark.django_db

TODAY = SYSTEM.today.isoformat()
TOMORROW = (SYSTEM.today + datetime.timedelta(days=1)).isoformat()


def change(item: ActionItem, actor: Viewer = SYSTEM, **values: Any) -> ActionItem:
    item.refresh_from_db()
    return services.action_item_update(actor=actor, record=item, version=item.version, values=values)


# --- Where they come from ---


def test_an_item_from_the_agenda_takes_over_meeting_group_and_title(cast: Cast) -> None:
    origin = agenda_item_make(held(cast))
    item = services.action_item_from(actor=SYSTEM, origin=origin, values={"entity": cast.entities["WCO"]})
    assert (item.meeting, item.agenda_item, item.group, item.title) == (
        origin.meeting,
        origin,
        cast.groups["border"],
        "Passenger data",
    )


def test_an_item_from_a_decision_takes_over_where_it_was_decided(cast: Cast) -> None:
    meeting = held(cast)
    origin = decided(cast, meeting, agenda_item=agenda_item_make(meeting), visibility="secretariat")
    item = services.action_item_from(
        actor=SYSTEM, origin=origin, values={"entity": cast.entities["WCO"], "title": "Print the guide"}
    )
    assert (item.decision, item.agenda_item, item.meeting, item.title, item.visibility) == (
        origin,
        origin.agenda_item,
        meeting,
        "Print the guide",
        "secretariat",
    )


def test_where_several_groups_met_the_group_is_asked_for_unless_only_one_is_the_actors(cast: Cast) -> None:
    origin = agenda_item_make(held(cast, "border", "pcve"))
    values = {"entity": cast.entities["WCO"]}
    with pytest.raises(ValidationError) as refusal:
        services.action_item_from(actor=SYSTEM, origin=origin, values=values)
    assert list(refusal.value.message_dict) == ["group"]
    item = services.action_item_from(actor=cast.viewer("chair"), origin=origin, values=values)
    assert item.group == cast.groups["border"]


def test_the_meeting_follows_from_the_decision_alone(cast: Cast) -> None:
    decision = decided(cast, held(cast))
    assert action_make(cast, decision=decision).meeting == decision.meeting


def test_a_decision_of_another_meeting_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="belongs to another meeting"):
        action_make(cast, meeting=held(cast), decision=decided(cast, held(cast)))


# --- Status ---


def test_done_is_done_today_unless_another_day_is_given(cast: Cast) -> None:
    assert change(action_make(cast), status="done").done_on == TODAY
    assert change(action_make(cast), status="done", done_on="2024-05").done_on == "2024-05"


def test_nothing_is_done_tomorrow(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="in the future"):
        change(action_make(cast), status="done", done_on=TOMORROW)


def test_only_what_is_done_has_a_day_of_it(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Only what is done"):
        action_make(cast, done_on="2024")


def test_what_is_done_can_be_reopened(cast: Cast) -> None:
    item = change(action_make(cast), status="done")
    reopened = change(item, status="in_progress")
    assert (reopened.status, reopened.done_on) == ("in_progress", "")


def test_what_is_dropped_says_why_in_a_new_update(cast: Cast) -> None:
    item = action_make(cast, progress="Asked for a quote")
    for values in ({}, {"progress": ""}, {"progress": "Asked for a quote"}):
        with pytest.raises(ValidationError, match="Say why this is dropped"):
            change(item, status="dropped", **values)
    dropped = change(item, status="dropped", progress="No money")
    assert change(dropped, note="Told the chair").status == "dropped"
    assert change(dropped, status="open").status == "open"


def test_each_update_stays_in_the_history(cast: Cast) -> None:
    item = action_make(cast, progress="Begun")
    change(item, progress="Half way")
    assert list(item.history.values_list("progress", flat=True)) == ["Half way", "Begun"]  # type: ignore[attr-defined]  # a record's


# --- Who may ---


@pytest.mark.parametrize("persona", ["secretariat", "chair", "vice_chair"])
def test_those_who_run_the_group_write_all(cast: Cast, persona: str) -> None:
    actor = cast.viewer(persona)
    item = action_make(cast, actor)
    item = change(item, actor, title="Send the new guide", due="2026")
    assert services.action_item_archive(actor=actor, record=item, version=2, reason="twice").is_archived


def test_an_alternate_of_the_chair_creates_and_updates_and_archives_not(cast: Cast) -> None:
    actor = cast.viewer("alternate")
    item = change(action_make(cast, actor), actor, title="Send the new guide")
    assert (item.originator, item.visibility) == (cast.entities["WCO"], "group")
    with pytest.raises(Refused, match="Alternates prepare drafts"):
        services.action_item_archive(actor=actor, record=item, version=2, reason="twice")


@pytest.mark.parametrize("persona", ["focal_point", "chair_pcve", "reader"])
def test_nobody_else_gives_out_action_items(cast: Cast, persona: str) -> None:
    with pytest.raises(Refused):
        action_make(cast, cast.viewer(persona))


def test_the_entity_in_charge_reports_on_its_own_items(cast: Cast) -> None:
    item = change(action_make(cast), cast.viewer("focal_point"), status="in_progress", progress="Draft sent")
    assert (item.status, item.progress) == ("in_progress", "Draft sent")
    with pytest.raises(Refused, match="the entity in charge can change"):
        change(action_make(cast, entity=cast.entities["CTED"]), cast.viewer("focal_point"), progress="Mine")


def test_any_other_field_is_refused_to_the_entity_in_charge_by_its_name(cast: Cast) -> None:
    item, other = action_make(cast), cast.entities["CTED"]
    with pytest.raises(ValidationError) as refusal:
        change(item, cast.viewer("focal_point"), due="2030", entity=cast.entities["UNODC"], title="Nothing")
    assert sorted(refusal.value.message_dict) == ["due", "title"]
    with pytest.raises(Refused):
        change(item, cast.viewer("focal_point"), entity=other)
    with pytest.raises(Refused):
        services.action_item_archive(actor=cast.viewer("focal_point"), record=item, version=1, reason="done")


def test_a_chair_does_not_push_an_item_of_its_entity_into_another_group(cast: Cast) -> None:
    item = action_make(cast, entity=cast.entities["WCO"])
    with pytest.raises(ValidationError) as refusal:
        change(item, cast.viewer("chair"), group=cast.groups["pcve"])
    assert list(refusal.value.message_dict) == ["group"]


def test_the_entity_in_charge_sees_its_item_whatever_its_visibility(cast: Cast) -> None:
    item = action_make(cast, visibility="secretariat")
    assert item in ActionItem.objects.visible_to(cast.viewer("focal_point"))
    assert item not in ActionItem.objects.visible_to(cast.viewer("chair"))


# --- Who is responsible, and what is late ---


def responsible(item: ActionItem) -> str:
    return str(ActionItem.objects.standing_on(SYSTEM.today).get(pk=item.pk).responsible)


def leave(person: Any) -> None:
    post = person.affiliations.get()
    entities.affiliation_update(actor=SYSTEM, record=post, version=post.version, values={"end": "2025"})


def test_the_item_passes_to_the_alternate_when_the_person_leaves_then_is_vacant(cast: Cast) -> None:
    entity = cast.entities["UNODC"]
    person, alternate = person_make("ada", entity), person_make("ben", entity)
    item = action_make(cast, person=person, alternate=alternate)
    assert responsible(item) == "person"
    leave(person)
    assert responsible(item) == "alternate"
    entities.person_archive(actor=SYSTEM, record=alternate, version=1, reason="left")
    assert responsible(item) == "vacant"


def test_where_nobody_was_named_nobody_is_missing(cast: Cast) -> None:
    assert responsible(action_make(cast)) == "not_named"


def test_a_person_of_another_entity_is_not_in_office(cast: Cast) -> None:
    assert responsible(action_make(cast, person=person_make("ada", cast.entities["WCO"]))) == "vacant"


@pytest.mark.parametrize(
    ("due", "status", "late"),
    [
        ("2026-05-09", "open", True),
        ("2026-05-10", "open", False),
        ("2026-05", "open", False),
        ("2026-04", "in_progress", True),
        ("2026", "open", False),
        ("2025", "open", True),
        ("", "open", False),
        ("2025", "done", False),
        ("2025", "dropped", False),
    ],
)
def test_overdue_is_what_was_surely_due_before_the_day_and_is_not_closed(
    cast: Cast, due: str, status: str, late: bool
) -> None:
    progress = "no money" if status == "dropped" else ""
    item = action_make(cast, due=due, status=status, progress=progress)
    day = datetime.date(2026, 5, 10)
    assert ActionItem.objects.filter(overdue_on(day)).exists() is late
    assert ActionItem.objects.standing_on(day).get(pk=item.pk).overdue is late


def test_a_viewer_of_tomorrow_may_say_that_it_is_done_then(cast: Cast) -> None:
    tomorrow = dataclasses.replace(SYSTEM, today=SYSTEM.today + datetime.timedelta(days=1))
    assert change(action_make(cast), tomorrow, status="done").done_on == TOMORROW
