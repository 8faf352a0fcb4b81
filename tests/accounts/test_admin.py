"""Accounts and tokens in the admin: superusers alone, always through the services."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from compact.accounts.models import ApiToken, TokenScope, User
from compact.accounts.services import token_create, user_update
from compact.kernel.admin.changes import entries_of
from compact.kernel.viewers import Door
from tests.cast import PASSWORD, SYSTEM, Cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

LIST = "/admin/compact/user/"
NEW = {
    "email": "New@Example.org",
    "full_name": "New Colleague",
    "language": "fr",
    "time_zone": "UTC",
    "is_active": "on",
}


@pytest.fixture
def superuser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("superuser")


def _change(user: User, **values: Any) -> dict[str, Any]:
    kept = {"email": user.email, "full_name": user.full_name, "language": user.language, "time_zone": user.time_zone}
    return {**kept, "is_active": "on", "version": user.version, **values}


def test_an_account_without_password_is_made_with_its_reason(superuser: Client, cast: Cast) -> None:
    superuser.post(f"{LIST}add/", {**NEW, "password": "", "change_reason": "New colleague"})
    user = User.objects.get(email="new@example.org")
    made = entries_of(user)[0].operation
    assert (user.has_usable_password(), made.reason, made.door) == (False, "New colleague", Door.ADMIN)


def test_an_account_may_get_a_first_password(superuser: Client, cast: Cast) -> None:
    superuser.post(f"{LIST}add/", {**NEW, "password": PASSWORD})
    assert User.objects.get(email="new@example.org").check_password(PASSWORD)


def test_a_weak_password_is_refused(superuser: Client, cast: Cast) -> None:
    response = superuser.post(f"{LIST}add/", {**NEW, "password": "12345678"})
    assert "password" in response.context["adminform"].form.errors


def test_an_address_in_use_is_refused_on_its_field(superuser: Client, cast: Cast) -> None:
    response = superuser.post(f"{LIST}add/", {**NEW, "email": "CHAIR@example.org", "password": ""})
    assert "A user has this address already." in response.content.decode()


def test_an_account_is_closed_not_deleted(superuser: Client, cast: Cast) -> None:
    user = cast.users["reader"]
    superuser.post(f"{LIST}{user.pk}/change/", {**_change(user), "is_active": ""})
    user.refresh_from_db()
    assert not user.is_active
    assert superuser.post(f"{LIST}{user.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_stale_form_shows_both_versions(superuser: Client, cast: Cast) -> None:
    user = cast.users["reader"]
    user_update(actor=SYSTEM, user=user, version=1, values={"full_name": "Theirs"})
    response = superuser.post(f"{LIST}{user.pk}/change/", _change(user, full_name="Mine"))
    differing = [
        (each.stored, each.typed) for each in response.context["adminform"].form.conflict.fields if each.differs
    ]
    assert differing == [("Theirs", "Mine")]


def test_the_form_of_an_account_does_not_set_its_password(superuser: Client, cast: Cast) -> None:
    user = cast.users["reader"]
    superuser.post(f"{LIST}{user.pk}/change/", _change(user, password="another long password"))
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_page_leads_to_the_person(superuser: Client, cast: Cast) -> None:
    content = superuser.get(f"{LIST}{cast.users['reader'].pk}/change/").content.decode()
    assert f"/admin/compact/person/{cast.people['reader'].pk}/change/" in content


def test_the_history_of_an_account_is_shown_and_not_restored(superuser: Client, cast: Cast) -> None:
    user = cast.users["reader"]
    assert superuser.get(f"{LIST}{user.pk}/history/").status_code == 200
    state = superuser.get(f"{LIST}{user.pk}/history/{entries_of(user)[0].history_id}/").content.decode()
    assert "never set back" in state


class TestTokens:
    """A superuser sees every token of an account and can end it."""

    @pytest.fixture
    def token(self, cast: Cast) -> ApiToken:
        token, _key = token_create(
            actor=cast.viewer("reader"),
            user=cast.users["reader"],
            name="monthly report",
            scope=TokenScope.READ,
            expires_on=datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=30),
        )
        return token

    def test_they_are_listed_without_their_key(self, superuser: Client, cast: Cast, token: ApiToken) -> None:
        content = superuser.get(f"{LIST}{cast.users['reader'].pk}/change/").content.decode()
        assert "monthly report" in content
        assert token.digest not in content

    def test_one_is_revoked(self, superuser: Client, cast: Cast, token: ApiToken) -> None:
        superuser.post(f"{LIST}{cast.users['reader'].pk}/tokens/{token.uid}/revoke/")
        assert not ApiToken.objects.exists()

    def test_looking_does_not_revoke(self, superuser: Client, cast: Cast, token: ApiToken) -> None:
        superuser.get(f"{LIST}{cast.users['reader'].pk}/tokens/{token.uid}/revoke/")
        assert ApiToken.objects.exists()

    def test_staff_who_are_no_superusers_do_not_revoke(
        self, signed_in: Callable[[str], Client], cast: Cast, token: ApiToken
    ) -> None:
        url = f"{LIST}{cast.users['reader'].pk}/tokens/{token.uid}/revoke/"
        assert signed_in("secretariat").post(url).status_code == 403
