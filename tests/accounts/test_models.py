"""Accounts and tokens as they are stored: addresses, zones, names, the manager for Django's own commands."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone

from compact.accounts.models import ApiToken, InterfaceLanguage, TokenScope, User, validate_time_zone
from compact.kernel.operations import Operation, operation
from tests.cast import PASSWORD, SYSTEM

pytestmark = pytest.mark.django_db


def _user(email: str = "new@example.org", password: str | None = PASSWORD, **fields: str) -> User:
    return User.objects.create_user(email, password, **{"full_name": "New User", **fields})


@pytest.mark.parametrize("email", ["new@example.org", "NEW@EXAMPLE.ORG", "New@Example.Org"])
def test_an_address_is_kept_in_small_letters(email: str) -> None:
    assert _user(email).email == "new@example.org"


@pytest.mark.parametrize("email", ["", "no address", "a@b", "@example.org", "a b@example.org"])
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(ValidationError) as caught:
        _user(email)
    assert "email" in caught.value.message_dict
    assert not User.objects.exists()


def test_a_new_user_has_modest_beginnings() -> None:
    user = _user()
    assert (user.version, user.language, user.time_zone, user.is_active) == (1, InterfaceLanguage.ENGLISH, "UTC", True)
    assert (user.is_superuser, user.is_staff) == (False, False)


def test_a_password_is_kept_as_a_hash() -> None:
    user = _user()
    assert PASSWORD not in user.password
    assert user.check_password(PASSWORD)


def test_without_a_password_none_fits() -> None:
    user = _user(password=None)
    assert not user.has_usable_password()
    assert not user.check_password("")


@pytest.mark.parametrize("given", [{}, {"is_superuser": False}])
def test_a_superuser_is_one_whatever_is_said(given: dict[str, bool]) -> None:
    user = User.objects.create_superuser("root@example.org", PASSWORD, full_name="Root", **given)
    assert (user.is_superuser, user.is_staff) == (True, True)


def test_making_a_user_is_an_operation_of_its_own() -> None:
    user = _user()
    act = Operation.objects.get()
    assert (act.actor_label, act.door, act.actor) == ("user_create", "command", None)
    assert User.history.get(id=user.pk).operation == act


def test_making_a_user_joins_an_operation_under_way() -> None:
    with operation(actor=SYSTEM, reason="set-up"):
        _user("a@example.org")
        _user("b@example.org")
    assert Operation.objects.get().reason == "set-up"


@pytest.mark.parametrize("typed", ["new@example.org", "NEW@example.org", "New@Example.ORG"])
def test_a_user_is_found_by_address_in_any_case(typed: str) -> None:
    user = _user()
    assert User.objects.get_by_natural_key(typed) == user


def test_a_second_account_with_the_address_in_another_case_is_refused() -> None:
    _user()
    with pytest.raises(ValidationError, match="A user has this address already"):
        _user("NEW@example.org")


def test_the_database_refuses_it_too() -> None:
    other = _user("other@example.org")
    _user()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=other.pk).update(email="NEW@example.org")


@pytest.mark.parametrize("zone", ["UTC", "Africa/Nairobi", "America/Argentina/Buenos_Aires"])
def test_a_zone_by_its_iana_name_is_one(zone: str) -> None:
    validate_time_zone(zone)


@pytest.mark.parametrize("zone", ["", "Nairobi", "UTC+3", "africa/nairobi", "../../etc/passwd"])
def test_anything_else_is_no_zone(zone: str) -> None:
    with pytest.raises(ValidationError) as caught:
        validate_time_zone(zone)
    assert caught.value.messages == [f"“{zone}” is not a time zone. Write its IANA name, for example Africa/Nairobi."]


@pytest.mark.parametrize("language", ["es", "ar", "", "EN"])
def test_pages_are_read_in_english_or_french(language: str) -> None:
    with pytest.raises(ValidationError) as caught:
        _user(language=language)
    assert list(caught.value.message_dict) == ["language"]


def test_a_user_goes_by_their_full_name() -> None:
    user = User(email="a@example.org", full_name="Amina Example")
    assert {str(user), user.get_full_name(), user.get_short_name()} == {"Amina Example"}


def test_a_user_without_a_name_goes_by_their_address() -> None:
    assert str(User(email="a@example.org")) == "a@example.org"


def test_djangos_own_command_makes_the_first_superuser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, email="Root@example.org", full_name="Root", stdout=io.StringIO())
    user = User.objects.get(email="root@example.org")
    assert user.is_superuser
    assert user.check_password(PASSWORD)


def test_that_command_wants_a_name() -> None:
    with pytest.raises(CommandError, match="full_name"):
        call_command("createsuperuser", interactive=False, email="root@example.org")


def test_a_token_may_read_unless_more_is_asked_for() -> None:
    token, _key = ApiToken.objects.create(_user(), expiry=datetime.timedelta(days=1), name="report")
    assert token.scope == TokenScope.READ


def test_a_token_goes_by_its_name() -> None:
    assert str(ApiToken(name="monthly report")) == "monthly report"


def test_a_token_is_not_stored_without_an_end() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.create(_user(), expiry=None, name="forever")


def test_only_a_digest_of_a_key_is_stored() -> None:
    token, key = ApiToken.objects.create(_user(), expiry=datetime.timedelta(days=1), name="report")
    stored = {str(getattr(token, field.attname)) for field in ApiToken._meta.concrete_fields}
    assert not any(key in value for value in stored)
    assert len(key) == 64


def test_tokens_are_listed_newest_first() -> None:
    user = _user()
    names = ["first", "second", "third"]
    for age, name in zip((3, 2, 1), names, strict=True):
        token, _key = ApiToken.objects.create(user, expiry=datetime.timedelta(days=1), name=name)
        ApiToken.objects.filter(pk=token.pk).update(created=timezone.now() - datetime.timedelta(hours=age))
    assert [token.name for token in ApiToken.objects.all()] == names[::-1]
