"""Pages and messages in English and French, nothing forgotten."""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest
from django.conf import settings
from django.utils import translation

from compact.reports.home import rights_of
from tests.cast import BACKEND, PERSONAS, Cast

if TYPE_CHECKING:
    from django.test import Client

CATALOGUE = Path(settings.BASE_DIR) / "compact/locale/fr/LC_MESSAGES/django.po"
TRANSLATING = frozenset(("_", *(f"{n}gettext{lazy}" for n in ("", "p", "n") for lazy in ("", "_lazy"))))
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
ENTRIES = [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]

#: The pages of a user, those before sign-in, and those of staff.
PORTAL = ("/", "/accounts/profile/", "/accounts/tokens/", "/accounts/password/change/", "/accounts/2fa/")
ENTRANCE = ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/accounts/inactive/")
ADMIN = (
    "/admin/",
    "/admin/compact/entity/",
    "/admin/compact/entity/add/",
    "/admin/compact/entity/import/",
    "/admin/compact/person/",
    "/admin/compact/person/add/",
    "/admin/compact/affiliation/add/",
    "/admin/compact/participation/add/",
    "/admin/compact/operation/",
    "/admin/compact/user/add/",
    "/admin/workinggroups/group/add/",
    "/admin/workinggroups/term/",
    "/admin/workinggroups/term/add/",
    "/admin/workinggroups/nomination/",
    "/admin/workinggroups/nomination/add/",
)


def visible_texts(page: str) -> set[str]:
    """What a reader sees or hears: the texts between tags, and the labels in attributes, one by one."""
    page = re.sub(r"<(script|style|title)\b.*?</\1>", " ", page, flags=re.DOTALL)
    page = re.sub(r'<(button|option)\b[^>]*\b(?:lang|value)="(?:en|fr)".*?</\1>', " ", page, flags=re.DOTALL)
    said = re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]+)"', page)
    texts = [*re.split(r"<[^>]+>", page), *said]
    return {" ".join(html.unescape(text).split()) for text in texts} - {""}


def english_only() -> set[str]:
    """Texts of the catalogue whose French is another, long enough to be told from a name or a code."""
    french = {entry.msgstr for entry in ENTRIES}
    return {
        entry.msgid
        for entry in ENTRIES
        if entry.msgstr and entry.msgstr != entry.msgid and entry.msgid not in french and len(entry.msgid) > 3
    }


def open_in(client: Client, language: str, path: str) -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.fixture
def superuser(cast: Cast, client: Client) -> Client:
    client.force_login(cast.users["superuser"], backend=BACKEND)
    return client


# --- The catalogue ----------------------------------------------------------------------------------------------------


def texts_asked_for(path: Path) -> set[str]:
    """The texts that a module has translated, wherever in an expression."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [(call.func.id, call) for call in calls if isinstance(call.func, ast.Name) and call.func.id in TRANSLATING]
    given = [call.args["pgettext" in name] for name, call in named]
    return {text.value for text in given if isinstance(text, ast.Constant) and isinstance(text.value, str)}


def test_every_text_that_the_code_has_translated_is_in_the_catalogue() -> None:
    known = {entry.msgid for entry in ENTRIES}
    for app in ("compact", "workinggroups", "funding"):
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            if "migrations" not in path.parts:
                assert texts_asked_for(path) <= known, f"{path}: what stands within an f-string is not collected"


def test_every_text_of_the_catalogue_is_translated() -> None:
    assert [entry.msgid for entry in ENTRIES if entry.fuzzy or not entry.translated()] == []


@pytest.mark.parametrize("entry", [each for each in ENTRIES if PLACEHOLDER.search(each.msgid)], ids=lambda e: e.msgid)
def test_a_translation_names_the_same_values_as_its_text(entry: polib.POEntry) -> None:
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    for text in entry.msgstr_plural.values() or [entry.msgstr]:
        found = set(PLACEHOLDER.findall(text))
        assert found <= wanted if entry.msgid_plural else found == wanted


def test_a_translation_ends_as_its_text_ends() -> None:
    marks = (".", "?", ":")
    other = [
        entry.msgid
        for entry in ENTRIES
        if entry.msgid.endswith(marks) and entry.msgstr and entry.msgstr.strip()[-1] != entry.msgid.strip()[-1]
    ]
    assert other == []


def test_the_compiled_catalogue_says_what_the_written_one_says() -> None:
    compiled = {
        entry.msgid: entry.msgstr for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo"))) if not entry.msgctxt
    }
    plain = {entry.msgid: entry.msgstr for entry in ENTRIES if not entry.msgid_plural and not entry.msgctxt}
    assert {text: compiled.get(text) for text in plain} == plain


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Coordination Committee", "Comité de coordination"),
        ("Inter-agency working group", "Groupe de travail interinstitutions"),
        ("entity", "entité"),
        ("Member", "Membre"),
        ("Observer", "Observateur"),
        ("nomination", "désignation"),
    ],
)
def test_the_words_of_the_field_are_those_of_its_glossary(english: str, french: str) -> None:
    with translation.override("fr"):
        assert translation.gettext(english).lower() == french.lower()


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*PORTAL, *ADMIN])
def test_a_french_page_holds_no_english_text_of_the_catalogue(superuser: Client, path: str) -> None:
    texts = visible_texts(open_in(superuser, "fr", path))
    assert len(texts) > 10
    assert texts & english_only() == set()


@pytest.mark.parametrize("path", ENTRANCE)
@pytest.mark.usefixtures("db")
def test_a_french_page_before_sign_in_holds_no_english_text(client: Client, path: str) -> None:
    assert visible_texts(open_in(client, "fr", path)) & english_only() == set()


@pytest.mark.parametrize("path", [*PORTAL, *ADMIN])
def test_a_page_says_in_which_language_it_is(superuser: Client, path: str) -> None:
    for language in settings.INTERFACE_LANGUAGES:
        assert re.search(rf'<html[^>]*\blang="{language}"', open_in(superuser, language, path))


@pytest.mark.parametrize("path", [*PORTAL, *ADMIN])
def test_both_languages_show_the_same_elements(superuser: Client, path: str) -> None:
    counts = []
    for language in settings.INTERFACE_LANGUAGES:
        page = open_in(superuser, language, path)
        counts.append([len(re.findall(rf"<{tag}\b", page)) for tag in ("h1", "h2", "form", "input", "th", "button")])
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", [*PORTAL, "/admin/"])
def test_a_page_in_english_holds_no_french_but_the_name_of_the_language(superuser: Client, path: str) -> None:
    page = re.sub(r"<option\b.*?</option>", " ", open_in(superuser, "en", path), flags=re.DOTALL)
    french = {entry.msgstr for entry in ENTRIES if len(entry.msgstr) > 12} - {entry.msgid for entry in ENTRIES}
    assert visible_texts(page) & french == set()


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_one_may_do_and_why_not_is_told_in_both_languages(cast: Cast, persona: str) -> None:
    told = {}
    for language in settings.INTERFACE_LANGUAGES:
        with translation.override(language):
            told[language] = [(right.what, right.answer.reason) for right in rights_of(cast.viewer(persona))]
    for (what, reason), (quoi, raison) in zip(told["en"], told["fr"], strict=True):
        assert what != quoi
        assert bool(reason) is bool(raison)
        assert not reason or reason != raison


@pytest.mark.parametrize("persona", ["chair", "alternate", "country_office"])
def test_ones_seats_are_told_in_both_languages(cast: Cast, persona: str) -> None:
    told = []
    for language in settings.INTERFACE_LANGUAGES:
        with translation.override(language):
            told.append([seat.why for seat in cast.viewer(persona).seats])
    assert len(told[0]) == len(told[1]) == 1
    assert told[0] != told[1]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/accounts/login/", {"login": "reader@example.org", "password": "wrong"}),
        ("/accounts/login/", {"login": "no address", "password": ""}),
    ],
)
@pytest.mark.usefixtures("cast")
def test_an_error_of_the_sign_in_is_told_in_both_languages(client: Client, path: str, data: dict[str, str]) -> None:
    told = []
    for language in settings.INTERFACE_LANGUAGES:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        errors = client.post(path, data).context["form"].errors
        told.append([str(text) for texts in errors.values() for text in texts])
    assert told[0]
    assert not set(told[0]) & set(told[1])


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/accounts/tokens/", {"name": "", "scope": "all", "expires_on": "yesterday"}),
        ("/accounts/tokens/", {"name": "report", "scope": "read", "expires_on": "2019-01-01"}),
        ("/accounts/profile/", {"language": "fr", "time_zone": "UTC", "version": "7"}),
        ("/accounts/password/change/", {"oldpassword": "wrong", "password1": "12345", "password2": "54321"}),
        ("/admin/workinggroups/term/add/", {"start": "sometime"}),
        ("/admin/compact/entity/add/", {"code": "small letters"}),
    ],
)
def test_every_error_of_a_form_is_told_in_both_languages(superuser: Client, path: str, data: dict[str, str]) -> None:
    told = []
    for language in settings.INTERFACE_LANGUAGES:
        superuser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        context = superuser.post(path, data).context
        form = context.get("form") or context["adminform"].form
        told.append([str(text) for texts in form.errors.values() for text in texts])
    assert told[0]
    assert len(told[0]) == len(told[1])
    assert not set(told[0]) & set(told[1])


def test_the_message_after_a_change_of_language_is_in_the_new_language(superuser: Client) -> None:
    data = {"language": "fr", "time_zone": "UTC", "version": 1}
    page = superuser.post("/accounts/profile/", data, follow=True).content.decode()
    with translation.override("fr"):
        assert translation.gettext("Your profile is saved.") in html.unescape(page)
    assert "Your profile is saved." not in page


@pytest.mark.parametrize("language", ["es", "ru", "ar", "zh-hans"])
def test_a_page_does_not_speak_a_language_it_has_not_got(cast: Cast, client: Client, language: str) -> None:
    client.force_login(cast.users["reader"], backend=BACKEND)
    page = client.get("/", headers={"accept_language": language}).content.decode()
    assert '<html lang="en"' in page
