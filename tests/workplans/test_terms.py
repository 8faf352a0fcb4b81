"""Terms of reference: versions that follow each other, and what no longer changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from tests.cast import SYSTEM
from tests.workplans.plan_ground import decision_make, terms_make
from workinggroups.workplans.models import TermsOfReference
from workinggroups.workplans.services.terms import terms_create, terms_next, terms_update

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _approve(cast: Cast, terms: TermsOfReference, reason: str = "") -> TermsOfReference:
    values = {"state": "approved", "approved_by": decision_make(cast)}
    return terms_update(actor=SYSTEM, record=terms, version=terms.version, values=values, reason=reason)


def test_approving_the_next_version_closes_the_one_before_it_in_the_same_operation(cast: Cast) -> None:
    first, second = terms_make(cast, "approved"), terms_make(cast, "endorsed", number=2)
    second = _approve(cast, second, "Fourth meeting")
    first.refresh_from_db()
    assert (first.state, first.version) == ("closed", 2)
    assert (second.state, second.version) == ("approved", 2)
    operations = {row.history.first().operation for row in (first, second)}
    assert [operation.reason for operation in operations] == ["Fourth meeting"]


def test_an_approval_that_fails_closes_nothing(cast: Cast) -> None:
    first, second = terms_make(cast, "approved"), terms_make(cast, "endorsed", number=2)
    with pytest.raises(ValidationError, match="Name the decision"):
        terms_update(actor=SYSTEM, record=second, version=1, values={"state": "approved"})
    second.version = 7
    with pytest.raises(StaleVersion):
        _approve(cast, second)
    first.refresh_from_db()
    assert (first.state, first.version) == ("approved", 1)


def test_a_chair_who_tries_to_approve_closes_nothing(cast: Cast) -> None:
    first, second = terms_make(cast, "approved"), terms_make(cast, "endorsed", number=2)
    values = {"state": "approved", "approved_by": decision_make(cast)}
    with pytest.raises(Refused):
        terms_update(actor=cast.viewer("chair"), record=second, version=1, values=values)
    first.refresh_from_db()
    assert first.state == "approved"


def test_a_version_recorded_as_approved_closes_the_one_before_it_too(cast: Cast) -> None:
    first = terms_make(cast, "approved")
    terms_make(cast, "approved", number=2)
    first.refresh_from_db()
    assert first.state == "closed"


def test_an_older_version_does_not_replace_a_newer_one(cast: Cast) -> None:
    newer, older = terms_make(cast, "approved", number=2), terms_make(cast, "endorsed", number=1)
    with pytest.raises(ValidationError, match="Another version is the approved one"):
        _approve(cast, older)
    newer.refresh_from_db()
    assert newer.state == "approved"


def test_another_groups_version_stays_in_force(cast: Cast) -> None:
    other = terms_make(cast, "approved", group="pcve")
    terms_make(cast, "approved", number=2)
    other.refresh_from_db()
    assert other.state == "approved"


@pytest.mark.parametrize("state", ["approved", "closed"])
def test_text_group_and_number_of_what_was_approved_never_change(cast: Cast, state: str) -> None:
    terms = terms_make(cast, state)
    values = {"text": "To do more.", "group": cast.groups["pcve"], "number": 5}
    with pytest.raises(ValidationError) as raised:
        terms_update(actor=SYSTEM, record=terms, version=1, values=values)
    assert set(raised.value.message_dict) == {"text", "group", "number"}
    assert "Write the next version instead" in raised.value.messages[0]


def test_a_step_and_a_change_of_the_text_are_not_one_step(cast: Cast) -> None:
    terms = terms_make(cast, "approved")
    with pytest.raises(ValidationError, match="it stays as it is"):
        terms_update(actor=SYSTEM, record=terms, version=1, values={"state": "closed", "text": "Other"})


def test_the_review_date_of_what_was_approved_is_put_off(cast: Cast) -> None:
    terms = terms_make(cast, "approved")
    assert terms_update(actor=SYSTEM, record=terms, version=1, values={"review_on": "2030"}).review_on == "2030"


def test_a_text_that_was_not_on_record_is_added(cast: Cast) -> None:
    terms = terms_make(cast, "approved", text="")
    assert terms_update(actor=SYSTEM, record=terms, version=1, values={"text": "Found."}).text == "Found."


def test_the_next_version_is_a_draft_with_the_same_text_and_the_next_number(cast: Cast) -> None:
    terms = terms_make(cast, "approved", number=3, silence_breakers="members", review_on="2026-05")
    made = terms_next(actor=cast.viewer("chair"), terms=terms, values={"document": "https://example.org/tor"})
    assert (made.number, made.state, made.text, made.silence_breakers) == (4, "draft", terms.text, "members")
    assert (made.document, made.approved_by, made.review_on) == ("https://example.org/tor", None, "")
    terms.refresh_from_db()
    assert (terms.state, terms.version) == ("approved", 1)


def test_the_next_version_is_prepared_by_an_alternate_and_by_no_reader(cast: Cast) -> None:
    terms = terms_make(cast, "approved")
    with pytest.raises(Refused):
        terms_next(actor=cast.viewer("reader"), terms=terms, values={})
    assert terms_next(actor=cast.viewer("alternate"), terms=terms, values={}).number == 2


def test_a_next_version_is_started_once(cast: Cast) -> None:
    terms = terms_make(cast, "approved")
    terms_next(actor=SYSTEM, terms=terms, values={})
    with pytest.raises(ValidationError, match="on record already"):
        terms_next(actor=SYSTEM, terms=terms, values={})


def test_what_is_not_approved_needs_no_next_version(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="not approved yet"):
        terms_next(actor=SYSTEM, terms=terms_make(cast, "endorsed"), values={})


def test_an_approved_version_is_recorded_with_its_decision(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Name the decision"):
        terms_create(actor=SYSTEM, values={"group": cast.groups["border"], "state": "approved"})
    assert not TermsOfReference.objects.exists()
