"""Forms of the staff's shortcuts: hand over a term, record what became of a group, confirm a nomination."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.kernel.dates import validate_partial_date
from compact.kernel.records import Evidence
from workinggroups.groups.models import EventKind, Role, Term

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

    from compact.kernel.viewers import Viewer


def _partial_date(label: Any, help_text: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=10,
        validators=[validate_partial_date],
        widget=forms.TextInput(attrs={"size": 12, "autocomplete": "off", "placeholder": "2019-05-08"}),
    )


class SourcedForm(forms.Form):
    """What every such form ends with: the source, how good it is, and why."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(
        label=gettext_lazy("source"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text=gettext_lazy("Web address, letter or document with its date."),
    )
    evidence = forms.ChoiceField(label=gettext_lazy("evidence"), choices=[("", "—"), *Evidence.choices], required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=gettext_lazy("Kept in the history of the record, e.g. “letter of 3 May 2026”."),
    )

    def sourced(self) -> dict[str, str]:
        """Source and evidence, as a service takes them."""
        return {name: self.cleaned_data[name] for name in ("source", "evidence")}


class HandOverForm(SourcedForm):
    """The end of one term and the start of the next."""

    end = _partial_date(
        gettext_lazy("last day of this term"),
        gettext_lazy("2019-05-08, 2019-05 or 2019, as precisely as you know it."),
        required=True,
    )
    next_entity: Any = forms.ModelChoiceField(
        label=gettext_lazy("next entity"),
        queryset=None,
        required=False,
        help_text=gettext_lazy("Empty: nobody is named yet, and the seat is shown as vacant."),
    )
    next_role = forms.ChoiceField(label=gettext_lazy("role of the next entity"), choices=Role.choices)
    next_start = _partial_date(
        gettext_lazy("first day of the next term"), gettext_lazy("2019-05-08, 2019-05 or 2019. Empty: not known.")
    )

    field_order = ("version", "end", "next_entity", "next_role", "next_start", "source", "evidence", "reason")

    def __init__(self, *args: Any, viewer: Viewer, site: AdminSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entity: Any = Term._meta.get_field("entity")
        field: Any = self.fields["next_entity"]
        field.queryset = entity.remote_field.model.objects.visible_to(viewer).live()
        field.widget = AutocompleteSelect(entity, site)
        field.widget.choices = field.choices

    def clean(self) -> dict[str, Any]:
        """A start without an entity is half an answer."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("next_start") and not cleaned.get("next_entity") and "next_entity" not in self.errors:
            self.add_error("next_entity", _("Name the entity whose term starts, or leave its first day empty."))
        return cleaned

    def next_values(self) -> dict[str, Any]:
        """The next term, as the service takes it; empty when nobody is named."""
        if not self.cleaned_data["next_entity"]:
            return {}
        named = {name: self.cleaned_data[f"next_{name}"] for name in ("entity", "role", "start")}
        return {**named, **self.sourced()}


class EventForm(SourcedForm):
    """One step in the life of a group."""

    kind = forms.ChoiceField(label=gettext_lazy("what happened"), choices=EventKind.choices)
    on = _partial_date(pgettext_lazy("date", "on"), gettext_lazy("2019-05-08, 2019-05 or 2019. Empty: not known."))
    detail = forms.CharField(
        label=gettext_lazy("detail"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=gettext_lazy("For example the name until then."),
    )

    field_order = ("version", "kind", "on", "detail", "source", "evidence", "reason")

    def values(self) -> dict[str, Any]:
        """The event, as the service takes it."""
        return {**{name: self.cleaned_data[name] for name in ("kind", "on", "detail")}, **self.sourced()}
