"""How staff pages write a value: in words of the active language, never as stored."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from compact.kernel.countries import country_name, validate_country
from compact.kernel.dates import PartialDateField, partial_date_display
from compact.kernel.money import AmountField, money_of
from compact.kernel.periods import Certainty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString

    Labels = Mapping[tuple[type[models.Model], Any], str]

EMPTY = "–"


def moment(value: datetime.datetime) -> str:
    """``value`` as date and time in the active time zone, with the zone's name."""
    local = timezone.localtime(value)
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"


def field_label(field: models.Field[Any, Any]) -> str:
    """The name of ``field``; of a translated one with its language."""
    code = getattr(field, "language", "")
    if not code:
        return str(field.verbose_name)
    original: Any = field
    language = get_language_info(code)["name_translated"]
    return _("%(field)s (%(language)s)") % {"field": original.translated_field.verbose_name, "language": language}


def value_text(field: models.Field[Any, Any], value: Any, labels: Labels | None = None) -> str:
    """``value`` of ``field`` for people; ``labels`` names the rows that foreign keys and sets lead to.

    A set is a manager, rows or their keys; it is told in the order of the names.
    """
    if value is None or value == "":
        return EMPTY
    if field.many_to_many:
        rows = value.all() if hasattr(value, "all") else value
        return ", ".join(sorted(_row_name(field, row, labels) for row in rows)) or EMPTY
    if field.remote_field is not None or isinstance(value, models.Model):
        return _row_name(field, value, labels)
    if isinstance(field, PartialDateField) or validate_country in field.validators:
        return _in_words(field, str(value))
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(value)


def field_value(field: models.Field[Any, Any], row: Any) -> Any:
    """What ``row``, or a row of its history, holds in ``field``: a key, or an amount with its currency."""
    if isinstance(field, AmountField):
        return money_of(getattr(row, field.attname), getattr(row, field.currency))
    return getattr(row, field.attname)


def _row_name(field: Any, row: Any, labels: Labels | None) -> str:
    """The name of a row that ``field`` leads to, given itself or by its key."""
    return str(row) if isinstance(row, models.Model) else (labels or {}).get((field.remote_field.model, row), f"#{row}")


def _in_words(field: Any, value: str) -> str:
    """A partial date or the code of a country in words; as it is stored where it is none."""
    try:
        return partial_date_display(value) if isinstance(field, PartialDateField) else country_name(value)
    except (KeyError, ValueError):
        return value


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return pgettext("value of a tick box", "yes") if value else pgettext("value of a tick box", "no")
    if isinstance(value, list):
        return "; ".join(str(each) for each in value) or EMPTY
    return moment(value) if isinstance(value, datetime.datetime) else str(value)


def badge(kind: str, text: str) -> SafeString:
    """A small label; ``kind`` is a style of the theme: certain, possible, unconfirmed, vacant, unknown, neutral."""
    return format_html('<span class="badge-{}">{}</span>', kind, text)


def certainty_badge(certainty: str) -> SafeString:
    """The answer to "in force today?": certain, possible, or no."""
    if not certainty:
        return badge("neutral", pgettext("in force today?", "no"))
    return badge(certainty, str(Certainty(certainty).label))


def evidence_badge(record: Any) -> SafeString | str:
    """*Unconfirmed*, *no source*, or nothing when the fact is sourced and confirmed."""
    if record.is_unconfirmed:
        return badge("unconfirmed", _("unconfirmed"))
    return "" if record.source else badge("unknown", _("no source"))
