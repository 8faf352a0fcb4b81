"""Sets (many-to-many fields): one act, one version step, one history row that holds the set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction

from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.history import sets_kept, sets_then
from compact.kernel.operations import Operation, operation
from compact.kernel.policies import YES, Answer, no
from compact.kernel.records import Record
from compact.kernel.writes import RecordServices
from tests.cast import SYSTEM, entity_make, group_make
from tests.kernel.sets import meeting_make, meetings, sets_in_history
from workinggroups.groups import services as group_services
from workinggroups.groups.models import Group
from workinggroups.meetings.models import Meeting

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups() -> list[Group]:
    return [group_make(code) for code in ("a", "b", "c")]


def _codes(meeting: Meeting) -> set[str]:
    return set(meeting.groups.values_list("code", flat=True))


def _update(meeting: Meeting, actor: Viewer = SYSTEM, **values: Any) -> Meeting:
    return meetings.update(actor=actor, record=meeting, version=meeting.version, values=values)


def test_a_new_row_and_its_set_leave_one_history_row_in_one_operation(groups: list[Group]) -> None:
    before = Operation.objects.count()
    meeting = meeting_make(*groups[:2])
    assert _codes(meeting) == {"a", "b"}
    assert (meeting.version, sets_in_history(meeting)) == (1, [{"a", "b"}])
    assert Meeting.history.get(id=meeting.pk).history_type == "+"
    assert Operation.objects.count() == before + 1


def test_a_set_that_changes_is_one_version_step_and_one_history_row(groups: list[Group]) -> None:
    meeting = _update(meeting_make(*groups[:2]), groups=groups[1:], place="Geneva")
    assert _codes(meeting) == {"b", "c"}
    assert (meeting.version, meeting.place) == (2, "Geneva")
    assert sets_in_history(meeting) == [{"a", "b"}, {"b", "c"}]


def test_the_history_of_a_change_elsewhere_holds_the_set_as_well(groups: list[Group]) -> None:
    meeting = _update(meeting_make(*groups[:2]), place="Geneva")
    meetings.archive(actor=SYSTEM, record=meeting, version=2, reason="twice")
    assert sets_in_history(meeting) == [{"a", "b"}] * 3


def test_the_same_set_is_no_change(groups: list[Group]) -> None:
    meeting = meeting_make(*groups[:2])
    for same in ([groups[1], groups[0]], [*groups[:2], groups[0]], Group.objects.filter(code__in=("a", "b"))):
        meeting = _update(meeting, groups=same)
    assert (meeting.version, len(sets_in_history(meeting))) == (1, 1)


def test_a_set_can_be_given_as_a_query_set(groups: list[Group]) -> None:
    meeting = _update(meeting_make(groups[0]), groups=Group.objects.filter(code__in=("b", "c")))
    assert _codes(meeting) == {"b", "c"}


@pytest.mark.parametrize("values", [{}, {"groups": []}, {"groups": None}])
def test_a_required_set_is_not_empty(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        meetings.create(actor=SYSTEM, values={"kind": "working_group_meeting", **values})
    assert caught.value.message_dict == {"groups": ["Choose at least one."]}
    assert not Meeting.objects.exists()


def test_a_required_set_is_not_emptied(groups: list[Group]) -> None:
    meeting = meeting_make(groups[0])
    with pytest.raises(ValidationError, match="Choose at least one"):
        _update(meeting, groups=[])
    assert (_codes(meeting), len(sets_in_history(meeting))) == ({"a"}, 1)


def test_what_is_wrong_with_the_set_and_with_the_fields_is_told_together() -> None:
    with pytest.raises(ValidationError) as caught:
        meetings.create(actor=SYSTEM, values={"kind": "picnic", "zone": "Atlantis"})
    assert set(caught.value.message_dict) == {"groups", "kind", "zone"}


def test_an_archived_row_does_not_join_a_set(groups: list[Group]) -> None:
    archived = group_services.group_archive(actor=SYSTEM, record=groups[1], version=groups[1].version, reason="twice")
    meeting = meeting_make(groups[0])
    for attempt in (lambda: meeting_make(archived), lambda: _update(meeting, groups=[groups[0], archived])):
        with pytest.raises(ValidationError) as caught:
            attempt()
        text = "“Group b” is archived. Restore it first, or choose another one."
        assert caught.value.message_dict == {"groups": [text]}


def test_a_member_that_was_archived_since_does_not_stand_in_the_way(groups: list[Group]) -> None:
    meeting = meeting_make(*groups[:2])
    group_services.group_archive(actor=SYSTEM, record=groups[1], version=groups[1].version, reason="over")
    assert _update(meeting, groups=groups).version == 2
    assert _codes(meeting) == {"a", "b", "c"}


def test_a_stale_write_of_a_set_is_refused(groups: list[Group]) -> None:
    meeting = meeting_make(groups[0])
    _update(meeting, groups=groups[:2])
    with pytest.raises(StaleVersion) as caught:
        meetings.update(actor=SYSTEM, record=meeting, version=1, values={"groups": groups[2:]})
    assert set(caught.value.current.many("groups")) == set(groups[:2])
    assert caught.value.submitted == {"groups": groups[2:]}


def test_members_that_the_writer_does_not_see_stay(cast: Cast) -> None:
    hidden = group_make("hidden", visibility="secretariat")
    meeting = meeting_make(hidden, cast.groups["border"], cast.groups["pcve"])
    changed = _update(meeting, cast.viewer("chair"), groups=[cast.groups["border"]])
    assert _codes(changed) == {"hidden", "border"}
    assert _update(changed, cast.viewer("chair"), groups=[cast.groups["border"]]).version == 2
    assert _codes(_update(changed, cast.viewer("secretariat"), groups=[cast.groups["border"]])) == {"border"}


def test_policy_and_guard_see_the_set_as_it_would_be_stored(groups: list[Group]) -> None:
    told: list[tuple[str, set[str]]] = []

    def policy(actor: Viewer, row: Any) -> Answer:
        if row is not None:
            told.append(("policy", {group.code for group in row.many("groups")}))
        return YES

    def guard(actor: Viewer, row: Any) -> None:
        told.append(("guard", {group.code for group in row.many("groups")}))

    services = RecordServices(Meeting, policy, guard)
    meeting = services.create(actor=SYSTEM, values={"kind": "working_group_meeting", "groups": groups[:1]})
    services.update(actor=SYSTEM, record=meeting, version=1, values={"groups": groups[1:]})
    new, old = {"b", "c"}, {"a"}
    assert told == [
        ("policy", old),
        ("guard", old),
        ("policy", old),
        ("policy", old),
        ("policy", new),
        ("guard", new),
    ]


def test_what_is_refused_leaves_the_set_alone(groups: list[Group]) -> None:
    def policy(actor: Viewer, row: Any) -> Answer:
        return no("Not c.") if row is not None and groups[2] in row.many("groups") else YES

    meeting = meeting_make(groups[0])
    with pytest.raises(Refused, match="Not c"):
        RecordServices(Meeting, policy).update(actor=SYSTEM, record=meeting, version=1, values={"groups": groups})
    assert (_codes(meeting), len(sets_in_history(meeting))) == ({"a"}, 1)
    assert set(meeting.many("groups")) == {groups[0]}


def test_a_row_that_is_not_stored_has_empty_sets() -> None:
    assert Meeting().many("groups") == []


def test_a_set_that_was_prefetched_is_read_afresh_after_a_write(groups: list[Group]) -> None:
    (meeting,) = [meeting_make(groups[0])]
    (row,) = Meeting.objects.prefetch_related("groups").filter(pk=meeting.pk)
    assert row.many("groups") == [groups[0]]
    assert _update(row, groups=groups[1:]).many("groups") == groups[1:]


@pytest.mark.parametrize("inside", [True, False])
def test_a_set_is_not_changed_by_itself(inside: bool, groups: list[Group]) -> None:
    meeting = meeting_make(groups[0])

    def stray() -> None:
        with operation(actor=SYSTEM) if inside else transaction.atomic():
            meeting.groups.set(groups)

    with pytest.raises(ImproperlyConfigured, match="name it in the values of a service"):
        stray()
    assert (_codes(meeting), len(sets_in_history(meeting))) == ({"a"}, 1)


def test_a_set_is_not_changed_from_its_other_side(groups: list[Group]) -> None:
    meeting = meeting_make(groups[0])
    with pytest.raises(ImproperlyConfigured, match="name it in the values"), transaction.atomic():
        groups[1].meetings.add(meeting)
    assert _codes(meeting) == {"a"}


def test_many_rows_with_sets_are_stored_or_none(groups: list[Group]) -> None:
    good = {"kind": "working_group_meeting", "groups": groups}
    assert [len(each.many("groups")) for each in meetings.create_many(actor=SYSTEM, rows=[good, good])] == [3, 3]
    with pytest.raises(ValidationError):
        meetings.create_many(actor=SYSTEM, rows=[good, {**good, "groups": []}])
    assert Meeting.objects.count() == 2


def test_what_the_history_kept_is_read_in_one_query(groups: list[Group], django_assert_num_queries: Any) -> None:
    meeting = _update(_update(meeting_make(groups[0]), groups=groups), place="Geneva")
    rows = list(Meeting.history.filter(id=meeting.pk).order_by("history_id"))
    with django_assert_num_queries(1):
        found = sets_then(Meeting, rows)
    every = {group.pk for group in groups}
    assert [set(found[row.history_id, "groups"]) for row in rows] == [{groups[0].pk}, every, every]


def test_an_entity_has_no_sets() -> None:
    entity = entity_make("A")
    assert (sets_kept(type(entity)), sets_then(type(entity), list(type(entity).history.all()))) == ([], {})


def test_every_set_of_a_record_is_kept_by_its_history() -> None:
    for model in apps.get_models():
        if issubclass(model, Record):
            assert {field.name for field in sets_kept(model)} == {field.name for field in model._meta.many_to_many}
