"""Sets in the pages of the staff: chosen by typing, compared, told in the history, restored, imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import tablib
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact.kernel.admin.changes import entries_of
from compact.kernel.admin.display import EMPTY, value_text
from compact.kernel.admin.resources import RecordResource, codes_field, identifier_field, text_field
from compact.kernel.standard_columns import IDENTITY, many
from tests.cast import SYSTEM, Cast, group_make
from tests.kernel.sets import meeting_make, meetings, sets_in_history
from workinggroups.groups import services as group_services
from workinggroups.groups.models import Group
from workinggroups.meetings.models import Meeting
from workinggroups.workplans.models import CallForInputs

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.urls("tests.kernel.sets_admin")

ADD = "/admin/workinggroups/meeting/add/"


@pytest.fixture
def staff(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("secretariat")


@pytest.fixture
def groups(cast: Cast) -> list[Group]:
    return [group_make(code, name_en=code.upper()) for code in ("a", "b", "c")]


def _page(meeting: Meeting, name: str = "change") -> str:
    return f"/admin/workinggroups/meeting/{meeting.pk}/{name}/"


def _data(*groups: Group, **values: Any) -> dict[str, Any]:
    sent = {"kind": "working_group_meeting", "visibility": "group", "place": "", "zone": "", "version": "1"}
    return {**sent, "groups": [group.pk for group in groups], "change_reason": "", **values}


def _update(meeting: Meeting, **values: Any) -> Meeting:
    return meetings.update(actor=SYSTEM, record=meeting, version=meeting.version, values=values)


def test_a_set_is_chosen_by_typing_without_scripts_in_the_page(staff: Client, groups: list[Group]) -> None:
    page = staff.get(_page(meeting_make(*groups[:2]))).content.decode()
    assert 'data-field-name="groups"' in page
    assert [f'<option value="{group.pk}" selected>{group}</option>' in page for group in groups] == [True, True, False]
    assert "<script>" not in page
    assert "style=" not in page
    found = staff.get(
        "/admin/autocomplete/",
        {"app_label": "workinggroups", "model_name": "meeting", "field_name": "groups", "term": "c"},
    )
    assert str(groups[2].pk) in {each["id"] for each in found.json()["results"]}


def test_a_form_stores_row_and_set_as_one_act(staff: Client, groups: list[Group]) -> None:
    assert staff.post(ADD, _data(*groups[:2])).status_code == 302
    meeting = Meeting.objects.get()
    assert staff.post(_page(meeting), _data(groups[2])).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.version, sets_in_history(meeting)) == (2, [{"a", "b"}, {"c"}])


def test_saving_what_is_stored_leaves_no_trace(staff: Client, groups: list[Group]) -> None:
    meeting = meeting_make(*groups[:2])
    assert staff.post(_page(meeting), _data(*groups[:2])).status_code == 302
    assert len(sets_in_history(meeting)) == 1


def test_what_was_chosen_stays_in_a_form_with_a_mistake(staff: Client, groups: list[Group]) -> None:
    answer = staff.post(ADD, _data(groups[1], kind="picnic"))
    assert set(answer.context["adminform"].form.errors) == {"kind"}
    assert f'<option value="{groups[1].pk}" selected>B</option>' in answer.content.decode()


def test_what_the_service_says_of_a_set_lands_on_its_field(staff: Client, groups: list[Group]) -> None:
    group_services.group_archive(actor=SYSTEM, record=groups[0], version=groups[0].version, reason="over")
    errors = staff.post(ADD, _data(groups[0])).context["adminform"].form.errors
    assert errors == {"groups": ["“A” is archived. Restore it first, or choose another one."]}


def test_an_empty_set_is_refused(staff: Client, groups: list[Group]) -> None:
    assert set(staff.post(ADD, _data()).context["adminform"].form.errors) == {"groups"}


def test_a_member_that_was_archived_since_can_stay(staff: Client, groups: list[Group]) -> None:
    meeting = meeting_make(*groups[:2])
    group_services.group_archive(actor=SYSTEM, record=groups[0], version=groups[0].version, reason="over")
    assert staff.post(_page(meeting), _data(*groups)).status_code == 302
    assert sets_in_history(meeting)[-1] == {"a", "b", "c"}


def test_two_versions_of_a_set_stand_side_by_side(staff: Client, groups: list[Group]) -> None:
    meeting = _update(meeting_make(groups[0]), groups=groups[:2])
    answer = staff.post(_page(meeting), _data(*reversed(groups)))
    form = answer.context["adminform"].form
    differing = [(each.label, each.stored, each.typed) for each in form.conflict.fields if each.differs]
    assert differing == [("groups", "A, B", "A, B, C")]
    staff.post(_page(meeting), _data(*reversed(groups), version=form["version"].value()))
    assert sets_in_history(meeting)[-1] == {"a", "b", "c"}


def test_the_history_tells_how_a_set_changed(staff: Client, groups: list[Group]) -> None:
    meeting = _update(_update(meeting_make(*groups[:2]), groups=groups[:1]), place="Geneva")
    told = [[(each.label, each.before, each.after) for each in entry.changes] for entry in entries_of(meeting)]
    assert told[:2] == [[("place", EMPTY, "Geneva")], [("groups", "A, B", "A")]]
    assert ("groups", EMPTY, "A, B") in told[2]
    page = staff.get(_page(meeting, "history")).content.decode()
    assert "A, B" in page


def test_a_longer_history_costs_no_more_queries(groups: list[Group]) -> None:
    meeting = _update(meeting_make(groups[0]), groups=groups[1:])
    counts = []
    for place in ("Geneva", "New York", "Nairobi"):
        meeting = _update(meeting, place=place)
        with CaptureQueriesContext(connection) as captured:
            entries_of(meeting)
        counts.append(len(captured))
    assert counts == [counts[0]] * 3


def test_an_earlier_set_is_shown_beside_the_present_and_restored(staff: Client, groups: list[Group]) -> None:
    meeting = _update(meeting_make(*groups[:2]), groups=groups[1:])
    first = Meeting.history.filter(id=meeting.pk).earliest("history_id")
    address = _page(meeting, f"history/{first.history_id}")
    (shown,) = [each for each in staff.get(address).context["fields"] if each.label == "groups"]
    assert (shown.then, shown.now, shown.differs) == ("A, B", "B, C", True)
    assert staff.post(address, {"version": "2", "reason": "It was right"}).status_code == 302
    assert sets_in_history(meeting) == [{"a", "b"}, {"b", "c"}, {"a", "b"}]


def test_a_set_with_a_member_in_the_archive_is_not_restored(staff: Client, groups: list[Group]) -> None:
    meeting = _update(meeting_make(*groups[:2]), groups=groups[1:])
    group_services.group_archive(actor=SYSTEM, record=groups[0], version=groups[0].version, reason="over")
    first = Meeting.history.filter(id=meeting.pk).earliest("history_id")
    answer = staff.post(_page(meeting, f"history/{first.history_id}"), {"version": "2", "reason": "x"})
    assert "“A” is archived." in answer.content.decode()


def test_values_of_sets_and_lists_are_told_in_words(groups: list[Group]) -> None:
    field: Any = Meeting._meta.get_field("groups")
    labels = {(Group, 1): "One", (Group, 2): "Another"}
    assert value_text(field, [1, 2, 3], labels) == "#3, Another, One"
    assert value_text(field, groups) == "A, B, C"
    assert value_text(field, meeting_make(*groups).groups) == "A, B, C"
    nothing: tuple[Any, ...] = (None, [], Group.objects.none())
    assert [value_text(field, each) for each in nothing] == [EMPTY] * 3
    texts: Any = CallForInputs._meta.get_field("questions")
    assert [value_text(texts, value) for value in (["a", "b"], [])] == ["a; b", EMPTY]


class MeetingResource(RecordResource):
    """Meetings with the codes of their groups."""

    services = meetings
    columns = (*IDENTITY, *many("groups", "groups"))

    id = identifier_field()
    kind = text_field("kind")
    groups = codes_field("groups", Group)

    class Meta:
        model = Meeting
        import_id_fields = ["id"]
        fields = ("id", "kind", "groups")


def _import(*lines: tuple[str, ...]) -> Any:
    table = tablib.Dataset(*lines, headers=["id", "kind", "groups_codes"])
    return MeetingResource(SYSTEM).run(table, reason="", dry_run=False)


def test_a_table_names_the_members_of_a_set_by_their_codes(groups: list[Group]) -> None:
    meeting, same = meeting_make(*groups[:2]), meeting_make(groups[0])
    kind = "working_group_meeting"
    report = _import((str(meeting.uid), kind, "c; a"), (str(same.uid), kind, "a"), ("", kind, "b"))
    assert not report.problems
    assert [(str(each.outcome), each.changes) for each in report.done] == [
        ("changed", ("groups: A, B → A, C",)),
        ("same", ()),
        ("new", ()),
    ]
    assert sets_in_history(meeting) == [{"a", "b"}, {"a", "c"}]
    assert sets_in_history(Meeting.objects.latest("pk")) == [{"b"}]


def test_a_table_with_an_unknown_code_is_refused(groups: list[Group]) -> None:
    meeting = meeting_make(groups[0])
    (problem,) = _import((str(meeting.uid), "working_group_meeting", "a;zz")).problems
    assert (problem.row, "zz" in problem.text) == (2, True)
    assert sets_in_history(meeting) == [{"a"}]
