"""A secretary records a meeting of two groups on one screen, in one save, without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compact.kernel.operations import Operation
from tests.cast import entity_make
from workinggroups.meetings.models import Meeting

if TYPE_CHECKING:
    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser

MINUTES = "# Minutes\n\n1. The chair opened the meeting.\n2. All reports were noted."


class Typist:
    """Walks through the page with the tabulator alone and types."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.keyboard = screen, screen.page.keyboard

    def write(self, name: str, text: str) -> None:
        """Type into the field ``name``."""
        self.screen.focus_by_tab(f"[name='{name}']", limit=400)
        self.keyboard.type(text)

    def tick(self, name: str, value: int) -> None:
        """Tick one of several boxes."""
        self.screen.focus_by_tab(f"input[name='{name}'][value='{value}']", limit=400)
        self.keyboard.press("Space")

    def choose(self, name: str, label: str) -> None:
        """Choose in a list by typing the beginning of a choice."""
        self.screen.focus_by_tab(f"select[name='{name}']", limit=400)
        self.keyboard.type(label)

    def press(self, selector: str) -> None:
        """Reach a button or link, and press it."""
        self.screen.focus_by_tab(selector, limit=400)
        self.keyboard.press("Enter")


def test_a_secretary_records_a_whole_meeting_by_keyboard_alone(screen: Screen, cast: Cast) -> None:
    more = [entity_make(code) for code in ("FATF", "IMO")]
    attending = [*cast.entities.values(), *more]
    assert len(attending) == 9
    typist = Typist(screen)
    screen.sign_in(cast, "secretariat")
    typist.press("a[href='/admin/workinggroups/meeting/']")
    screen.page.wait_for_url("**/admin/workinggroups/meeting/")
    typist.press("a[href='/admin/workinggroups/meeting/record/']")
    screen.page.wait_for_url("**/record/")

    for code in ("border", "pcve"):
        typist.tick("groups", cast.groups[code].pk)
    typist.choose("kind", "Working group m")
    typist.write("title_en", "Joint meeting on borders")
    typist.choose("status", "Held")
    typist.write("start", "2026-05-08")
    typist.write("head_count", "31")
    for place in range(6):
        typist.write(f"agenda-{place}-title", f"Point {place + 1}")
    for entity in sorted(attending, key=lambda each: each.code):
        typist.tick("ticks-entities", entity.pk)
    typist.write("minutes-text", MINUTES)
    for place in range(3):
        typist.write(f"decisions-{place}-subject_en", f"Paper {place + 1}")
        typist.choose(f"decisions-{place}-group", "Group border")
        typist.write(f"decisions-{place}-agenda_item", str(place + 2))
    for place in range(4):
        typist.write(f"actions-{place}-title", f"Task {place + 1}")
        typist.choose(f"actions-{place}-entity", "WCO")
        typist.write(f"actions-{place}-due", "2026-12-31")
        typist.choose(f"actions-{place}-group", "Group border")
        typist.write(f"actions-{place}-decision", "1")
    assert screen.accessibility_problems() == []
    typist.press("input[type=submit].default")
    screen.page.wait_for_selector(".messagelist .success")

    meeting = Meeting.objects.get()
    assert {group.code for group in meeting.groups.all()} == {"border", "pcve"}
    assert [item.title for item in meeting.agenda_items.order_by("position")] == [f"Point {n}" for n in range(1, 7)]
    assert meeting.attendances.count() == 9
    assert meeting.head_count == 31
    assert meeting.minutes.get().text == MINUTES
    assert [each.agenda_item.position for each in meeting.decisions.order_by("pk")] == [2, 3, 4]
    assert {each.decision.subject_en for each in meeting.action_items.all()} == {"Paper 1"}
    assert meeting.action_items.count() == 4
    rows = [meeting, *meeting.agenda_items.all(), *meeting.attendances.all(), *meeting.action_items.all()]
    assert {row.history.first().operation_id for row in rows} == {Operation.objects.order_by("-number")[0].pk}
    assert screen.complaints == []


def test_the_screen_works_without_a_script(screen: Screen, cast: Cast) -> None:
    screen.sign_in(cast, "secretariat", "/admin/workinggroups/meeting/record/")
    page = screen.page.context.browser.new_context(java_script_enabled=False).new_page()
    page.context.add_cookies(screen.page.context.cookies())
    page.goto(f"{screen.address}/admin/workinggroups/meeting/record/")
    page.check(f"input[name=groups][value='{cast.groups['border'].pk}']")
    page.select_option("select[name=kind]", "working_group_meeting")
    page.fill("[name=start]", "2026-05-08")
    page.fill("[name=agenda-0-title]", "Opening")
    page.click("button[name=more]")
    page.fill("[name=agenda-12-title]", "Closing")
    page.click("input[type=submit].default")
    page.wait_for_selector(".messagelist .success")
    assert [item.title for item in Meeting.objects.get().agenda_items.all()] == ["Opening", "Closing"]
    page.context.close()


@pytest.mark.slow
def test_the_screen_fits_a_telephone(screen: Screen, cast: Cast) -> None:
    screen.page.set_viewport_size({"width": 360, "height": 740})
    screen.sign_in(cast, "secretariat", "/admin/workinggroups/meeting/record/")
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360
