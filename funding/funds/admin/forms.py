"""Forms of the steps that post an entry from another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext_lazy

from compact.kernel.admin.forms import ReasonForm
from compact.kernel.dates import partial_date_display
from compact.kernel.money import currency_choices
from compact.kernel.moving import survivor_of
from funding.funds.models import Allocation
from workinggroups.projects.admin.fields import AmountField

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

    from compact.kernel.viewers import Viewer
    from funding.funds.models import Entry

_REFERENCES = ("fund", "recipient", "project")


def _value_date(help_text: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"size": 12, "autocomplete": "off", "placeholder": "2019-05-08"})
    return forms.CharField(
        label=gettext_lazy("value date"), required=False, max_length=10, widget=widget, help_text=help_text
    )


class ReversalForm(ReasonForm):
    """Why an entry is reversed, and as of when."""

    value_date = _value_date("")

    field_order = ("version", "reason", "value_date")

    def __init__(self, data: Any, *, entry: Entry) -> None:
        super().__init__(data, initial={"version": entry.version})
        text = gettext_lazy("2019-05-08, 2019-05 or 2019, for money that was given back. Empty: that of the entry.")
        self.fields["value_date"].help_text = text

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {name: self.cleaned_data[name] for name in ("reason", "value_date")}


class ConfirmationForm(ReasonForm):
    """What is confirmed of an announced allocation, filled with what was announced."""

    fund: Any = forms.ModelChoiceField(label=gettext_lazy("fund"), queryset=None)
    recipient: Any = forms.ModelChoiceField(label=gettext_lazy("recipient"), queryset=None)
    project: Any = forms.ModelChoiceField(label=gettext_lazy("project"), queryset=None)
    amount = AmountField(label=gettext_lazy("amount"))
    currency = forms.ChoiceField(label=gettext_lazy("currency"), choices=currency_choices)
    value_date = _value_date(gettext_lazy("2019-05-08, 2019-05 or 2019. Empty: not known."))
    source = forms.CharField(
        label=gettext_lazy("source"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text=gettext_lazy("Web address, letter or document with its date."),
    )

    field_order = ("version", *_REFERENCES, "amount", "currency", "value_date", "source", "reason")

    def __init__(self, data: Any, *, entry: Allocation, viewer: Viewer, site: AdminSite) -> None:
        announced = {name: survivor_of(getattr(entry, name)) for name in _REFERENCES}
        initial = {**announced, "version": entry.version, "currency": entry.currency}
        initial["amount"] = entry.money.amount if entry.money else None
        super().__init__(data, initial=initial)
        self.fields["amount"].required = True
        self.fields["reason"].required = False
        for name in _REFERENCES:
            self._searched(name, viewer, site)

    def _searched(self, name: str, viewer: Viewer, site: AdminSite) -> None:
        field: Any = self.fields[name]
        reference: Any = Allocation._meta.get_field(name)
        field.queryset = reference.related_model.objects.visible_to(viewer).live()
        field.widget = AutocompleteSelect(reference, site)
        field.widget.choices = field.choices

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        names = (*_REFERENCES, "amount", "currency", "value_date", "source")
        return {name: self.cleaned_data[name] for name in names}


def entry_intro(entry: Entry) -> str:
    """What the entry says, in one line."""
    return " · ".join(part for part in (str(entry), partial_date_display(entry.value_date), entry.source) if part)
