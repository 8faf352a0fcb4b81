"""The forms of a user's own pages."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact.accounts.models import InterfaceLanguage, TokenScope
from compact.kernel.zones import zone_choices


class ProfileForm(forms.Form):
    """Language and time zone; ``version`` tells a stale form."""

    language = forms.ChoiceField(label=_("Language"), choices=InterfaceLanguage)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Times on the pages are shown in this zone, with its name.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.initial.get("time_zone", "")
        self.fields["time_zone"].choices = zone_choices(stored)  # type: ignore[attr-defined]  # a ChoiceField


def _in_ninety_days() -> datetime.date:
    return timezone.now().date() + datetime.timedelta(days=90)


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(
        label=_("What the token is for"), max_length=100, help_text=_("For example “monthly report”.")
    )
    scope = forms.ChoiceField(label=_("What it may do"), choices=TokenScope, initial=TokenScope.READ)
    expires_on = forms.DateField(
        label=_("Valid until"),
        initial=_in_ninety_days,
        help_text=_("At most one year from now."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
