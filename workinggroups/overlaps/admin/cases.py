"""Overlap cases and positions for staff: the list, and a page that leads to the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compact.kernel.admin.display import EMPTY, badge
from compact.kernel.admin.filters import ArchiveFilter
from compact.kernel.admin.records import RecordAdmin
from compact.kernel.admin.related import Neighbours
from workinggroups.overlaps.case_steps import steps_of
from workinggroups.overlaps.concerned import WORK_RELATIONS, leads_of, works_of
from workinggroups.overlaps.models import Case, CaseState, Position
from workinggroups.overlaps.notices import blind_entities
from workinggroups.overlaps.services import cases as services
from workinggroups.overlaps.sides import work_name
from workinggroups.overlaps.standing import RELATIONS, case_name, days_left

if TYPE_CHECKING:
    import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from compact.kernel.viewers import Viewer


@admin.register(Case)
class CaseAdmin(RecordAdmin):
    """Overlap cases; what is done in one is done on its page, where everybody else does it too."""

    services = services.cases
    can_archive = can_restore = False
    list_display = ("works", "entities", "standing", "opened_on", "due_on", "outcome")
    list_display_links = ("works",)
    list_filter = (ArchiveFilter, "state", "outcome", ("groups", admin.RelatedOnlyFieldListFilter))
    search_fields = ("outcome_text",)
    search_help_text = gettext_lazy("Titles and references of the works, what was agreed")
    ordering = ("due_on", "pk")
    related = ("candidate",)
    readonly_fields = ("one_work", "other_work", "blind", "follow_up")
    fieldsets = (
        (None, {"fields": ["one_work", "other_work", "groups", "blind"]}),
        (gettext_lazy("How it stands"), {"fields": ["state", "opened_on", "due_on", "referred_on"]}),
        (gettext_lazy("Outcome"), {"fields": ["outcome", "outcome_text", "settled_on", "follow_up"]}),
    )
    neighbours = (
        Neighbours(
            Position,
            "case",
            ("role", "entity", "group", "outcome", "text", "made_at"),
            add_page=None,
            order=("made_at", "pk"),
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The cases with their works."""
        return super().get_queryset(request).select_related(*RELATIONS)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The case, with the steps that can be taken as buttons."""
        case, viewer = self.record_get(request, object_id), self.viewer(request)
        context = {"record_links": self._steps(viewer, case), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def _steps(self, viewer: Viewer, case: Case) -> list[tuple[str, str]]:
        own_page = (reverse("overlap-case", args=[case.uid]), _("Both side by side"))
        if case.is_archived:
            return []
        steps = [step for step in steps_of(viewer, case, ()) if step.answer]
        return [own_page, *((reverse(step.page, args=[case.uid]), step.title) for step in steps)]

    @admin.display(description=gettext_lazy("works"))
    def works(self, case: Any) -> str:
        """Both, by name."""
        return case_name(case)

    @admin.display(description=gettext_lazy("entities concerned"))
    def entities(self, case: Any) -> str:
        """Those that lead."""
        return ", ".join(str(lead) for lead in leads_of(case.candidate))

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, case: Any) -> SafeString | str:
        """The state; of an open one how much time is left."""
        if case.is_archived:
            return badge("neutral", _("archived"))
        if case.state != CaseState.OPEN:
            return badge("certain" if case.outcome else "vacant", case.get_state_display())
        days = days_left(case, _today())
        if days < 0:
            return badge("vacant", _("late, not handed over yet"))
        text = ngettext("%(number)d working day left", "%(number)d working days left", days)
        return badge("possible", text % {"number": days})

    @admin.display(description=gettext_lazy("one piece of work"))
    def one_work(self, case: Any) -> SafeString:
        """The first, with its page."""
        return _link(case, 0)

    @admin.display(description=gettext_lazy("the other"))
    def other_work(self, case: Any) -> SafeString:
        """The second, with its page."""
        return _link(case, 1)

    @admin.display(description=gettext_lazy("who cannot see it"))
    def blind(self, case: Any) -> str:
        """The entities from which the other work is hidden, so that they cannot answer."""
        found = blind_entities(case, _today())
        if not found:
            return EMPTY
        names = ", ".join(str(each) for each in found)
        return _("%(names)s: the other work is hidden from them. Clear it for them, or settle the case.") % {
            "names": names
        }

    @admin.display(description=gettext_lazy("follow-up"))
    def follow_up(self, case: Any) -> str:
        """The action items, by name."""
        return "; ".join(str(item) for item in case.action_items.all()) or EMPTY


def _today() -> datetime.date:
    return timezone.now().date()


def _link(case: Case, place: int) -> SafeString:
    work = works_of(case.candidate)[place]
    address = reverse(f"admin:workinggroups_{work._meta.model_name}_change", args=[work.pk])
    return format_html('<a href="{}">{}</a>', address, work_name(work))


@admin.register(Position)
class PositionAdmin(RecordAdmin):
    """What was said in cases; for reading."""

    services = services.positions
    can_archive = can_restore = False
    list_display = ("case_name", "role", "entity", "group", "outcome", "made_at")
    list_display_links = ("case_name",)
    list_filter = (ArchiveFilter, "role", "outcome")
    search_fields = ("text",)
    search_help_text = gettext_lazy("What was said")
    ordering = ("-made_at", "-pk")
    related = ("entity", "group")
    readonly_fields = ("case_name",)
    fieldsets = ((None, {"fields": ["case_name", "role", "entity", "group", "outcome", "text", "made_at"]}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The positions with their cases."""
        relations = [f"case__candidate__{path}" for path in WORK_RELATIONS]
        return super().get_queryset(request).select_related(*relations)

    @admin.display(description=gettext_lazy("case"))
    def case_name(self, position: Any) -> str:
        """The works of the case."""
        return case_name(position.case)
