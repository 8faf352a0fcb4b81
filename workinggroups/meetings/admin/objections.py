"""Objections for staff: recorded on the page of their procedure, withdrawn on their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.forms import ReasonForm
from compact.kernel.admin.records import SOURCE_FIELDS, RecordAdmin
from compact.kernel.admin.steps import StepPages
from workinggroups.meetings.models import Objection
from workinggroups.meetings.services import objections as services

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@admin.register(Objection)
class ObjectionAdmin(StepPages, RecordAdmin):
    """Objections: who said what would have to change, and whether it stands."""

    services = services.objections
    list_display = ("entity", "procedure", "person", "made_shown", "withdrawn_shown", "basis")
    list_filter = (ArchiveFilter, ("withdrawn_at", admin.EmptyFieldListFilter), BasisFilter)
    search_fields = ("entity__code", "entity__acronym_en", "procedure__subject_en", "text")
    search_help_text = gettext_lazy("Entity, subject, text")
    ordering = ("-made_at",)
    related = ("entity", "procedure", "person")
    autocomplete_fields = ("procedure", "entity", "person")
    fieldsets = ((None, {"fields": ["procedure", "entity", "person", "text"]}), SOURCE_FIELDS)
    links = (("withdraw", gettext_lazy("Withdraw this objection")),)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Made now when it is new; afterwards with its moments."""
        found = super().get_fieldsets(request, obj)
        if obj is None:
            return found
        return [found[0], (gettext_lazy("When"), {"fields": ["made_shown", "withdrawn_shown"]}), *found[1:]]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Once made, only the wording and the source change."""
        return () if obj is None else ("procedure", "entity", "person", "made_shown", "withdrawn_shown")

    @admin.display(description=gettext_lazy("made at"), ordering="made_at")
    def made_shown(self, objection: Any) -> str:
        """In the zone of the deadline and, where clocks differ, in the viewer's."""
        return str(objection.made_display)

    @admin.display(description=gettext_lazy("withdrawn at"), ordering="withdrawn_at")
    def withdrawn_shown(self, objection: Any) -> str:
        """Likewise; a dash while it stands."""
        return str(objection.withdrawn_display)

    def get_urls(self) -> list[Any]:
        """The page of the withdrawal."""
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<path:object_id>/withdraw/", view, name="workinggroups_objection_withdraw"), *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Record that the entity withdrew it."""
        objection, viewer = self.record_get(request, object_id), self.viewer(request)
        self.services.policy(viewer, objection).require()
        form = ReasonForm(request.POST or None, initial={"version": objection.version})

        def act() -> str:
            services.objection_withdraw(
                actor=viewer,
                objection=objection,
                version=form.cleaned_data["version"] or 0,
                reason=form.cleaned_data["reason"],
            )
            return _("The objection is withdrawn.")

        title = _("Withdraw the objection of %(entity)s") % {"entity": objection.entity}
        return self.step(
            request, objection, form, act, title=title, intro=objection.text, submit=_("Withdraw this objection")
        )
