"""The forms of a revision: the next one, and what may be said of a stored one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from compact.kernel.admin.forms import ReasonForm, RecordForm
from compact.kernel.comparing import compared
from compact.kernel.errors import Overtaken, StaleVersion

if TYPE_CHECKING:
    from compact.kernel.comparing import Line
    from workinggroups.meetings.models import Minutes


class MinutesForm(RecordForm):
    """The form of a revision; when another one was saved meanwhile, it shows that beside what was typed.

    ``latest`` is that revision and ``lines`` tell what saving again would change in it. The form then follows it,
    so that whoever saves again does so with it before their eyes.
    """

    latest: Minutes | None = None
    lines: tuple[Line, ...] = ()

    def _show_conflict(self, stale: StaleVersion) -> None:
        if not isinstance(stale, Overtaken):
            super()._show_conflict(stale)
            return
        latest: Any = stale.current
        self.latest = latest
        self.lines = tuple(compared(latest.text, str(stale.submitted.get("text", ""))))
        follows_renew(self, latest)
        self.add_error(None, str(stale))


class RestoreForm(ReasonForm):
    """Why an earlier text is restored; and the latest revision, which the next one follows."""

    follows = forms.IntegerField(widget=forms.HiddenInput)


def follows_renew(form: forms.BaseForm, latest: Minutes) -> None:
    """Let ``form`` be sent again on top of the revision ``latest``."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # what was sent is a query dictionary
    data[form.add_prefix("follows")] = str(latest.pk)
    form.data = data
