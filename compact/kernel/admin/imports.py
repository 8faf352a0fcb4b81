"""Import pages: a file, a dry run that names every mistake with its row, a confirmation."""

from __future__ import annotations

import base64
import binascii
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import tablib
from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.base import StaffAdmin
from compact.kernel.admin.resources import Outcome, RecordResource, Report

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from compact.kernel.writes import RecordServices

LARGEST_FILE = 1_000_000
MOST_ROWS = 2_000
CONFIRM_WITHIN = 3600


class ImportForm(forms.Form):
    """The file and why it is imported."""

    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("CSV (UTF-8) or XLSX, up to 1 MB."))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=gettext_lazy("Kept in the history of every record that the file changes."),
        error_messages={"required": gettext_lazy("Say why.")},
    )

    def clean_file(self) -> tuple[str, bytes]:
        """The kind of the file and its bytes."""
        file = self.cleaned_data["file"]
        kind = PurePath(file.name).suffix.lower().lstrip(".")
        if kind not in ("csv", "xlsx"):
            raise ValidationError(_("Choose a CSV or XLSX file."))
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 1 MB. Split it."))
        return kind, file.read()


class ImportPages(StaffAdmin):
    """Adds ``import/`` below the list; ``resource`` reads the table, ``export`` names the API's list."""

    services: RecordServices[Any]
    resource: type[RecordResource]
    export = ""
    change_list_template = "admin/record_list.html"

    def get_urls(self) -> list[Any]:
        """The import page before Django's own."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_import"
        return [path("import/", self.admin_site.admin_view(self.import_view), name=name), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list with its ways in and out."""
        context = {"import_url": self.address("import"), "export_url": self._export_url()}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def _export_url(self) -> str:
        try:
            return reverse(self.export)
        except NoReverseMatch:
            return ""

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a file; show what it would do; do it."""
        self.services.policy(self.viewer(request), None).require()
        if "confirmed" in request.POST:
            return self._confirmed(request)
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self._show(request, form)
        kind, content = form.cleaned_data["file"]
        reason = form.cleaned_data["reason"]
        try:
            report = self._run(request, kind, content, reason, dry_run=True)
        except ValidationError as error:
            form.add_error("file", error)
            return self._show(request, form)
        plan = [request.user.pk, kind, base64.b64encode(content).decode(), reason]
        signed = signing.dumps(plan, salt=self._salt(), compress=True)
        return self._show(request, form, report, "" if report.problems else signed)

    def _confirmed(self, request: HttpRequest) -> HttpResponse:
        try:
            user, kind, content, reason = signing.loads(
                request.POST.get("plan", ""), salt=self._salt(), max_age=CONFIRM_WITHIN
            )
            if user != request.user.pk:
                raise signing.BadSignature
            report = self._run(request, kind, base64.b64decode(content), reason, dry_run=False)
        except (signing.BadSignature, binascii.Error):
            messages.error(request, _("The confirmation is no longer valid. Choose the file again."))
            return HttpResponseRedirect(self.address("import"))
        if report.problems:
            return self._show(request, ImportForm(initial={"reason": reason}), report)
        text = _("Imported: %(new)d new, %(changed)d changed, %(same)d unchanged.")
        messages.success(request, text % {each.value: report.count(each) for each in Outcome})
        return HttpResponseRedirect(self.address("changelist"))

    def _run(self, request: HttpRequest, kind: str, content: bytes, reason: str, *, dry_run: bool) -> Report:
        return self.resource(self.viewer(request)).run(dataset_read(kind, content), reason=reason, dry_run=dry_run)

    def _show(
        self, request: HttpRequest, form: ImportForm, report: Report | None = None, plan: str = ""
    ) -> HttpResponse:
        resource = self.resource(self.viewer(request))
        columns = [field.column_name for field in resource.get_import_fields()]
        context = {"form": form, "report": report, "plan": plan, "columns": columns}
        context |= {"keys": list(resource.get_import_id_fields()), "export_url": self._export_url()}
        if report is not None:
            context["counts"] = [(each.label, report.count(each)) for each in Outcome]
        title = _("Import %(records)s") % {"records": self.opts.verbose_name_plural}
        return self.page(request, "admin/import.html", title, None, **context)

    def _salt(self) -> str:
        return f"import {self.opts.label_lower}"


def dataset_read(kind: str, content: bytes) -> tablib.Dataset:
    """The table in a CSV (UTF-8) or XLSX file; ValidationError says what is wrong with the file."""
    try:
        data = content.decode("utf-8-sig") if kind == "csv" else content
        dataset = tablib.Dataset().load(data, format=kind)
    except UnicodeDecodeError as error:
        raise ValidationError(_("The file is not in UTF-8. Save it as “CSV UTF-8”.")) from error
    except Exception as error:  # whatever a reader of foreign files stumbles over
        raise ValidationError(_("The file cannot be read as a table: %(error)s") % {"error": error}) from error
    if not dataset.headers or not len(dataset):
        raise ValidationError(_("The file holds no rows below its line of column names."))
    if len(dataset) > MOST_ROWS:
        raise ValidationError(_("The file has more than %(most)d rows. Split it.") % {"most": MOST_ROWS})
    return dataset
