"""Two pieces of work are reported on the portal by whoever finds them alike, by what people know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.merging.ground import merge
from tests.overlaps.case_ground import work_make
from tests.overlaps.index_ground import planned_make
from tests.overlaps.pair_ground import admin_page, decided, one_lead, portal_page
from tests.projects.ground import hide
from tests.projects.planned_ground import text_of
from workinggroups.overlaps.models import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast
    from workinggroups.projects.models import Project

    SignedIn = Callable[[str], Client]

pytestmark = pytest.mark.django_db
PAGE = "/overlaps/report/"


@pytest.fixture
def works(cast: Cast) -> tuple[Project, Project]:
    """One of UNODC's, whose focal point reports, and one of INTERPOL's."""
    return work_make(cast, "Passenger data", "UNODC", code="P060"), work_make(cast, "Airline data", "INTERPOL")


def _report(client: Client, a: str, b: str, **others: str) -> Any:
    return client.post(PAGE, {"a": a, "b": b, **others})


def _pair() -> Candidate:
    return Candidate.objects.get()


@pytest.mark.parametrize(
    "known",
    [
        lambda work: "P060",
        lambda work: "passenger",
        lambda work: "data passenger",
        lambda work: str(work.uid),
        lambda work: f"https://tracker.example.org/api/v1/projects/{work.uid}/",
        lambda work: f"/admin/workinggroups/project/{work.pk}/change/",
    ],
)
def test_two_are_reported_by_what_a_person_knows(
    works: tuple[Project, Project], signed_in: SignedIn, known: Callable[[Project], str]
) -> None:
    one, other = works
    answer = _report(signed_in("focal_point"), known(one), "Airline", reason="One ministry")
    assert (answer.status_code, answer.url) == (302, portal_page(_pair()))
    assert {_pair().a.record, _pair().b.record} == {one, other}
    history: Any = _pair().history  # type: ignore[attr-defined]  # every record's
    assert history.get().operation.reason == "One ministry"


def test_whoever_decides_reads_who_reported_the_pair_and_why(
    works: tuple[Project, Project], signed_in: SignedIn
) -> None:
    _report(signed_in("focal_point"), "P060", "Airline", reason="One <ministry>")
    for page in (text_of(signed_in("focal_point").get(portal_page(_pair()))), _staff_page(signed_in)):
        told = page.split("Reported by ")[1].split("</p>")[0]
        assert "UTC" in told
        assert "One &lt;ministry&gt;" in told


def _staff_page(signed_in: SignedIn) -> str:
    return text_of(signed_in("secretariat").get(admin_page(_pair())))


def test_the_list_of_pairs_leads_there(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("focal_point")
    assert PAGE in text_of(client.get("/overlaps/"))
    page = text_of(client.get(PAGE))
    assert "Report two records that look alike" in page
    assert 'name="a_chosen"' not in page


def test_several_that_fit_are_offered_with_all_that_was_typed(
    cast: Cast, works: tuple[Project, Project], signed_in: SignedIn
) -> None:
    twin = work_make(cast, "Passenger data", "UNODC", code="P061")
    client = signed_in("focal_point")
    page = text_of(_report(client, "Passenger data", "Airline data", reason="One & the same"))
    assert "Several records fit." in page
    assert all(str(row.uid) in page for row in (works[0], twin))
    assert "P061" in page
    assert 'value="Airline data"' in page
    assert "One &amp; the same" in page
    assert not Candidate.objects.exists()
    answer = _report(client, "Passenger data", "Airline data", a_chosen=str(twin.uid))
    assert answer.url == portal_page(_pair())
    assert twin in (_pair().a.record, _pair().b.record)


def test_what_was_chosen_for_other_words_counts_no_more(works: tuple[Project, Project], signed_in: SignedIn) -> None:
    one, other = works
    answer = _report(signed_in("focal_point"), "P060", "Airline data", a_chosen=str(other.uid))
    assert answer.url == portal_page(_pair())
    assert {_pair().a.record, _pair().b.record} == {one, other}


def test_where_nothing_fits_it_says_what_to_do(works: tuple[Project, Project], signed_in: SignedIn) -> None:
    page = text_of(_report(signed_in("focal_point"), "P060", "Cargo of the moon", reason="Why not"))
    assert "No record that you may see fits." in page
    assert 'value="P060"' in page
    assert "Why not" in page


@pytest.mark.parametrize("known", [lambda work: "Airline data", lambda work: str(work.uid)])
def test_what_is_hidden_is_neither_found_nor_offered(
    works: tuple[Project, Project], signed_in: SignedIn, known: Callable[[Project], str]
) -> None:
    hide(works[1])
    page = text_of(_report(signed_in("focal_point"), "P060", known(works[1])))
    assert "No record that you may see fits." in page
    assert "INTERPOL" not in page
    chosen = _report(signed_in("focal_point"), "P060", "Airline data", b_chosen=str(works[1].uid))
    assert "No record that you may see fits." in text_of(chosen)
    assert str(works[1]) not in text_of(signed_in("focal_point").get(PAGE, {"a": str(works[1].uid)}))


def test_a_reference_that_a_merge_took_away_names_the_survivor(
    cast: Cast, works: tuple[Project, Project], signed_in: SignedIn
) -> None:
    merge(works[0], work_make(cast, "Traveller records", "UNODC", code="P099"))
    assert _report(signed_in("focal_point"), "P099", "Airline data").url == portal_page(_pair())


def test_a_pair_that_is_known_is_opened(cast: Cast, signed_in: SignedIn) -> None:
    pair = one_lead(cast)
    assert "Reported by" not in _staff_page(signed_in), "the system found it"
    for expected in ("This pair is on record already", "It was decided that these two are different."):
        answer = signed_in("focal_point").post(
            PAGE, {"a": str(pair.b.record.uid), "b": str(pair.a.record.uid)}, follow=True
        )
        assert answer.redirect_chain[-1][0] == portal_page(pair)
        assert expected in text_of(answer)
        pair = decided(pair, "different") if pair.state == "open" else pair


def test_one_record_is_no_pair(works: tuple[Project, Project], signed_in: SignedIn) -> None:
    assert "These are one record." in text_of(_report(signed_in("focal_point"), "P060", "Passenger data"))


def test_who_reports_nothing_is_told_why(works: tuple[Project, Project], signed_in: SignedIn) -> None:
    client = signed_in("reader")
    answer = client.get(PAGE)
    assert (answer.status_code, "Report the pair" in text_of(answer)) == (403, False)
    assert "are reported by the secretariat" in text_of(answer)
    assert _report(client, "P060", "Airline data").status_code == 403
    listed = text_of(client.get("/overlaps/"))
    assert PAGE not in listed
    assert "are reported by the secretariat" in listed
    assert not Candidate.objects.exists()


def test_what_was_typed_outlives_a_session_that_ended(works: tuple[Project, Project], signed_in: SignedIn) -> None:
    client = signed_in("focal_point")
    owner = text_of(client.get(PAGE)).split('name="unsent_owner" value="')[1].split('"')[0]
    client.logout()
    assert "/accounts/login/" in client.get(PAGE).url
    assert "/accounts/login/" in _report(client, "P060", "Airline", reason="One ministry", unsent_owner=owner).url
    assert not Candidate.objects.exists()


def test_work_of_others_is_told_to_the_secretariat(works: tuple[Project, Project], signed_in: SignedIn) -> None:
    page = text_of(_report(signed_in("chair_pcve"), "P060", "Airline data", reason="Heard of it"))
    assert "You report work of your own entity or group." in page
    assert "Heard of it" in page


def test_a_planned_activity_leads_there_with_itself(cast: Cast, signed_in: SignedIn) -> None:
    planned = planned_make(cast, "Workshop", "UNODC", institution="Ministry")
    work_make(cast, "Airline data", "INTERPOL")
    client = signed_in("focal_point")
    address = f"{PAGE}?a={planned.uid}"
    assert address in text_of(client.get(f"/planned-activities/{planned.uid}/"))
    page = text_of(client.get(address))
    assert f'value="{planned.uid}"' in page
    assert "Workshop" in page
    name = "UNODC · Kenya · Workshop · November 2026"
    assert f'value="{name}"' in page
    assert _report(client, name, "Airline", a_chosen=str(planned.uid)).url == portal_page(_pair())


def test_a_planned_activity_is_found_by_the_name_that_pages_show(cast: Cast, signed_in: SignedIn) -> None:
    one, work = planned_make(cast, "Workshop", "UNODC"), work_make(cast, "Airline data", "INTERPOL")
    planned_make(cast, "Workshop", "WCO")
    answer = _report(signed_in("focal_point"), "UNODC · Kenya · Workshop · November 2026", work.title)
    assert answer.url == portal_page(_pair())
    assert one in (_pair().a.record, _pair().b.record)
