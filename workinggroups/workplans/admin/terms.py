"""Terms of reference for staff: the cycle, the next version, and two versions side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import Http404
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.display import badge
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS
from compact.kernel.comparing import compared
from compact.kernel.dates import latest, partial_date_display
from workinggroups.workplans.admin.cycle import CYCLE_FIELDS, CyclePages, StepForm
from workinggroups.workplans.models import CycleState, TermsOfReference
from workinggroups.workplans.services import terms as services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from compact.kernel.viewers import Viewer


@admin.register(TermsOfReference)
class TermsOfReferenceAdmin(CyclePages):
    """Terms of reference, version by version."""

    services = services.terms
    list_display = ("group", "number", "state", "review", "approved", "has_text", "basis")
    list_display_links = ("group", "number")
    list_filter = (ArchiveFilter, "state", ("group", admin.RelatedOnlyFieldListFilter), BasisFilter, "visibility")
    search_fields = ("text",)
    search_help_text = gettext_lazy("Text, or code of the group")
    ordering = ("group__code", "-number")
    related = ("group", "approved_by")
    autocomplete_fields = ("group", "endorsed_by", "approved_by", "originator")
    steps = ("next", "compare")
    links = (
        ("move", gettext_lazy("Move on…")),
        ("next", gettext_lazy("Write the next version…")),
        ("compare", gettext_lazy("Compare versions")),
    )
    fieldsets = (
        (None, {"fields": [("group", "number"), "text", "document", "silence_breakers", "review_on"]}),
        CYCLE_FIELDS,
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )

    def steps_open(self, record: Any) -> Sequence[str]:
        """A next version follows one that was approved."""
        return ("next", "compare") if record.state in (CycleState.APPROVED, CycleState.CLOSED) else ("compare",)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Room for the text."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "text":
            field.widget.attrs["rows"] = 20
        return field

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Whether a review is overdue today."""
        for row in rows:
            known = row.state == CycleState.APPROVED and row.review_on
            row.review_overdue = bool(known) and latest(row.review_on) < viewer.today

    @admin.display(description=gettext_lazy("review due"), ordering="review_on")
    def review(self, terms: Any) -> SafeString | str:
        """The day in words, marked when it is past."""
        text = partial_date_display(terms.review_on) or "–"
        return format_html("{} {}", text, badge("vacant", _("overdue"))) if terms.review_overdue else text

    @admin.display(description=gettext_lazy("approved by"), ordering="approved_by__decided_on")
    def approved(self, terms: Any) -> str:
        """The decision of the Committee."""
        return str(terms.approved_by or "–")

    @admin.display(description=gettext_lazy("text on record"), boolean=True)
    def has_text(self, terms: Any) -> bool:
        """Whether the text, or a link to it, is there."""
        return bool(terms.text or terms.document)

    def next_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Start the next version as a draft with the same text."""
        terms = self.record_get(request, object_id)
        viewer = self.viewer(request)
        self.services.policy(viewer, terms).require()
        form = StepForm(request.POST or None)

        def act() -> str:
            made = services.terms_next(actor=viewer, terms=terms, values={}, reason=form.cleaned_data["reason"])
            text = _("Version %(number)d is started as a draft.") % {"number": made.number}
            return format_html('{} <a href="{}">{}</a>', text, self.address("change", made.pk), _("Go on with it"))

        return self.step(
            request,
            terms,
            form,
            act,
            title=_("Write version %(number)d") % {"number": terms.number + 1},
            intro=_(
                "The text, the link and the rule for silence are copied into a draft. The version in force stays so "
                "until the next one is approved."
            ),
            submit=_("Start the draft"),
        )

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The text of two versions, line by line; the older one first. ``with`` names the number of the other."""
        terms = self.record_get(request, object_id)
        seen = TermsOfReference.objects.visible_to(self.viewer(request)).live().filter(group=terms.group)
        others = {str(row.number): row for row in seen.exclude(pk=terms.pk).order_by("-number")}
        before = [number for number, row in others.items() if row.number < terms.number]
        chosen = request.GET.get("with") or next(iter(before or others), "")
        if others and chosen not in others:
            raise Http404(_("There is no such version."))
        both = sorted([terms, *([others[chosen]] if others else [])], key=lambda row: row.number)
        numbers = {"older": both[0].number, "newer": both[-1].number}
        return self.page(
            request,
            "admin/compare.html",
            _("Compare versions"),
            terms,
            intro=str(terms),
            others=[(number, _("Version %(number)s") % {"number": number}) for number in others],
            chosen=chosen,
            lines=compared(both[0].text, both[-1].text),
            label=_("From version %(older)d to version %(newer)d") % numbers,
        )
