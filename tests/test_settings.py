"""Settings stop the start with one sentence when something is missing or wrong."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

Load = Callable[..., dict[str, Any]]
SETTINGS = Path(__file__).parent.parent / "compact" / "settings.py"
SITE = {
    "SECRET_KEY": "a-secret-of-the-tests-" * 3,
    "DATABASE_URL": "postgres://compact@localhost/compact",
    "ALLOWED_HOSTS": "tracker.example.org, www.example.org",
}
KNOWN = (
    *SITE,
    "COMPACT_DEMO",
    "DEBUG",
    "HTTPS",
    "SECRET_KEY_FILE",
    "BEHIND_PROXY",
    "EMAIL_URL",
    "OIDC_SERVER_URL",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
)


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    def run(**environment: str) -> dict[str, Any]:
        for name in KNOWN:
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return run


def test_a_site_needs_three_settings_and_is_strict_by_default(load: Load) -> None:
    settings = load(**SITE)
    assert settings["ALLOWED_HOSTS"] == ["tracker.example.org", "www.example.org"]
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["SECURE_SSL_REDIRECT"]
    assert settings["DEBUG"] is False


@pytest.mark.parametrize("name", SITE)
def test_a_missing_setting_is_named(load: Load, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        load(**{key: value for key, value in SITE.items() if key != name})


def test_a_short_secret_is_refused(load: Load) -> None:
    with pytest.raises(ImproperlyConfigured, match="at least 50"):
        load(**{**SITE, "SECRET_KEY": "changeme"})


def test_the_secret_can_be_in_a_file(load: Load, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("x" * 60 + "\n")
    assert load(**{**SITE, "SECRET_KEY": "", "SECRET_KEY_FILE": str(file)})["SECRET_KEY"] == "x" * 60


def test_a_secret_file_that_is_not_there_is_named(load: Load) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE names /nowhere"):
        load(**{**SITE, "SECRET_KEY_FILE": "/nowhere"})


def test_another_database_is_refused_with_what_to_write(load: Load) -> None:
    with pytest.raises(ImproperlyConfigured, match="postgres:// or sqlite:///"):
        load(**{**SITE, "DATABASE_URL": "mysql://root@localhost/compact"})


def test_sqlite_takes_the_write_lock_at_once(load: Load) -> None:
    options = load(**{**SITE, "DATABASE_URL": "sqlite:////tmp/x.sqlite3"})["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"


def test_the_demonstration_has_its_own_secret(load: Load) -> None:
    settings = load(COMPACT_DEMO="1", SECRET_KEY="y" * 60)
    assert settings["DEMO"]
    assert not settings["SESSION_COOKIE_SECURE"]


def test_single_sign_on_needs_its_client_and_opens_the_form_to_its_provider_alone(load: Load) -> None:
    provider = {"OIDC_SERVER_URL": "https://id.example.org/realms/un"}
    with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_ID"):
        load(**SITE, **provider)
    settings = load(**SITE, **provider, OIDC_CLIENT_ID="tracker", OIDC_CLIENT_SECRET="secret")
    assert settings["SECURE_CSP"]["form-action"] == [CSP.SELF, "https://id.example.org"]


def test_mail_goes_where_the_site_says(load: Load) -> None:
    options = load(**SITE, EMAIL_URL="smtp+tls://user:secret@mail.example.org:587")["MAILERS"]["default"]["OPTIONS"]
    assert (options["host"], options["port"], options["use_tls"]) == ("mail.example.org", 587, True)
