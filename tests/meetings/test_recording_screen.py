"""The screen that records a whole meeting keeps what was typed, whatever comes between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.kernel.admin.unsent import OWNER_FIELD, owner_sign
from tests.cast import PASSWORD
from workinggroups.meetings.models import AgendaItem, Meeting, Minutes
from workinggroups.meetings.services.meetings import meeting_update
from workinggroups.meetings.services.minutes import minutes_append

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.test import Client

    from tests.cast import Cast

NEW = "/admin/workinggroups/meeting/record/"


def _rows(name: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    sent = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        sent |= {f"{name}-{place}-{field}": value for field, value in row.items()}
    return sent


def _typed(cast: Cast, *agenda: str, **values: Any) -> dict[str, Any]:
    """What a browser sends for a meeting of the border group."""
    person = {"presence": "present"}
    return {
        "groups": [cast.groups["border"].pk],
        "kind": "working_group_meeting",
        "status": "held",
        "start": "2026-05-08",
        "visibility": "group",
        "ticks-shown": "",
        "minutes-text": "",
        "reason": "",
        **_rows("agenda", [{"title": title} for title in agenda]),
        **_rows("attendance", [person]),
        **_rows("decisions", []),
        **_rows("actions", []),
        **values,
    }


def _made(cast: Cast, client: Client, *agenda: str, **values: Any) -> Meeting:
    answer = client.post(NEW, _typed(cast, *agenda, **values))
    assert answer.status_code == 302, _mistakes(answer)
    return Meeting.objects.get()


def _mistakes(answer: Any) -> list[Any]:
    screen = answer.context["screen"]
    lines = [form.errors for part in screen.parts.values() for form in part if form.errors]
    return [screen.facts.errors, screen.ticks.errors, screen.minutes.errors, *lines]


def _again(meeting: Meeting, cast: Cast, **values: Any) -> dict[str, Any]:
    """What a browser sends for a meeting on record, as the page shows it."""
    meeting.refresh_from_db()
    items = [{"record": each.pk, "version": each.version, "title": each.title} for each in meeting.agenda_items.live()]
    ticked = list(meeting.attendances.live().filter(person=None))
    sent = {
        **_typed(cast),
        **_rows("agenda", items),
        "agenda-INITIAL_FORMS": len(items),
        "version": meeting.version,
        "ticks-entities": [row.entity_id for row in ticked],
        "ticks-shown": ",".join(str(row.pk) for row in ticked),
    }
    return sent | values


def _where(meeting: Meeting) -> str:
    return f"/admin/workinggroups/meeting/{meeting.pk}/record/"


def test_the_page_of_a_new_meeting_offers_rows_for_every_part(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    page = signed_in("secretariat").get(NEW).content.decode()
    for legend in ("Agenda item 8", "Person or number 6", "Decision 4", "Action item 5", "Entities present"):
        assert legend in page
    assert "errorlist" not in page


def test_what_is_typed_is_stored_and_shown_again_as_it_is(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("secretariat")
    entities = [cast.entities["WCO"].pk, cast.entities["UNDP"].pk]
    meeting = _made(cast, client, "Opening", "Reports", **{"ticks-entities": entities, "minutes-text": "All agreed."})
    assert [str(item) for item in meeting.agenda_items.all()] == ["1. Opening", "2. Reports"]
    assert {row.entity.code for row in meeting.attendances.all()} == {"WCO", "UNDP"}
    page = client.get(_where(meeting)).content.decode()
    for text in ("Opening", "Reports", "All agreed."):
        assert text in page
    assert page.count(" checked") == 3
    answer = client.post(_where(meeting), _again(meeting, cast))
    assert answer.status_code == 302, _mistakes(answer)
    assert Meeting.objects.get().version == meeting.version


def test_a_mistake_is_marked_in_its_row_and_nothing_typed_is_lost(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    sent = _typed(cast, "Opening", **{"minutes-text": "A long text of mine"})
    sent |= _rows("actions", [{"title": "Do it", "due": "soon"}])
    answer = signed_in("secretariat").post(NEW, sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    for text in ("Opening", "A long text of mine", "Do it", "soon", "is not a date", "Nothing was stored"):
        assert text in page
    assert not Meeting.objects.exists()


def test_what_the_service_refuses_is_told_in_its_row(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    stranger = cast.groups["pcve"].pk
    decision = {"verb": "approves", "subject_kind": "document", "subject_en": "Paper", "group": stranger}
    answer = signed_in("secretariat").post(NEW, _typed(cast, "Opening") | _rows("decisions", [decision]))
    assert "This group did not meet there" in str(answer.context["screen"].parts["decisions"][0].errors)
    assert not Meeting.objects.exists()


def test_more_empty_rows_keep_what_was_typed_and_store_nothing(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("secretariat").post(NEW, _typed(cast, "Opening", start="nonsense", more="1"))
    page = answer.content.decode()
    assert "Agenda item 6" in page
    assert "Opening" in page
    assert "errorlist" not in page
    assert not Meeting.objects.exists()


def test_a_meeting_recorded_meanwhile_keeps_both(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("secretariat")
    meeting = _made(cast, client, "Opening")
    opened = _again(meeting, cast)
    theirs = {"agenda-TOTAL_FORMS": 2, "agenda-1-title": "Theirs"}
    mine = {"agenda-TOTAL_FORMS": 2, "agenda-1-title": "Mine"}
    client.post(_where(meeting), {**opened, **theirs})
    answer = client.post(_where(meeting), {**opened, **mine})
    page = answer.content.decode()
    assert "Somebody else changed this record" in page
    assert "Added meanwhile: 2. Theirs" in page
    assert "Mine" in page
    assert not AgendaItem.objects.filter(title="Mine").exists()
    meeting.refresh_from_db()
    assert client.post(_where(meeting), {**opened, **mine, "version": meeting.version}).status_code == 302
    assert sorted(AgendaItem.objects.values_list("title", flat=True)) == ["Mine", "Opening", "Theirs"]


def test_the_page_that_tells_of_a_change_can_be_sent_again(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("secretariat")
    meeting = _made(cast, client, "Opening")
    opened = _again(meeting, cast)
    meeting_update(actor=cast.viewer("superuser"), record=meeting, version=meeting.version, values={"place": "Room 4"})
    answer = client.post(_where(meeting), {**opened, "summary": "Mine"})
    assert str(answer.context["screen"].facts["version"].value()) == str(meeting.version + 1)
    assert "Room 4" in answer.content.decode()


def test_an_entity_that_a_colleague_ticked_meanwhile_stays(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("secretariat")
    meeting = _made(cast, client, "Opening")
    opened = _again(meeting, cast)
    client.post(_where(meeting), {**opened, "ticks-entities": [cast.entities["WCO"].pk]})
    meeting.refresh_from_db()
    both = {**opened, "ticks-entities": [cast.entities["UNDP"].pk], "version": meeting.version}
    client.post(_where(meeting), both)
    assert {row.entity.code for row in meeting.attendances.live()} == {"WCO", "UNDP"}


def test_an_entity_whose_tick_is_taken_away_is_taken_off(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("secretariat")
    meeting = _made(cast, client, "Opening", **{"ticks-entities": [cast.entities["WCO"].pk]})
    client.post(_where(meeting), _again(meeting, cast, **{"ticks-entities": []}))
    assert not meeting.attendances.live().exists()


def test_a_row_marked_to_be_taken_off_is_archived(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("secretariat")
    meeting = _made(cast, client, "Opening", "Reports")
    client.post(_where(meeting), _again(meeting, cast, **{"agenda-0-dropped": "on"}))
    assert [item.title for item in meeting.agenda_items.live()] == ["Reports"]


def test_minutes_that_a_colleague_saved_meanwhile_are_shown_beside_ones_own(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("secretariat")
    meeting = _made(cast, client, "Opening", **{"minutes-text": "First line\nSecond line"})
    first = meeting.minutes.get()
    opened = _again(meeting, cast)
    second = minutes_append(
        actor=cast.viewer("chair"), meeting=meeting, values={"text": "First line\nTheirs", "follows": first}
    )
    mine = {"minutes-text": "First line\nMine", "minutes-follows": first.pk}
    answer = client.post(_where(meeting), {**opened, **mine})
    page = answer.content.decode()
    assert "<del>Theirs</del>" in page
    assert "<ins>Mine</ins>" in page
    assert str(answer.context["screen"].minutes["follows"].value()) == str(second.pk)
    client.post(_where(meeting), {**opened, **mine, "minutes-follows": second.pk})
    assert Minutes.objects.order_by("-number").first().text == "First line\nMine"


def test_what_was_sent_after_the_session_had_ended_is_shown_after_sign_in(cast: Cast, client: Client) -> None:
    user = cast.users["secretariat"]
    sent = _typed(cast, "Opening", **{"minutes-text": "A long text", OWNER_FIELD: owner_sign(user.pk)})
    answer = client.post(NEW, sent)
    assert answer.status_code == 302
    assert not Meeting.objects.exists()
    client.post(answer["Location"], {"login": user.email, "password": PASSWORD})
    page = client.get(NEW).content.decode()
    for text in ("You were signed out before this was saved", "Opening", "A long text"):
        assert text in page
    assert not Meeting.objects.exists()
    assert client.post(NEW, sent).status_code == 302
    assert Meeting.objects.get().minutes.get().text == "A long text"


def test_only_staff_open_the_screen(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    assert signed_in("chair").get(NEW).status_code == 403
