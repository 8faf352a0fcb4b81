"""The form in which an entity answers a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from workinggroups.workplans.models import Input


class AnswerForm(forms.Form):
    """A box for each question of the call; ``version`` is that of the input as it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, record: Input, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = record.version
        for place, (question, answer) in enumerate(record.pairs):
            self.fields[f"answer_{place}"] = forms.CharField(
                label=question or _("Answer"),
                initial=answer,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 5}),
                help_text=_("Plain text or Markdown."),
                error_messages={"required": _("Answer every question; write “none” where there is nothing to say.")},
            )

    def answers(self) -> list[str]:
        """The texts in the order of the questions."""
        names = [name for name in self.fields if name.startswith("answer_")]
        return [self.cleaned_data[name] for name in names]
