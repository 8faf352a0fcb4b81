"""What the services of the needs room refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused
from tests.cast import SYSTEM
from tests.needs.ground import CLEARED, recommendation_make, request_make, theme_make
from workinggroups.needs.services import recommendation_update, request_update, theme_archive

if TYPE_CHECKING:
    from tests.cast import Cast


def test_the_handling_entity_answers_a_request(cast: Cast) -> None:
    made = request_make(handled_by=cast.entities["WCO"])
    values = {"reply": "partly", "replied_on": "2026-02-03", "reply_text": "Two courses", "note": "By letter"}
    answered = request_update(actor=cast.viewer("alternate"), record=made, version=1, values=values)
    assert {name: getattr(answered, name) for name in values} == values


@pytest.mark.parametrize(
    "values",
    [{"country": "UGA"}, {"requested_on": "2024"}, {"title": "Other"}, {"detail": "Other"}, {"institution": "Police"}],
)
def test_the_handling_entity_leaves_what_was_asked_as_it_is(cast: Cast, values: dict[str, Any]) -> None:
    made = request_make(handled_by=cast.entities["WCO"])
    with pytest.raises(ValidationError) as refused:
        request_update(actor=cast.viewer("chair"), record=made, version=1, values=values)
    assert refused.value.message_dict.keys() == values.keys()


def test_the_handling_entity_shows_a_request_to_nobody_else(cast: Cast) -> None:
    made = request_make(handled_by=cast.entities["WCO"], originator=cast.entities["UNODC"], **CLEARED)
    with pytest.raises(Refused, match="This comes from somebody else"):
        request_update(actor=cast.viewer("chair"), record=made, version=1, values={"visibility": "secretariat"})
    hidden = request_make(handled_by=cast.entities["WCO"], originator=cast.entities["UNODC"])
    with pytest.raises(Refused, match="has not cleared wider sharing"):
        request_update(actor=cast.viewer("chair"), record=hidden, version=1, values={"visibility": "all"})
    hidden.refresh_from_db()
    assert hidden.visibility == "secretariat"


def test_the_handling_entity_does_not_pass_a_request_on(cast: Cast) -> None:
    made = request_make(handled_by=cast.entities["WCO"])
    values = {"handled_by": cast.entities["CTED"]}
    with pytest.raises(Refused, match="Only the secretariat"):
        request_update(actor=cast.viewer("chair"), record=made, version=1, values=values)


def test_who_enters_a_request_and_handles_it_writes_all_of_it(cast: Cast) -> None:
    made = request_make(cast.viewer("chair"), handled_by=cast.entities["WCO"])
    stored = request_update(actor=cast.viewer("chair"), record=made, version=1, values={"title": "Other"})
    assert stored.title == "Other"


def test_references_are_given_by_the_secretariat_so_that_no_refusal_tells_which_exist(cast: Cast) -> None:
    recommendation_make(code="R-1")
    told = []
    for code in ("R-1", "R-2"):
        with pytest.raises(ValidationError) as refused:
            recommendation_make(cast.viewer("focal_point"), code=code)
        told.append(refused.value.message_dict)
    assert told[0] == told[1] == {"code": ["The secretariat gives references. Leave this as it is."]}


def test_the_originator_still_changes_what_has_a_reference(cast: Cast) -> None:
    made = recommendation_make(originator=cast.entities["UNODC"], code="R-1")
    values = {"code": "R-1", "priority": "high"}
    assert recommendation_update(actor=cast.viewer("focal_point"), record=made, version=1, values=values).version == 2


def test_two_requests_in_use_do_not_share_a_reference(cast: Cast) -> None:
    request_make(code="A-1")
    with pytest.raises(ValidationError, match="Another request has this reference"):
        request_make(code="A-1")
    assert request_make(code="").code == request_make(code="").code == ""


def test_a_reply_is_not_before_the_request(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="before the request"):
        request_make(requested_on="2025-05", reply="accepted", replied_on="2025-04-30")
    assert request_make(requested_on="2025-05", reply="accepted", replied_on="2025").replied_on == "2025"


def test_a_day_of_reply_needs_what_was_replied(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Say what was replied"):
        request_make(replied_on="2026")


def test_a_theme_in_the_archive_is_given_to_no_need(cast: Cast) -> None:
    theme = theme_make()
    theme_archive(actor=SYSTEM, record=theme, version=1, reason="Too wide")
    theme.refresh_from_db()
    with pytest.raises(ValidationError, match="archived"):
        request_make(theme=theme)
