"""The pages of overlap cases, for everybody whom a case concerns, and the secretariat's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact.reports.waiting import waiting_for
from tests.overlaps.case_ground import case_make, days_over, pair_make, works_make
from tests.projects.ground import alternate_of, entity_hide, hide, partner_make
from tests.projects.planned_ground import text_of, theme
from workinggroups.overlaps.models import Case, Position
from workinggroups.overlaps.services import cases as services
from workinggroups.overlaps.standing import cases_waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

    SignedIn = Callable[[str], Client]

pytestmark = pytest.mark.django_db


def address(case: Case, step: str = "") -> str:
    """Where a case, or a step of it, is."""
    return f"/overlap-cases/{case.uid}/{step}"


@pytest.fixture
def case(cast: Cast) -> Case:
    """UNODC and INTERPOL are to agree, the border group facilitates."""
    return case_make(cast, summary_en="A *joint* workshop")


def test_the_list_tells_of_the_cases_that_concern_the_viewer(case: Case, signed_in: SignedIn) -> None:
    page = text_of(signed_in("focal_point").get("/overlap-cases/"))
    assert address(case) in page
    assert "10 working days left" in page
    assert "no case that concerns you" in text_of(signed_in("chair_pcve").get("/overlap-cases/"))


def test_the_list_is_narrowed_as_in_the_api(case: Case, signed_in: SignedIn) -> None:
    client = signed_in("focal_point")
    assert address(case) in text_of(client.get("/overlap-cases/", {"country": "KEN", "year": "2026", "state": ""}))
    assert address(case) not in text_of(client.get("/overlap-cases/", {"country": "UGA"}))
    wrong = client.get("/overlap-cases/", {"state": "perhaps"})
    assert (wrong.status_code, "state" in text_of(wrong)) == (400, True)


@pytest.mark.parametrize(("persona", "status"), [("focal_point", 200), ("chair", 200), ("reader", 404)])
def test_a_case_is_opened_by_those_whom_it_concerns(case: Case, signed_in: SignedIn, persona: str, status: int) -> None:
    assert signed_in(persona).get(address(case)).status_code == status


def test_both_works_stand_side_by_side_and_say_where_they_differ(case: Case, signed_in: SignedIn) -> None:
    page = text_of(signed_in("focal_point").get(address(case)))
    assert "Passenger data in Kenya" in page
    assert "Airline data for Kenya" in page
    assert page.count("is-same") >= 3
    assert page.count("is-different") >= 2
    assert "<em>joint</em>" in page


def test_what_is_hidden_of_a_work_is_not_on_the_page(cast: Cast, signed_in: SignedIn) -> None:
    one, other = works_make(cast, themes=[theme("secret", name_en="Hidden theme")])
    partner_make(cast, one, "WCO")
    case = services.case_open(actor=cast.viewer("secretariat"), candidate=pair_make(one, other), reason="Same")
    hide(one.themes.get())
    entity_hide(cast, "WCO")
    page = text_of(signed_in("focal_point").get(address(case)))
    assert "Hidden theme" not in page
    assert "WCO" not in page
    assert "Hidden theme" in text_of(signed_in("secretariat").get(address(case)))


def test_the_page_offers_what_the_viewer_may_do_and_says_why_not_else(case: Case, signed_in: SignedIn) -> None:
    focal = text_of(signed_in("focal_point").get(address(case)))
    assert "Accept this outcome" in focal
    assert "Propose this outcome" not in focal
    assert "The chairs and vice-chairs of the groups that lead one of the two propose" in focal
    chair = text_of(signed_in("chair").get(address(case)))
    assert "Propose this outcome" in chair
    assert "Accept this outcome" not in chair
    alternate = text_of(signed_in("alternate").get(address(case)))
    assert "Propose this outcome" not in alternate
    assert "Give it out" in alternate
    staff = text_of(signed_in("secretariat").get(address(case)))
    assert all(f'href="{address(case, step)}/"' in staff for step in ("accept", "propose", "settle", "follow-up"))
    assert "Accept this outcome" not in staff


def test_the_secretariat_settles_at_once_what_was_handed_over(case: Case, signed_in: SignedIn) -> None:
    services.cases_refer(days_over(case))
    assert f'action="{address(case, "settle/")}"' in text_of(signed_in("secretariat").get(address(case)))


def test_a_proposal_is_made_and_accepted_on_the_page(case: Case, signed_in: SignedIn) -> None:
    sent = {"version": "1", "outcome": "sequence", "text": "UNODC in March"}
    assert signed_in("chair").post(address(case, "propose/"), sent).status_code == 302
    page = text_of(signed_in("focal_point").get(address(case)))
    assert "proposes: Sequence" in page
    assert 'value="sequence" required' in page or "checked" in page, "the proposal is chosen already"
    sent = {"version": "2", "outcome": "sequence", "text": "UNODC in March"}
    answer = signed_in("focal_point").post(address(case, "accept/"), sent, follow=True)
    assert "The outcome is accepted." in text_of(answer)
    assert Position.objects.filter(role="entity", outcome="sequence").count() == 1


def test_the_secretariat_settles_on_the_page(case: Case, signed_in: SignedIn) -> None:
    services.cases_refer(days_over(case))
    sent = {"version": "2", "outcome": "no_overlap", "text": "Other people", "reason": ""}
    answer = signed_in("secretariat").post(address(case, "settle/"), sent, follow=True)
    assert "The case is settled." in text_of(answer)
    assert "No real overlap" in text_of(answer)


def test_an_action_item_is_given_out_on_the_page(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    sent = {"version": "1", "title": "Agree on dates", "entity": str(cast.entities["UNODC"].pk), "due": "2027-01"}
    answer = signed_in("chair").post(address(case, "follow-up/"), sent, follow=True)
    assert "Agree on dates" in text_of(answer)


def test_what_was_typed_stays_when_somebody_was_faster(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    services.case_propose(actor=cast.viewer("chair"), case=case, version=1, outcome="sequence", text="First")
    sent = {"version": "1", "outcome": "joint_delivery", "text": "One team of ours"}
    answer = signed_in("focal_point").post(address(case, "accept/"), sent)
    page = text_of(answer)
    assert "Somebody else changed this record" in page
    assert "One team of ours" in page
    assert 'name="version" value="2"' in page
    assert not Position.objects.filter(role="entity").exists()


def test_what_is_wrong_is_told_at_its_field(case: Case, signed_in: SignedIn) -> None:
    page = text_of(signed_in("chair").post(address(case, "propose/"), {"version": "1", "outcome": "sequence"}))
    assert "In words" in page
    assert "This field is required" in page


def test_a_step_that_is_not_the_viewers_is_refused_with_the_reason(case: Case, signed_in: SignedIn) -> None:
    sent = {"version": "1", "outcome": "sequence", "text": "First"}
    answer = signed_in("alternate").post(address(case, "propose/"), sent)
    assert answer.status_code == 403
    assert "Alternates prepare drafts" in text_of(answer)
    assert signed_in("chair").get(address(case, "nonsense/")).status_code == 404


def test_what_was_typed_is_kept_over_a_new_sign_in(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    client = signed_in("focal_point")
    page = text_of(client.get(address(case)))
    owner = page.split('name="unsent_owner" value="')[1].split('"')[0]
    client.logout()
    sent = {"version": "1", "outcome": "sequence", "text": "Typed before", "unsent_owner": owner}
    answer = client.post(address(case, "accept/"), sent)
    assert answer.status_code == 302
    assert "Typed before" in text_of(signed_in("focal_point").get(address(case, "accept/")))


def test_the_secretariat_is_told_who_cannot_see_the_case(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    hide(case.candidate.b.project)
    assert "the other work is hidden from them: UNODC" in text_of(signed_in("secretariat").get(address(case)))


# --- Waiting for me ---------------------------------------------------------------------------------------------------


def test_a_case_waits_for_the_entity_until_it_has_answered(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    focal = cast.viewer("focal_point")
    assert [each.case for each in cases_waiting(focal)] == [case]
    assert [each.case for each in cases_waiting(alternate_of(focal))] == [case]
    assert address(case) in text_of(signed_in("focal_point").get("/"))
    services.case_accept(actor=focal, case=case, version=1, outcome="sequence", text="First")
    assert cases_waiting(focal) == []
    services.case_propose(actor=cast.viewer("chair"), case=case, version=2, outcome="joint_delivery", text="One team")
    assert [each.case for each in cases_waiting(focal)] == [case], "somebody answered something else"


def test_a_case_waits_for_the_chairs_until_one_has_proposed(cast: Cast, case: Case) -> None:
    chair = cast.viewer("chair")
    assert [each.case for each in cases_waiting(chair)] == [case]
    services.case_propose(actor=chair, case=case, version=1, outcome="sequence", text="First")
    assert cases_waiting(chair) == []


@pytest.mark.parametrize("persona", ["chair_pcve", "reader", "country_office", "secretariat"])
def test_a_case_waits_for_nobody_else(cast: Cast, case: Case, persona: str) -> None:
    assert waiting_for(cast.viewer(persona)).cases == []


def test_a_settled_case_waits_for_nobody(cast: Cast, case: Case) -> None:
    services.case_settle(
        actor=cast.viewer("secretariat"), case=case, version=1, outcome="sequence", text="So", reason="Asked"
    )
    assert cases_waiting(cast.viewer("focal_point")) == []


def test_what_waits_costs_the_same_however_much_it_is(cast: Cast, case: Case) -> None:
    viewer = cast.viewer("focal_point")
    with CaptureQueriesContext(connection) as few:
        cases_waiting(viewer)
    for _number in range(4):
        services.case_open(actor=cast.viewer("secretariat"), candidate=pair_make(*works_make(cast)), reason="Same")
    with CaptureQueriesContext(connection) as many:
        assert len(cases_waiting(viewer)) == 5
    assert len(many) == len(few) <= 4


# --- The administration -----------------------------------------------------------------------------------------------


def test_the_work_list_of_the_secretariat_holds_what_was_handed_over(case: Case, signed_in: SignedIn) -> None:
    client = signed_in("secretariat")
    assert address(case) not in text_of(client.get("/admin/"))
    services.cases_refer(days_over(case))
    page = text_of(client.get("/admin/"))
    assert address(case, "settle/") in page
    assert "Overlap cases to settle" in page


def test_the_staffs_list_and_page_lead_to_the_steps(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    client = signed_in("secretariat")
    services.case_accept(actor=cast.viewer("focal_point"), case=case, version=1, outcome="sequence", text="First")
    listed = text_of(client.get("/admin/workinggroups/case/", {"q": "airline"}))
    assert "Passenger data in Kenya ↔ Airline data for Kenya" in listed
    page = text_of(client.get(f"/admin/workinggroups/case/{case.pk}/change/"))
    assert address(case, "settle/") in page
    assert "For reading only." in page
    assert "First" in page
    assert client.get("/admin/workinggroups/case/add/").status_code == 403
    position = Position.objects.get()
    assert "First" in text_of(client.get(f"/admin/workinggroups/position/{position.pk}/change/"))
    assert "Passenger data" in text_of(client.get("/admin/workinggroups/position/"))


def test_the_staffs_list_costs_the_same_however_many_cases_there_are(
    cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    client = signed_in("secretariat")
    client.get("/admin/workinggroups/case/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/workinggroups/case/")
    for _number in range(3):
        services.case_open(actor=cast.viewer("secretariat"), candidate=pair_make(*works_make(cast)), reason="Same")
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/workinggroups/case/")
    assert len(many) == len(few)
