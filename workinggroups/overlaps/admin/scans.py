"""Full scans for staff: ask for one, see how far it is, stop it, let it go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.display import EMPTY, badge
from compact.kernel.admin.records import RecordAdmin
from compact.kernel.admin.steps import StepPages
from workinggroups.overlaps import scanning
from workinggroups.overlaps.models import RUNNING_SCANS, ComparedKind, Scan, ScanState

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

_BADGES = {ScanState.DONE: "certain", ScanState.RUNNING: "possible", ScanState.FAILED: "vacant"}


class KindForm(forms.Form):
    """What is to be compared."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ComparedKind.choices)


class VersionForm(forms.Form):
    """The version of the scan that something is done to."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


@admin.register(Scan)
class ScanAdmin(StepPages, RecordAdmin):
    """Scans, the latest first; the worker does them."""

    services = scanning.scans
    list_display = ("kind", "standing", "progress", "found", "asked_at", "asked_by", "ended_at")
    list_display_links = ("kind",)
    list_filter = ("kind", "state")
    ordering = ("-asked_at", "-pk")
    related = ("asked_by",)
    can_archive = can_restore = False
    actions = None
    readonly_fields = ("progress",)
    fieldsets = (
        (None, {"fields": ["kind", "state", "progress", "found", "problem"]}),
        (gettext_lazy("When"), {"fields": ["asked_at", "asked_by", "heard_at", "ended_at"]}),
    )

    def get_urls(self) -> list[Any]:
        """The steps of a scan."""
        steps = {"stop": self.stop_view, "resume": self.resume_view}
        pages = [
            path(f"<path:object_id>/{step}/", self.admin_site.admin_view(view), name=f"workinggroups_scan_{step}")
            for step, view in steps.items()
        ]
        return [*pages, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may ask for a scan."""
        return bool(scanning.scan_policy(self.viewer(request)))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Ask for a scan."""
        viewer = self.viewer(request)
        scanning.scan_policy(viewer).require()
        asked = Scan()
        form = KindForm(request.POST or None)

        def act() -> str:
            asked.pk = scanning.scan_start(actor=viewer, kind=form.cleaned_data["kind"]).pk
            return _("The worker was asked. Load this page again to see how far it is.")

        return self.step(
            request,
            asked,
            form,
            act,
            title=_("Compare all records"),
            intro=_("The worker compares all records of a kind with each other and puts pairs into the queue."),
            submit=_("Compare"),
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How far the scan is, with what can be done about it."""
        scan = self.record_get(request, object_id)
        buttons, is_silent = [], scanning.is_silent(scan)
        if scan.state in RUNNING_SCANS and (is_silent or not scan.stop_asked):
            buttons.append((self.address("stop", scan.pk), _("Stop…")))
        if scan.state in (ScanState.STOPPED, ScanState.FAILED) or is_silent:
            buttons.append((self.address("resume", scan.pk), _("Go on…")))
        return super().change_view(request, object_id, form_url, {"record_links": buttons, **(extra_context or {})})

    def stop_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Stop the scan."""
        return self._act(
            request,
            self.record_get(request, object_id),
            scanning.scan_stop,
            title=_("Stop this scan"),
            intro=_("It stops after the block under way, and can go on from there. The pairs that it found stay."),
            submit=_("Stop"),
        )

    def resume_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Let the scan go on."""
        return self._act(
            request,
            self.record_get(request, object_id),
            scanning.scan_resume,
            title=_("Go on with this scan"),
            intro=_("The worker goes on at the block where it ended."),
            submit=_("Go on"),
        )

    def _act(self, request: HttpRequest, scan: Scan, service: Any, **words: str) -> HttpResponse:
        viewer = self.viewer(request)
        scanning.scan_policy(viewer, scan).require()
        form = VersionForm(request.POST or None, initial={"version": scan.version})

        def act() -> str:
            service(actor=viewer, scan=scan, version=form.cleaned_data["version"] or 0)
            return _("The worker was told.")

        return self.step(request, scan, form, act, **words)

    # --- The list ---

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, scan: Any) -> SafeString:
        """How it stands."""
        return badge(_BADGES.get(scan.state, "neutral"), scan.get_state_display())

    @admin.display(description=gettext_lazy("progress"))
    def progress(self, scan: Any) -> str:
        """How many records were compared, of how many; before that, how far their texts are prepared."""
        count = {"number": scan.compared, "total": scan.records}
        if scan.state == ScanState.RUNNING and (not scan.records or scan.prepared < scan.records):
            count["number"] = scan.prepared
            text = (
                _("texts are being prepared: %(number)d of %(total)d")
                if count["total"]
                else _("texts are being prepared")
            )
            return text % count
        return _("%(number)d of %(total)d") % count if scan.records or scan.state == ScanState.DONE else EMPTY
