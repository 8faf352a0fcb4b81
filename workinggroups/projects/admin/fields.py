"""Fields of the project's screen that take what people type and paste."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d{1,2}")


class AmountField(forms.DecimalField):
    """An amount of money as it is written in papers: 2,100,000 or 2 100 000 or 250000,50 or 250000.50."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 16}))
        super().__init__(max_digits=19, decimal_places=4, required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        """A decimal; what may mean two amounts is left for the field to refuse."""
        if isinstance(value, str):
            value = _SPACES.sub("", value)
            if _GROUPED.fullmatch(value):
                value = value.replace(",", "")
            elif _DECIMAL_COMMA.fullmatch(value):
                value = value.replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Without needless decimals."""
        return f"{value:f}" if hasattr(value, "as_tuple") else value


class AddressesField(forms.CharField):
    """Web addresses, one on each line; as a list."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 60, "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = _("One web address on each line. Confidential material is referenced, never stored.")
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The addresses."""
        text = super().to_python(value)
        return [line.strip() for line in str(text or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """One on each line."""
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the list differs."""
        return bool(list(initial or []) != self.to_python(data))
