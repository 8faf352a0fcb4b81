"""The pages of pairs: the secretariat's queue, the portal's list, one pair with its forms, and what waits for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.urls import reverse

from compact.reports.waiting import waiting_for
from compact.reports.worklist import pairs as worklist
from tests.overlaps.case_ground import work_make
from tests.overlaps.pair_ground import decided, focal_point, one_lead, open_pair, two_leads
from tests.projects.ground import hide
from workinggroups.overlaps.asking import consents_send
from workinggroups.overlaps.decided import last_decision
from workinggroups.overlaps.models import Candidate
from workinggroups.overlaps.services.consents import consent_give

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

LIST = "/admin/workinggroups/candidate/"


def _admin(pair: Candidate, narrowing: str = "") -> str:
    return f"{LIST}{pair.pk}/change/" + (f"?_changelist_filters={narrowing}" if narrowing else "")


def _portal(pair: Candidate) -> str:
    return reverse("overlap", args=[pair.uid])


def _text(answer: Any) -> str:
    return answer.content.decode()


# --- The secretariat's queue ------------------------------------------------------------------------------------------


def test_the_queue_shows_what_waits_the_strongest_first(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    weak, strong, done = one_lead(cast), two_leads(cast), decided(one_lead(cast), "different")
    Candidate.objects.filter(pk=weak.pk).update(probability=0.2)
    page = _text(signed_in("secretariat").get(LIST))
    assert page.index(_admin(strong)) < page.index(_admin(weak))
    assert _admin(done) not in page


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
    assert (f"{LIST}{pair.pk}/change/" in _text(signed_in("secretariat").get(LIST, query))) is found


def test_the_queue_is_narrowed_by_group_and_entity(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair, client = two_leads(cast), signed_in("secretariat")
    for name, row, other in (
        ("group", cast.groups["border"], cast.groups["pcve"]),
        ("entity", cast.entities["UNODC"], cast.entities["CTED"]),
    ):
        assert f"{LIST}{pair.pk}/change/" in _text(client.get(LIST, {name: row.pk}))
        assert f"{LIST}{pair.pk}/change/" not in _text(client.get(LIST, {name: other.pk}))


def test_the_queue_costs_no_query_more_for_more_pairs(
    cast: Cast, signed_in: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    client = signed_in("secretariat")
    for _each in range(3):
        two_leads(cast)
    with django_assert_max_num_queries(30):
        client.get(LIST)


def test_a_pair_is_shown_side_by_side_with_its_differences(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    page = _text(signed_in("secretariat").get(_admin(two_leads(cast))))
    for text in ("Passenger data in Kenya", "Données passagers au Kenya", "differs", "the same", "Lead entity"):
        assert text in page


def test_entities_and_people_are_shown_too(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("secretariat")
    entities = open_pair(cast.entities["WCO"], cast.entities["CTED"])
    people = open_pair(cast.people["chair"], cast.people["reader"])
    for pair in (entities, people):
        page = _text(client.get(_admin(pair)))
        assert "Overlapping" not in page, "they are the same, or different"
        assert "never shown as alike again" in page


def test_a_decision_leads_to_the_next_pair_of_the_list(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    first, second = one_lead(cast), one_lead(cast)
    Candidate.objects.filter(pk=first.pk).update(probability=0.95)
    client = signed_in("secretariat")
    sent = {"decision": "different", "reason": "Two ministries", "version": "1"}
    answer = client.post(_admin(first, "kind%3Dwork"), sent)
    assert (answer.status_code, answer["Location"]) == (302, _admin(second, "kind%3Dwork"))
    last = last_decision(first)
    assert last is not None
    assert last.decided == "different"
    assert client.post(_admin(second), sent)["Location"] == LIST


def test_what_is_the_same_leads_to_its_merge(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair, client = one_lead(cast), signed_in("secretariat")
    sent = {"decision": "same_work", "reason": "Same ministry", "version": "1"}
    answer = client.post(_admin(pair), sent, follow=True)
    assert "Plan the merge" in _text(answer)
    assert f"survivor={pair.a.record.uid}" in _text(answer)


def test_a_merge_waits_for_both_entities_and_the_secretariat_records_their_answers(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    pair, client = decided(two_leads(cast), "same_work"), signed_in("secretariat")
    assert "has not answered yet" in _text(client.get(_admin(pair)))
    for version, code in ((2, "UNODC"), (3, "INTERPOL")):
        sent = {
            "decision": "consent",
            "consent-version": version,
            "consent-entity": cast.entities[code].pk,
            "consent-agrees": "yes",
            "consent-text": "Letter of 3 May 2026",
        }
        assert client.post(_admin(pair), sent).status_code == 302
    assert "Plan the merge" in _text(client.get(_admin(pair)))


def test_a_decision_without_a_reason_keeps_the_page(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair = one_lead(cast)
    answer = signed_in("secretariat").post(_admin(pair), {"decision": "different", "reason": "", "version": "1"})
    assert answer.status_code == 200
    assert "Say why; it is kept with the decision." in _text(answer)


def test_two_who_decide_at_once_are_told(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair = one_lead(cast)
    decided(pair, "same_work", reason="Same ministry")
    answer = signed_in("secretariat").post(_admin(pair), {"decision": "different", "reason": "No", "version": "1"})
    assert "Somebody else acted on this pair meanwhile" in _text(answer)
    assert "Same ministry" in _text(answer)
    assert "No</textarea>" in _text(answer)


def test_a_pair_that_is_different_offers_to_ask_again_to_a_superuser(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    pair = decided(one_lead(cast), "different")
    assert 'value="ask_again"' in _text(signed_in("superuser").get(_admin(pair)))
    assert 'value="ask_again"' not in _text(signed_in("secretariat").get(_admin(pair)))


def test_staff_report_a_pair_by_reference_or_identifier(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    one, other = work_make(cast, "A", "UNODC", code="P-7"), work_make(cast, "B", "UNODC")
    client, sent = signed_in("secretariat"), {"a": "P-7", "b": str(other.uid), "reason": "Same ministry"}
    assert client.get(f"{LIST}add/").status_code == 200
    answer = client.post(f"{LIST}add/", sent)
    assert answer["Location"] == _admin(Candidate.objects.get())
    assert {Candidate.objects.get().a.record, Candidate.objects.get().b.record} == {one, other}
    assert "on record already" in _text(client.post(f"{LIST}add/", sent))
    assert "There is no such record." in _text(client.post(f"{LIST}add/", {**sent, "a": "P-8"}))


def test_others_than_the_secretariat_have_no_queue_there(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    assert signed_in("focal_point").get(LIST).status_code == 403


# --- The portal -------------------------------------------------------------------------------------------------------


def test_the_list_shows_whom_a_pair_concerns(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair = two_leads(cast)
    for persona, sees in (("focal_point", True), ("chair", True), ("reader", False), ("chair_pcve", False)):
        answer = signed_in(persona).get(reverse("overlaps"))
        assert (_portal(pair) in _text(answer)) is sees, persona


def test_a_filter_that_is_wrong_is_named(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("chair").get(reverse("overlaps"), {"country": "Kenya"})
    assert answer.status_code == 400
    assert "country" in _text(answer)


def test_a_hidden_pair_is_nowhere(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair, client = two_leads(cast, group=None), signed_in("focal_point")
    hide(pair.b.record)
    assert _portal(pair) not in _text(client.get(reverse("overlaps")))
    assert client.get(_portal(pair)).status_code == 404
    assert client.post(_portal(pair), {"decision": "same_work"}).status_code == 404


def test_nobody_reads_a_pair_without_signing_in(cast: Cast, client: Client) -> None:
    assert client.get(_portal(two_leads(cast))).status_code == 302


def test_a_focal_point_decides_and_answers_for_their_entity(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair, client = two_leads(cast), signed_in("focal_point")
    page = _text(client.get(_portal(pair)))
    assert 'value="same_work"' in page
    assert 'value="different"' not in page
    client.post(_portal(pair), {"decision": "same_work", "reason": "Same ministry", "version": "1"})
    assert "You answer for UNODC." in _text(client.get(_portal(pair)))
    sent = {
        "decision": "consent",
        "consent-version": "2",
        "consent-entity": cast.entities["UNODC"].pk,
        "consent-agrees": "no",
        "consent-text": "",
    }
    refused = client.post(_portal(pair), sent)
    assert "Say why not" in _text(refused)
    assert client.post(_portal(pair), {**sent, "consent-text": "Other officers"}).status_code == 302
    assert "Other officers" in _text(client.get(_portal(pair)))


def test_who_may_not_decide_is_told_why(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair = two_leads(cast, group=cast.groups["border"])
    page = signed_in("alternate").get(_portal(pair))
    assert "Tell one of them what you know." in _text(page)
    sent = {"decision": "same_work", "reason": "Same", "version": "1"}
    assert signed_in("alternate").post(_portal(pair), sent).status_code == 403
    pair.refresh_from_db()
    assert pair.state == "open"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_speak_both_languages(cast: Cast, signed_in: Callable[[str], Client], language: str) -> None:
    pair, client = two_leads(cast), signed_in("focal_point")
    client.cookies["django_language"] = language
    for where in (reverse("overlaps"), _portal(pair)):
        assert f'lang="{language}"' in _text(client.get(where))


# --- What waits -------------------------------------------------------------------------------------------------------


def test_the_work_list_names_what_is_to_be_decided_and_merged(cast: Cast) -> None:
    alike, same = one_lead(cast), decided(two_leads(cast), "same_work")
    open_pair(work_make(cast, "A", "UNODC"), work_make(cast, "B", "UNODC"), verdict="related")
    viewer = cast.viewer("secretariat")
    (item,) = worklist.to_decide(viewer)
    assert item.address == _admin(alike)
    (waits,) = worklist.to_merge(viewer)
    assert waits.detail == "INTERPOL, UNODC: to answer"
    _answer(cast, same, "UNODC", agrees=True)
    _answer(cast, same, "INTERPOL", agrees=False)
    assert worklist.to_merge(viewer)[0].warning == "INTERPOL: does not agree"
    _answer(cast, same, "INTERPOL", agrees=True)
    assert worklist.to_merge(viewer)[0].act == "Merge them"


def _answer(cast: Cast, pair: Candidate, code: str, *, agrees: bool) -> None:
    pair.refresh_from_db()
    entity, actor = cast.entities[code], cast.viewer("secretariat")
    consent_give(actor=actor, candidate=pair, version=pair.version, entity=entity, agrees=agrees, text="Letter")


def test_the_first_page_asks_whose_answer_is_awaited(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair = decided(two_leads(cast), "same_work")
    assert [each.consent.entity.code for each in waiting_for(cast.viewer("focal_point")).consents] == ["UNODC"]
    assert _portal(pair) in _text(signed_in("focal_point").get("/"))
    assert waiting_for(cast.viewer("chair")).consents == []


def test_each_entity_that_is_asked_gets_a_mail_with_the_way_to_its_answer(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    focal_point(cast, "INTERPOL")
    pair = two_leads(cast)
    with django_capture_on_commit_callbacks(execute=True):
        decided(pair, "same_work", cast.viewer("focal_point"))
    (message,) = mail.outbox
    assert message.to == ["representative-interpol@example.org"]
    assert _portal(pair) in message.body


def test_an_entity_that_may_not_see_the_pair_gets_no_mail(cast: Cast) -> None:
    focal_point(cast, "INTERPOL")
    pair = two_leads(cast, group=None)
    decided(pair, "same_work", cast.viewer("focal_point"))
    hide(pair.a.record)
    last = last_decision(pair)
    assert last is not None
    assert consents_send(last.pk, cast.viewer("secretariat").today) == 0
