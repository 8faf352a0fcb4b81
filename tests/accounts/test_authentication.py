"""API tokens: how they are sent, what they may do, until when, and what is remembered of their use."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from rest_framework.test import APIRequestFactory

from compact.accounts.authentication import ApiTokenAuthentication
from compact.accounts.models import ApiToken, TokenScope, User
from compact.accounts.services import token_create
from compact.entities.models import Entity

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

LIST = "/api/v1/entities/"
NEW = {"code": "NEW", "name_en": "New", "kind": "non_un"}
READING, WRITING = ("get", "head"), ("post", "put", "patch", "delete")


def _token(cast: Cast, persona: str = "reader", scope: str = TokenScope.READ) -> tuple[ApiToken, str]:
    until = timezone.now().date() + datetime.timedelta(days=2)
    user = cast.users[persona]
    return token_create(actor=cast.viewer(persona), user=user, name="test", scope=scope, expires_on=until)


def _get(client: Client, value: str, **headers: str) -> Any:
    return client.get(LIST, headers={"authorization": value, **headers})


def _post(client: Client, key: str) -> Any:
    return client.post(LIST, NEW, content_type="application/json", headers={"authorization": f"Token {key}"})


@pytest.mark.parametrize("prefix", ["Token", "token", "TOKEN", "tOkEn"])
def test_the_word_before_the_key_is_read_in_any_case(prefix: str, cast: Cast, client: Client) -> None:
    _made, key = _token(cast)
    assert _get(client, f"{prefix} {key}").status_code == 200


@pytest.mark.parametrize("prefix", ["Bearer", "Basic", "Tokens", "Toke"])
def test_a_header_of_another_kind_is_no_token(prefix: str, cast: Cast, client: Client) -> None:
    _made, key = _token(cast)
    answer = _get(client, f"{prefix} {key}")
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:compact:problem:not-signed-in"


def test_without_a_header_nobody_is_authenticated() -> None:
    assert ApiTokenAuthentication().authenticate(APIRequestFactory().get(LIST)) is None


def test_a_token_speaks_for_its_user(cast: Cast) -> None:
    made, key = _token(cast, "chair")
    request = APIRequestFactory().get(LIST, headers={"authorization": f"Token {key}"})
    assert ApiTokenAuthentication().authenticate(request) == (cast.users["chair"], made)


@pytest.mark.parametrize("change", ["last", "first", "shorter", "longer", "upper"])
def test_a_key_that_differs_in_one_sign_is_no_key(change: str, cast: Cast, client: Client) -> None:
    _made, key = _token(cast)
    other = "1" if key[-1] == "0" else "0"
    wrong = {
        "last": key[:-1] + other,
        "first": ("1" if key[0] == "0" else "0") + key[1:],
        "shorter": key[:-1],
        "longer": key + "0",
        "upper": key.upper() + "A",
    }[change]
    answer = _get(client, f"Token {wrong}")
    assert answer.status_code == 401
    assert answer.json()["detail"] == "Invalid token."


def test_the_stored_digest_is_no_key(cast: Cast, client: Client) -> None:
    made, _key = _token(cast)
    assert _get(client, f"Token {made.digest}").status_code == 401


def test_bytes_that_are_no_text_are_no_token(cast: Cast, client: Client) -> None:
    answer = client.get(LIST, HTTP_AUTHORIZATION="Token \xff")
    assert answer.status_code == 401
    assert answer.json()["detail"] == "This is not a token."


def test_that_it_is_no_token_is_told_in_the_language_asked_for(cast: Cast, client: Client) -> None:
    answer = client.get(LIST, HTTP_AUTHORIZATION="Token \xff", headers={"accept_language": "fr"})
    assert answer.json()["detail"] == "Ce n’est pas un jeton."
    assert answer.json()["title"] == "Il faut se connecter"


@pytest.mark.parametrize("method", READING)
def test_a_token_to_read_reads(method: str, cast: Cast, client: Client) -> None:
    _made, key = _token(cast, "secretariat")
    answer = client.generic(method.upper(), LIST, headers={"authorization": f"Token {key}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("method", WRITING)
def test_a_token_to_read_is_refused_whatever_writes(method: str, cast: Cast, client: Client) -> None:
    _made, key = _token(cast, "secretariat")
    answer = client.generic(method.upper(), LIST, headers={"authorization": f"Token {key}"})
    assert answer.status_code == 403
    assert answer.json()["detail"] == (
        "This token may only read. Make a token with the scope “read and write” on your tokens page."
    )


def test_a_token_to_write_gives_its_user_no_right_that_they_lack(cast: Cast, client: Client) -> None:
    _made, key = _token(cast, "reader", TokenScope.WRITE)
    answer = _post(client, key)
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:compact:problem:refused"
    assert not Entity.objects.filter(code="NEW").exists()


def test_a_token_needs_no_csrf_token(cast: Cast) -> None:
    from django.test import Client

    _made, key = _token(cast, "secretariat", TokenScope.WRITE)
    assert _post(Client(enforce_csrf_checks=True), key).status_code == 201


def test_a_token_writes_through_the_door_of_the_api(cast: Cast, client: Client) -> None:
    _made, key = _token(cast, "secretariat", TokenScope.WRITE)
    _post(client, key)
    act = Entity.history.get(code="NEW").operation
    assert (act.door, act.actor) == ("api", cast.users["secretariat"])


def test_a_token_opens_no_page(cast: Cast, client: Client) -> None:
    _made, key = _token(cast, "superuser", TokenScope.WRITE)
    for path in ("/", "/accounts/tokens/", "/admin/"):
        assert client.get(path, headers={"authorization": f"Token {key}"}).status_code == 302


def test_a_token_works_until_its_last_moment(cast: Cast, client: Client) -> None:
    made, key = _token(cast)
    ApiToken.objects.filter(pk=made.pk).update(expiry=timezone.now() + datetime.timedelta(seconds=60))
    assert _get(client, f"Token {key}").status_code == 200


def test_a_token_that_has_expired_is_no_key_and_is_gone(cast: Cast, client: Client) -> None:
    made, key = _token(cast)
    ApiToken.objects.filter(pk=made.pk).update(expiry=timezone.now() - datetime.timedelta(seconds=1))
    answer = _get(client, f"Token {key}")
    assert (answer.status_code, answer.json()["detail"]) == (401, "Invalid token.")
    assert not ApiToken.objects.filter(pk=made.pk).exists()


def test_a_token_ends_with_the_account(cast: Cast, client: Client) -> None:
    _made, key = _token(cast)
    User.objects.filter(pk=cast.users["reader"].pk).update(is_active=False)
    answer = _get(client, f"Token {key}")
    assert (answer.status_code, answer.json()["detail"]) == (401, "User inactive or deleted.")


def test_a_token_ends_when_it_is_revoked_and_others_go_on(cast: Cast, client: Client) -> None:
    first, ended = _token(cast)
    _second, kept = _token(cast)
    first.delete()
    assert [_get(client, f"Token {key}").status_code for key in (ended, kept)] == [401, 200]


def test_a_new_token_was_never_used(cast: Cast) -> None:
    assert _token(cast)[0].last_used_at is None


def test_its_use_is_remembered(cast: Cast, client: Client) -> None:
    made, key = _token(cast)
    before = timezone.now()
    _get(client, f"Token {key}")
    made.refresh_from_db()
    assert before <= made.last_used_at <= timezone.now()


@pytest.mark.parametrize(("seconds", "is_new"), [(30, False), (59, False), (61, True), (3600, True)])
def test_its_use_is_written_at_most_once_a_minute(seconds: int, is_new: bool, cast: Cast, client: Client) -> None:
    made, key = _token(cast)
    used = timezone.now() - datetime.timedelta(seconds=seconds)
    ApiToken.objects.filter(pk=made.pk).update(last_used_at=used)
    _get(client, f"Token {key}")
    made.refresh_from_db()
    assert (made.last_used_at != used) is is_new


def test_a_refused_use_is_no_use(cast: Cast, client: Client) -> None:
    made, key = _token(cast)
    assert _post(client, key).status_code == 403
    _get(client, f"Token {key[:-1]}")
    made.refresh_from_db()
    assert made.last_used_at is None


def test_a_wrong_token_is_not_made_good_by_a_session(cast: Cast, client: Client) -> None:
    client.force_login(cast.users["reader"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert _get(client, "Token wrong").status_code == 401


def test_the_token_speaks_where_a_session_is_there_too(cast: Cast, client: Client) -> None:
    client.force_login(cast.users["secretariat"], backend="allauth.account.auth_backends.AuthenticationBackend")
    _made, key = _token(cast, "reader", TokenScope.WRITE)
    assert _post(client, key).status_code == 403
