"""Meetings, agenda and attendance through the API: hours with their zone, filters, what is hidden from whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.operations import operation
from tests.cast import SYSTEM, nominate, term_make
from tests.contract.client import address, change
from tests.contract.samples.base import NOBODY, uid
from tests.meetings.making import attendance_make, decision_make, item_make, meeting_make
from workinggroups.groups.models import Group
from workinggroups.meetings.models import Meeting, Minutes
from workinggroups.meetings.services.meetings import attendance_archive

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

    Api = Callable[[str], APIClient]

pytestmark = pytest.mark.django_db

LINK = "https://meet.example.org/zanzibarite"


def found(client: APIClient, resource: str = "meetings", **query: str) -> set[str]:
    """The ids of what a list holds."""
    answer = client.get(address(resource), query)
    assert answer.status_code == 200, answer.json()
    return {row["id"] for row in answer.json()["results"]}


def sent(cast: Cast, **values: Any) -> dict[str, Any]:
    """The least that a client sends to plan a meeting of the border group."""
    return {"groups": [uid(cast.groups["border"])], "kind": "working_group_meeting", **values}


class TestHours:
    @pytest.mark.parametrize(
        "typed", ["2026-03-15T21:00:00Z", "2026-03-15T17:00:00-04:00", "2026-03-16T00:00:00+03:00"]
    )
    def test_an_hour_is_taken_with_any_offset_and_told_in_utc_beside_its_zone(
        self, cast: Cast, api: Api, typed: str
    ) -> None:
        answer = api("chair").post(address("meetings"), sent(cast, starts_at=typed, zone="Africa/Nairobi"))
        assert answer.status_code == 201, answer.json()
        read = answer.json()
        assert (read["starts_at"], read["zone"], read["start"]) == (
            "2026-03-15T21:00:00Z",
            "Africa/Nairobi",
            "2026-03-16",
        )

    def test_an_hour_without_an_offset_or_a_zone_is_refused(self, cast: Cast, api: Api) -> None:
        client = api("chair")
        for values, pointer in (
            ({"starts_at": "2026-03-15T21:00:00", "zone": "Africa/Nairobi"}, "/starts_at"),
            ({"starts_at": "2026-03-15T21:00:00Z", "zone": "Geneva"}, "/zone"),
        ):
            answer = client.post(address("meetings"), sent(cast, **values))
            assert answer.status_code == 400
            assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
        answer = client.post(address("meetings"), sent(cast, starts_at="2026-03-15T21:00:00Z"))
        assert "Name the time zone of the meeting." in answer.content.decode()


class TestGroups:
    def test_a_joint_meeting_names_all_its_groups_in_order(self, cast: Cast, api: Api) -> None:
        row = meeting_make(cast, "pcve", "border", visibility="all")
        read = api("reader").get(address("meetings", row)).json()
        assert read["groups_codes"] == ["border", "pcve"]
        assert read["groups"] == [uid(cast.groups["border"]), uid(cast.groups["pcve"])]

    def test_a_group_that_is_not_seen_is_not_named_nor_found(self, cast: Cast, api: Api) -> None:
        row = meeting_make(cast, "border", "pcve", visibility="all")
        Group.objects.filter(code="pcve").update(visibility="secretariat")
        reader = api("reader")
        assert reader.get(address("meetings", row)).json()["groups_codes"] == ["border"]
        assert found(reader, group_code="border") == {uid(row)}
        assert found(reader, group_code="pcve") == set()
        hidden, nobody = (
            reader.get(address("meetings"), {"group": each}).json() for each in (uid(cast.groups["pcve"]), NOBODY)
        )
        assert hidden == nobody
        assert found(api("secretariat"), group_code="pcve") == {uid(row)}

    def test_meetings_of_the_group_alone_are_not_seen_outside_it(self, cast: Cast, api: Api) -> None:
        row = meeting_make(cast, status="held")
        parts = {
            "meetings": row,
            "agenda-items": item_make(row, "Opening"),
            "attendances": attendance_make(row, guest="A minister"),
            "decisions": decision_make(cast, meeting=row),
        }
        for name, record in parts.items():
            for persona, sees in (
                ("alternate", True),
                ("chair_pcve", False),
                ("focal_point", False),
                ("reader", False),
            ):
                client = api(persona)
                assert (uid(record) in found(client, name)) is sees
                assert client.get(address(name, record)).status_code == (200 if sees else 404)

    def test_a_member_of_one_group_sees_a_joint_meeting(self, cast: Cast, api: Api) -> None:
        row = meeting_make(cast, "border", "pcve")
        nominate(term_make(cast.groups["pcve"], cast.entities["UNODC"], "member"), cast.people["focal_point"])
        assert found(api("focal_point")) == {uid(row)}

    def test_a_meeting_cannot_be_put_where_the_client_may_not_write(self, cast: Cast, api: Api) -> None:
        row = meeting_make(cast)
        answer = change(api("chair"), "meetings", row, {"groups": [uid(cast.groups["pcve"])]})
        assert answer.status_code == 403
        assert "Write to them with what you need" in answer.json()["detail"]


class TestLink:
    @pytest.mark.parametrize(
        ("persona", "shown"),
        [("secretariat", True), ("chair", True), ("alternate", True), ("chair_pcve", False), ("reader", False)],
    )
    def test_the_link_for_taking_part_is_for_the_groups_that_meet(
        self, cast: Cast, api: Api, persona: str, shown: bool
    ) -> None:
        row, client = meeting_make(cast, link=LINK, visibility="all"), api(persona)
        assert client.get(address("meetings", row)).json()["link"] == (LINK if shown else "")
        for form in ("json", "csv"):
            listed = client.get(address("meetings"), {"format": form}).getvalue().decode()
            assert (LINK in listed) is shown
        assert found(client, search="zanzibarite") == set()

    def test_the_order_of_a_list_does_not_tell_the_link(self, cast: Cast, api: Api) -> None:
        rows = [meeting_make(cast, link=f"https://meet.example.org/{name}", visibility="all") for name in "bac"]
        listed = api("reader").get(address("meetings"), {"ordering": "link"}).json()["results"]
        assert [row["id"] for row in listed] == [uid(row) for row in rows]

    def test_a_chair_changes_the_link(self, cast: Cast, api: Api) -> None:
        assert change(api("chair"), "meetings", meeting_make(cast), {"link": LINK}).json()["link"] == LINK


class TestCounts:
    def test_entities_and_decisions_are_counted_as_far_as_they_are_seen(self, cast: Cast, api: Api) -> None:
        row = meeting_make(cast, status="held", visibility="all")
        for values in ({"entity": cast.entities["WCO"]}, {"person": cast.people["chair"]}, {"guest": "A minister"}):
            attendance_make(row, **values)
        attendance_make(row, entity=cast.entities["UNDP"])
        attendance_make(row, entity=cast.entities["CTED"], presence="apologies")
        off = attendance_make(row, entity=cast.entities["DCO"])
        attendance_archive(actor=SYSTEM, record=off, version=1, reason="Was not there")
        decision_make(cast, meeting=row, visibility="all")
        decision_make(cast, meeting=row)

        def counts(persona: str) -> tuple[int, int]:
            read = api(persona).get(address("meetings", row)).json()
            return read["entities_attending"], read["decisions_count"]

        assert counts("reader") == (2, 1)
        assert counts("chair") == (2, 2)
        type(cast.entities["UNDP"]).objects.filter(code="UNDP").update(visibility="secretariat")
        assert counts("reader") == (1, 1)
        assert counts("secretariat") == (2, 2)


class TestFilters:
    @pytest.fixture
    def dated(self, cast: Cast) -> dict[str, Meeting]:
        """Meetings by how well their days are known."""
        values: dict[str, dict[str, str]] = {
            "day": {"start": "2020-07-15"},
            "month": {"start": "2020-07"},
            "year": {"start": "2020"},
            "days": {"start": "2020-07-14", "end": "2020-07-16"},
            "unknown": {"start": ""},
            "later": {"start": "2021-06-29"},
        }
        return {name: meeting_make(cast, visibility="all", **each) for name, each in values.items()}

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({"held_on": "2020-07-15"}, {"day", "month", "year", "days"}),
            ({"held_on": "2020-07-16"}, {"month", "year", "days"}),
            ({"held_on": "2020-08-01"}, {"year"}),
            ({"after": "2020-07-16"}, {"month", "year", "days", "later"}),
            ({"before": "2020-07-14"}, {"month", "year", "days"}),
            ({"after": "2020-07-15", "before": "2020-07-15"}, {"day", "month", "year", "days"}),
            ({"after": "2021-01-01"}, {"later"}),
        ],
    )
    def test_days_are_asked_for_as_far_as_they_are_known(
        self, api: Api, dated: dict[str, Meeting], query: dict[str, str], names: set[str]
    ) -> None:
        assert found(api("reader"), **query) == {uid(dated[name]) for name in names}

    def test_meetings_are_found_by_what_they_are(self, cast: Cast, api: Api) -> None:
        client = api("secretariat")
        committee = meeting_make(
            cast,
            "committee",
            kind="coordination_committee",
            number=6,
            status="held",
            mode="virtual",
            title_fr="Réunion",
        )
        joint = meeting_make(cast, "border", "pcve", place="Vienna")
        for query in (
            {"kind": "coordination_committee"},
            {"number": "6"},
            {"status": "held"},
            {"mode": "virtual"},
            {"group_code": "committee"},
            {"group": uid(cast.groups["committee"])},
            {"search": "réunion"},
        ):
            assert found(client, **query) == {uid(committee)}, query
        assert found(client, group=uid(cast.groups["pcve"])) == found(client, search="vienna") == {uid(joint)}
        assert found(client, group=uid(cast.groups["border"]), group_code="pcve") == {uid(joint)}

    @pytest.mark.parametrize("number", ["-1", "1.5", "six", "40000", "1e9"])
    def test_a_number_is_a_whole_one(self, cast: Cast, api: Api, number: str) -> None:
        answer = api("reader").get(address("meetings"), {"number": number})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == "number"

    def test_an_entity_is_asked_for_by_where_it_was_present(self, cast: Cast, api: Api) -> None:
        present, excused, off = (meeting_make(cast) for _ in range(3))
        entity = cast.entities["WCO"]
        attendance_make(present, entity=entity)
        attendance_make(present, person=cast.people["chair"])
        attendance_make(excused, entity=entity, presence="apologies")
        row = attendance_make(off, entity=entity)
        attendance_archive(actor=SYSTEM, record=row, version=1, reason="Was not there")
        assert found(api("chair"), entity=uid(entity)) == {uid(present)}

    def test_minutes_are_missing_where_the_reader_sees_none(self, cast: Cast, api: Api) -> None:
        without, drafted = meeting_make(cast, visibility="all"), meeting_make(cast, visibility="all")
        with operation(actor=SYSTEM):
            Minutes(meeting=drafted, text="Draft", visibility="all").save()
        assert found(api("secretariat"), without_minutes="true") == {uid(without)}
        assert found(api("chair"), without_minutes="false") == {uid(drafted)}
        assert found(api("reader"), without_minutes="true") == {uid(without), uid(drafted)}
        Minutes.objects.update(state="circulated")
        assert found(api("reader"), without_minutes="true") == {uid(without)}

    def test_the_parts_are_found_by_their_meeting(self, cast: Cast, api: Api) -> None:
        row, other = meeting_make(cast), meeting_make(cast)
        item = item_make(row, "Funds", text="Catalytic", presenter=cast.entities["WCO"])
        item_make(other, "Opening")
        guest, entity = attendance_make(row, guest="A minister"), attendance_make(row, entity=cast.entities["WCO"])
        attendance_make(other, entity=cast.entities["WCO"], presence="apologies")
        client = api("chair")
        assert found(client, "agenda-items", meeting=uid(row)) == {uid(item)}
        assert found(client, "agenda-items", presenter=uid(cast.entities["WCO"])) == {uid(item)}
        assert found(client, "agenda-items", search="catalytic") == {uid(item)}
        assert found(client, "attendances", meeting=uid(row)) == {uid(guest), uid(entity)}
        assert found(client, "attendances", entity=uid(cast.entities["WCO"]), presence="present") == {uid(entity)}
