"""Pages of one record that do one thing in one form, through one service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect

from compact.kernel.admin.base import StaffAdmin
from compact.kernel.admin.changes import entries_of
from compact.kernel.admin.forms import errors_show, version_renew
from compact.kernel.errors import Refused, StaleVersion

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse


class StepPages(StaffAdmin):
    """Runs such a page: shows the form, hands it to ``act``, and puts every answer on it."""

    def step(
        self,
        request: HttpRequest,
        record: Any,
        form: forms.Form,
        act: Callable[[], str],
        *,
        title: str,
        intro: str,
        submit: str,
    ) -> HttpResponse:
        """The page of one step; ``act`` calls the service and returns the message of success.

        A stale version keeps what was typed, tells what happened meanwhile, and lets the user confirm.
        """
        since: list[Any] = []
        if request.method == "POST" and form.is_valid():
            try:
                messages.success(request, act())
                return HttpResponseRedirect(self.address("change", record.pk))
            except StaleVersion as stale:
                since = self._stale(form, stale)
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            except ValidationError as error:
                errors_show(form, error)
        context = {"form": form, "intro": intro, "submit": submit, "since": since}
        return self.page(request, "admin/step.html", title, record, **context)

    @staticmethod
    def _stale(form: forms.Form, stale: StaleVersion) -> list[Any]:
        current: Any = stale.current
        opened = form.cleaned_data.get("version") or 0
        version_renew(form, current)
        form.add_error(None, str(stale))
        return [entry for entry in entries_of(current) if entry.version > opened]
