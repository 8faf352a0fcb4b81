"""Forms that ask for a moment as wall time of a zone that the same form names."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.zones.moments import wall_clock, wall_time
from compact.kernel.zones.names import validate_zone, zone_choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    _Form = forms.Form
else:
    _Form = object

_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S")


class WallTimeField(forms.Field):
    """A date and a time of day without a zone, typed as 2026-03-15 17:00 or chosen from the browser's calendar."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_FORMATS[0])
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": gettext_lazy("Write date and time like 2026-03-15 17:00; the time zone has a field of its own.")
    }

    def to_python(self, value: Any) -> datetime.datetime | None:
        """The date-time as typed, without a zone; None when empty."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return value
        for form in _FORMATS:
            try:
                return datetime.datetime.strptime(str(value).strip(), form)  # noqa: DTZ007  # the form's zone comes later
            except ValueError:
                continue
        raise ValidationError(self.error_messages["invalid"], code="invalid")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another minute was typed than was shown."""
        if self.disabled:
            return False
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        shown = initial if isinstance(initial, datetime.datetime) else None
        return (typed and _minute(typed)) != (shown and _minute(shown))


class ZonedTimesMixin(_Form):
    """Put before a form class: the fields of ``zoned`` are typed and shown as wall time of their zone.

    ``zoned`` names for each such field the field of the same form that holds the zone; a plain field for it
    becomes a choice. ``cleaned_data`` has moments in UTC; a time that does not exist in the zone is an error of
    its field. A time and a zone that stay as they were shown keep the stored moment to the second, and so the
    later of two equal hours.
    """

    zoned: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial}
        self._stored: dict[str, tuple[datetime.datetime, str]] = {}
        for name, zone_name in self.zoned.items():
            if name in self.fields:
                self._time_show(name, zone_name)
        for zone_name in set(self.zoned.values()) & set(self.fields):
            self._zones_offer(zone_name)

    def clean(self) -> dict[str, Any]:
        """Turn what was typed into moments."""
        super().clean()
        for name, zone_name in self.zoned.items():
            if self.cleaned_data.get(name) is not None:
                self._time_convert(name, zone_name)
        return self.cleaned_data

    def _time_show(self, name: str, zone_name: str) -> None:
        before = self.fields[name]
        initial = self.get_initial_for_field(before, name)
        self.fields[name] = WallTimeField(
            label=before.label,
            required=before.required,
            disabled=before.disabled,
            help_text=before.help_text or gettext_lazy("Local time in the time zone of this form, on a 24-hour clock."),
        )
        if isinstance(initial, datetime.datetime) and initial.tzinfo is not None:
            zone = self._zone_shown(zone_name)
            self._stored[name] = (self.initial.get(name) or initial, zone)
            self.initial[name] = wall_clock(initial, zone)

    def _zones_offer(self, name: str) -> None:
        before = self.fields[name]
        choices = zone_choices(self._zone_shown(name))
        if isinstance(before, forms.ChoiceField):
            before.choices = choices
        elif type(before) is forms.CharField:
            blank = [] if before.required else [("", "—")]
            self.fields[name] = forms.ChoiceField(
                choices=[*blank, *choices],
                label=before.label,
                required=before.required,
                disabled=before.disabled,
                initial=before.initial,
                help_text=before.help_text,
            )

    def _zone_shown(self, zone_name: str) -> str:
        field = self.fields.get(zone_name)
        found = self.get_initial_for_field(field, zone_name) if field is not None else self._zone_kept(zone_name)
        try:
            validate_zone(str(found))
        except ValidationError:
            return "UTC"
        return str(found)

    def _zone_kept(self, zone_name: str) -> str:
        return str(self.initial.get(zone_name) or getattr(getattr(self, "instance", None), zone_name, ""))

    def _time_convert(self, name: str, zone_name: str) -> None:
        zone = self.cleaned_data.get(zone_name, "") if zone_name in self.fields else self._zone_kept(zone_name)
        if not zone:
            del self.cleaned_data[name]
            if zone_name not in self.errors:
                told = _("Choose the time zone in which the time is meant.")
                self.add_error(zone_name if zone_name in self.fields else name, told)
            return
        typed = self.cleaned_data[name]
        stored, zone_stored = self._stored.get(name, (None, ""))
        if stored is not None and zone == zone_stored and typed == _minute(wall_clock(stored, zone)):
            self.cleaned_data[name] = stored
            return
        try:
            self.cleaned_data[name] = wall_time(typed, zone)
        except ValidationError as error:
            self.add_error(name, error)


def _minute(value: datetime.datetime) -> datetime.datetime:
    return value.replace(second=0, microsecond=0)
