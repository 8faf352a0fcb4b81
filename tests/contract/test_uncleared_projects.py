"""A site to which hidden work, needs and money are added answers everybody who may not see them as it did before.

What is hidden touches what is seen wherever it can: it is a part of it, holds it, answers it, pays for it, confirms it.
Then every list, filter, report and page is asked again; an answer that differs tells of what is hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from rest_framework.test import APIClient

from tests.contract.client import address
from tests.contract.uncleared import (
    MARK,
    NEW,
    NEW_REPORTS,
    TELLING,
    VOLATILE,
    Site,
    all_answers,
    answers,
    orders,
    questions,
    told,
    uid_of,
)

if TYPE_CHECKING:
    from tests.cast import Cast

UNSEEING = ("reader", "focal_point", "chair", "vice_chair", "alternate", "country_office")
"""Those who may see nothing of it; what a group sees is hidden from all but the chair of that group."""


@pytest.fixture
def site(cast: Cast) -> Site:
    """What all see."""
    return Site(cast)


Api = Callable[[str], APIClient]


def test_nothing_that_a_reader_is_told_changes(site: Site, api: Api) -> None:
    asked = [each for each in questions(site, NEW, NEW_REPORTS) if each[1].keys() <= TELLING]
    before = answers(api("reader"), asked)
    site.add()
    found = told(before, answers(api("reader"), asked))
    assert found == [], "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("persona", UNSEEING)
def test_nothing_that_anybody_can_ask_tells_of_what_is_hidden(persona: str, site: Site, api: Api) -> None:
    asked = [*questions(site, NEW, NEW_REPORTS), *(orders(NEW) if persona == "reader" else ())]
    before = answers(api(persona), asked)
    site.add()
    found = told(before, answers(api(persona), asked))
    assert found == [], "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("persona", ["reader", "focal_point", "chair"])
def test_the_word_is_in_no_file_of_any_resource_or_report(persona: str, site: Site, api: Api) -> None:
    site.add()
    assert [each for each, answer in all_answers(api(persona)).items() if MARK.encode() in answer[1].lower()] == []


def test_the_secretariat_is_told_of_all_of_it(site: Site, api: Api) -> None:
    """The other side: the questions would show it."""
    asked = [each for each in questions(site, NEW, NEW_REPORTS) if each[1].keys() <= {"page_size", "by"}]
    before = answers(api("secretariat"), asked)
    site.add()
    changed = told(before, answers(api("secretariat"), asked))
    for name in NEW:
        assert any(each.startswith(address(name)) for each in changed), name
    for name in NEW_REPORTS[:4]:
        assert any(f"/reports/{name}/" in each for each in changed), name


def test_the_group_sees_what_is_cleared_for_it_and_nothing_else(site: Site, api: Api) -> None:
    site.add()
    titles = [row["id"] for row in api("chair_pcve").get(address("projects"), {"page_size": "200"}).json()["results"]]
    assert str(uid_of("group")) in titles
    assert not {str(uid_of("project")), str(uid_of("again"))} & set(titles)
    money = api("chair_pcve").get(address("allocations"), {"page_size": "200"}).json()["results"]
    assert [row["fund"] for row in money if row["id"] == str(uid_of("of the group"))] == [None], "the fund stays hidden"


def test_what_others_plan_is_shown_without_what_is_hidden(site: Site, cast: Cast, api: Api) -> None:
    """The portal asks again before it stores; neither list nor reasons name a hidden activity, project or theme."""
    entity, page = cast.entities["UNODC"].pk, "/planned-activities/new/"
    sent = {
        "entity": entity,
        "country": "KEN",
        "month": "2026-11",
        "contact": "Desk",
        "visibility": "all",
        "version": 0,
    }
    before = api("focal_point").post(page, sent, format="multipart").content
    site.add()
    after = api("focal_point").post(page, sent, format="multipart").content
    assert b"INTERPOL" in after
    assert VOLATILE.sub(b"", before) == VOLATILE.sub(b"", after)
    assert MARK.encode() not in after


@pytest.mark.parametrize("report", ["country-brief", "coverage"])
def test_a_space_around_a_code_changes_nothing(report: str, site: Site, api: Api) -> None:
    """The filter takes it off, the report did not: the brief ended in a server error, coverage was empty."""
    spaced, plain = (api("reader").get(f"/api/v1/reports/{report}/", {"country": code}) for code in (" KEN ", "KEN"))
    assert spaced.status_code == 200
    assert spaced.json()["rows"] == plain.json()["rows"] != []
