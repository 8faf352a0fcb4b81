"""Writes to accounts and tokens."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from compact.accounts import services
from compact.accounts.models import ApiToken, User
from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.operations import Operation
from tests.cast import PERSONAS, Cast

pytestmark = pytest.mark.django_db


def in_days(days: int) -> datetime.date:
    return timezone.now().date() + datetime.timedelta(days=days)


def test_a_superuser_makes_a_user_whose_address_is_kept_in_small_letters(cast: Cast) -> None:
    values = {"email": "New.User@Example.org", "full_name": "New User"}
    user = services.user_create(actor=cast.viewer("superuser"), values=values, password="a long enough password")
    assert user.email == "new.user@example.org"
    assert user.check_password("a long enough password")


@pytest.mark.parametrize("persona", [name for name in PERSONAS if name != "superuser"])
def test_nobody_else_manages_users(cast: Cast, persona: str) -> None:
    with pytest.raises(Refused, match="Only a superuser can manage user accounts"):
        services.user_create(actor=cast.viewer(persona), values={"email": "x@example.org", "full_name": "X"})
    user = cast.users["reader"]
    with pytest.raises(Refused, match="Only a superuser"):
        services.user_update(actor=cast.viewer(persona), user=user, version=1, values={"is_superuser": True})


def test_two_users_cannot_share_an_address_in_another_case(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="has this address already"):
        services.user_create(
            actor=cast.viewer("superuser"), values={"email": "READER@example.org", "full_name": "Twin"}
        )


def test_a_stale_account_form_is_refused(cast: Cast) -> None:
    user, actor = cast.users["reader"], cast.viewer("superuser")
    services.user_update(actor=actor, user=user, version=1, values={"full_name": "Theirs"})
    with pytest.raises(StaleVersion):
        services.user_update(actor=actor, user=user, version=1, values={"full_name": "Mine"})


def test_history_of_an_account_holds_no_password(cast: Cast) -> None:
    names = {column.name for column in User.history.model._meta.get_fields()}
    assert "email" in names
    assert "password" not in names


def test_everybody_keeps_their_own_profile(cast: Cast) -> None:
    user = services.profile_update(
        actor=cast.viewer("reader"), user=cast.users["reader"], version=1, language="fr", time_zone="Africa/Nairobi"
    )
    assert (user.language, user.time_zone, user.version) == ("fr", "Africa/Nairobi", 2)


def test_nobody_keeps_another_profile(cast: Cast) -> None:
    with pytest.raises(Refused, match="your own profile only"):
        services.profile_update(
            actor=cast.viewer("reader"), user=cast.users["chair"], version=1, language="fr", time_zone="UTC"
        )


def test_a_time_zone_that_does_not_exist_is_refused_with_an_example(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Africa/Nairobi"):
        services.profile_update(
            actor=cast.viewer("reader"), user=cast.users["reader"], version=1, language="fr", time_zone="Nairobi"
        )


def test_a_token_is_stored_as_a_digest_and_recorded_as_an_operation(cast: Cast) -> None:
    token, key = services.token_create(
        actor=cast.viewer("reader"), user=cast.users["reader"], name="report", scope="read", expires_on=in_days(30)
    )
    assert key not in (token.digest, str(token))
    assert ApiToken.objects.get().expiry.date() == in_days(31)
    assert "report" in Operation.objects.first().reason


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_token_ends_between_tomorrow_and_one_year(cast: Cast, days: int) -> None:
    with pytest.raises(ValidationError, match="Choose a day"):
        services.token_create(
            actor=cast.viewer("reader"), user=cast.users["reader"], name="x", scope="read", expires_on=in_days(days)
        )


@pytest.mark.parametrize(("name", "scope"), [("", "read"), ("report", "all")])
def test_a_token_needs_a_name_and_a_known_scope(cast: Cast, name: str, scope: str) -> None:
    with pytest.raises(ValidationError):
        services.token_create(
            actor=cast.viewer("reader"), user=cast.users["reader"], name=name, scope=scope, expires_on=in_days(5)
        )


def test_nobody_makes_a_token_in_another_name(cast: Cast) -> None:
    with pytest.raises(Refused, match="for yourself only"):
        services.token_create(
            actor=cast.viewer("superuser"), user=cast.users["reader"], name="x", scope="read", expires_on=in_days(5)
        )


def test_a_user_has_a_limited_number_of_tokens(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "TOKENS_PER_USER", 1)
    make = {"user": cast.users["reader"], "name": "x", "scope": "read", "expires_on": in_days(5)}
    services.token_create(actor=cast.viewer("reader"), **make)
    with pytest.raises(ValidationError, match="Revoke one first"):
        services.token_create(actor=cast.viewer("reader"), **make)


def test_a_token_is_revoked_by_its_owner_or_a_superuser_only(cast: Cast) -> None:
    token, _key = services.token_create(
        actor=cast.viewer("reader"), user=cast.users["reader"], name="x", scope="read", expires_on=in_days(5)
    )
    with pytest.raises(Refused, match="your own tokens only"):
        services.token_revoke(actor=cast.viewer("secretariat"), token=token)
    services.token_revoke(actor=cast.viewer("superuser"), token=token)
    assert not ApiToken.objects.exists()
