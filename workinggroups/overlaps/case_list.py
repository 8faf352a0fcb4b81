"""What the list of cases can be narrowed to on its page; the parameters are those of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.entities.models import Entity
from compact.kernel.countries import country_choices
from workinggroups.groups.models import Group
from workinggroups.needs.models import Theme
from workinggroups.overlaps.models import CaseState, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from compact.kernel.viewers import Viewer

_NAMES = ("state", "group_code", "entity_code", "country", "theme_code", "year", "outcome", "search")


def choice_given(parameters: QueryDict) -> QueryDict:
    """The parameters of the address that narrow the list, those that are filled in."""
    given = parameters.copy()
    for name, values in list(given.lists()):
        if name not in _NAMES or not any(each.strip() for each in values):
            del given[name]
    return given


class CaseChoice(forms.Form):
    """Which cases to show; the names of the fields are the parameters of the API."""

    state = forms.ChoiceField(label=gettext_lazy("State of the case"), required=False)
    group_code = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    entity_code = forms.ChoiceField(label=gettext_lazy("Entity"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    theme_code = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    year = forms.CharField(
        label=gettext_lazy("Year"), required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    outcome = forms.ChoiceField(label=pgettext_lazy("of an overlap", "Outcome"), required=False)
    search = forms.CharField(label=gettext_lazy("Words in the titles"), required=False)

    def __init__(self, viewer: Viewer, data: Any) -> None:
        super().__init__(data, auto_id="case_%s")
        for name, model in (("group_code", Group), ("entity_code", Entity), ("theme_code", Theme)):
            everything: Any = model._default_manager.all()
            seen = everything.visible_to(viewer).live().order_by("code")
            self._choose(name, [(each.code, str(each)) for each in seen])
        self._choose("country", country_choices())
        self._choose("state", CaseState.choices)
        self._choose("outcome", Outcome.choices)

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", _("All")), *choices]
