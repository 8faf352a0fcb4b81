"""Sign-in and a user's own pages."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from compact.accounts.models import ApiToken, User
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]


def sign_in(client: Client, address: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": address, "password": password})


def test_everybody_signs_in_by_address_and_password(cast: Cast, client: Client) -> None:
    response = sign_in(client, "Reader@example.org")
    assert response.status_code == 302
    assert client.get("/").status_code == 200


def test_a_wrong_password_is_told_without_saying_whether_the_address_exists(cast: Cast, client: Client) -> None:
    known = sign_in(client, "reader@example.org", "wrong").content.decode()
    unknown = sign_in(client, "nobody@example.org", "wrong").content.decode()
    message = "The email address and/or password you specified are not correct."
    assert message in known
    assert message in unknown


def test_an_inactive_user_does_not_get_in(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.users["reader"].pk).update(is_active=False)
    sign_in(client, "reader@example.org")
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("path", ["/", "/accounts/profile/", "/accounts/tokens/"])
def test_every_page_needs_sign_in(db: None, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=")


def test_nobody_signs_up(db: None, client: Client) -> None:
    data = {"email": "new@example.org", "password1": PASSWORD}
    assert client.post("/accounts/signup/", data).status_code == 200
    assert not User.objects.exists()


def test_nobody_changes_their_own_address(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("reader")
    response = client.post("/accounts/email/", {"action_add": "", "email": "other@example.org"})
    assert response.url == "/"
    assert User.objects.filter(email="reader@example.org").exists()


@pytest.mark.usefixtures("cast")
def test_too_many_wrong_passwords_lock_the_address_out_for_a_while(client: Client, settings: Any) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    answers = [sign_in(client, "reader@example.org", "wrong").status_code for _attempt in range(3)]
    assert answers[-1] == 429
    assert sign_in(client, "reader@example.org").status_code == 429
    assert sign_in(client, "chair@example.org").status_code == 302


def test_a_forgotten_password_is_set_again_by_mail(cast: Cast, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "reader@example.org"})
    link = re.search(r"http://\S+(/accounts/password/reset/key/\S+)", mail.outbox[0].body).group(1)
    form = client.get(link, follow=True)
    new = "an entirely other password"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(client, "reader@example.org", new).status_code == 302


def test_changing_the_password_works_and_leaves_no_trace_of_it(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("reader")
    new = "an entirely other password"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", data).status_code == 302
    assert User.objects.get(email="reader@example.org").check_password(new)


def test_the_profile_changes_language_and_zone(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("reader")
    data = {"language": "fr", "time_zone": "Africa/Nairobi", "version": 1}
    response = client.post("/accounts/profile/", data, follow=True)
    assert response.wsgi_request.LANGUAGE_CODE == "fr"
    assert User.objects.get(email="reader@example.org").time_zone == "Africa/Nairobi"


def test_a_stale_profile_is_refused_and_keeps_what_was_chosen(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("reader")
    response = client.post("/accounts/profile/", {"language": "fr", "time_zone": "Europe/Paris", "version": 7})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert response.context["form"]["time_zone"].value() == "Europe/Paris"


def test_a_users_language_is_used_until_the_switch_says_otherwise(cast: Cast, signed_in: SignedIn) -> None:
    User.objects.filter(pk=cast.users["reader"].pk).update(language="fr")
    client = signed_in("reader")
    assert client.get("/").wsgi_request.LANGUAGE_CODE == "fr"
    client.post("/i18n/setlang/", {"language": "en"})
    assert client.get("/").wsgi_request.LANGUAGE_CODE == "en"


def test_a_page_asked_for_in_a_language_without_interface_is_in_english(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("reader")
    response = client.get("/accounts/login/", headers={"accept-language": "ar"}, follow=True)
    assert response.wsgi_request.LANGUAGE_CODE == "en"


def test_a_token_is_shown_once(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("reader")
    day = timezone.now().date() + datetime.timedelta(days=30)
    made = client.post("/accounts/tokens/", {"name": "report", "scope": "read", "expires_on": day.isoformat()})
    key = made.context["key"]
    assert key in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert key not in client.get("/accounts/tokens/").content.decode()


def test_a_bad_token_form_says_what_to_do_and_keeps_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in("reader").post(
        "/accounts/tokens/", {"name": "report", "scope": "read", "expires_on": "2001-01-01"}
    )
    assert "Choose a day from tomorrow" in response.content.decode()
    assert response.context["form"]["name"].value() == "report"


def test_one_revokes_ones_own_tokens_and_nobody_elses(cast: Cast, signed_in: SignedIn) -> None:
    expiry = datetime.timedelta(days=3)
    own, _key = ApiToken.objects.create(cast.users["reader"], expiry=expiry, name="own")
    other, _key = ApiToken.objects.create(cast.users["chair"], expiry=expiry, name="other")
    client = signed_in("reader")
    assert client.post(f"/accounts/tokens/{other.uid}/revoke/").status_code == 404
    assert client.post(f"/accounts/tokens/{own.uid}/revoke/").status_code == 302
    assert list(ApiToken.objects.all()) == [other]


def test_health_answers_without_sign_in(db: None, client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
