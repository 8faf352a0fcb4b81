"""A secretary enters a project with its partners and places on one screen, without a mouse, and without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compact.kernel.operations import Operation
from tests.browser.languages import EACH_LANGUAGE
from tests.browser.test_admin_meeting import Typist
from tests.projects.screens import LIST, NEW, project_made
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser


def _countries(project: Project) -> set[str]:
    return {place.code for place in project.countries.all()}


def test_a_project_with_two_partners_and_three_countries_is_made_by_keyboard_alone(screen: Screen, cast: Cast) -> None:
    typist = Typist(screen)
    screen.sign_in(cast, "secretariat")
    typist.press(f"a[href='{LIST}']")
    screen.page.wait_for_url(f"**{LIST}")
    typist.press(f"a[href^='{NEW}']")
    screen.page.wait_for_url(f"**{NEW}")

    typist.write("title_en", "Training of border guards")
    typist.choose("lead", "UNODC")
    typist.tick("contributing_groups", cast.groups["border"].pk)
    for place, (code, brings) in enumerate((("WCO", "Two trainers"), ("INTERPOL", "Access to databases"))):
        typist.choose(f"partners-{place}-entity", code)
        typist.choose(f"partners-{place}-role", "Joint")
        typist.write(f"partners-{place}-contribution", brings)
    screen.focus_by_tab("#id_countries_find", limit=400)
    for text in ("ken", "uga", "côte"):
        typist.keyboard.type(text)
        typist.keyboard.press("Enter")
    assert screen.page.inner_text("#id_countries [data-ticks-chosen]").count(",") == 2
    assert screen.accessibility_problems() == []
    typist.press(".submit-row input[name=_save]")
    screen.page.wait_for_selector(".messagelist .success")

    project = Project.objects.get()
    assert _countries(project) == {"KEN", "UGA", "CIV"}
    rows = project.partners.order_by("entity__code")
    assert [(row.entity.code, row.contribution) for row in rows] == [
        ("INTERPOL", "Access to databases"),
        ("WCO", "Two trainers"),
    ]
    histories = {row.history.get().operation_id for row in (project, *rows)}
    assert histories == {Operation.objects.latest("number").pk}
    assert screen.complaints == []


def test_a_list_is_narrowed_while_somebody_types_and_ticks_again_take_off(screen: Screen, cast: Cast) -> None:
    screen.sign_in(cast, "secretariat", NEW)
    find, keyboard = screen.page.locator("#id_countries_find"), screen.page.keyboard
    find.fill("guinea")
    shown = [each.inner_text() for each in screen.page.locator("#id_countries label:visible").all()]
    assert set(shown) >= {"Find in this list", "Guinea", "Guinea-Bissau", "Equatorial Guinea", "Papua New Guinea"}
    assert "Kenya" not in shown
    keyboard.press("Enter")
    assert screen.page.inner_text("#id_countries [data-ticks-chosen]") == "Guinea"
    find.fill("GIN")
    keyboard.press("Enter")
    assert screen.page.inner_text("#id_countries [data-ticks-chosen]") == "none yet"
    find.fill("zzz")
    assert screen.page.inner_text("#id_countries [role=status]") == "Nothing found."
    keyboard.press("Enter")
    assert not Project.objects.exists(), "the key that ticks does not send the form"


def test_the_screen_works_without_a_script(screen: Screen, cast: Cast) -> None:
    screen.sign_in(cast, "secretariat", NEW)
    page = screen.page.context.browser.new_context(java_script_enabled=False).new_page()
    page.context.add_cookies(screen.page.context.cookies())
    page.goto(f"{screen.address}{NEW}")
    page.fill("[name=title_en]", "Training of border guards")
    page.select_option("[name=lead]", label="UNODC")
    page.select_option("[name='partners-0-entity']", label="WCO")
    page.click("button[name=more]")
    page.wait_for_selector("[name='partners-5-entity']")
    page.select_option("[name='partners-5-entity']", label="INTERPOL")
    for region, code in (("Eastern Africa", "KEN"), ("Western Africa", "CIV"), ("Central Asia", "UZB")):
        page.click(f"#id_countries summary:has-text('{region}')")
        page.check(f"#id_countries input[value={code}]")
    page.press("[name=title_en]", "Enter")
    page.wait_for_selector(".messagelist .success")
    project = Project.objects.get()
    assert _countries(project) == {"KEN", "CIV", "UZB"}
    assert {row.entity.code for row in project.partners.all()} == {"WCO", "INTERPOL"}
    page.context.close()


@pytest.mark.slow
@EACH_LANGUAGE
def test_the_screen_and_the_acts_fit_a_telephone(screen: Screen, cast: Cast, language: str) -> None:
    project = project_made(cast, "A project with a rather long title that has to be broken somewhere")
    screen.page.set_viewport_size({"width": 360, "height": 740})
    screen.sign_in(cast, "secretariat", NEW)
    screen.page.context.add_cookies([{"name": "django_language", "value": language, "url": screen.address}])
    for path in (NEW, f"{LIST}{project.pk}/change/"):
        screen.open(path)
        assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360
        assert screen.accessibility_problems() == []
    screen.open(LIST)
    screen.page.check("input.action-select")
    screen.page.select_option("select[name=action]", "clear_selected")
    screen.page.click("button[name=index]")
    screen.page.wait_for_selector("button[value=confirm]")
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert screen.accessibility_problems() == []
    screen.page.fill("[name=reason]", "For the Committee")
    screen.page.click("button[value=confirm]")
    screen.page.wait_for_selector(".messagelist .success")
    assert Project.objects.get().visibility == "all"
