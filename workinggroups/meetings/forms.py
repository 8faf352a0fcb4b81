"""The form in which an addressee breaks silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compact.entities.models import Entity

if TYPE_CHECKING:
    from collections.abc import Sequence


class ObjectionForm(forms.Form):
    """What would have to change; and for which entity, where the user can object for several."""

    entity: Any = forms.ModelChoiceField(label=_("Entity"), queryset=None)
    text = forms.CharField(
        label=_("Objection"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say what would have to change for your entity to agree. Plain text or Markdown."),
        error_messages={"required": _("Say what would have to change.")},
    )

    def __init__(self, *args: Any, entities: Sequence[Entity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entities = entities
        if len(entities) > 1:
            field: Any = self.fields["entity"]
            field.queryset = Entity.objects.filter(pk__in=[entity.pk for entity in entities])
        else:
            del self.fields["entity"]

    def values(self) -> dict[str, Any]:
        """The objection, as the service takes it; there is at least one entity to object for."""
        return {"entity": self.cleaned_data.get("entity") or self.entities[0], "text": self.cleaned_data["text"]}
