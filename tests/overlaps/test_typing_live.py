"""The part of a page that tells what is alike while somebody is still typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.operations import Operation
from tests.overlaps.typing_ground import FINDER, same_title
from tests.projects.planned_ground import plan, text_of
from tests.projects.screens import places, project_made
from workinggroups.overlaps.typing import views, work

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from compact.kernel.viewers import Viewer
    from tests.cast import Cast
    from workinggroups.projects.similar import SimilarWork, Typed

    SignedIn = Callable[[str], Client]

pytestmark = pytest.mark.django_db

ALIKE = "/overlaps/alike/"
TITLE = "Training of border guards"


@pytest.fixture(autouse=True)
def _finding(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SIMILAR_WORK = FINDER
    monkeypatch.setattr(work, "similar", same_title)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Typed]:
    """What the page asked about."""
    found: list[Typed] = []

    def remember(viewer: Viewer, typed: Typed) -> tuple[SimilarWork, ...]:
        found.append(typed)
        return ()

    monkeypatch.setattr(views, "similar_work", remember)
    return found


def told(client: Client, **values: Any) -> str:
    """The part of the page."""
    answer = client.post(ALIKE, {"title_en": TITLE, **values})
    assert answer.status_code == 200
    return text_of(answer)


def test_it_tells_how_many_are_alike_and_what_they_are(cast: Cast, signed_in: SignedIn) -> None:
    project_made(cast, TITLE, "INTERPOL", countries=places("UGA"))
    before = Operation.objects.count()
    page = told(signed_in("secretariat"))
    for shown in ("1 record may be the same work, or overlap", "INTERPOL", "Uganda", "Likely the same"):
        assert shown in page
    assert Operation.objects.count() == before


def test_it_shows_three_at_most(cast: Cast, signed_in: SignedIn) -> None:
    for code in ("INTERPOL", "WCO", "UNDP", "CTED"):
        project_made(cast, TITLE, code)
    assert "3 records may be" in told(signed_in("secretariat"))


def test_where_nothing_is_alike_it_is_empty(cast: Cast, signed_in: SignedIn) -> None:
    assert told(signed_in("secretariat")).strip() == ""


def test_what_is_hidden_from_the_writer_is_not_told(cast: Cast, signed_in: SignedIn) -> None:
    project_made(cast, TITLE, "INTERPOL", visibility="secretariat")
    assert told(signed_in("focal_point")).strip() == ""


def test_the_record_that_is_being_changed_is_no_other(cast: Cast, signed_in: SignedIn) -> None:
    own = project_made(cast, TITLE)
    assert told(signed_in("secretariat"), record=str(own.uid)).strip() == ""


def test_a_planned_activity_is_told_by_its_own_fields(cast: Cast, signed_in: SignedIn, asked: list[Typed]) -> None:
    own = plan(cast, "UNODC")
    sent = {"title": TITLE, "country": "KEN", "month": "2090-11", "institution": "Ministry", "record": str(own.uid)}
    signed_in("focal_point").post(ALIKE, {**sent, "entity": cast.entities["UNODC"].pk})
    (found,) = asked
    assert found.is_planned
    assert (found.record, found.titles, found.places) == (own, (TITLE,), ("KEN",))
    assert (found.start, found.institution, found.entities) == ("2090-11", "Ministry", (cast.entities["UNODC"],))


def test_a_project_is_told_by_all_that_is_compared(cast: Cast, signed_in: SignedIn, asked: list[Typed]) -> None:
    above = project_made(cast, "Borders", kind="programme")
    sent = {
        "title_fr": "Formation",
        "lead": cast.entities["UNODC"].pk,
        "group": cast.groups["border"].pk,
        "parent": above.pk,
        "countries": ["KEN", "UGA"],
        "regions": ["202"],
        "start": "2026-05",
        "partners-0-entity": cast.entities["WCO"].pk,
        "partners-1-entity": "",
    }
    told(signed_in("secretariat"), **sent)
    (found,) = asked
    assert found.titles == (TITLE, "Formation")
    assert {entity.code for entity in found.entities} == {"UNODC", "WCO"}
    assert set(found.places) == {"KEN", "UGA", "202"}
    assert (found.start, found.groups, found.above) == ("2026-05", (cast.groups["border"],), above)


@pytest.mark.parametrize(
    "sent",
    [
        {"start": "soon", "countries": ["Kenya", "ZZZ", "\x00"], "record": "none"},
        {"lead": "x", "group": "-1", "themes": ["9" * 40, "\x00"], "parent": "99999999"},
        {"title_en": "\x00" * 9, "summary_en": "x" * 20_000},
        {"country": "\x00", "month": "2026-13", "entity": "1e3", "title": TITLE},
    ],
)
def test_what_cannot_be_read_is_passed_over(
    cast: Cast, signed_in: SignedIn, asked: list[Typed], sent: dict[str, Any]
) -> None:
    told(signed_in("focal_point"), **sent)
    (found,) = asked
    assert (found.record, found.start, found.entities, found.themes) == (None, "", (), ())


def test_strangers_are_sent_to_sign_in_and_nothing_is_read(cast: Cast, client: Client, signed_in: SignedIn) -> None:
    assert client.post(ALIKE, {"title_en": TITLE}).status_code == 302
    assert signed_in("reader").get(ALIKE).status_code == 405
