"""The pages of pairs: the secretariat's queue, the portal's list, and one pair with its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.overlaps.case_ground import work_make
from tests.overlaps.pair_ground import LIST, admin_page, decided, one_lead, open_pair, portal_page, two_leads
from tests.projects.ground import hide
from tests.projects.planned_ground import text_of
from workinggroups.overlaps.decided import last_decision
from workinggroups.overlaps.models import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast


# --- The secretariat's queue ------------------------------------------------------------------------------------------


def test_the_queue_shows_what_waits_the_strongest_first(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    weak, strong, done = one_lead(cast), two_leads(cast), decided(one_lead(cast), "different")
    Candidate.objects.filter(pk=weak.pk).update(probability=0.2)
    page = text_of(signed_in("secretariat").get(LIST))
    assert page.index(admin_page(strong)) < page.index(admin_page(weak))
    assert admin_page(done) not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "different"}, False),
        ({"state": "all"}, True),
        ({"verdict": "same_work"}, True),
        ({"verdict": "overlap"}, False),
        ({"kind": "work"}, True),
        ({"country": "KEN"}, True),
        ({"country": "ZZZ"}, False),
        ({"group": "nonsense"}, False),
        ({"q": "passagers"}, True),
        ({"q": "zanzibar"}, False),
    ],
)
def test_the_queue_is_narrowed(
    cast: Cast, signed_in: Callable[[str], Client], query: dict[str, str], found: bool
) -> None:
    pair = two_leads(cast)
    assert (f"{LIST}{pair.pk}/change/" in text_of(signed_in("secretariat").get(LIST, query))) is found


def test_the_queue_is_narrowed_by_group_and_entity(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair, client = two_leads(cast), signed_in("secretariat")
    for name, row, other in (
        ("group", cast.groups["border"], cast.groups["pcve"]),
        ("entity", cast.entities["UNODC"], cast.entities["CTED"]),
    ):
        assert f"{LIST}{pair.pk}/change/" in text_of(client.get(LIST, {name: row.pk}))
        assert f"{LIST}{pair.pk}/change/" not in text_of(client.get(LIST, {name: other.pk}))


def test_the_queue_costs_no_query_more_for_more_pairs(
    cast: Cast, signed_in: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    client = signed_in("secretariat")
    for _each in range(3):
        two_leads(cast)
    with django_assert_max_num_queries(30):
        client.get(LIST)


def test_a_pair_is_shown_side_by_side_with_its_differences(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    page = text_of(signed_in("secretariat").get(admin_page(two_leads(cast))))
    for text in ("Passenger data in Kenya", "Données passagers au Kenya", "differs", "the same", "Lead entity"):
        assert text in page


def test_entities_and_people_are_shown_too(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("secretariat")
    entities = open_pair(cast.entities["WCO"], cast.entities["CTED"])
    people = open_pair(cast.people["chair"], cast.people["reader"])
    for pair in (entities, people):
        page = text_of(client.get(admin_page(pair)))
        assert "Overlapping" not in page, "they are the same, or different"
        assert "never shown as alike again" in page


def test_a_decision_leads_to_the_next_pair_of_the_list(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    first, second = one_lead(cast), one_lead(cast)
    Candidate.objects.filter(pk=first.pk).update(probability=0.95)
    client = signed_in("secretariat")
    sent = {"decision": "different", "reason": "Two ministries", "version": "1"}
    answer = client.post(admin_page(first, "kind%3Dwork"), sent)
    assert (answer.status_code, answer["Location"]) == (302, admin_page(second, "kind%3Dwork"))
    last = last_decision(first)
    assert last is not None
    assert last.decided == "different"
    assert client.post(admin_page(second), sent)["Location"] == LIST


def test_what_is_the_same_leads_to_its_merge(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair, client = one_lead(cast), signed_in("secretariat")
    sent = {"decision": "same_work", "reason": "Same ministry", "version": "1"}
    answer = client.post(admin_page(pair), sent, follow=True)
    assert "Plan the merge" in text_of(answer)
    assert f"survivor={pair.a.record.uid}" in text_of(answer)


def test_a_merge_waits_for_both_entities_and_the_secretariat_records_their_answers(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    pair, client = decided(two_leads(cast), "same_work"), signed_in("secretariat")
    assert "have not answered yet" in text_of(client.get(admin_page(pair)))
    for version, code in ((2, "UNODC"), (3, "INTERPOL")):
        sent = {
            "decision": "consent",
            "consent-version": version,
            "consent-entity": cast.entities[code].pk,
            "consent-agrees": "yes",
            "consent-text": "Letter of 3 May 2026",
        }
        assert client.post(admin_page(pair), sent).status_code == 302
    assert "Plan the merge" in text_of(client.get(admin_page(pair)))


def test_a_decision_without_a_reason_keeps_the_page(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair = one_lead(cast)
    answer = signed_in("secretariat").post(admin_page(pair), {"decision": "different", "reason": "", "version": "1"})
    assert answer.status_code == 200
    assert "Say why; it is kept with the decision." in text_of(answer)


def test_two_who_decide_at_once_are_told(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair = one_lead(cast)
    decided(pair, "same_work", reason="Same ministry")
    answer = signed_in("secretariat").post(admin_page(pair), {"decision": "different", "reason": "No", "version": "1"})
    assert "Somebody else acted on this pair meanwhile" in text_of(answer)
    assert "Same ministry" in text_of(answer)
    assert "No</textarea>" in text_of(answer)


def test_a_pair_that_is_different_offers_to_ask_again_to_a_superuser(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    pair = decided(one_lead(cast), "different")
    assert 'value="ask_again"' in text_of(signed_in("superuser").get(admin_page(pair)))
    assert 'value="ask_again"' not in text_of(signed_in("secretariat").get(admin_page(pair)))


def test_staff_report_a_pair_by_reference_or_identifier(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    one, other = work_make(cast, "A", "UNODC", code="P-7"), work_make(cast, "B", "UNODC")
    client, sent = signed_in("secretariat"), {"a": "P-7", "b": str(other.uid), "reason": "Same ministry"}
    assert client.get(f"{LIST}add/").status_code == 200
    answer = client.post(f"{LIST}add/", sent)
    assert answer["Location"] == admin_page(Candidate.objects.get())
    assert {Candidate.objects.get().a.record, Candidate.objects.get().b.record} == {one, other}
    assert "on record already" in text_of(client.post(f"{LIST}add/", sent))
    assert "There is no such record." in text_of(client.post(f"{LIST}add/", {**sent, "a": "P-8"}))


def test_others_than_the_secretariat_have_no_queue_there(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    assert signed_in("focal_point").get(LIST).status_code == 403


# --- The portal -------------------------------------------------------------------------------------------------------


def test_the_list_shows_whom_a_pair_concerns(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair = two_leads(cast)
    for persona, sees in (("focal_point", True), ("chair", True), ("reader", False), ("chair_pcve", False)):
        answer = signed_in(persona).get(reverse("overlaps"))
        assert (portal_page(pair) in text_of(answer)) is sees, persona


def test_a_filter_that_is_wrong_is_named(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("chair").get(reverse("overlaps"), {"country": "Kenya"})
    assert answer.status_code == 400
    assert "country" in text_of(answer)


def test_a_hidden_pair_is_nowhere(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair, client = two_leads(cast, group=None), signed_in("focal_point")
    hide(pair.b.record)
    assert portal_page(pair) not in text_of(client.get(reverse("overlaps")))
    assert client.get(portal_page(pair)).status_code == 404
    assert client.post(portal_page(pair), {"decision": "same_work"}).status_code == 404


def test_nobody_reads_a_pair_without_signing_in(cast: Cast, client: Client) -> None:
    assert client.get(portal_page(two_leads(cast))).status_code == 302


def test_a_focal_point_decides_and_answers_for_their_entity(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair, client = two_leads(cast), signed_in("focal_point")
    page = text_of(client.get(portal_page(pair)))
    assert 'value="same_work"' in page
    assert 'value="different"' not in page
    client.post(portal_page(pair), {"decision": "same_work", "reason": "Same ministry", "version": "1"})
    assert "You answer for UNODC." in text_of(client.get(portal_page(pair)))
    sent = {
        "decision": "consent",
        "consent-version": "2",
        "consent-entity": cast.entities["UNODC"].pk,
        "consent-agrees": "no",
        "consent-text": "",
    }
    refused = client.post(portal_page(pair), sent)
    assert "Say why not" in text_of(refused)
    assert client.post(portal_page(pair), {**sent, "consent-text": "Other officers"}).status_code == 302
    assert "Other officers" in text_of(client.get(portal_page(pair)))


def test_who_may_not_decide_is_told_why(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair = two_leads(cast, group=cast.groups["border"])
    page = signed_in("alternate").get(portal_page(pair))
    assert "Tell one of them what you know." in text_of(page)
    sent = {"decision": "same_work", "reason": "Same", "version": "1"}
    assert signed_in("alternate").post(portal_page(pair), sent).status_code == 403
    pair.refresh_from_db()
    assert pair.state == "open"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_speak_both_languages(cast: Cast, signed_in: Callable[[str], Client], language: str) -> None:
    pair, client = two_leads(cast), signed_in("focal_point")
    client.cookies["django_language"] = language
    for where in (reverse("overlaps"), portal_page(pair)):
        assert f'lang="{language}"' in text_of(client.get(where))
