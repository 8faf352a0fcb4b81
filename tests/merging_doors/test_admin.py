"""Merging on staff pages: choose, look, say why; and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from compact.kernel.admin.merged import merge_address
from compact.merging.models import Merge
from tests.cast import SYSTEM
from tests.merging.ground import everything, merge
from tests.projects.ground import project_make
from workinggroups.projects.services.projects import projects

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast
    from workinggroups.projects.models import Project

pytestmark = pytest.mark.django_db
PREVIEW, CONFIRM = "/admin/compact/merge/plan/preview/", "/admin/compact/merge/plan/confirm/"


@pytest.fixture
def staff(signed_in: Callable[[str], Client], cast: Cast) -> Client:
    return signed_in("secretariat")


@pytest.fixture
def two(cast: Cast) -> tuple[Project, Project]:
    return project_make(cast, "One", visibility="all"), project_make(cast, "Two", visibility="all", title_fr="Deux")


def _query(two: tuple[Any, Any], **choices: str) -> dict[str, str]:
    named = {"model": "workinggroups.project", "survivor": str(two[0].uid), "retired": str(two[1].uid)}
    return {**named, **{f"choice_{name}": side for name, side in choices.items()}}


def _page(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def _looked(client: Client, two: tuple[Any, Any], **choices: str) -> dict[str, str]:
    """What the form of the second page sends."""
    context = client.get(PREVIEW, _query(two, **choices)).context
    return {"token": context["token"], "asked": context["chosen"]}


def test_the_first_page_lets_choose_field_by_field(staff: Client, two: tuple[Project, Project]) -> None:
    page = _page(staff.get(merge_address(*two)))
    for name, side in (("title_en", "survivor"), ("title_fr", "retired")):
        assert f'name="choice_{name}" value="{side}" id="{name}-{side}" checked' in page
    assert page.count("different</span>") == 2
    chosen = _page(staff.get(merge_address(*two), _query(two, title_en="retired")))
    assert 'name="choice_title_en" value="retired" id="title_en-retired" checked' in chosen


def test_nothing_is_stored_before_the_third_page(staff: Client, two: tuple[Project, Project]) -> None:
    before = everything(versions=True)
    staff.get(merge_address(*two))
    sent = _looked(staff, two)
    _page(staff.post(CONFIRM, sent))
    answer = staff.post(CONFIRM, {**sent, "confirmed": "yes", "reason": ""})
    assert "Say why." in _page(answer)
    assert everything(versions=True) == before


def test_the_third_page_merges_and_leads_to_the_survivor_with_a_way_back(
    staff: Client, two: tuple[Project, Project]
) -> None:
    one, other = two
    sent = _looked(staff, two, title_en="retired")
    answer = staff.post(CONFIRM, {**sent, "confirmed": "yes", "reason": "A copy"}, follow=True)
    assert answer.redirect_chain[0][0] == reverse("admin:workinggroups_project_change", args=[one.pk])
    stored = Merge.objects.get()
    assert reverse("admin:compact_merge_undo", args=[stored.pk]) in _page(answer)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.title_en, other.merged_into_id, stored.operation.reason) == ("Two", one.pk, "A copy")


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes", "reason": "A copy"}])
def test_after_a_change_meanwhile_the_choices_come_back_on_the_first_page(
    confirmed: dict[str, str], staff: Client, two: tuple[Project, Project]
) -> None:
    sent = _looked(staff, two, title_en="retired")
    projects.update(actor=SYSTEM, record=two[1], version=1, values={"title_en": "Two, corrected"})
    answer = staff.post(CONFIRM, {**sent, **confirmed}, follow=True)
    page = _page(answer)
    assert answer.redirect_chain[0][0].startswith(reverse("admin:merge-plan"))
    assert "Nothing was merged." in page
    assert "Two, corrected" in page
    assert 'name="choice_title_en" value="retired" id="title_en-retired" checked' in page
    assert Merge.objects.count() == 0


def test_what_stands_against_it_is_told_and_cannot_be_confirmed(staff: Client, cast: Cast) -> None:
    one = project_make(cast, "One")
    part = project_make(cast, "Part", kind="activity", parent=one)
    for address in (merge_address(one, part), f"{PREVIEW}?{urlencode(_query((one, part)))}"):
        assert "This cannot be done yet:" in _page(staff.get(address))
    assert staff.get(PREVIEW, _query((one, part))).context["token"] == ""


def test_a_plan_that_was_not_made_here_is_refused(staff: Client, two: tuple[Project, Project]) -> None:
    answer = staff.post(CONFIRM, {"token": "nonsense", "confirmed": "yes", "reason": "x"}, follow=True)
    assert "This is no plan that was made here." in _page(answer)
    assert staff.get(CONFIRM).status_code == 302


def test_the_other_record_is_found_by_words(staff: Client, two: tuple[Project, Project]) -> None:
    one, other = two
    page = _page(staff.get(merge_address(one)))
    assert 'type="search"' in page
    context = staff.get(merge_address(one) + "&q=deux").context
    assert [row for row, _address in context["lines"]] == [other]
    assert "Two" in _page(staff.get(reverse("admin:merge-plan") + context["lines"][0][1]))
    assert "Try fewer of them." in _page(staff.get(merge_address(one) + "&q=nothing+here"))


def test_a_record_and_two_of_a_list_lead_to_the_plan(staff: Client, two: tuple[Project, Project], cast: Cast) -> None:
    page = _page(staff.get(reverse("admin:workinggroups_project_change", args=[two[0].pk])))
    assert merge_address(two[0]).replace("&", "&amp;") in page
    for url, rows in (
        ("workinggroups_project", two),
        ("compact_entity", (cast.entities["WCO"], cast.entities["UNDP"])),
    ):
        sent = {"action": "merge_selected", "_selected_action": [row.pk for row in rows]}
        answer = staff.post(reverse(f"admin:{url}_changelist"), sent)
        older, newer = sorted(rows, key=lambda row: row.pk)
        assert (answer.status_code, answer["Location"]) == (302, merge_address(older, newer))


def test_merging_needs_two_selected_records(staff: Client, two: tuple[Project, Project]) -> None:
    sent = {"action": "merge_selected", "_selected_action": [two[0].pk]}
    answer = staff.post(reverse("admin:workinggroups_project_changelist"), sent, follow=True)
    assert "Select two records that are in use." in _page(answer)


def test_what_cannot_be_merged_offers_no_merge(staff: Client, cast: Cast) -> None:
    page = _page(staff.get(reverse("admin:workinggroups_group_changelist")))
    assert "merge_selected" not in page
    assert "merge/plan" not in _page(
        staff.get(reverse("admin:workinggroups_group_change", args=[cast.groups["border"].pk]))
    )


def test_a_merge_is_undone_after_a_look(staff: Client, two: tuple[Project, Project]) -> None:
    before = everything()
    stored = merge(*two)
    address = reverse("admin:compact_merge_undo", args=[stored.pk])
    page = _page(staff.get(address))
    assert "What is restored" in page
    assert "Deux" in page
    assert "Say why." in _page(staff.post(address, {"version": stored.version, "reason": ""}))
    answer = staff.post(address, {"version": stored.version, "reason": "Two after all"}, follow=True)
    assert "The merge is undone." in _page(answer)
    assert "Two after all" in _page(answer)
    now = everything()
    assert {name: rows for name, rows in now.items() if rows != before.get(name)}.keys() <= _DECIDED
    assert "undone already" in _page(staff.get(address, follow=True))


_DECIDED = {"workinggroups.Candidate", "workinggroups.PairDecision", "workinggroups.Subject"}
"""Where it is kept that the two are different."""


def test_what_was_changed_since_is_told_before_the_undoing(staff: Client, two: tuple[Project, Project]) -> None:
    stored = merge(*two)
    projects.update(actor=SYSTEM, record=two[0], version=two[0].version, values={"title_fr": "Autre"})
    page = _page(staff.get(reverse("admin:compact_merge_undo", args=[stored.pk])))
    assert "Changed since the merge: stays as it is now" in page
    assert "Autre" in page


def test_an_undoing_of_what_changed_meanwhile_is_refused(staff: Client, two: tuple[Project, Project]) -> None:
    stored = merge(*two)
    answer = staff.post(reverse("admin:compact_merge_undo", args=[stored.pk]), {"version": 7, "reason": "x"})
    assert "Somebody changed this record meanwhile." in _page(answer)


def test_the_log_lists_and_tells_merges(staff: Client, two: tuple[Project, Project]) -> None:
    stored = merge(*two, title_en="retired")
    changelist = reverse("admin:compact_merge_changelist")
    for query, shown in (
        ({}, True),
        ({"undone": "yes"}, False),
        ({"undone": "no"}, True),
        ({"q": str(two[1].uid)}, True),
        ({"kind": "compact.person"}, False),
        ({"q": "Deux"}, False),
        ({"q": "Two"}, True),
    ):
        rows = list(staff.get(changelist, query).context["cl"].result_list)
        assert rows == [stored][: int(shown)], query
    page = _page(staff.get(reverse("admin:compact_merge_change", args=[stored.pk])))
    assert "One is a copy of the other." in page
    assert "What the merge changed" in page
    assert reverse("admin:workinggroups_project_history", args=[two[1].pk]) in page
    assert staff.get(reverse("admin:compact_merge_history", args=[stored.pk])).status_code == 200


@pytest.mark.parametrize("persona", ["chair", "focal_point", "reader"])
def test_the_pages_are_the_secretariats(
    persona: str, signed_in: Callable[[str], Client], two: tuple[Project, Project]
) -> None:
    stored = merge(*two)
    client = signed_in(persona)
    for address in (merge_address(*two), PREVIEW, CONFIRM, reverse("admin:compact_merge_undo", args=[stored.pk])):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    "query", [{}, {"model": "workinggroups.group"}, {"model": "workinggroups.project", "survivor": "x"}]
)
def test_a_plan_of_nothing_is_not_found(query: dict[str, str], staff: Client) -> None:
    assert staff.get(reverse("admin:merge-plan"), query).status_code == 404
