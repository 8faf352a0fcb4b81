"""The words of a proposal go with its outcome: another outcome is not accepted, or settled, with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.overlaps.case_ground import LETTER
from tests.projects.planned_ground import text_of
from workinggroups.overlaps.models import Position
from workinggroups.overlaps.services import cases as services

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast
    from workinggroups.overlaps.models import Case

    SignedIn = Callable[[str], Client]

pytestmark = pytest.mark.django_db
WORDS = "First <UNODC>, then INTERPOL"


@pytest.fixture
def proposed(cast: Cast, case: Case) -> Case:
    """The chair has proposed a sequence."""
    services.case_propose(actor=cast.viewer("chair"), case=case, version=case.version, outcome="sequence", text=WORDS)
    case.refresh_from_db()
    return case


def _last() -> tuple[str, str]:
    said: Any = Position.objects.order_by("pk").last()
    return said.outcome, said.text


def _send(client: Client, case: Case, step: str, **values: Any) -> Any:
    return client.post(f"/overlap-cases/{case.uid}/{step}/", {"version": case.version, **values})


def test_the_words_stand_beside_their_outcome_and_not_in_the_field(proposed: Case, signed_in: SignedIn) -> None:
    page = text_of(signed_in("focal_point").get(f"/overlap-cases/{proposed.uid}/"))
    field = page.split('<textarea name="text"')[1].split("</textarea>")[0]
    assert field.split(">")[-1].strip() == "", "another outcome was accepted with the words of the proposal"
    label = page.split('value="sequence"')[1].split("</label>")[0]
    assert "checked" in label
    assert "“First &lt;UNODC&gt;, then INTERPOL”" in label
    assert "“First" not in page.split('value="joint_delivery"')[1].split("</label>")[0]
    assert "Empty: the words that stand beside the outcome." in page


@pytest.mark.parametrize(("outcome", "words"), [("sequence", WORDS), ("joint_delivery", "")])
def test_left_empty_the_words_are_those_of_the_outcome(
    proposed: Case, signed_in: SignedIn, outcome: str, words: str
) -> None:
    assert _send(signed_in("focal_point"), proposed, "accept", outcome=outcome, text="").status_code == 302
    assert _last() == (outcome, words)


def test_the_secretariat_settles_with_them_as_well(proposed: Case, signed_in: SignedIn) -> None:
    client = signed_in("secretariat")
    refused = _send(client, proposed, "settle", outcome="joint_delivery", text="", reason=LETTER)
    assert "Say what is decided, and why." in text_of(refused).split('id="error-summary-title"')[1]
    assert _send(client, proposed, "settle", outcome="sequence", text="", reason=LETTER).status_code == 302
    assert _last() == ("sequence", WORDS)


def test_where_nobody_has_said_anything_nothing_is_offered(case: Case, signed_in: SignedIn) -> None:
    assert "Empty: the words" not in text_of(signed_in("focal_point").get(f"/overlap-cases/{case.uid}/"))
    client = signed_in("secretariat")
    page = text_of(_send(client, case, "settle", outcome="sequence", text="", reason=LETTER))
    assert "There is a problem" in page
