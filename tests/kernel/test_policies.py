"""A policy's answer: a truth with its reason, that turns into a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from compact.kernel.errors import Refused
from compact.kernel.policies import YES, Answer, no, secretariat_only, superuser_only
from compact.kernel.viewers import Viewer
from tests.cast import PERSONAS, SYSTEM

if TYPE_CHECKING:
    from tests.cast import Cast

ASK = "Only the secretariat can change this record. Write to the secretariat with the correction."


def test_yes_is_true_and_needs_no_reason() -> None:
    assert bool(YES) is True
    assert YES.reason == ""


def test_no_is_false_and_carries_its_reason() -> None:
    assert bool(no("Ask.")) is False
    assert no("Ask.") == Answer(allowed=False, reason="Ask.")


def test_what_is_allowed_passes() -> None:
    YES.require()


def test_what_is_not_is_refused_with_the_reason() -> None:
    with pytest.raises(Refused) as caught:
        no("Ask the secretariat.").require()
    assert caught.value.reason == str(caught.value) == "Ask the secretariat."


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_is_the_secretariats_is_its_and_the_superusers(persona: str, cast: Cast) -> None:
    answer = secretariat_only(cast.viewer(persona))
    assert answer == (YES if persona in ("secretariat", "superuser") else no(ASK))


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_is_the_superusers_is_theirs_alone(persona: str, cast: Cast) -> None:
    answer = superuser_only(cast.viewer(persona))
    assert answer.allowed is (persona == "superuser")
    assert bool(answer.reason) is (persona != "superuser")


@pytest.mark.parametrize("policy", [secretariat_only, superuser_only])
def test_a_command_may_do_both_and_somebody_before_sign_in_neither(policy: object) -> None:
    assert callable(policy)
    assert policy(SYSTEM)
    assert not policy(Viewer.oneself(1, "Amina"))


def test_a_no_is_in_the_readers_language() -> None:
    stranger = Viewer.oneself(1, "Amina")
    with translation.override("fr"):
        french = secretariat_only(stranger).reason
    assert french not in ("", ASK)
    assert french.startswith("Seul le secrétariat")
