"""Agenda and attendance through the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.client import address, etag_of
from tests.contract.samples.base import NOBODY, uid
from tests.meetings.making import attendance_make, item_make, meeting_make
from workinggroups.meetings.models import AgendaItem

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

    Api = Callable[[str], APIClient]

pytestmark = pytest.mark.django_db


class TestAgenda:
    def test_a_position_may_be_left_out(self, cast: Cast, api: Api) -> None:
        body = {"meeting": uid(meeting_make(cast)), "title": "Opening"}
        client = api("alternate")
        assert [client.post(address("agenda-items"), body).json()["position"] for _ in range(2)] == [1, 2]

    def test_the_agenda_is_put_into_another_order_at_once(self, cast: Cast, api: Api) -> None:
        row, client = meeting_make(cast), api("chair")
        items = [item_make(row, title) for title in ("Opening", "Funds")]
        answer = client.post(
            address("meetings", row, "agenda-order"),
            {"order": [uid(items[1]), uid(items[0])]},
            headers={"if_match": etag_of(client, "meetings", row)},
        )
        assert answer.status_code == 200, answer.json()
        assert (answer.json()["id"], answer.json()["version"]) == (uid(row), 2)
        assert list(AgendaItem.objects.order_by("position").values_list("title", flat=True)) == ["Funds", "Opening"]

    def test_a_late_or_incomplete_order_is_refused(self, cast: Cast, api: Api) -> None:
        row, client = meeting_make(cast), api("chair")
        items = [item_make(row, title) for title in ("Opening", "Funds")]
        where = address("meetings", row, "agenda-order")
        assert client.post(where, {"order": []}).status_code == 428
        late = client.post(where, {"order": [uid(item) for item in items]}, headers={"if_match": '"7-ab"'})
        assert late.status_code == 412
        short = client.post(where, {"order": [uid(items[0])]}, headers={"if_match": "*"})
        assert short.status_code == 400
        assert short.json()["errors"][0]["pointer"] == "/order"
        nowhere = client.post(where, {"order": [NOBODY]}, headers={"if_match": "*"})
        assert nowhere.json()["errors"][0]["pointer"] == "/order/0"
        assert api("chair_pcve").post(where, {"order": []}, headers={"if_match": "*"}).status_code == 404


class TestAttendance:
    def test_the_entity_is_filled_in_and_names_are_read(self, cast: Cast, api: Api) -> None:
        body = {"meeting": uid(meeting_make(cast, visibility="all")), "person": uid(cast.people["chair"])}
        read = api("chair").post(address("attendances"), body).json()
        assert (read["entity_code"], read["person_name"], read["presence"]) == ("WCO", "Chair Example", "present")

    def test_hidden_people_and_entities_leave_a_blank(self, cast: Cast, api: Api) -> None:
        row = attendance_make(meeting_make(cast, visibility="all"), person=cast.people["chair"])
        type(cast.people["chair"]).objects.filter(pk=cast.people["chair"].pk).update(visibility="secretariat")
        read = api("reader").get(address("attendances", row)).json()
        assert (read["entity_code"], read["person"], read["person_name"]) == ("WCO", None, None)
        assert api("secretariat").get(address("attendances", row)).json()["person_name"] == "Chair Example"

    def test_a_guest_has_no_name_as_a_person(self, cast: Cast, api: Api) -> None:
        row = attendance_make(meeting_make(cast), guest="A minister")
        read = api("secretariat").get(address("attendances", row)).json()
        assert (read["guest"], read["person"], read["person_name"]) == ("A minister", None, None)
