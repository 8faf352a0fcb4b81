"""Who may do what with accounts and tokens, and what they are told when they may not."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from compact.accounts import policies
from compact.accounts.models import ApiToken
from tests.cast import PERSONAS, SYSTEM

if TYPE_CHECKING:
    from tests.cast import Cast

OTHERS = [name for name in PERSONAS if name != "superuser"]


def _token_of(cast: Cast, persona: str) -> ApiToken:
    token, _key = ApiToken.objects.create(cast.users[persona], expiry=datetime.timedelta(days=3), name="report")
    return token


@pytest.mark.parametrize("persona", PERSONAS)
def test_superusers_alone_manage_accounts(persona: str, cast: Cast) -> None:
    answer = policies.user_manage(cast.viewer(persona))
    assert answer.allowed is (persona == "superuser")
    expected = "Only a superuser can manage user accounts. Ask the administrator of this site."
    assert answer.reason == ("" if answer else expected)


def test_a_command_manages_accounts() -> None:
    assert policies.user_manage(SYSTEM)


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_keeps_their_own_profile(persona: str, cast: Cast) -> None:
    assert policies.profile_update(cast.viewer(persona), cast.users[persona])


@pytest.mark.parametrize("persona", OTHERS)
def test_nobody_but_a_superuser_keeps_that_of_another(persona: str, cast: Cast) -> None:
    answer = policies.profile_update(cast.viewer(persona), cast.users["superuser"])
    assert (answer.allowed, answer.reason) == (False, "You can change your own profile only.")
    assert policies.profile_update(cast.viewer("superuser"), cast.users[persona])


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_revokes_their_own_tokens(persona: str, cast: Cast) -> None:
    assert policies.token_revoke(cast.viewer(persona), _token_of(cast, persona))


@pytest.mark.parametrize("persona", OTHERS)
def test_nobody_but_a_superuser_revokes_those_of_another(persona: str, cast: Cast) -> None:
    answer = policies.token_revoke(cast.viewer(persona), _token_of(cast, "superuser"))
    assert (answer.allowed, answer.reason) == (False, "You can revoke your own tokens only.")
    assert policies.token_revoke(cast.viewer("superuser"), _token_of(cast, persona))


def test_the_reason_is_in_the_readers_language(cast: Cast) -> None:
    with translation.override("fr"):
        answer = policies.token_revoke(cast.viewer("reader"), _token_of(cast, "chair"))
    assert answer.reason == "Vous ne pouvez révoquer que vos propres jetons."
