"""Archive and restore: a page for one record, and a list action for several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compact.kernel.admin.base import StaffAdmin
from compact.kernel.admin.forms import ReasonForm, refusals_told
from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.operations import operation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from compact.kernel.writes import RecordServices


class ArchivePages(StaffAdmin):
    """Adds ``archive/`` and ``restore/`` below each record and both as list actions.

    ``can_archive`` is off where nothing is taken out of use, ``can_restore`` where a room offers no way back.
    """

    services: RecordServices[Any]
    can_archive = True
    can_restore = True
    actions = ("archive_selected", "restore_selected")

    def get_urls(self) -> list[Any]:
        """The two pages before Django's own."""
        name, own = f"{self.opts.app_label}_{self.opts.model_name}", []
        if self.can_archive:
            view = self.admin_site.admin_view(self.archive_view)
            own.append(path("<path:object_id>/archive/", view, name=f"{name}_archive"))
        if self.can_restore:
            view = self.admin_site.admin_view(self.restore_view)
            own.append(path("<path:object_id>/restore/", view, name=f"{name}_restore"))
        return [*own, *super().get_urls()]

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Only what the policy allows, and no archiving or restoring where there is none."""
        found: dict[str, Any] = super().get_actions(request, action_location=action_location)
        for name, offered in (("archive_selected", self.can_archive), ("restore_selected", self.can_restore)):
            if not offered:
                found.pop(name, None)
        return found

    def archive_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why, then take the record out of use."""
        return self._single(request, object_id, archiving=True)

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why, then bring the record back."""
        return self._single(request, object_id, archiving=False)

    def _single(self, request: HttpRequest, object_id: str, *, archiving: bool) -> HttpResponse:
        record = self.record_get(request, object_id)
        self.services.archive_policy(self.viewer(request), record).require()
        form = ReasonForm(request.POST or None, initial={"version": record.version})
        if request.method == "POST" and form.is_valid() and self._done(request, record, form, archiving=archiving):
            text = _("“%(record)s” is archived.") if archiving else _("“%(record)s” is in use again.")
            messages.success(request, text % {"record": record})
            return HttpResponseRedirect(self.address("change", record.pk))
        title = _("Archive “%(record)s”") if archiving else _("Restore “%(record)s”")
        return self.page(
            request, "admin/archive.html", title % {"record": record}, record, form=form, archiving=archiving
        )

    def _done(self, request: HttpRequest, record: Any, form: ReasonForm, *, archiving: bool) -> bool:
        write = self._write(archiving=archiving)
        version, reason = form.cleaned_data["version"] or 0, form.cleaned_data["reason"]
        with refusals_told(form):
            write(actor=self.viewer(request), record=record, version=version, reason=reason)
        return form.is_valid()

    def _write(self, *, archiving: bool) -> Callable[..., Any]:
        return self.services.archive if archiving else self.services.restore

    @admin.action(description=gettext_lazy("Archive the selected records…"), permissions=["change"])
    def archive_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Ask why, then take all or none of the selected records out of use."""
        return self._several(request, queryset.filter(archived_at__isnull=True), archiving=True)

    @admin.action(description=gettext_lazy("Restore the selected records…"), permissions=["change"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Ask why, then bring all or none of the selected records back."""
        return self._several(request, queryset.filter(archived_at__isnull=False), archiving=False)

    def _several(self, request: HttpRequest, queryset: QuerySet[Any], *, archiving: bool) -> HttpResponse:
        records = list(queryset)
        action = "archive_selected" if archiving else "restore_selected"
        if not records:
            text = _("None of the selected records is in use.") if archiving else _("No selected record is archived.")
            messages.warning(request, text)
            return HttpResponseRedirect(request.get_full_path())
        confirmed = "confirmed" in request.POST
        form = ReasonForm(request.POST if confirmed else None)
        problems: list[str] = []
        if confirmed and form.is_valid():
            problems = self._all_or_none(request, records, form.cleaned_data["reason"], archiving=archiving)
            if not problems:
                self._tell(request, len(records), archiving=archiving)
                return HttpResponseRedirect(request.get_full_path())
        title = _("Archive several records") if archiving else _("Restore several records")
        context = {"form": form, "records": records, "problems": problems, "action": action}
        context |= {"checkbox_name": ACTION_CHECKBOX_NAME, "archiving": archiving}
        return self.page(request, "admin/archive_several.html", title, None, **context)

    def _all_or_none(self, request: HttpRequest, records: list[Any], reason: str, *, archiving: bool) -> list[str]:
        """One operation for all ``records`` at the versions that were shown; what is wrong, if anything is."""
        write, viewer = self._write(archiving=archiving), self.viewer(request)
        problems: list[str] = []
        try:
            with operation(actor=viewer, reason=reason):
                for record in records:
                    shown = request.POST.get(f"version_{record.pk}", "")
                    version = int(shown) if shown.isdecimal() and len(shown) < 10 else 0
                    try:
                        write(actor=viewer, record=record, version=version, reason=reason)
                    except (StaleVersion, Refused) as error:
                        problems.append(f"{record}: {error}")
                    except ValidationError as error:
                        problems += [f"{record}: {text}" for text in error.messages]
                if problems:
                    raise _Nothing
        except _Nothing:
            pass
        return problems

    def _tell(self, request: HttpRequest, count: int, *, archiving: bool) -> None:
        if archiving:
            text = ngettext("%(count)d record is archived.", "%(count)d records are archived.", count)
        else:
            text = ngettext("%(count)d record is in use again.", "%(count)d records are in use again.", count)
        messages.success(request, text % {"count": count})


class _Nothing(Exception):
    """Takes back an operation in which one record could not be written."""
