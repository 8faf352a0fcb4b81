"""A secretary ends a chair's term and starts the next, without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compact.kernel.admin.changes import entries_of
from workinggroups.groups.models import Role, Term

if TYPE_CHECKING:
    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser


def test_a_secretary_ends_a_term_and_starts_the_next_by_keyboard_alone(screen: Screen, cast: Cast) -> None:
    chair = cast.terms["chair_pcve"]
    keyboard = screen.page.keyboard
    screen.sign_in(cast, "secretariat")

    screen.focus_by_tab("a[href='/admin/workinggroups/term/']")
    keyboard.press("Enter")
    screen.page.wait_for_url("**/admin/workinggroups/term/")
    screen.focus_by_tab("#searchbar")
    keyboard.type("pcve")
    keyboard.press("Enter")
    screen.page.wait_for_url("**/?q=pcve*")
    screen.focus_by_tab(f"a[href^='/admin/workinggroups/term/{chair.pk}/change/']")
    keyboard.press("Enter")
    screen.page.wait_for_url("**/change/**")
    screen.focus_by_tab("a[href$='/hand-over/']")
    keyboard.press("Enter")
    screen.page.wait_for_url("**/hand-over/")

    screen.focus_by_tab("#id_end")
    keyboard.type("2026-10-31")
    screen.focus_by_tab("[aria-labelledby*='next_entity']")
    keyboard.press("Enter")
    screen.page.wait_for_selector(".select2-search__field:focus")
    keyboard.type("CTED")
    screen.page.wait_for_selector("li.select2-results__option--highlighted:has-text('CTED')")
    keyboard.press("Enter")
    screen.focus_by_tab("#id_next_start")
    keyboard.type("2026-11-01")
    screen.focus_by_tab("#id_reason")
    keyboard.type("Letter of 3 October 2026")
    screen.focus_by_tab("input[type=submit]")
    keyboard.press("Enter")
    screen.page.wait_for_selector(".messagelist .success")

    ended = Term.objects.get(pk=chair.pk)
    started = Term.objects.get(group=chair.group, role=Role.CHAIR, entity=cast.entities["CTED"])
    assert (ended.end, started.start) == ("2026-10-31", "2026-11-01")
    assert entries_of(ended)[0].operation == entries_of(started)[0].operation
    assert entries_of(started)[0].operation.reason == "Letter of 3 October 2026"
    assert screen.complaints == []
