"""Every address of the project answers every persona as it should, and never with a server error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib import admin

from compact.api import RESOURCES
from tests.addresses import PATTERNS, Rows
from tests.cast import BACKEND, PASSWORD, PERSONAS, Cast
from tests.contract.samples import NAMES, NOBODY

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("remembered_viewers")]

STAFF = ("superuser", "secretariat")

#: Pages that a signed-in user of any persona opens, with what each answers.
OWN_PAGES = {
    "/": 200,
    "/accounts/profile/": 200,
    "/accounts/tokens/": 200,
    "/accounts/password/change/": 200,
    "/accounts/logout/": 200,
    "/accounts/2fa/": 200,
    "/accounts/email/": 302,
    "/accounts/confirm-email/": 302,
    "/accounts/login/": 302,
    "/accounts/signup/": 302,
    "/accounts/password/set/": 302,
    "/accounts/reauthenticate/": 200,
    "/accounts/login/code/confirm/": 302,
    "/accounts/2fa/authenticate/": 302,
    "/accounts/2fa/reauthenticate/": 302,
    "/accounts/2fa/totp/activate/": 302,
    "/accounts/2fa/totp/deactivate/": 404,
    "/accounts/2fa/webauthn/": 200,
    "/accounts/2fa/webauthn/add/": 302,
    "/accounts/2fa/webauthn/keys/1/remove/": 302,
    "/accounts/2fa/recovery-codes/": 404,
    "/accounts/3rdparty/": 200,
    "/api/v1/": 200,
    "/api/v1/docs/": 200,
    "/api/v1/schema/": 200,
    "/api/v1/reports/roster/": 200,
    "/api/v1/reports/committee/": 200,
    "/api/v1/reports/meetings/": 200,
    "/api/v1/reports/attendance/": 200,
    "/api/v1/reports/decisions/": 200,
    "/api/v1/reports/action-items/": 200,
    "/api/v1/reports/work-plan-progress/": 200,
    "/api/v1/reports/inputs/": 200,
    "/api/v1/reports/portfolio/": 200,
    "/api/v1/reports/coverage/": 200,
    "/api/v1/reports/overlaps/": 200,
    "/api/v1/reports/data-quality/": 200,
    "/api/v1/reports/funding/": 200,
    "/api/v1/reports/country-brief/": 400,
    "/overlaps/": 200,
    "/overlap-cases/": 200,
    "/overlaps-report/": 200,
    "/countries/": 200,
    "/countries/KEN/": 200,
    "/api/nowhere/": 404,
    "/nowhere/": 404,
    "/healthz": 200,
    f"/accounts/tokens/{NOBODY}/revoke/": 405,
    "/i18n/setlang/": 302,
}

#: Pages that anybody opens, signed in or not.
OPEN_PAGES = {
    "/accounts/login/": 200,
    "/accounts/password/reset/": 200,
    "/accounts/password/reset/done/": 200,
    "/accounts/password/reset/key/done/": 200,
    "/accounts/password/reset/key/1-nonsense/": 200,
    "/accounts/inactive/": 200,
    "/accounts/signup/": 200,
    "/accounts/2fa/webauthn/login/": 302,
    "/accounts/3rdparty/login/cancelled/": 200,
    "/accounts/3rdparty/login/error/": 401,
    "/healthz": 200,
    "/nowhere/": 404,
}


def _enter(client: Client, cast: Cast, persona: str) -> Client:
    client.force_login(cast.users[persona], backend=BACKEND)
    return client


def _is_admin(pattern: str) -> bool:
    return pattern.startswith("admin/") and pattern not in ("admin/login/", "admin/logout/")


def _read(response: Any) -> bytes:
    """The whole body, so that nothing stays open."""
    return response.getvalue() if response.streaming else response.content


@pytest.mark.slow
@pytest.mark.parametrize("persona", PERSONAS)
def test_no_address_answers_anybody_with_a_server_error(cast: Cast, client: Client, persona: str) -> None:
    wrong, rows, client = {}, Rows(cast), _enter(client, cast, persona)
    for pattern in PATTERNS:
        address = rows.address(pattern)
        response = client.get(address)
        _read(response)
        if response.status_code not in (200, 301, 302, 308, 400, 401, 403, 404, 405):
            wrong[address] = response.status_code
    assert wrong == {}
    assert client.get("/").status_code == 200, "signed in all the time"


@pytest.mark.parametrize(
    "persona",
    [
        "chair",
        *(pytest.param(each, marks=pytest.mark.slow) for each in PERSONAS if each not in (*STAFF, "chair")),
    ],
)
def test_no_page_of_the_administration_opens_for_those_who_are_not_staff(
    cast: Cast, client: Client, persona: str
) -> None:
    rows, client = Rows(cast), _enter(client, cast, persona)
    addresses = [rows.address(pattern) for pattern in filter(_is_admin, PATTERNS)]
    assert [address for address in addresses if client.get(address).status_code == 200] == []
    assert client.get("/").status_code == 200, "signed in all the time"


def test_no_page_but_those_listed_opens_for_somebody_who_is_not_signed_in(cast: Cast, client: Client) -> None:
    rows, opened = Rows(cast), set()
    for address in map(rows.address, PATTERNS):
        client.cookies.clear()
        if client.get(address).status_code == 200:
            opened.add(address)
    assert opened <= {path for path, status in OPEN_PAGES.items() if status == 200} | {"/admin/login/"}


@pytest.mark.parametrize(("path", "status"), OPEN_PAGES.items())
@pytest.mark.usefixtures("db")
def test_a_page_for_everybody_answers_without_sign_in(client: Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_persona_opens_their_own_pages(cast: Cast, client: Client, persona: str) -> None:
    answers = {}
    for path in OWN_PAGES:
        response = _enter(client, cast, persona).get(path)
        _read(response)
        answers[path] = response.status_code
    assert answers == OWN_PAGES


#: The models in the administration whose rows have a resource; all are entered, listed and archived there.
MODELS = [view.model for name, view in RESOURCES.items() if name in NAMES and admin.site.is_registered(view.model)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("persona", ["secretariat", pytest.param("superuser", marks=pytest.mark.slow)])
def test_staff_open_list_form_history_and_archive_of_every_record(
    cast: Cast, client: Client, persona: str, model: Any
) -> None:
    client, key = _enter(client, cast, persona), Rows(cast).of_model(model).pk
    staff: Any = admin.site.get_model_admin(model)
    archive = (f"{key}/archive/",) if staff.can_archive else ()
    add = ("add/",) if staff.services.policy(cast.viewer(persona), None) else ()
    start = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    answers = {
        page: client.get(f"{start}{page}").status_code
        for page in ("", *add, f"{key}/change/", f"{key}/history/", *archive)
    }
    assert answers == dict.fromkeys(answers, 200)
    assert client.get(f"{start}{key}/delete/").status_code in (403, 404), "nothing is deleted"


@pytest.mark.parametrize(("persona", "status"), [("superuser", 200), ("secretariat", 403)])
def test_accounts_are_for_superusers_alone(cast: Cast, client: Client, persona: str, status: int) -> None:
    assert _enter(client, cast, persona).get("/admin/compact/user/").status_code == status


@pytest.mark.parametrize("path", ["/", "/accounts/tokens/", "/admin/", "/admin/compact/entity/"])
def test_a_page_asked_for_without_sign_in_leads_to_the_sign_in_and_back(client: Client, cast: Cast, path: str) -> None:
    response = client.get(path, follow=True)
    assert response.redirect_chain[-1][0].split("?")[0].startswith("/accounts/login")
    answer = client.post(
        response.redirect_chain[-1][0], {"login": "secretariat@example.org", "password": PASSWORD, "next": path}
    )
    assert (answer.status_code, answer.url) == (302, path)


def test_a_sign_in_does_not_lead_to_another_site(cast: Cast, client: Client) -> None:
    data = {"login": "reader@example.org", "password": PASSWORD, "next": "https://elsewhere.example.org/"}
    assert client.post("/accounts/login/", data).url == "/"
