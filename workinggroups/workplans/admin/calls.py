"""Calls for inputs for staff: write one, send it, record what came by mail, put it together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from modeltranslation.admin import TranslationAdmin

from compact.entities.models import Entity, Participation
from compact.kernel.admin.display import badge
from compact.kernel.admin.filters import ArchiveFilter
from compact.kernel.admin.forms import ReasonForm, RecordForm
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin, translated_fields
from compact.kernel.admin.related import Neighbours
from compact.kernel.admin.steps import StepPages
from compact.kernel.zones import ZonedTimesMixin, moment_in
from workinggroups.groups.models import Term
from workinggroups.workplans import notices
from workinggroups.workplans.models import CallForInputs, CallState, Input, InputState
from workinggroups.workplans.services import calls as services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from compact.kernel.viewers import Viewer


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 5, "cols": 80})

    def prepare_value(self, value: Any) -> Any:
        """The lines as one text."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The lines that are not empty."""
        return [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]


class CallForm(ZonedTimesMixin, RecordForm):
    """A call; whom it goes to can be chosen one by one, or as a body of entities."""

    zoned = {"deadline": "zone"}
    WHOLE = (
        ("", pgettext_lazy("addressees", "Only those chosen above")),
        ("compact", pgettext_lazy("addressees", "All entities of the Compact today as well")),
        ("group", pgettext_lazy("addressees", "All entities with a running term in this group as well")),
    )

    questions = LinesField(
        label=gettext_lazy("questions"),
        required=False,
        help_text=gettext_lazy("One a line; every entity answers each. Empty: one free text."),
    )
    whole_body = forms.ChoiceField(label=gettext_lazy("Further addressees"), choices=WHOLE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "addressees" in self.fields:
            self.fields["addressees"].required = False

    def clean_reminder_days(self) -> str:
        """Days may be typed with commas or spaces between them."""
        return ";".join(str(self.cleaned_data["reminder_days"] or "").replace(";", " ").replace(",", " ").split())

    def clean(self) -> dict[str, Any]:
        """Join the entities chosen and those of the body."""
        super().clean()
        chosen = self.cleaned_data.get("addressees")
        if chosen is not None:
            keys = {entity.pk for entity in chosen} | self._body_keys()
            self.cleaned_data["addressees"] = Entity.objects.filter(pk__in=keys)
        return self.cleaned_data

    def _body_keys(self) -> set[int]:
        body, today = self.cleaned_data.get("whole_body"), self.viewer.today
        rows: Any = Participation.objects.visible_to(self.viewer).live().as_of(today)
        if body == "group":
            terms = Term.objects.visible_to(self.viewer).live().as_of(today)
            rows = terms.filter(group=self.cleaned_data.get("group"))
        return set(rows.filter(entity__archived_at=None).values_list("entity_id", flat=True)) if body else set()

    def _values(self) -> dict[str, Any]:
        return {name: value for name, value in super()._values().items() if name != "whole_body"}


@admin.register(CallForInputs)
class CallAdmin(StepPages, RecordAdmin, TranslationAdmin[Any]):
    """Calls with what came in."""

    services = services.calls
    form = CallForm
    list_display = ("title", "group", "state", "deadline_text", "came_in", "missing")
    list_filter = (ArchiveFilter, "state", ("group", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title_en", "title_fr", "text")
    ordering = ("-deadline",)
    autocomplete_fields = ("group", "addressees", "originator")
    links = (
        ("compiled", gettext_lazy("Put the answers together")),
        ("send", gettext_lazy("Send the call…")),
        ("close", gettext_lazy("Close the call…")),
    )
    readonly_fields = ("state", "sent_at")
    fieldsets = (
        (None, {"fields": [("state", "sent_at"), "group", "title_en", "title_fr", "text", "questions"]}),
        (gettext_lazy("Addressees"), {"fields": ["addressees", "whole_body"]}),
        (gettext_lazy("Deadline"), {"fields": [("deadline", "zone"), "reminder_days"]}),
        (
            gettext_lazy("Titles in the other official languages"),
            {"fields": translated_fields(("title",), ("ar", "zh_hans", "ru", "es")), "classes": ["collapse"]},
        ),
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )
    neighbours = (
        Neighbours(
            Input,
            "call",
            ("entity", "state", "answered_at", "person", ("late_text", gettext_lazy("late"))),
            order=("entity__code", "pk"),
        ),
    )

    def get_urls(self) -> list[Any]:
        """The steps of a call."""
        steps = {"send": self.send_view, "close": self.close_view, "compiled": self.compiled_view}
        name = "workinggroups_callforinputs"
        pages = [
            path(f"<path:object_id>/{step}/", self.admin_site.admin_view(view), name=f"{name}_{step}")
            for step, view in steps.items()
        ]
        return [*pages, *super().get_urls()]

    def _links(self, record: Any) -> list[tuple[str, str]]:
        fitting = {CallState.DRAFT: ("send",), CallState.SENT: ("compiled", "close"), CallState.CLOSED: ("compiled",)}
        wanted = fitting[record.state]
        return [(self.address(page, record.pk), str(label)) for page, label in self.links if page in wanted]

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """How many answered and how many have not; one query."""
        seen = Input.objects.visible_to(viewer).live().filter(call__in=[row.pk for row in rows]).order_by()
        awaited = Count("pk", filter=Q(state=InputState.AWAITED))
        counted = {each["call"]: each for each in seen.values("call").annotate(total=Count("pk"), awaited=awaited)}
        for row in rows:
            row.counted = counted.get(row.pk, {"total": 0, "awaited": 0})

    @admin.display(description=gettext_lazy("deadline"), ordering="deadline")
    def deadline_text(self, call: Any) -> str:
        """The deadline with its zone."""
        return moment_in(call.deadline, call.zone)

    @admin.display(description=gettext_lazy("came in"))
    def came_in(self, call: Any) -> str:
        """Answers and nil returns of all addressees."""
        total = call.counted["total"]
        return _("%(number)d of %(total)d") % {"number": total - call.counted["awaited"], "total": total}

    @admin.display(description=gettext_lazy("missing"))
    def missing(self, call: Any) -> SafeString | str:
        """How many have not answered, with a way to them."""
        if not call.counted["awaited"]:
            return "–"
        address = reverse("admin:workinggroups_input_changelist")
        query = f"{address}?call__id__exact={call.pk}&state__exact={InputState.AWAITED}"
        return format_html('<a href="{}">{}</a>', query, call.counted["awaited"])

    def compiled_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the page that everybody sees who may."""
        record = self.record_get(request, object_id)
        return HttpResponseRedirect(reverse("call-for-inputs", args=[record.uid]))

    def send_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send the call."""
        call = self.record_get(request, object_id)
        number = call.addressees.count()
        intro = ngettext(
            "%(number)d addressee gets its place and a mail to its focal points. Deadline: %(when)s.",
            "Each of the %(number)d addressees gets its place and a mail to its focal points. Deadline: %(when)s.",
            number,
        )
        text = intro % {"number": number, "when": moment_in(call.deadline, call.zone)}
        return self._step(
            request,
            call,
            services.call_send,
            title=_("Send “%(call)s”") % {"call": call},
            intro=" ".join(part for part in (text, self._unreachable(request, call)) if part),
            submit=_("Send"),
        )

    def _unreachable(self, request: HttpRequest, call: CallForInputs) -> str:
        """Which addressees get no mail, since nobody of theirs has an address; "" when all do."""
        names = ", ".join(str(entity) for entity in notices.unreachable(call, self.viewer(request).today))
        if not names:
            return ""
        return _("Nobody to write to is on record for: %(entities)s. Reach these yourself.") % {"entities": names}

    def close_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Close the call."""
        return self._step(
            request,
            self.record_get(request, object_id),
            services.call_close,
            title=_("Close this call"),
            intro=_("Entities can no longer answer. You can still record what comes by mail."),
            submit=_("Close"),
        )

    def _step(self, request: HttpRequest, call: CallForInputs, service: Any, **words: str) -> HttpResponse:
        viewer = self.viewer(request)
        self.services.archive_policy(viewer, call).require()
        form = ReasonForm(request.POST or None, initial={"version": call.version})
        form.fields["reason"].required = False

        def act() -> str:
            version, reason = form.cleaned_data["version"] or 0, form.cleaned_data["reason"]
            stored = service(actor=viewer, call=call, version=version, reason=reason)
            invited = notices.invitations_send(stored)
            if stored.state != CallState.SENT:
                return _("The call is closed.")
            text = ngettext(
                "The call is sent; %(number)d entity was written to.",
                "The call is sent; %(number)d entities were written to.",
                invited,
            )
            return " ".join([text % {"number": invited}, self._unreachable(request, stored)]).strip()

        return self.step(request, call, form, act, **words)


class AnswersField(LinesField):
    """The answers of an input, one box; a line of three dashes stands between two answers."""

    def prepare_value(self, value: Any) -> Any:
        """The answers as one text."""
        return "\n---\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The texts between the lines of dashes."""
        text = forms.CharField.clean(self, value).replace("\r\n", "\n")
        return [part.strip() for part in text.split("\n---\n")] if text.strip() else []


class InputForm(RecordForm):
    """What came by letter or mail, recorded by staff."""

    answers = AnswersField(
        label=gettext_lazy("answers"),
        required=False,
        help_text=gettext_lazy("One text for each question, with a line of three dashes between two."),
    )


@admin.register(Input)
class InputAdmin(RecordAdmin):
    """What entities answered."""

    services = services.inputs
    form = InputForm
    list_display = ("entity", "call", "state", "answered_at", "late")
    list_filter = (ArchiveFilter, "state", ("call", admin.RelatedOnlyFieldListFilter))
    search_fields = ("entity__code", "entity__acronym_en", "entity__name_en", "call__title_en", "call__title_fr")
    ordering = ("-call__deadline", "entity__code")
    autocomplete_fields = ("call", "entity", "person")
    fieldsets = ((None, {"fields": ["call", "entity", "state", "answers", "person", "answered_at"]}), SOURCE_FIELDS)

    @admin.display(description=gettext_lazy("late"))
    def late(self, record: Any) -> SafeString | str:
        """Whether it came, or is missing, after the deadline."""
        return badge("unconfirmed", _("late")) if record.is_late else "–"
