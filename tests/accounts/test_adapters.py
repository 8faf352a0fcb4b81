"""Sign-in without sign-up: what single sign-on finds, and how a chosen password is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from compact.accounts.adapters import AccountAdapter, SocialAccountAdapter
from compact.accounts.models import User
from compact.kernel.operations import Operation
from tests.cast import PASSWORD

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.test import Client

    from tests.cast import Cast

OTHER = "an entirely other password"
OIDC = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": "Single sign-on",
                "client_id": "compact",
                "secret": "secret",
                "settings": {"server_url": "https://sso.example.org"},
            }
        ]
    }
}


@pytest.fixture
def request_of_nobody(db: None) -> HttpRequest:
    """A request with a session, before sign-in."""
    request = RequestFactory().get("/accounts/oidc/oidc/login/callback/")
    for middleware in (SessionMiddleware, MessageMiddleware):
        middleware(lambda _request: HttpResponse()).process_request(request)
    request.user = AnonymousUser()
    return request


def _come_back(request: HttpRequest, email: str, uid: str = "1", verified: bool = True) -> Any:
    provider = get_adapter().get_provider(request, "oidc")
    told = {"sub": uid, "email": email, "email_verified": verified, "name": "From the provider"}
    login = provider.sociallogin_from_response(request, told)
    login.state = {"process": "login", "next": "/"}
    with context.request_context(request):
        return complete_social_login(request, login)


class TestSingleSignOn:
    """Somebody comes back from the identity provider."""

    @pytest.fixture(autouse=True)
    def _provider(self, settings: Any) -> None:
        settings.SOCIALACCOUNT_PROVIDERS = OIDC

    @pytest.mark.parametrize("email", ["reader@example.org", "Reader@Example.org"])
    def test_an_account_is_found_by_its_verified_address(
        self, email: str, cast: Cast, request_of_nobody: HttpRequest
    ) -> None:
        _come_back(request_of_nobody, email)
        assert request_of_nobody.user == cast.users["reader"]

    def test_signing_in_stores_nothing_of_the_account(self, cast: Cast, request_of_nobody: HttpRequest) -> None:
        """Linking the two once saved the user outside an operation, and nobody could sign in."""
        before = Operation.objects.count()
        _come_back(request_of_nobody, "reader@example.org", uid="42")
        assert request_of_nobody.user == cast.users["reader"]
        assert not SocialAccount.objects.exists()
        assert (Operation.objects.count(), User.objects.get(email="reader@example.org").version) == (before, 1)

    def test_an_unknown_address_makes_no_account(self, cast: Cast, request_of_nobody: HttpRequest) -> None:
        count = User.objects.count()
        answer = _come_back(request_of_nobody, "stranger@example.org")
        assert answer.status_code == 200
        assert not request_of_nobody.user.is_authenticated
        assert User.objects.count() == count
        assert not SocialAccount.objects.exists()

    def test_an_address_that_the_provider_did_not_verify_opens_nothing(
        self, cast: Cast, request_of_nobody: HttpRequest
    ) -> None:
        _come_back(request_of_nobody, "reader@example.org", verified=False)
        assert not request_of_nobody.user.is_authenticated
        assert not SocialAccount.objects.exists()

    def test_a_closed_account_stays_closed(self, cast: Cast, request_of_nobody: HttpRequest) -> None:
        User.objects.filter(pk=cast.users["reader"].pk).update(is_active=False)
        _come_back(request_of_nobody, "reader@example.org")
        assert not request_of_nobody.user.is_authenticated

    def test_the_name_from_the_provider_does_not_replace_ours(self, cast: Cast, request_of_nobody: HttpRequest) -> None:
        _come_back(request_of_nobody, "reader@example.org")
        assert User.objects.get(email="reader@example.org").full_name == "reader"


@pytest.mark.parametrize("arguments", [(AccountAdapter, ()), (SocialAccountAdapter, (None,))])
def test_nobody_signs_up_by_either_way(arguments: Any) -> None:
    adapter, rest = arguments
    assert adapter().is_open_for_signup(RequestFactory().get("/"), *rest) is False


class TestPassword:
    """A password that its owner chose."""

    def test_it_is_stored_hashed(self, cast: Cast) -> None:
        user = cast.users["reader"]
        AccountAdapter().set_password(user, OTHER)
        user.refresh_from_db()
        assert user.check_password(OTHER)
        assert OTHER not in user.password

    def test_the_act_is_recorded_as_its_owners(self, cast: Cast) -> None:
        AccountAdapter().set_password(cast.users["reader"], OTHER)
        act = Operation.objects.latest("number")
        assert (act.actor, act.actor_label, act.door) == (cast.users["reader"], "reader", "portal")
        assert act.reason == "Password changed"

    def test_neither_the_password_nor_its_hash_is_recorded(self, cast: Cast) -> None:
        user = cast.users["reader"]
        rows = User.history.count()
        AccountAdapter().set_password(user, OTHER)
        act = Operation.objects.latest("number")
        for secret in (OTHER, user.password):
            assert secret not in f"{act.reason}{act.actor_label}"
        assert User.history.count() == rows

    def test_nothing_else_of_the_account_is_stored_with_it(self, cast: Cast) -> None:
        user = cast.users["reader"]
        user.full_name = "Typed and not saved"
        AccountAdapter().set_password(user, OTHER)
        user.refresh_from_db()
        assert (user.full_name, user.version) == ("reader", 1)

    def test_changing_it_on_the_page_records_the_act(self, cast: Cast, client: Client) -> None:
        client.force_login(cast.users["chair"], backend="allauth.account.auth_backends.AuthenticationBackend")
        before = Operation.objects.count()
        data = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
        client.post("/accounts/password/change/", data)
        assert Operation.objects.count() == before + 1
        assert Operation.objects.latest("number").reason == "Password changed"

    @pytest.mark.parametrize("new", ["short", "12345678901", "password", "chair@example.org"])
    def test_a_weak_one_is_refused_and_leaves_no_record(self, new: str, cast: Cast, client: Client) -> None:
        client.force_login(cast.users["chair"], backend="allauth.account.auth_backends.AuthenticationBackend")
        before = Operation.objects.count()
        data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert client.post("/accounts/password/change/", data).status_code == 200
        assert Operation.objects.count() == before
        assert User.objects.get(email="chair@example.org").check_password(PASSWORD)

    def test_the_old_one_is_asked_for(self, cast: Cast, client: Client) -> None:
        client.force_login(cast.users["chair"], backend="allauth.account.auth_backends.AuthenticationBackend")
        data = {"oldpassword": "not it", "password1": OTHER, "password2": OTHER}
        client.post("/accounts/password/change/", data)
        assert User.objects.get(email="chair@example.org").check_password(PASSWORD)
