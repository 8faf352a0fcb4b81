"""What the staff pages of all entries share: posted in one form, reversed by a step, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from compact.kernel.admin.display import EMPTY, badge
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin
from compact.kernel.admin.steps import StepPages
from compact.kernel.dates import partial_date_display
from compact.kernel.moving import survivor_of
from funding.funds.admin.forms import ReversalForm, entry_intro
from funding.funds.services.reversing import entry_reverse
from workinggroups.projects.admin.fields import AmountField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from compact.kernel.viewers import Viewer

_SEEN: Any = CLEARANCE_FIELDS[1]["fields"]


class StandingFilter(admin.SimpleListFilter):
    """Entries that count, and those that do not."""

    title = gettext_lazy("reversed")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Those that stand, and reversed ones with their reversals."""
        return [("yes", _("Entries that stand")), ("no", _("Reversed entries and reversals"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows of that kind."""
        standing = queryset.model.objects.standing().values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=standing)
        return queryset.exclude(pk__in=standing) if self.value() == "no" else queryset


def _posted(record: Any) -> str:
    survivor = survivor_of(record)
    if survivor is None or survivor == record:
        return str(record or EMPTY)
    text = _("%(survivor)s (posted for “%(record)s”, which was merged into it)")
    return text % {"survivor": survivor, "record": record}


def posting(*names: Any) -> Any:
    """The parts of the form that posts an entry: the fields ``names``, which are for reading afterwards, first."""
    return ((None, {"fields": list(names)}), SOURCE_FIELDS, CLEARANCE_FIELDS)


class EntryAdmin(StepPages, RecordAdmin):
    """Subclasses make their ``fieldsets`` by :func:`posting`."""

    can_archive = can_restore = False
    list_display_links = ("money",)
    ordering = ("-value_date", "pk")
    search_fields = ("source",)

    # --- The form ---

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is posted, then as it was posted."""
        found = super().get_fieldsets(request, obj)
        return found if obj is None else [(None, {"fields": self._shown()}), *found[1:]]

    def _shown(self) -> list[str]:
        parts: Any = self.fieldsets
        flat = [name for part in parts[0][1]["fields"] for name in (part if isinstance(part, tuple) else (part,))]
        instead = {"amount": "money", "value_date": "day", "recipient": "recipient_posted", "project": "project_posted"}
        return ["standing", *(instead.get(name, name) for name in flat if name not in ("currency", "state"))]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Once posted, all but the source and who may see it; that of a reversal follows its entry."""
        if obj is None:
            return ()
        return (*self._shown(), *(_SEEN if obj.reverses_id is not None else ()))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Amounts as people write them."""
        if db_field.name == "amount":
            return AmountField(label=capfirst(db_field.verbose_name), help_text=db_field.help_text)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "currency":
            field.label = capfirst(field.label)
        return field

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The entry with its reversal."""
        entry: Any = super().get_object(request, object_id, from_field)
        if entry is not None:
            self.rows_complete(self.viewer(request), [entry])
        return entry

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The entry with the steps that it can still take."""
        entry = self.record_get(request, object_id)
        links = [(self.address(page, entry.pk), str(label)) for page, label in self.steps(entry)]
        context = {"record_links": links if self.services.policy(self.viewer(request), entry) else []}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def steps(self, entry: Any) -> list[tuple[str, Any]]:
        """The pages of the steps that ``entry`` can take, with their labels."""
        stands = entry.reverses_id is None and entry.reversal is None
        return [("reverse", gettext_lazy("Reverse…"))] if stands else []

    # --- Lists ---

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """The reversal of each; one query."""
        model: Any = self.model
        found = model.objects.visible_to(viewer).filter(reverses__in=[row.pk for row in rows])
        reversals = {reversal.reverses_id: reversal for reversal in found}
        for row in rows:
            row.reversal = reversals.get(row.pk)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the entry's own texts, and by what it refers to."""
        if not search_term:
            return queryset, False
        return queryset.search_for(self.viewer(request), search_term[:200]), False

    @admin.display(description=gettext_lazy("amount"), ordering="amount")
    def money(self, entry: Any) -> str:
        """The amount with its currency."""
        return str(entry.money_display).replace(" ", "\u00a0")

    @admin.display(description=gettext_lazy("value date"), ordering="value_date")
    def day(self, entry: Any) -> str:
        """The day in words."""
        return partial_date_display(entry.value_date) or EMPTY

    @admin.display(description=gettext_lazy("recipient"), ordering="recipient")
    def recipient_now(self, entry: Any) -> str:
        """The recipient, or the entity that it was merged into."""
        return str(survivor_of(entry.recipient) or EMPTY)

    @admin.display(description=gettext_lazy("for the project"), ordering="project")
    def project_now(self, entry: Any) -> str:
        """The project, or the one that it was merged into."""
        return str(survivor_of(entry.project) or EMPTY)

    @admin.display(description=gettext_lazy("recipient"))
    def recipient_posted(self, entry: Any) -> str:
        """The same, and as whose it was posted."""
        return _posted(entry.recipient)

    @admin.display(description=gettext_lazy("for the project"))
    def project_posted(self, entry: Any) -> str:
        """The same, and as whose it was posted."""
        return _posted(entry.project)

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, entry: Any) -> SafeString | str:
        """What the entry is, beside money that counts."""
        return format_html_join(" ", "{}", ((each,) for each in self.badges(entry))) or EMPTY

    def badges(self, entry: Any) -> list[SafeString]:
        """Whether it was reversed, and by which entry; or reverses one itself, and which."""
        if entry.reverses_id is not None:
            return [self._led_to(badge("neutral", pgettext("entry", "reversal")), entry.reverses_id)]
        if entry.reversal is not None:
            return [self._led_to(badge("vacant", pgettext("entry", "reversed")), entry.reversal.pk)]
        return []

    def _led_to(self, text: SafeString, key: int) -> SafeString:
        return format_html('<a href="{}">{}</a>', self.address("change", key), text)

    # --- Steps ---

    def get_urls(self) -> list[Any]:
        """The pages of the steps."""
        start = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=f"{start}_{name}")
            for name, view in self.step_views().items()
        ]
        return [*pages, *super().get_urls()]

    def step_views(self) -> dict[str, Any]:
        """The view of each step, by its name in the address."""
        return {"reverse": self.reverse_view}

    def reverse_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why, then post the entry that takes this one back."""
        entry, viewer = self.record_get(request, object_id), self.viewer(request)
        self.services.policy(viewer, entry).require()
        form = ReversalForm(request.POST or None, entry=entry)

        def act() -> str:
            version = form.cleaned_data["version"] or 0
            made = entry_reverse(actor=viewer, entry=entry, version=version, **form.values())
            return _("The entry is reversed: %(amount)s is posted.") % {"amount": made.money_display}

        title, submit = _("Reverse an entry"), _("Reverse the entry")
        return self.step(request, entry, form, act, title=title, intro=entry_intro(entry), submit=submit)
