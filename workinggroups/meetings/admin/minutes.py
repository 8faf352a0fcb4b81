"""Minutes for staff: the next revision, two revisions side by side, an earlier text restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from compact.kernel.admin.display import EMPTY, badge
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin
from compact.kernel.admin.steps import StepPages
from compact.kernel.comparing import compared
from compact.kernel.dates import partial_date_display
from compact.kernel.markdown import markdown_html
from compact.kernel.viewers import viewer_of
from workinggroups.meetings.admin.minutes_forms import MinutesForm, RestoreForm, follows_renew
from workinggroups.meetings.models import Meeting, Minutes, MinutesState
from workinggroups.meetings.queries import latest_seen
from workinggroups.meetings.services import minutes as services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from compact.kernel.errors import StaleVersion
    from compact.kernel.viewers import Viewer

_BADGES = {MinutesState.DRAFT: "neutral", MinutesState.CIRCULATED: "possible", MinutesState.ADOPTED: "certain"}
_TAKEN_OVER = ("visibility", "originator", "clearance")


class LatestFilter(SimpleListFilter):
    """The latest revisions alone, or the earlier ones."""

    title = gettext_lazy("revision")
    parameter_name = "latest"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Latest, earlier."""
        return [("yes", pgettext("revisions", "Latest")), ("no", pgettext("revisions", "Earlier"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Revisions after which there is none, or those after which there is."""
        latest = latest_seen(viewer_of(request))
        if self.value() == "yes":
            return queryset.filter(latest)
        return queryset.exclude(latest) if self.value() == "no" else queryset


@admin.register(Minutes)
class MinutesAdmin(StepPages, RecordAdmin):
    """Minutes, revision by revision."""

    services = services.minutes
    form = MinutesForm
    change_form_template = "admin/minutes_form.html"
    list_display = ("meeting", "number", "standing", "adopted", "latest", "basis")
    list_display_links = ("meeting", "number")
    list_filter = (
        ArchiveFilter,
        LatestFilter,
        "state",
        ("meeting__groups", admin.RelatedOnlyFieldListFilter),
        BasisFilter,
    )
    search_fields = ("text", "meeting__title_en", "meeting__title_fr")
    search_help_text = gettext_lazy("Text, or title of the meeting")
    ordering = ("-meeting__start", "meeting", "-number")
    related = ("meeting",)
    autocomplete_fields = ("meeting", "originator")
    not_restorable = gettext_lazy("A revision keeps its text. Use “Restore this text” on its page instead.")

    def get_urls(self) -> list[Any]:
        """The pages of comparing and restoring."""
        pages = (("compare", self.compare_view), ("take-up", self.take_up_view))
        name = "workinggroups_minutes"
        own = [
            path(
                f"<path:object_id>/{page}/",
                self.admin_site.admin_view(view),
                name=f"{name}_{page.replace('-', '_')}",
            )
            for page, view in pages
        ]
        return [*own, *super().get_urls()]

    # --- The form ---

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new revision has its text to write; of a stored one it is shown as people read it."""
        main: list[Any] = ["meeting", "follows", "text", "state"]
        if obj is not None:
            main = [("meeting", "number", "follows"), "text_shown", ("state", "adopted_on")]
        fieldsets = [(None, {"fields": main}), SOURCE_FIELDS, CLEARANCE_FIELDS]
        if obj is None or self.has_change_permission(request, obj):
            fieldsets.append((gettext_lazy("Reason for this change"), {"fields": ["change_reason"]}))
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What makes a revision never changes."""
        return () if obj is None else ("meeting", "number", "follows", "text_shown")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The revision that this one follows goes along unseen; the text has room, and is kept until it is saved."""
        if db_field.name == "follows":
            seen = Minutes.objects.visible_to(self.viewer(request))
            return forms.ModelChoiceField(seen, required=False, widget=forms.HiddenInput)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "text":
            field.widget.attrs |= {"rows": 30, "cols": 100, "data-draft-key": f"text-{request.GET.get('meeting', '')}"}
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The latest revision of the meeting that the address names, to be written on."""
        initial = super().get_changeform_initial_data(request)
        latest = services.minutes_latest(Meeting(pk=int(initial["meeting"]))) if "meeting" in initial else None
        if latest is not None:
            initial |= {"follows": latest.pk, "text": latest.text}
            initial |= {name: getattr(latest, name) for name in _TAKEN_OVER}
        return initial

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The form of the next revision."""
        context = {"show_save_and_add_another": False, "show_save_and_continue": False, **(extra_context or {})}
        return super().add_view(request, form_url, context)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the page that asked for the revision, else to its own."""
        if request.GET.get("back"):
            return super().response_post_save_add(request, obj)
        return HttpResponseRedirect(self.address("change", obj.pk))

    def _links(self, record: Any) -> list[tuple[str, str]]:
        latest = services.minutes_latest(record.meeting)
        query = urlencode({"meeting": record.meeting_id})
        links = [(f"{self.address('add')}?{query}", _("Write the next revision"))]
        if latest is not None and latest != record:
            links.append((self.address("take_up", record.pk), _("Restore this text…")))
        return [*links, (self.address("compare", record.pk), _("Compare revisions"))]

    @admin.display(description=gettext_lazy("text"))
    def text_shown(self, minutes: Any) -> SafeString:
        """The text as people read it."""
        return format_html('<div class="minutes-text">{}</div>', markdown_html(minutes.text))

    # --- The list ---

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Whether each is the latest; one query."""
        found = Minutes.objects.filter(latest_seen(viewer), pk__in=[row.pk for row in rows])
        keys = set(found.values_list("pk", flat=True))
        for row in rows:
            row.is_latest = row.pk in keys

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, minutes: Any) -> SafeString:
        """The state, in its colour."""
        return badge(_BADGES[MinutesState(minutes.state)], minutes.get_state_display())

    @admin.display(description=gettext_lazy("adopted on"), ordering="adopted_on")
    def adopted(self, minutes: Any) -> str:
        """The day in words."""
        return partial_date_display(minutes.adopted_on) or EMPTY

    @admin.display(description=gettext_lazy("latest revision"), boolean=True)
    def latest(self, minutes: Any) -> bool:
        """Whether no other revision comes after it."""
        return bool(minutes.is_latest)

    # --- Pages of a revision ---

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Two revisions of one meeting, line by line, the earlier one first; ``with`` is the key of the other."""
        record = self.record_get(request, object_id)
        seen = Minutes.objects.visible_to(self.viewer(request)).filter(meeting=record.meeting)
        others = {str(row.pk): row for row in seen.exclude(pk=record.pk).order_by("-number")}
        before = [key for key, row in others.items() if row.number < record.number]
        chosen = request.GET.get("with") or next(iter(before or others), "")
        if others and chosen not in others:
            raise Http404(_("There is no such revision of these minutes."))
        both = sorted([record, *([others[chosen]] if others else [])], key=lambda row: row.number)
        return self.page(
            request,
            "admin/compare.html",
            _("Compare revisions"),
            record,
            intro=str(record),
            others=[(key, _revision_name(row)) for key, row in others.items()],
            chosen=chosen,
            lines=compared(both[0].text, both[-1].text),
            label=_("From revision %(older)d to revision %(newer)d")
            % {"older": both[0].number, "newer": both[-1].number},
        )

    def take_up_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Store the text of an earlier revision again, as the next one."""
        record = self.record_get(request, object_id)
        viewer = self.viewer(request)
        self.services.policy(viewer, record).require()
        latest = services.minutes_latest(record.meeting)
        form = RestoreForm(request.POST or None, initial={"follows": latest.pk if latest else None})

        def act() -> str:
            seen = Minutes.objects.visible_to(viewer).filter(meeting=record.meeting)
            follows = seen.filter(pk=form.cleaned_data["follows"]).first()
            made = services.minutes_restore(
                actor=viewer, record=record, follows=follows, reason=form.cleaned_data["reason"]
            )
            text = _("The text is stored again as revision %(number)d.") % {"number": made.number}
            return format_html('{} <a href="{}">{}</a>', text, self.address("change", made.pk), _("Show it"))

        return self.step(
            request,
            record,
            form,
            act,
            title=_("Restore the text of revision %(number)d") % {"number": record.number},
            intro=_("The text becomes the next revision, on top of revision %(latest)d. Nothing is overwritten.")
            % {"latest": latest.number if latest else record.number},
            submit=_("Restore as the next revision"),
        )

    @staticmethod
    def _stale(form: forms.Form, stale: StaleVersion) -> list[Any]:
        """Another revision was saved meanwhile: the next try follows that one."""
        latest: Any = stale.current
        follows_renew(form, latest)
        text = _("Meanwhile revision %(number)d was saved. Look at it, then confirm that the earlier text replaces it.")
        form.add_error(None, text % {"number": latest.number})
        return []


def _revision_name(minutes: Minutes) -> str:
    names = {"number": minutes.number, "state": minutes.get_state_display()}
    return _("Revision %(number)d (%(state)s)") % names
