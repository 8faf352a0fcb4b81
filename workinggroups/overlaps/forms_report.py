"""The form by which people report two pieces of work that they find alike, each named by what they know of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.survivors import seen_by_uid
from workinggroups.overlaps.finding import MOST, work_words, works_found
from workinggroups.overlaps.sides import work_name
from workinggroups.projects.models import PlannedActivity, Project

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer

SIDES = ("a", "b")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class _Found:
    """What a field names: the records to choose from, and the one that is meant, None while that is open."""

    rows: list[Any]
    meant: Any = None


class WorkReportForm(forms.Form):
    """Two pieces of work. Where what was typed fits several, they are offered below their field.

    ``given`` are the identifiers of records by the field that they are to stand in when the page opens.
    """

    a = forms.CharField(label=gettext_lazy("One record"), max_length=_LONGEST)
    b = forms.CharField(label=gettext_lazy("The other"), max_length=_LONGEST)
    reason = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "cols": 60})
    )

    def __init__(self, data: Any = None, *, viewer: Viewer, given: Mapping[str, str]) -> None:
        super().__init__(data, auto_id="report_%s")
        self.viewer = viewer
        text = _("A reference such as P060, words of the title, or the identifier or address of the record.")
        self.found = {}
        for side in SIDES:
            self.fields[side].help_text = text
            self.found[side] = self._sent(side) if self.is_bound else self._given(side, given.get(side, ""))
            self._offer(side)
        self.order_fields([name for side in SIDES for name in (side, f"{side}_chosen")])

    def _sent(self, side: str) -> _Found:
        """What was typed, and which of several was chosen; what was chosen for other words counts no more."""
        text = str(self.data.get(side, "")).strip()[:_LONGEST].replace("\0", "")
        rows, chosen = works_found(self.viewer, text), self._row(str(self.data.get(f"{side}_chosen", "")))
        if chosen is not None and (chosen in rows or text == work_name(chosen)):
            return _Found(rows if chosen in rows else [chosen], chosen)
        return _Found(rows, rows[0] if len(rows) == 1 else None)

    def _given(self, side: str, uid: str) -> _Found:
        row = self._row(uid)
        if row is None:
            return _Found([])
        self.initial = {**self.initial, side: work_name(row), f"{side}_chosen": str(row.uid)}
        return _Found([row], row)

    def _row(self, text: str) -> Any:
        try:
            uid = UUID(text)
        except ValueError:
            return None
        rows = (seen_by_uid(model, self.viewer, [uid]).get(uid) for model in (Project, PlannedActivity))
        return next((row for row in rows if row is not None and not row.is_archived), None)

    def _offer(self, side: str) -> None:
        """Add the choice below a field that does not name one record by itself, or where one was chosen."""
        found, name = self.found[side], f"{side}_chosen"
        is_chosen = found.meant is not None and str(found.meant.uid) in (self.data.get(name), self.initial.get(name))
        if len(found.rows) < 2 and not is_chosen:
            return
        choices = [(str(row.uid), work_words(self.viewer, row)) for row in found.rows]
        self.fields[name] = forms.ChoiceField(
            label=_("One record: which is meant") if side == "a" else _("The other: which is meant"),
            choices=choices,
            widget=forms.RadioSelect,
            help_text=_("There may be more. Add a word.") if len(choices) >= MOST else "",
            error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
        )

    def clean(self) -> dict[str, Any]:
        """The two records under the names of their fields."""
        found = super().clean() or {}
        for side in SIDES:
            if side in found and not self.found[side].rows:
                self.add_error(side, _NONE)
            found[side] = self.found[side].meant
        return found


_CHOOSE = gettext_lazy("Several records fit. Choose one, or write more of its title above.")
_NONE = gettext_lazy(
    "No record that you may see fits. Look at the spelling, write fewer words of the title, or copy the address of its "
    "page. Where you know of it from elsewhere, write to the secretariat."
)
