"""What is not kept when the session has ended, and how pages of their own kind take what is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client, RequestFactory

from compact.entities.models import Entity
from compact.kernel.admin import unsent
from tests.cast import Cast
from tests.kernel.test_admin_forms import ADD, change_data, change_url
from tests.kernel.windows import MESSAGE, TYPED, Window, send, shown

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(autouse=True)
def _sign_ins_are_not_counted() -> None:
    cache.clear()


@pytest.fixture
def window(cast: Cast) -> Window:
    found = Window()
    found.sign_in()
    return found


@pytest.fixture
def entity(cast: Cast) -> Entity:
    return cast.entities["CTED"]


class TestNotKept:
    @pytest.mark.parametrize("owner", ["", "1", "forged:1abcde:signature"])
    def test_a_form_that_does_not_say_whose_it_is(self, window: Window, entity: Entity, owner: str) -> None:
        response = send(window, change_url(entity), change_data(entity, **TYPED), unsent_owner=owner)
        assert response["Location"].startswith("/accounts/login/")
        assert "compact_unsent" not in window.client.session

    def test_an_owner_signed_for_another_purpose(self, window: Window, cast: Cast, entity: Entity) -> None:
        owner = signing.dumps(cast.users["secretariat"].pk, salt="elsewhere")
        send(window, change_url(entity), change_data(entity, **TYPED), unsent_owner=owner)
        assert "compact_unsent" not in window.client.session

    def test_a_form_that_was_open_for_months(
        self, window: Window, entity: Entity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hidden = window.hidden(change_url(entity))
        window.session_end()
        later = time.time() + 31 * 24 * 3600
        monkeypatch.setattr(signing.time, "time", lambda: later)
        window.client.post(change_url(entity), {**change_data(entity, **TYPED), **hidden})
        assert "compact_unsent" not in window.client.session

    def test_a_page_that_was_only_read(self, window: Window, entity: Entity) -> None:
        hidden = window.hidden(change_url(entity))
        window.session_end()
        window.client.get(change_url(entity), {**TYPED, **hidden})
        assert "compact_unsent" not in window.client.session

    def test_more_than_a_megabyte(self, window: Window, entity: Entity) -> None:
        response = send(window, change_url(entity), change_data(entity, note="é" * 500_001))
        assert "compact_unsent" not in window.client.session
        assert "too long to be kept" in window.client.get(response["Location"]).content.decode()

    def test_what_is_sent_while_signed_in(self, window: Window, entity: Entity) -> None:
        send(window, change_url(entity), change_data(entity, **TYPED), after_session=False)
        assert "compact_unsent" not in window.client.session


class TestSignedInElsewhere:
    """The form was open while its user signed in anew in another window, so its token is out of date."""

    def test_it_is_shown_again(self, window: Window, entity: Entity) -> None:
        hidden = window.hidden(change_url(entity))
        window.session_end()
        window.sign_in()
        response = window.client.post(change_url(entity), {**change_data(entity, **TYPED), **hidden})
        assert (response.status_code, response["Location"]) == (302, change_url(entity))
        page = window.client.get(change_url(entity))
        assert shown(page)["website"].value() == TYPED["website"]
        assert MESSAGE in page.content.decode()

    def test_it_is_kept_while_nobody_is_signed_in(self, window: Window, entity: Entity) -> None:
        hidden = window.hidden(change_url(entity))
        window.session_end()
        window.sign_in()
        window.session_end()
        response = window.client.post(change_url(entity), {**change_data(entity, **TYPED), **hidden}, follow=True)
        assert response.redirect_chain[-1][0] == f"/accounts/login/?next={change_url(entity)}"
        window.sign_in()
        assert shown(window.client.get(change_url(entity)))["website"].value() == TYPED["website"]

    def test_another_users_form_is_refused(self, window: Window, entity: Entity) -> None:
        hidden = window.hidden(change_url(entity))
        window.session_end()
        window.sign_in("superuser@example.org")
        response = window.client.post(change_url(entity), {**change_data(entity, **TYPED), **hidden})
        assert response.status_code == 403
        assert "compact_unsent" not in window.client.session

    def test_a_forged_request_is_refused(self, window: Window, entity: Entity) -> None:
        assert window.client.post(change_url(entity), change_data(entity, **TYPED)).status_code == 403

    def test_other_pages_refuse_as_before(self, window: Window, entity: Entity) -> None:
        owner = window.hidden(change_url(entity))["unsent_owner"]
        assert window.client.post("/accounts/profile/", {"unsent_owner": owner}).status_code == 403


class TestTake:
    """The way for pages of their own kind."""

    @pytest.fixture
    def request_kept(self, cast: Cast, signed_in: Callable[[str], Client]) -> Any:
        client = signed_in("secretariat")
        data = {"owner": cast.users["secretariat"].pk, "path": "/admin/x/", "at": time.time(), "data": "a=1&a=2"}
        request = RequestFactory().get("/admin/x/")
        request.user, request.session = cast.users["secretariat"], client.session
        request.session["compact_unsent"] = {**data, "files": True}
        request._messages = _Told()
        return request

    def test_it_gives_what_was_sent(self, request_kept: Any) -> None:
        assert unsent.unsent_take(request_kept).getlist("a") == ["1", "2"]

    def test_it_gives_the_same_within_a_request_and_tells_once(self, request_kept: Any) -> None:
        first, second = unsent.unsent_take(request_kept), unsent.unsent_take(request_kept)
        assert first is second
        assert len(request_kept._messages) == 1

    def test_files_have_to_be_chosen_again(self, request_kept: Any) -> None:
        unsent.unsent_take(request_kept)
        assert request_kept._messages == [f"{MESSAGE} Choose the files again."]

    @pytest.mark.parametrize("method", ["POST", "HEAD"])
    def test_only_reading_a_page_takes_it(self, request_kept: Any, method: str) -> None:
        request_kept.method = method
        assert unsent.unsent_take(request_kept) is None
        assert "compact_unsent" in request_kept.session

    def test_nothing_kept_is_nothing_given(self, request_kept: Any) -> None:
        del request_kept.session["compact_unsent"]
        assert unsent.unsent_take(request_kept) is None


class _Told(list[str]):
    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        self.append(message)


def test_no_form_of_an_anonymous_page_carries_an_owner(client: Client, cast: Cast) -> None:
    assert "unsent_owner" not in client.get("/accounts/login/").content.decode()


def test_two_users_forms_say_whose_they_are(cast: Cast) -> None:
    window = Window()
    window.sign_in()
    owner = window.hidden(ADD)["unsent_owner"]
    assert signing.loads(owner, salt="compact.unsent") == cast.users["secretariat"].pk
