"""What the list of pairs can be narrowed to on its page; the parameters are those of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from compact.entities.models import Entity
from compact.kernel.countries import country_choices
from workinggroups.groups.models import Group
from workinggroups.overlaps.models import CandidateState, VerdictChoice
from workinggroups.overlaps.words import verdict_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from compact.kernel.viewers import Viewer

_NAMES = ("verdict", "state", "group_code", "entity_code", "country", "search")


def choice_given(parameters: QueryDict) -> QueryDict:
    """The parameters of the address that narrow the list, those that are filled in."""
    given = parameters.copy()
    for name, values in list(given.lists()):
        if name not in _NAMES or not any(each.strip() for each in values):
            del given[name]
    return given


class PairChoice(forms.Form):
    """Which pairs to show; the names of the fields are the parameters of the API."""

    verdict = forms.ChoiceField(label=gettext_lazy("Looks like"), required=False)
    state = forms.ChoiceField(label=pgettext_lazy("of a pair", "State"), required=False)
    group_code = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    entity_code = forms.ChoiceField(label=gettext_lazy("Entity"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    search = forms.CharField(label=gettext_lazy("Words in the titles"), required=False)

    def __init__(self, viewer: Viewer, data: Any) -> None:
        super().__init__(data, auto_id="pair_%s")
        self._choose("verdict", [(each.value, verdict_words(each)) for each in VerdictChoice])
        self._choose("state", CandidateState.choices, pgettext("pairs", "To be decided or merged"))
        for name, model in (("group_code", Group), ("entity_code", Entity)):
            everything: Any = model._default_manager.all()
            seen = everything.visible_to(viewer).live().order_by("code")
            self._choose(name, [(each.code, str(each)) for each in seen])
        self._choose("country", country_choices())

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]], every: str = "") -> None:
        field: Any = self.fields[name]
        field.choices = [("", every or pgettext("filter of a list", "All")), *choices]
