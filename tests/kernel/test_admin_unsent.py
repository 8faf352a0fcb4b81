"""What was typed before the session ended is kept for its user and shown in the form again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache

from compact.entities.models import Alias, Entity
from compact.entities.services import entity_archive, entity_update
from compact.kernel.admin import unsent
from tests.cast import PASSWORD, SYSTEM, Cast
from tests.kernel.test_admin_forms import ADD, change_data, change_url
from tests.kernel.windows import MESSAGE, TYPED, Window, send, shown

if TYPE_CHECKING:
    pass


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


class TestKept:
    """A change was sent after the session had ended."""

    @pytest.fixture
    def answer(self, window: Window, entity: Entity) -> Any:
        return send(window, change_url(entity), change_data(entity, **TYPED))

    def test_the_sender_is_asked_to_sign_in(self, answer: Any, entity: Entity) -> None:
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={change_url(entity)}")

    def test_the_sign_in_page_says_that_it_is_kept(self, answer: Any, window: Window) -> None:
        assert "What you typed is kept: sign in" in window.client.get(answer["Location"]).content.decode()

    def test_nothing_is_stored(self, answer: Any, entity: Entity) -> None:
        entity.refresh_from_db()
        assert (entity.website, entity.version) == ("", 1)

    def test_the_same_user_sees_it_in_the_form_after_sign_in(self, answer: Any, window: Window, entity: Entity) -> None:
        page = window.client.get(window.sign_in(target=change_url(entity))["Location"])
        assert {name: shown(page)[name].value() for name in TYPED} == TYPED
        content = page.content.decode()
        assert MESSAGE in content
        assert 'value="https://typed.example.org/"' in content

    def test_showing_it_stores_nothing(self, answer: Any, window: Window, entity: Entity) -> None:
        window.sign_in()
        assert not shown(window.client.get(change_url(entity))).is_bound
        entity.refresh_from_db()
        assert entity.version == 1

    def test_it_can_be_saved_then(self, answer: Any, window: Window, entity: Entity) -> None:
        window.sign_in()
        send(window, change_url(entity), change_data(entity, **TYPED), after_session=False)
        entity.refresh_from_db()
        assert (entity.website, entity.version) == (TYPED["website"], 2)

    def test_it_is_dropped_once_shown(self, answer: Any, window: Window, entity: Entity) -> None:
        window.sign_in()
        window.client.get(change_url(entity))
        again = window.client.get(change_url(entity))
        assert shown(again)["website"].value() == ""
        assert MESSAGE not in again.content.decode()

    @pytest.mark.parametrize("path", ["/admin/compact/entity/", "/admin/", ADD])
    def test_other_pages_do_not_use_it_up(self, answer: Any, window: Window, entity: Entity, path: str) -> None:
        window.sign_in()
        assert MESSAGE not in window.client.get(path).content.decode()
        assert shown(window.client.get(change_url(entity)))["website"].value() == TYPED["website"]

    def test_somebody_else_does_not_see_it(self, answer: Any, window: Window, entity: Entity) -> None:
        window.sign_in("superuser@example.org")
        page = window.client.get(change_url(entity))
        assert shown(page)["website"].value() == ""
        assert MESSAGE not in page.content.decode()

    def test_it_is_gone_once_somebody_else_came_by(self, answer: Any, window: Window) -> None:
        window.sign_in("superuser@example.org")
        window.client.get("/admin/")
        assert "compact_unsent" not in window.client.session

    def test_it_is_forgotten_after_twelve_hours(
        self, answer: Any, window: Window, entity: Entity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        window.sign_in()
        later = time.time() + 12 * 3600 + 60
        monkeypatch.setattr(unsent.time, "time", lambda: later)
        assert shown(window.client.get(change_url(entity)))["website"].value() == ""

    def test_a_change_made_meanwhile_is_still_noticed(self, answer: Any, window: Window, entity: Entity) -> None:
        theirs = {"website": "https://theirs.example.org/"}
        entity_update(actor=SYSTEM, record=entity, version=1, values=theirs, reason="Their letter")
        window.sign_in()
        hidden = window.hidden(change_url(entity))
        page = window.client.post(change_url(entity), {**change_data(entity, **TYPED), **hidden})
        assert shown(page).conflict is not None

    def test_the_form_keeps_the_version_that_was_open(self, answer: Any, window: Window, entity: Entity) -> None:
        entity_update(actor=SYSTEM, record=entity, version=1, values={"website": "https://theirs.example.org/"})
        window.sign_in()
        assert shown(window.client.get(change_url(entity)))["version"].value() == "1"

    def test_a_record_archived_meanwhile_shows_it_too(self, answer: Any, window: Window, entity: Entity) -> None:
        entity_archive(actor=SYSTEM, record=entity, version=1, reason="Entered twice")
        window.sign_in()
        content = window.client.get(change_url(entity)).content.decode()
        assert 'value="https://typed.example.org/"' in content
        assert "Entered twice" in content

    def test_a_second_factor_does_not_lose_it(self, answer: Any, window: Window, cast: Cast, entity: Entity) -> None:
        from allauth.mfa.totp.internal import auth

        secret = auth.generate_totp_secret()
        auth.TOTP.activate(cast.users["secretariat"], secret)
        step = window.sign_in(target=change_url(entity))["Location"]
        code = auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))
        done = window.client.post(step, {"code": code, **window.hidden(step)})
        assert done["Location"] == change_url(entity)
        assert shown(window.client.get(change_url(entity)))["website"].value() == TYPED["website"]


class TestOtherForms:
    def test_a_new_row_keeps_its_address_with_what_it_was_opened_for(self, window: Window, entity: Entity) -> None:
        path = f"/admin/compact/alias/add/?entity={entity.pk}&back=/admin/compact/entity/{entity.pk}/change/"
        data = {"entity": entity.pk, "text": "DECT", "kind": "other", "language": "fr", "note": "", "source": ""}
        target = send(window, path, data)["Location"]
        landed = window.client.post(
            target, {"login": "secretariat@example.org", "password": PASSWORD, **window.hidden(target)}
        )
        assert landed["Location"] == path
        content = window.client.get(path).content.decode()
        assert 'value="DECT"' in content
        assert '<option value="fr" selected>' in content
        assert f'<option value="{entity.pk}" selected>CTED' in content
        assert not Alias.objects.filter(text="DECT").exists()

    @pytest.mark.parametrize("chosen", ["99999", "abc"])
    def test_a_row_that_cannot_be_chosen_is_left_out(self, window: Window, entity: Entity, chosen: str) -> None:
        send(window, "/admin/compact/alias/add/", {"entity": chosen, "text": "DECT", "kind": "other"})
        window.sign_in()
        form = shown(window.client.get("/admin/compact/alias/add/"))
        assert (form["entity"].value(), form["text"].value()) == (None, "DECT")

    def test_a_page_of_one_step_keeps_it_too(self, window: Window, cast: Cast) -> None:
        path = f"/admin/workinggroups/term/{cast.terms['chair'].pk}/hand-over/"
        send(window, path, {"version": "1", "end": "2026-05", "reason": "Letter", "next_role": "member"})
        window.sign_in()
        page = window.client.get(path)
        values = {name: page.context["form"][name].value() for name in ("version", "end", "reason", "next_role")}
        assert values == {"version": "1", "end": "2026-05", "reason": "Letter", "next_role": "member"}
        assert MESSAGE in page.content.decode()

    def test_the_reason_for_archiving_is_kept_too(self, window: Window, entity: Entity) -> None:
        path = f"/admin/compact/entity/{entity.pk}/archive/"
        send(window, path, {"version": "1", "reason": "Entered twice"})
        window.sign_in()
        assert window.client.get(path).context["form"]["reason"].value() == "Entered twice"

    def test_a_box_that_was_unticked_stays_so(self, cast: Cast) -> None:
        window = Window()
        window.sign_in("superuser@example.org")
        path = f"/admin/compact/user/{cast.users['reader'].pk}/change/"
        send(window, path, {"email": "reader@example.org", "full_name": "R", "language": "en", "time_zone": "UTC"})
        window.sign_in("superuser@example.org")
        assert shown(window.client.get(path))["is_active"].value() is False

    def test_a_password_is_not_kept(self, cast: Cast) -> None:
        window = Window()
        window.sign_in("superuser@example.org")
        send(window, "/admin/compact/user/add/", {"email": "new@example.org", "password": "a new long password"})
        assert "new%40example.org" in window.client.session["compact_unsent"]["data"]
        assert "password" not in window.client.session["compact_unsent"]["data"]
