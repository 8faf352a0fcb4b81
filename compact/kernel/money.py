"""Amounts of money: decimals with an ISO 4217 code in Python, whole minor units and the code in the database."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.core import get_global
from babel.numbers import format_currency, get_currency_name, get_territory_currencies
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    _BigInteger = models.BigIntegerField[int | None, int | None]
    _Text = models.CharField[str, str]
else:
    _BigInteger = models.BigIntegerField
    _Text = models.CharField

#: How many decimals the minor unit has where they are not two (ISO 4217, table A.1).
NO_DECIMALS = frozenset(
    [
        *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"),
        *("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"),
    ]
)
THREE_DECIMALS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))
_TWO = 2
LARGEST = Decimal(10) ** 13
"""No amount reaches this in major units: more is a slip of the keyboard."""


class CurrencyMismatch(TypeError):
    """Amounts of two currencies were added: that needs a rate with its date and source (domain rule 6)."""


def decimals(currency: str) -> int:
    """How many decimals an amount in ``currency`` has."""
    if currency in NO_DECIMALS:
        return 0
    return 3 if currency in THREE_DECIMALS else _TWO


@dataclass(frozen=True, slots=True)
class Money:
    """``amount`` in major units of ``currency``; adding another currency raises :class:`CurrencyMismatch`."""

    amount: Decimal
    currency: str

    @classmethod
    def of_minor(cls, minor: int, currency: str) -> Money:
        """The money that ``minor`` whole minor units are."""
        return cls(Decimal(minor).scaleb(-decimals(currency)), currency)

    @property
    def minor(self) -> int:
        """The amount in whole minor units; ValueError where it has more decimals than the currency."""
        units = self.amount.scaleb(decimals(self.currency))
        if units != units.to_integral_value():
            raise ValueError(self.amount)
        return int(units)

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} + {other.currency}")
        return Money(self.amount + other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __str__(self) -> str:
        """In the active language: “USD 2,100,000”, “2 100 000 USD”; decimals only where there are any."""
        whole = self.amount == self.amount.to_integral_value()
        pattern = "¤¤ #,##0;¤¤ -#,##0" if _locale().language in ("en", "zh") else "#,##0 ¤¤"
        if not whole:
            pattern = pattern.replace("#,##0", f"#,##0.{'0' * decimals(self.currency)}")
        return format_currency(self.amount, self.currency, pattern, locale=_locale(), currency_digits=False)


def money_of(minor: int | None, currency: str) -> Money | None:
    """The money in two columns; None when the amount is not known."""
    return None if minor is None else Money.of_minor(minor, currency)


def _locale() -> Locale:
    return Locale.parse((get_language() or "en").replace("-", "_").replace("hans", "Hans"))


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The codes of the currencies that are legal tender somewhere today."""
    territories = get_global("territory_currencies")
    return frozenset(code for territory in territories for code in get_territory_currencies(territory))


def currency_choices() -> list[tuple[str, str]]:
    """Pairs of code and “code, name” in the active language, by code."""
    locale = _locale()
    return [(code, f"{code}, {get_currency_name(code, locale=locale)}") for code in sorted(currencies())]


def validate_currency(value: str) -> None:
    """Raise ValidationError unless ``value`` is the code of a currency in use."""
    if value and value not in currencies():
        raise ValidationError(
            _("“%(value)s” is not the code of a currency in use. Write for example USD or EUR."),
            code="invalid_currency",
            params={"value": value},
        )


class CurrencyField(_Text):
    """An ISO 4217 code; empty where there is no amount."""

    description = gettext_lazy("Currency")
    default_validators = [validate_currency]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 3
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """A list to choose from, in the reader's language."""

        def choices() -> list[tuple[str, str]]:
            return [("", "–"), *currency_choices()]

        options: dict[str, Any] = {"required": not self.blank, "label": self.verbose_name, "help_text": self.help_text}
        return forms.ChoiceField(choices=choices, **options)


class AmountField(_BigInteger):
    """Minor units of the currency in the field ``currency`` of the same row; services take a Decimal of major units."""

    description = gettext_lazy("Amount of money")

    def __init__(self, *args: Any, currency: str = "currency", **kwargs: Any) -> None:
        self.currency = currency
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """With the name of the currency's field."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "currency": self.currency}

    def value_from_object(self, obj: models.Model) -> Any:
        """What a form shows: the amount in major units."""
        minor, currency = getattr(obj, self.attname), getattr(obj, self.currency)
        found = minor if isinstance(minor, Decimal) else money_of(minor, currency)
        return found.amount if isinstance(found, Money) else found

    def to_python(self, value: Any) -> Any:
        """Minor units; an amount of a form that was not stored yet stays as it was typed."""
        return value if isinstance(value, Decimal) else super().to_python(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Minor units; TypeError for an amount that no service settled, which would be stored far too low."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, Decimal):
            raise TypeError(f"“{self.name}” is stored through a service, which takes major units.")
        return value

    def formfield(self, **kwargs: Any) -> Any:
        """An amount in major units."""
        options: dict[str, Any] = {"form_class": forms.DecimalField, "max_digits": 19, "decimal_places": 4}
        field: Any = models.Field.formfield(self, **{**options, **kwargs})
        return field


def amount_fields(model: type[models.Model]) -> list[AmountField]:
    """The amounts of ``model``."""
    return [field for field in model._meta.concrete_fields if isinstance(field, AmountField)]


def amounts_settle(row: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` with each amount (Decimal, major units) in minor units of its currency.

    The amount of ``row`` stays the same when its currency alone changes. Raises ValidationError where an amount has no
    currency, a currency no amount, or the amount more decimals than its currency.
    """
    result, errors = dict(values), {}
    for field in amount_fields(type(row)):
        if not {field.name, field.currency} & values.keys():
            continue
        currency = values.get(field.currency, getattr(row, field.currency)) or ""
        amount = values[field.name] if field.name in values else field.value_from_object(row)
        try:
            result[field.name] = _minor(amount, currency)
        except ValidationError as error:
            errors[field.name] = error
        if amount is None and currency:
            errors[field.currency] = ValidationError(_("There is no amount. Leave the currency empty."))
    if errors:
        raise ValidationError(errors)
    return result


def _minor(amount: Any, currency: str) -> int | None:
    if amount is None:
        return None
    if not currency:
        raise ValidationError(_("Choose the currency of this amount."))
    if not isinstance(amount, Decimal) or not amount.is_finite() or abs(amount) >= LARGEST:
        raise ValidationError(_("This is not an amount of money. Write digits and a point: 2100000 or 250000.50."))
    try:
        return Money(amount, currency).minor
    except ValueError:
        words = {"currency": currency, "decimals": decimals(currency)}
        raise ValidationError(_("%(currency)s has %(decimals)d decimals. Round the amount.") % words) from None
