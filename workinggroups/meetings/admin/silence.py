"""Silence procedures and objections for staff: opened in one form, then moved by steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Count
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin, translated_fields
from compact.kernel.admin.related import Neighbours
from compact.kernel.admin.steps import StepPages
from compact.kernel.zones import moments_for
from workinggroups.meetings.admin.silence_forms import (
    ClosingForm,
    ExtensionForm,
    OpeningForm,
    RecordObjectionForm,
    closing_intro,
)
from workinggroups.meetings.models import Objection, SilenceOutcome, SilenceProcedure
from workinggroups.meetings.services import objections as objection_services
from workinggroups.meetings.services import silence as services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from compact.kernel.viewers import Viewer

_SUBJECTS = ("subject_en", "subject_fr", *translated_fields(("subject",), ("ar", "zh_hans", "ru", "es")))
_CHANGED = {"source", "evidence", "note", "visibility", "originator", "clearance", "change_reason"}
"""What may still change once a procedure is open."""
_TEXT = (gettext_lazy("The exact text"), {"fields": ["text", "document", "digest"]})


@admin.register(SilenceProcedure)
class SilenceProcedureAdmin(StepPages, RecordAdmin, TranslationAdmin[Any]):
    """Silence procedures with their objections; extended and closed by steps."""

    services = services.procedures
    list_display = ("subject", "group", "deadline_shown", "state", "standing", "basis")
    list_display_links = ("subject",)
    list_filter = (ArchiveFilter, "state", "verb", ("group", admin.RelatedOnlyFieldListFilter), BasisFilter)
    search_fields = ("subject_en", "text")
    search_help_text = gettext_lazy("Subject in any language, text")
    ordering = ("-deadline",)
    related = ("group",)
    autocomplete_fields = ("group", "addressees", "originator")
    links = (
        ("extend", gettext_lazy("Extend the deadline")),
        ("objection", gettext_lazy("Record an objection")),
        ("close", gettext_lazy("Close the procedure")),
    )
    neighbours = (
        Neighbours(
            Objection,
            "procedure",
            (
                "entity",
                "person",
                "text",
                ("made_display", gettext_lazy("made at")),
                ("withdrawn_display", gettext_lazy("withdrawn at")),
            ),
            add_page="objection",
            order=("made_at", "pk"),
        ),
    )
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ["group", "verb", "subject_kind", *_SUBJECTS[:2]]}),
        _TEXT,
        (gettext_lazy("Addressees"), {"fields": ["addressees", "everyone", "breakers"]}),
        (gettext_lazy("Deadline"), {"fields": ["zone", "deadline", "opened_at"]}),
        (
            gettext_lazy("The subject in the other official languages"),
            {"fields": _SUBJECTS[2:], "classes": ["collapse"]},
        ),
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )
    _opened = (
        (None, {"fields": ["group", "verb", "subject_kind", *_SUBJECTS[:2]]}),
        _TEXT,
        (gettext_lazy("Addressees"), {"fields": ["addressees", "breakers"]}),
        (gettext_lazy("Deadline"), {"fields": ["deadline_shown", "first_deadline_shown", "opened_shown", "zone"]}),
        (gettext_lazy("Outcome"), {"fields": ["state", "closed_shown", "decision"]}),
        (
            gettext_lazy("The subject in the other official languages"),
            {"fields": _SUBJECTS[2:], "classes": ["collapse"]},
        ),
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )

    # --- Forms ---

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is typed to open one; afterwards what became of it as well."""
        found = super().get_fieldsets(request, obj)
        return found if obj is None else [*self._opened, *found[len(self.fieldsets) :]]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Once open, all but the source and who may see it."""
        if obj is None:
            return ()
        names = [name for _title, options in self._opened for name in options["fields"]]
        return tuple(name for name in names if name not in _CHANGED)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form that opens one, or the few fields that change later."""
        if obj is None:
            kwargs["form"] = OpeningForm
        return super().get_form(request, obj, change=change, **kwargs)

    # --- Lists ---

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """How many objections stand; one query."""
        standing = Objection.objects.visible_to(viewer).live().filter(withdrawn_at__isnull=True)
        counted = standing.filter(procedure__in=[row.pk for row in rows]).order_by().values("procedure")
        counts = dict(counted.annotate(count=Count("pk")).values_list("procedure", "count"))
        for row in rows:
            row.standing_count = counts.get(row.pk, 0)

    @admin.display(description=gettext_lazy("objections that stand"))
    def standing(self, procedure: Any) -> str:
        """How many there are."""
        return str(procedure.standing_count)

    @admin.display(description=gettext_lazy("deadline"), ordering="deadline")
    def deadline_shown(self, procedure: Any) -> str:
        """The deadline in its zone and, where clocks differ, in the viewer's."""
        return str(procedure.deadline_display)

    @admin.display(description=gettext_lazy("first deadline"))
    def first_deadline_shown(self, procedure: Any) -> str:
        """The deadline before any extension."""
        if procedure.first_deadline is None:
            return _("never extended")
        return moments_for(procedure.first_deadline, procedure.zone)

    @admin.display(description=gettext_lazy("opened at"))
    def opened_shown(self, procedure: Any) -> str:
        """The opening, likewise."""
        return moments_for(procedure.opened_at, procedure.zone)

    @admin.display(description=gettext_lazy("closed at"))
    def closed_shown(self, procedure: Any) -> str:
        """The closing, likewise."""
        return moments_for(procedure.closed_at, procedure.zone) if procedure.closed_at else "–"

    # --- Steps ---

    def get_urls(self) -> list[Any]:
        """The pages of the steps."""
        steps = {"extend": self.extend_view, "close": self.close_view, "objection": self.objection_view}
        pages = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"workinggroups_silenceprocedure_{name}",
            )
            for name, view in steps.items()
        ]
        return [*pages, *super().get_urls()]

    def extend_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Move the deadline."""
        procedure, viewer = self._running(request, object_id)
        form = ExtensionForm(request.POST or None, procedure=procedure)

        def act() -> str:
            data = form.cleaned_data
            stored = services.silence_extend(
                actor=viewer,
                procedure=procedure,
                version=data["version"] or 0,
                deadline=data["deadline"],
                reason=data["reason"],
            )
            return _("The deadline is now %(moment)s.") % {"moment": stored.deadline_display}

        title = _("Extend the deadline of “%(subject)s”") % {"subject": procedure.subject}
        intro = _("Present deadline: %(moment)s.") % {"moment": procedure.deadline_display}
        return self.step(request, procedure, form, act, title=title, intro=intro, submit=_("Extend the deadline"))

    def close_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Close with an outcome."""
        procedure, viewer = self._running(request, object_id)
        form = ClosingForm(request.POST or None, initial={"version": procedure.version})

        def act() -> str:
            data = form.cleaned_data
            stored = services.silence_close(
                actor=viewer,
                procedure=procedure,
                version=data["version"] or 0,
                outcome=data["outcome"],
                reason=data["reason"],
            )
            if stored.state == SilenceOutcome.PASSED:
                return _("The procedure is closed, and its decision is recorded.")
            return _("The procedure is closed.")

        title = _("Close “%(subject)s”") % {"subject": procedure.subject}
        return self.step(
            request, procedure, form, act, title=title, intro=closing_intro(procedure), submit=_("Close the procedure")
        )

    def objection_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Record what an addressee sent."""
        procedure, viewer = self._running(request, object_id)
        form = RecordObjectionForm(request.POST or None, procedure=procedure, viewer=viewer)

        def act() -> str:
            values = {"procedure": procedure, **form.values()}
            objection_services.objection_create(actor=viewer, values=values, reason=form.cleaned_data["reason"])
            return _("The objection is recorded.")

        title = _("Record an objection to “%(subject)s”") % {"subject": procedure.subject}
        intro = _("Deadline: %(deadline)s. Who may break silence: %(who)s.") % {
            "deadline": procedure.deadline_display,
            "who": procedure.get_breakers_display(),
        }
        return self.step(request, procedure, form, act, title=title, intro=intro, submit=_("Record the objection"))

    def _running(self, request: HttpRequest, object_id: str) -> tuple[SilenceProcedure, Viewer]:
        procedure, viewer = self.record_get(request, object_id), self.viewer(request)
        self.services.policy(viewer, procedure).require()
        return procedure, viewer
